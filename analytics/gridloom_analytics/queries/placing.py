"""Which rows lie in an area: by their own geometry, or by that of a layer they are linked to."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from gridloom_analytics.measures.paths import Way, reachable
from gridloom_analytics.queries.area import Area
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.roles import LEVELS
from gridloom_layers.workspace import GEOMETRY, ROW_KEY, Reading, TableInfo


def way_to_place(store: Reading, subject: str) -> Way:
    """Return the way from a table to the layer that places its rows best.

    That is the table itself where it has a geometry; else points before lines before areas
    before levels, the finest level first; of equals the nearest.
    """
    placed = [
        (_coarseness(store.table(name)), way)
        for name, way in reachable(store, subject)
        if store.table(name).geometry
    ]
    if store.table(subject).geometry:
        return Way(subject, ())
    if not placed:
        raise BadInput(
            "no-place",
            tr("Nothing says where the rows of “{table}” lie.", table=subject),
            Where(layer=subject),
            tr("Join the table to a layer first, with “gridloom join”."),
        )
    return Way(subject, min(placed, key=lambda each: each[0])[1])


def keys_within(store: Reading, layer: str, area: Area, progress: Progress) -> pa.Table:
    """Return the row keys of the features whose representative point lies in the area.

    The representative point of a point is itself, of a line or polygon a point that is surely on
    it, so that of polygons that do not overlap each is in one area of a partition at most.
    """
    rows, done = store.table(layer).rows, 0
    found: list[npt.NDArray[np.int64]] = [np.empty(0, dtype=np.int64)]
    for batch in store.scan(layer, geometry=True):
        found.append(_within(batch, area))
        done += batch.num_rows
        progress.report("within", done, rows)
    return pa.table({ROW_KEY: np.concatenate(found)})


def _within(batch: pa.RecordBatch, area: Area) -> npt.NDArray[np.int64]:
    keys, shapes = near(batch, area)
    return keys[area.holds(shapely.point_on_surface(shapes))]


def near(
    batch: pa.RecordBatch, area: Area
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.object_]]:
    """Return the row keys and shapes of the features whose bounds meet those of an area."""
    shapes = shapely.from_wkb(batch.column(GEOMETRY).to_numpy(zero_copy_only=False))
    xmin, ymin, xmax, ymax = area.bounds
    left, bottom, right, top = shapely.bounds(shapes).T
    meets = (left <= xmax) & (right >= xmin) & (bottom <= ymax) & (top >= ymin)
    return batch.column(ROW_KEY).to_numpy()[meets], shapes[meets]


def _coarseness(table: TableInfo) -> int:
    if table.role in LEVELS:
        return 10 + len(LEVELS) - LEVELS.index(table.role)
    return ("point", "line", "area").index(table.geometry or "area")
