"""In which row of another table the rows of a table lie, over the joins, batch by batch."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_analytics.measures.paths import Steps, find_way
from gridloom_analytics.quality.rows import Positions, Rows
from gridloom_layers.errors import BadInput
from gridloom_layers.geometry.locate import NOWHERE
from gridloom_layers.workspace import ROW_KEY, Reading


@dataclass(frozen=True)
class Placing:
    """``near`` is the column of the rows whose values ``by_key`` turns into positions."""

    near: str
    by_key: Positions

    def positions(self, rows: Rows) -> Positions:
        """Return the position of each row in the table at the end, −1 for nowhere."""
        return looked_up(self.by_key, rows.array(self.near))


def looked_up(by_key: Positions, keys: pa.Array) -> Positions:
    """Return ``by_key`` at ``keys``, −1 for a null or unknown one."""
    numbers = keys.fill_null(-1).to_numpy(zero_copy_only=False)
    known = (numbers >= 0) & (numbers < len(by_key))
    return np.where(known, by_key[np.where(known, numbers, 0)], np.int32(NOWHERE))


def placing(store: Reading, start: str, end: str) -> Placing | None:
    """Return how rows of ``start`` are placed in the rows of ``end``; None where no join leads.

    The way is the one that measures take, the shortest one.
    """
    try:
        steps = find_way(store, start, end).steps
    except BadInput:
        return None
    return _placing(store, start, steps)


def _placing(store: Reading, start: str, steps: Steps) -> Placing:
    if not steps:
        keys = _keys(store, start, ROW_KEY)
        return Placing(ROW_KEY, _by_key(keys, np.arange(len(keys), dtype=np.int32)))
    first, rest = steps[0], _placing(store, steps[0].end, steps[1:])
    near = store.attributes(first.end, _own(rest.near)).column(rest.near).combine_chunks()
    places = looked_up(rest.by_key, near)
    return Placing(first.near, _by_key(_keys(store, first.end, first.far), places))


def _keys(store: Reading, table: str, column: str) -> npt.NDArray[np.int64]:
    keys = store.attributes(table, _own(column)).column(column).combine_chunks()
    return keys.fill_null(-1).to_numpy(zero_copy_only=False)


def _own(column: str) -> list[str]:
    """Return the columns to ask for: the row key comes by itself."""
    return [] if column == ROW_KEY else [column]


def _by_key(keys: npt.NDArray[np.int64], places: Positions) -> Positions:
    """Return ``places`` by key; row keys are counted from 1, so an array is small enough."""
    found = np.full(max(int(keys.max(initial=0)), 0) + 1, NOWHERE, np.int32)
    known = keys >= 0
    found[keys[known]] = places[known]
    return found
