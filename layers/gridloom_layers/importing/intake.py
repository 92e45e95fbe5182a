"""The stream from a source to a table: each batch converted, judged, its bad rows set aside."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.ahead import ahead
from gridloom_layers.importing import findings
from gridloom_layers.importing.destination import GoneKeys, TakenKeys
from gridloom_layers.importing.plan import Plan
from gridloom_layers.importing.quarantine import Quarantine
from gridloom_layers.importing.texts import as_text
from gridloom_layers.importing.totals import footnotes, total_rows
from gridloom_layers.importing.verdict import Mask, Tally, Verdict
from gridloom_layers.keys import KeySet
from gridloom_layers.progress import Progress
from gridloom_layers.readers import GEOMETRY, SOURCE_ROW, Source
from gridloom_layers.readers.source import BLANK
from gridloom_layers.workspace import schema_of


class Intake:
    """One pass over a source. After it, ``tally`` accounts for every row of the source.

    ``taken`` holds the keys that the table has already, ``gone`` those of rows that were merged
    into others by hand; rows with one of them are set aside.
    """

    def __init__(
        self, source: Source, plan: Plan, quarantine: Quarantine, number: int, next_key: int,
        taken: TakenKeys | None, gone: GoneKeys | None,
    ) -> None:  # fmt: skip
        self.source, self.plan, self.quarantine = source, plan, quarantine
        self.tally = Tally()
        self._number, self._next_key = number, next_key
        self._taken, self._gone, self._own = taken, gone, KeySet()

    @property
    def schema(self) -> pa.Schema:
        """The columns of the batches: keys, origin, fields, geometry."""
        return schema_of(self.plan.fields, geometry=self.plan.position is not None)

    def batches(self, progress: Progress) -> Iterator[pa.RecordBatch]:
        """Yield the rows to be loaded; at least one batch, empty or not."""
        yield pa.RecordBatch.from_pylist([], schema=self.schema)
        batches = self.source.batches()
        # GDAL is quiet about its errors in the thread only that asked for it
        for batch in ahead(batches) if self.source.geometry is None else batches:
            yield self._converted(batch)
            progress.report("import", self.tally.read, self.source.rows)
        self._account_for_faults()

    def _converted(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        blank = blank_rows(batch, self.source)
        verdict = Verdict(batch.num_rows)
        plan = self.plan
        self._check_summaries(batch, verdict)
        arrays = [column.convert(batch, verdict, plan.as_of) for column in plan.columns]
        if plan.position is not None:
            arrays.append(plan.position.convert(batch, verdict))
        self._check_keys(dict(zip((f.name for f in plan.fields), arrays, strict=False)), verdict,
                         blank)  # fmt: skip
        verdict.count(self.tally, blank)
        self.quarantine.add(batch, verdict, blank)
        return self._loaded(batch, arrays, verdict.good & ~blank)

    def _loaded(self, batch: pa.RecordBatch, arrays: list[pa.Array], good: Mask) -> pa.RecordBatch:
        count = int(good.sum())
        first, self._next_key = self._next_key, self._next_key + count
        rows = [batch.column(SOURCE_ROW), *arrays]
        if count < batch.num_rows:
            keep = pa.array(good)
            rows = [array.filter(keep) for array in rows]
        keys = pa.array(np.arange(first, first + count, dtype=np.int64))
        numbers = pa.array(np.full(count, self._number, np.int64))
        return pa.RecordBatch.from_arrays([keys, numbers, *rows], schema=self.schema)

    def _check_summaries(self, batch: pa.RecordBatch, verdict: Verdict) -> None:
        """Set aside the totals and footnotes of a table: loaded, they would count twice."""
        if self.source.geometry is None:
            verdict.flag(total_rows(batch, self.plan.named_by(self.source)), findings.TOTAL_ROW)
            verdict.flag(footnotes(batch, self.source.headers), findings.FOOTNOTE)

    def _check_keys(self, arrays: dict[str, pa.Array], verdict: Verdict, blank: Mask) -> None:
        key = self.plan.key
        if key is None:
            return
        text = as_text(arrays[key])
        candidates = verdict.good & ~blank
        judged = pc.if_else(pa.array(candidates), text, pa.scalar(None, pa.string()))
        column = self.plan.mapping[key]
        verdict.note(text.is_null().to_numpy(zero_copy_only=False), findings.NO_KEY)
        verdict.flag(self._own.add(judged), findings.DUPLICATE_KEY, column)
        if self._taken is not None:
            verdict.flag(self._taken.holds(judged), findings.KEY_TAKEN, column)
        if self._gone is not None:
            verdict.flag(self._gone.holds(judged), findings.MERGED_AWAY, column)

    def _account_for_faults(self) -> None:
        faults = [fault for fault in self.source.faults if fault.reason != BLANK]
        self.tally.read += len(self.source.faults)
        self.tally.blank += len(self.source.faults) - len(faults)
        for fault in faults:
            self.tally.quarantined[fault.reason] += 1
        self.quarantine.add_faults(faults)
        self.tally.repaired.update(self.source.repaired)


def blank_rows(batch: pa.RecordBatch, source: Source) -> Mask:
    """Return which rows have no value at all."""
    blank = np.ones(batch.num_rows, np.bool_)
    names = [*source.headers, *([GEOMETRY] if GEOMETRY in batch.schema.names else [])]
    for name in names:
        array = batch.column(name)
        filled = as_text(array) if pa.types.is_string(array.type) else array
        blank &= filled.is_null().to_numpy(zero_copy_only=False)
        if not blank.any():
            break
    return blank
