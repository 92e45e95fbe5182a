"""Which areas an answer lists that was asked within an area: those that belong to it."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely
from sqlglot import exp

from gridloom_analytics.measures.paths import Steps, find_way
from gridloom_analytics.measures.placing import SUBJECT, Rows, column
from gridloom_analytics.queries.area import Area, AreaOfLevel
from gridloom_analytics.queries.placing import near
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import ROW_KEY, Reading


def places_of(store: Reading, area: Area | AreaOfLevel, level: str) -> frozenset[int]:
    """Return the row keys of the areas of ``level`` that belong to an area.

    To an area of a level those that joins lead to it or that it is led to (the grids of a street,
    the district of it), itself on its own level; where no joins do, those that it overlaps.
    To a drawn area those that it overlaps: a common edge is not enough.
    """
    if isinstance(area, Area):
        return _overlapping(store, level, area)
    if (up := _way(store, level, area.level)) is not None:
        return _leading_to(store, level, up, area.row_key)
    if (down := _way(store, area.level, level)) is not None:
        return _led_to(store, area, down)
    return _overlapping(store, level, _shape(store, area))


def _way(store: Reading, start: str, end: str) -> Steps | None:
    try:
        return find_way(store, start, end).steps
    except BadInput:
        return None


def _leading_to(store: Reading, table: str, way: Steps, end: int) -> frozenset[int]:
    rows = Rows(table)
    here = exp.EQ(this=rows.place(way), expression=exp.Literal.number(end))
    return _found(store, rows.query.select(column(ROW_KEY, SUBJECT)).where(here))


def _led_to(store: Reading, area: AreaOfLevel, way: Steps) -> frozenset[int]:
    rows = Rows(area.level)
    itself = exp.EQ(this=column(ROW_KEY, SUBJECT), expression=exp.Literal.number(area.row_key))
    return _found(store, rows.query.select(rows.place(way)).where(itself))


def _found(store: Reading, query: exp.Select) -> frozenset[int]:
    return frozenset(store.select(query).column(0).drop_null().to_pylist())


def _shape(store: Reading, area: AreaOfLevel) -> Area:
    return Area(store.layer(area.level, []).geometry.loc[area.row_key])


def _overlapping(store: Reading, level: str, area: Area) -> frozenset[int]:
    found: list[npt.NDArray[np.int64]] = [np.empty(0, dtype=np.int64)]
    for batch in store.scan(level, geometry=True):
        found.append(_overlapped(batch, area))
    return frozenset(np.concatenate(found).tolist())


def _overlapped(batch: pa.RecordBatch, area: Area) -> npt.NDArray[np.int64]:
    keys, shapes = near(batch, area)
    overlap = area.holds(shapes)
    if not area.metres:
        overlap &= ~shapely.touches(area.geometry, shapes)
    return keys[overlap]
