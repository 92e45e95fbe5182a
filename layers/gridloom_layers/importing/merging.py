"""The rows of a source beside those of a table: new, changed, the same, vanished."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.importing.sealed import SealedRows
from gridloom_layers.importing.texts import as_text
from gridloom_layers.importing.verdict import Mask, mask_of
from gridloom_layers.keys import KeyIndex
from gridloom_layers.ownership import Hearing, Rows
from gridloom_layers.progress import Progress
from gridloom_layers.readers.source import BATCH_ROWS
from gridloom_layers.roles import FieldType
from gridloom_layers.workspace import (
    GEOMETRY,
    ROW_KEY,
    SOURCE_NUMBER,
    SOURCE_ROW,
    Reading,
    TableField,
    TableInfo,
    aligned,
)

ORIGIN = (ROW_KEY, SOURCE_NUMBER, SOURCE_ROW)
Longs = npt.NDArray[np.int64]


def union_fields(old: Sequence[TableField], new: Sequence[TableField]) -> tuple[TableField, ...]:
    """Return the fields of both, the old ones first; where types differ, one that holds both."""
    by_name = {field.name: field for field in new}
    kept = []
    for field in old:
        other = by_name.pop(field.name, field)
        grades = ("no", "sensitive", "identifier")
        personal = max(field.personal, other.personal, key=grades.index)
        kept.append(
            field.model_copy(update={"type": _wider(field.type, other.type), "personal": personal})
        )
    return (*kept, *by_name.values())


def _wider(one: FieldType, other: FieldType) -> FieldType:
    if one == other:
        return one
    if {one, other} == {"integer", "number"}:
        return "number"
    return "datetime" if {one, other} == {"date", "datetime"} else "text"


class Staged:
    """Rows in an Arrow file, as they came: any of them can be taken."""

    def __init__(self, batches: Iterable[pa.RecordBatch], path: Path) -> None:
        rows = iter(batches)
        first = next(rows)
        with pa.ipc.new_file(str(path), first.schema) as writer:
            writer.write_batch(first)
            for batch in rows:
                writer.write_batch(batch)
        self.schema = first.schema
        with pa.memory_map(str(path)) as file:
            source = pa.ipc.open_file(file)
            pieces = (source.get_batch(number) for number in range(source.num_record_batches))
            self._batches = [batch for batch in pieces if batch.num_rows]
        self._starts = np.cumsum([0, *(batch.num_rows for batch in self._batches)])

    def __len__(self) -> int:
        return int(self._starts[-1])

    def column(self, name: str) -> Iterator[pa.Array]:
        """Yield a column piece by piece."""
        return (batch.column(name) for batch in self._batches)

    def take(self, rows: Longs) -> pa.RecordBatch:
        """Return rows in the order asked for."""
        if not len(rows):
            return pa.RecordBatch.from_pylist([], schema=self.schema)
        batch_of = np.searchsorted(self._starts, rows, side="right") - 1
        order = np.argsort(batch_of, kind="stable")
        edges = np.flatnonzero(np.diff(batch_of[order])) + 1
        pieces = []
        for some in np.split(order, edges):
            number = batch_of[some[0]]
            pieces.append(self._batches[number].take(pa.array(rows[some] - self._starts[number])))
        back = np.empty(len(order), np.int64)
        back[order] = np.arange(len(order))
        table = pa.Table.from_batches(pieces).combine_chunks()
        return table.take(pa.array(back)).combine_chunks().to_batches()[0]


@dataclass
class Counts:
    """How the rows of a source stand to those of a table.

    ``vanished`` rows are in the table and not in the source; only a source that replaces the
    table takes them out. ``conflicts`` are by field the values that are not kept since.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0
    conflicts: dict[str, int] = attribute(default_factory=dict)


