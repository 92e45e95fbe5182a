"""Conflicts resolved: by the owners of a field, by date, or by hand."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.joins.rejoining import links_on, rejoin
from gridloom_layers.ownership.contest import Heard, Outcome, contest, spelled
from gridloom_layers.ownership.ledger import Ledger, batches_of
from gridloom_layers.ownership.precedence import Precedence, claimed_fields
from gridloom_layers.ownership.sets import ACCEPTED, CORRECTED, HAND, ClaimSets, Longs, Mask
from gridloom_layers.ownership.words import Rows, Word, settle
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import (
    GEOMETRY,
    ROW_KEY,
    SOURCE_NUMBER,
    Change,
    Reading,
    SourceInfo,
    TableInfo,
    TableSpec,
    aligned,
    schema_of,
)
from gridloom_layers.workspace.amending import FEW_ROWS

Decide = Callable[[str, Word, ClaimSets], tuple[Longs, Outcome] | None]
"""Decides a field of some rows: which of them (by position) and how."""


PAGE_ROWS = 65_536
"""So many rows are decided at once."""


@dataclass
class Resolved:
    """What was decided: by field how many rows were looked at, and how many values changed."""

    decided: Counter[str] = field(default_factory=Counter)
    values: Counter[str] = field(default_factory=Counter)

    @property
    def changed(self) -> int:
        """How many values are other ones now."""
        return sum(self.values.values())


def following_rules(info: TableInfo, owners: Mapping[str, Sequence[str]]) -> Decide:
    """Decide every field by its owners, then by date; what was decided before stands."""
    precedence = Precedence(info.sources, owners)

    def decide(name: str, word: Word, sets: ClaimSets) -> tuple[Longs, Outcome]:
        rows = np.unique(word.others.rows)
        return rows, _contest(word, rows, word.codes, precedence.priority(name), sets)

    return decide


def by_rule(
    info: TableInfo, owners: Mapping[str, Sequence[str]], name: str, *, newest: bool
) -> Decide:
    """Decide one field by its owners, or by date for good; what was decided by hand stands."""
    precedence = Precedence(info.sources, owners)
    priority = precedence.by_date() if newest else precedence.priority(name)

    def decide(each: str, word: Word, sets: ClaimSets) -> tuple[Longs, Outcome] | None:
        if each != name:
            return None
        fixed = sets.tell(word.codes, lambda said: HAND in said or CORRECTED in said)
        rows = np.setdiff1d(word.others.rows, np.flatnonzero(fixed))
        codes = sets.mapped(word.codes, lambda said: [one for one in said if one != ACCEPTED])
        outcome = _contest(word, rows, codes, priority, sets)
        if not newest:
            return rows, outcome
        accepted = sets.mapped(outcome.codes, lambda said: (*said, ACCEPTED))
        return rows, Outcome(outcome.text, accepted, outcome.others, outcome.brought)

    return decide


def by_hand(info: TableInfo, values: Mapping[str, str | None], how: int = HAND) -> Decide:
    """Decide fields of all rows of a page: ``values`` are theirs by field, ``how`` the decision.

    Only a correction (``CORRECTED``) can be None: that the rows have no such value.
    """

    def decide(each: str, word: Word, sets: ClaimSets) -> tuple[Longs, Outcome] | None:
        if each not in values:
            return None
        precedence = Precedence(_with_unknown(info.sources, sets), {})
        rows = np.arange(len(word.codes))
        texts = pa.array([values[each]] * len(rows), pa.string())
        heard = Heard(how, texts, precedence.departments() < 0)
        return rows, _contest(word, rows, word.codes, precedence.by_date(), sets, heard)

    return decide


def _with_unknown(sources: Sequence[SourceInfo], sets: ClaimSets) -> list[SourceInfo]:
    """Return sources with those that rows name, but the table does not: of nobody, undated."""
    known = {source.number for source in sources}
    named = {number for each in sets.sets for number in each if number > HAND}
    return [*sources, *(SourceInfo(number=number, file="", sha256="") for number in named - known)]


def _contest(
    word: Word,
    rows: Longs,
    codes: Longs,
    priority: Longs,
    sets: ClaimSets,
    heard: Heard | None = None,
) -> Outcome:
    kept = spelled(word.values.take(pa.array(rows)))
    return contest(kept, codes[rows], word.others.at(rows), heard, priority, sets)


def decided_anew(
    change: Change,
    info: TableInfo,
    decide: Decide,
    progress: Progress,
    keys: Sequence[int] | None = None,
) -> Resolved:
    """Decide the conflicts of a table, or some rows (rising), as a part of a change.

    They are read as the change has left them so far. Rows whose values change become history, and
    joins by the fields that change are made again.
    """
    resolved, pending = Resolved(), change.pending
    fields = claimed_fields(pending, info.name, info.fields, info.key)
    if keys is None and not pending.ownership[info.name].conflicts:
        return resolved
    with Ledger(pending, change, info.name, fields) as ledger:
        revised = _revised(pending, info, ledger, keys, decide, resolved, progress)
        first = next(revised, None)
        if first is not None:
            spec = TableSpec(**{name: getattr(info, name) for name in TableSpec.__annotations__})
            change.revise(spec, chain([first], revised), np.empty(0, np.int64), HAND)
        deque(revised, maxlen=0)
    change.put_ownership(info.name, ledger.owned())
    if first is not None:
        changed = {name for name, count in resolved.values.items() if count}
        rejoin(change, links_on(change.pending, info.name, changed), progress)
    return resolved


def _revised(
    reading: Reading,
    info: TableInfo,
    ledger: Ledger,
    keys: Sequence[int] | None,
    decide: Decide,
    resolved: Resolved,
    progress: Progress,
) -> Iterator[pa.RecordBatch]:
    """Yield the rows whose values change, by rising row key."""
    if keys is not None:
        for start in range(0, len(keys), PAGE_ROWS):
            some = keys[start : start + PAGE_ROWS]
            ledger.skip(some[0] - 1)
            yield from _decided(reading, info, ledger, pa.array(some, pa.int64()), decide, resolved)
            progress.report("resolve", start + len(some), len(keys))
        return
    last_row = max((part.last for part in info.records), default=0)
    for batch in batches_of(reading, ledger.before.conflicts):
        last = batch.column(ROW_KEY)[-1].as_py()
        yield from _decided(reading, info, ledger, batch.column(ROW_KEY), decide, resolved)
        progress.report("resolve", last, last_row)


def _decided(
    reading: Reading,
    info: TableInfo,
    ledger: Ledger,
    keys: pa.Array,
    decide: Decide,
    resolved: Resolved,
) -> Iterator[pa.RecordBatch]:
    page = ledger.page(keys[-1].as_py())
    before = rows_at(reading, info, pc.unique(keys))
    rows = Rows(ledger, page, before)
    values: dict[str, pa.Array] = {}
    changed = np.zeros(before.num_rows, np.bool_)
    for name in ledger.fields:
        word = rows.word(name)
        if (decision := decide(name, word, ledger.sets)) is None or not len(decision[0]):
            continue
        settle(word, *decision)
        fresh = _other(before.column(name), word.values)
        values[name], changed = word.values, changed | fresh
        resolved.decided[name] += len(decision[0])
        resolved.values[name] += int(fresh.sum())
    rows.write(before.column(SOURCE_NUMBER).to_numpy(), np.zeros(len(changed), np.bool_))
    ledger.put(rows.page)
    arrays = [values.get(name, before.column(name)) for name in before.schema.names]
    after = pa.RecordBatch.from_arrays(arrays, schema=before.schema)
    if changed.any():
        yield after.filter(pa.array(changed))


def rows_at(reading: Reading, info: TableInfo, keys: pa.Array) -> pa.RecordBatch:
    """Return whole rows by their keys (rising), as a change takes them."""
    placed = info.geometry is not None
    schema = schema_of(info.fields, geometry=placed)
    names = [name for name in schema.names if name not in (ROW_KEY, GEOMETRY)]
    if placed and info.layer is not None and len(keys) <= FEW_ROWS:
        table = reading.rows(info.name, keys, names)
        shapes = [batch.column(GEOMETRY) for batch in reading.shapes(info.name, keys)]
        table = table.append_column(GEOMETRY, pa.chunked_array(shapes, pa.binary()))
    elif placed and info.layer is not None:
        found = [
            aligned(batch.filter(pc.is_in(batch.column(ROW_KEY), value_set=keys)), schema)
            for batch in reading.scan(info.name, geometry=True)
        ]
        table = pa.Table.from_batches(found, schema)
    else:
        table = reading.rows(info.name, keys, [name for name in schema.names if name != ROW_KEY])
    batches = table.combine_chunks().to_batches()
    return aligned(batches[0], schema) if batches else schema.empty_table().to_batches()[0]


def _other(one: pa.Array, two: pa.Array) -> Mask:
    """Tell where two arrays differ; two nulls do not."""
    same = pc.or_(pc.fill_null(pc.equal(one, two), False), pc.and_(one.is_null(), two.is_null()))
    return pc.invert(same).to_numpy(zero_copy_only=False)
