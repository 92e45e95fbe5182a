"""New versions of some rows, merged into the rows that a table has."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.workspace.manifest import Part
from gridloom_layers.workspace.own_columns import ENDED_BY, ROW_KEY
from gridloom_layers.workspace.parts import PartsWriter
from gridloom_layers.workspace.schema import aligned

Longs = npt.NDArray[np.int64]


class Feed:
    """New versions of rows, and keys of rows to take out: both by rising row key."""

    def __init__(self, revised: Iterable[pa.RecordBatch], removed: Longs) -> None:
        self._coming = iter(revised)
        self._waiting: list[pa.RecordBatch] = []
        self._removed = np.sort(removed)

    def touches(self, part: Part) -> bool:
        """Tell whether any row of a part is changed or taken out."""
        low, high = np.searchsorted(self._removed, [part.first, part.last + 1])
        if high > low:
            return True
        waiting = self._next()
        return waiting is not None and _first_key(waiting) <= part.last

    def until(self, last: int) -> list[pa.RecordBatch]:
        """Return the new versions of rows up to the row key ``last``."""
        taken = []
        while (batch := self._next()) is not None and _first_key(batch) <= last:
            keys = batch.column(ROW_KEY).to_numpy()
            count = int(np.searchsorted(keys, last, side="right"))
            taken.append(batch.slice(0, count))
            self._waiting = [batch.slice(count)] if count < batch.num_rows else []
        return taken

    def removed(self, row_keys: Longs) -> npt.NDArray[np.bool_]:
        """Tell which rows are to be taken out."""
        return np.isin(row_keys, self._removed, assume_unique=True)

    def _next(self) -> pa.RecordBatch | None:
        while not self._waiting:
            batch = next(self._coming, None)
            if batch is None:
                return None
            if batch.num_rows:
                self._waiting = [batch]
        return self._waiting[0]


def _first_key(batch: pa.RecordBatch) -> int:
    return batch.column(ROW_KEY)[0].as_py()


def revised_batches(
    rows: Iterable[pa.RecordBatch],
    feed: Feed,
    schema: pa.Schema,
    past: PartsWriter | None,
    ended_by: int,
) -> Iterator[pa.RecordBatch]:
    """Yield rows with their new versions in place, those to be taken out left out.

    The old versions go to ``past``, with the number of the source that ended them. At least one
    batch, empty or not, is yielded.
    """
    yield _nothing(schema)
    for batch in rows:
        if not batch.num_rows:
            continue
        keys = batch.column(ROW_KEY).to_numpy()
        newer = feed.until(int(keys[-1]))
        gone = feed.removed(keys)
        if not newer and not gone.any():
            yield aligned(batch, schema)
            continue
        old = aligned(batch, schema)
        table = pa.Table.from_batches([old, *(aligned(each, schema) for each in newer)])
        at = np.searchsorted(keys, table.column(ROW_KEY).to_numpy()[len(keys) :])
        take = np.arange(len(keys))
        take[at] = len(keys) + np.arange(len(at))
        if past is not None:
            ended = gone.copy()
            ended[at] = True
            past.write(_ended(old.filter(pa.array(ended)), ended_by))
        yield from table.take(pa.array(take[~gone])).combine_chunks().to_batches()


def _nothing(schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], schema=schema)


def _ended(batch: pa.RecordBatch, source: int) -> pa.RecordBatch:
    return batch.append_column(ENDED_BY, pa.array(np.full(batch.num_rows, source, np.int64)))