class Merge:
    """Staged rows compared by key with those of a table.

    A row that is in both keeps its row key, and its values in the columns that the source does
    not have. In the others the values of the source count, or where there is a ``hearing`` what
    that decides. A row that says the same as before stays as it is, with the source it came from.
    ``again`` are the numbers under which the same source was imported before: no key tells
    whether the table still has its rows without one, but their origin does.
    """

    def __init__(
        self,
        reading: Reading,
        old: TableInfo,
        staged: Staged | SealedRows,
        key: str,
        progress: Progress,
        hearing: Hearing | None,
        *,
        again: Sequence[int],
    ) -> None:
        self._reading, self._old, self._staged = reading, old, staged
        self._progress, self._hearing = progress, hearing
        self._match = self._matches(key)
        used = np.zeros(len(staged), np.bool_)
        used[self._match[self._match >= 0]] = True
        kept = 0
        if again and self._has_keyless(key, again):
            keyless = [mask_of(as_text(column).is_null()) for column in staged.column(key)]
            told = np.concatenate([np.zeros(0, np.bool_), *keyless])
            kept = int((told & ~used).sum())
            used |= told
        self._fresh = np.flatnonzero(~used)
        gone = int((self._match < 0).sum()) - kept
        self.counts = Counts(new=len(self._fresh), unchanged=kept, vanished=gone)

    def _matches(self, key: str) -> Longs:
        """Return for each row of the table the staged row with its key, −1 where none is."""
        index = KeyIndex(as_text(column) for column in self._staged.column(key))
        batches = self._reading.scan(self._old.name, columns=[key])
        found = [index.rows(as_text(batch.column(0))) for batch in batches]
        return np.concatenate([np.empty(0, np.int64), *found])

    def _has_keyless(self, key: str, sources: Sequence[int]) -> bool:
        """Tell whether the table has rows without a key from one of ``sources``."""
        numbers = pa.array(sources, pa.int64())
        return any(
            bool(np.any(
                mask_of(as_text(batch.column(0)).is_null())
                & mask_of(pc.is_in(batch.column(1), value_set=numbers))
            ))
            for batch in self._reading.scan(self._old.name, columns=[key, SOURCE_NUMBER])
        )  # fmt: skip

    def revised(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Yield the new versions of the rows that changed, by rising row key."""
        placed = self._old.geometry is not None
        offset = 0
        for batch in self._reading.scan(self._old.name, geometry=placed):
            rows = self._match[offset : offset + batch.num_rows]
            offset += batch.num_rows
            self._progress.report("merge", offset, self._old.rows)
            hit = rows >= 0
            if not hit.any():
                continue
            before = aligned(batch.filter(pa.array(hit)), schema)
            newer = self._staged.take(rows[hit])
            if self._hearing is None:
                after = self._updated(before, newer, schema)
                changed = self._differ(before, after)
            else:
                after, changed = self._heard(self._hearing, before, newer, schema)
            self.counts.changed += int(changed.sum())
            self.counts.unchanged += int(len(changed) - changed.sum())
            if changed.any():
                yield after.filter(pa.array(changed))

    def _heard(
        self, hearing: Hearing, before: pa.RecordBatch, newer: pa.RecordBatch, schema: pa.Schema
    ) -> tuple[pa.RecordBatch, Mask]:
        """Return the rows as they are after the source was heard, and which of them changed."""
        keys = before.column(ROW_KEY).to_numpy()
        hearing.ledger.skip(int(keys[0]) - 1)
        page = hearing.ledger.page(int(keys[-1]))
        rows = Rows(hearing.ledger, page, before)
        decided = hearing.hear(rows, newer)
        if GEOMETRY in newer.schema.names:
            decided[GEOMETRY] = hearing.place(before, newer)
        after = self._updated(before, newer, schema, decided)
        changed = self._differ(before, after)
        moved = np.where(changed, hearing.number, before.column(SOURCE_NUMBER).to_numpy())
        rows.write(moved, changed)
        hearing.ledger.put(rows.page)
        return after, changed

    def _updated(
        self,
        before: pa.RecordBatch,
        newer: pa.RecordBatch,
        schema: pa.Schema,
        decided: Mapping[str, pa.Array] | None = None,
    ) -> pa.RecordBatch:
        arrays = [
            decided[field.name]
            if decided and field.name in decided
            else newer.column(field.name).cast(field.type)
            if field.name != ROW_KEY and field.name in self._staged.schema.names
            else before.column(field.name)
            for field in schema
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=schema)

    def _differ(self, before: pa.RecordBatch, after: pa.RecordBatch) -> Mask:
        """Tell which rows say something else; where a row came from does not count."""
        changed = np.zeros(before.num_rows, np.bool_)
        for name in self._staged.schema.names:
            if name not in ORIGIN:
                one, other = before.column(name), after.column(name)
                same = mask_of(pc.equal(one, other))
                both_null = mask_of(pc.and_(one.is_null(), other.is_null()))
                changed |= ~(same | both_null)
        return changed

    def vanished(self) -> Longs:
        """Return the row keys of the rows that the source does not have."""
        batches = self._reading.scan(self._old.name, columns=[ROW_KEY])
        keys = [batch.column(0).to_numpy() for batch in batches]
        return np.concatenate([np.empty(0, np.int64), *keys])[self._match < 0]

    def fresh(self, next_key: int) -> Iterator[pa.RecordBatch]:
        """Yield the rows that the table does not have, with row keys from ``next_key`` on."""
        for start in range(0, len(self._fresh), BATCH_ROWS):
            rows = self._staged.take(self._fresh[start : start + BATCH_ROWS])
            keys = pa.array(np.arange(len(rows), dtype=np.int64) + next_key + start)
            at = rows.schema.get_field_index(ROW_KEY)
            yield rows.set_column(at, rows.schema.field(at), keys)
