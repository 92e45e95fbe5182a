"""Rows by where they lie: decided by their boxes where these tell, else by their shapes."""

from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely
from shapely.geometry.base import BaseGeometry
from sqlglot import exp

from gridloom_analytics.measures.paths import Steps
from gridloom_analytics.measures.placing import SUBJECT, Rows, column
from gridloom_analytics.measures.remembering import Remembered
from gridloom_analytics.queries.placing import way_to_place
from gridloom_analytics.selecting.boxes import is_box, told_by_boxes
from gridloom_analytics.selecting.conditions import Keys, Relation, Within
from gridloom_layers.geometry.outlines import boxes_around
from gridloom_layers.geometry.wkb import parse_wkb
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import GEOMETRY, ROW_KEY, Reading

SIDES = ("xmin", "ymin", "xmax", "ymax")
FEW = 20_000
"""Shapes that are looked at one by one, when the boxes of all are not known yet."""
Mask = npt.NDArray[np.bool_]
Shapes = npt.NDArray[np.object_]


def rows_within(store: Reading, table: str, condition: Within, progress: Progress) -> Keys:
    """Return the rows of ``table`` that lie in an area; of those without a shape the ones whose
    place does (:func:`~gridloom_analytics.queries.placing.way_to_place`)."""
    way = way_to_place(store, table)
    keys = features_within(store, way.end, condition.geometry, condition.relation, progress)
    return _placed_at(store, table, way.steps, keys) if way.steps else keys


def features_within(
    store: Reading, layer: str, area: BaseGeometry, relation: Relation, progress: Progress
) -> Keys:
    """Return the row keys of the features of a layer that lie in an area, rising."""
    boxes = _boxes(store, layer)
    near = _near(boxes, area.bounds)
    sure, open_ = told_by_boxes(area, np.stack([side[near] for side in boxes[1:]]))
    if relation == "within" and is_box(area):
        open_ = np.zeros(0, np.intp)  # a shape that leaves its box's side leaves the area
    keys = boxes[0][near]
    progress.report("within", 0, len(open_))
    found = [keys[sure]]
    for batch in store.shapes(layer, pa.array(keys[open_])) if len(open_) else ():
        shapes = shapely.from_wkb(batch.column(GEOMETRY).to_numpy(zero_copy_only=False))
        found.append(batch.column(ROW_KEY).to_numpy()[holds(area, shapes, relation)])
    return np.sort(np.concatenate(found))


def holds(area: BaseGeometry, shapes: Shapes, relation: Relation) -> Mask:
    """Return which shapes lie in an area, its edge included; what has no place does not."""
    shapely.prepare(area)
    if relation == "within":
        return shapely.covers(area, shapes) & ~shapely.is_empty(shapes)
    placed = shapely.point_on_surface(shapes) if relation == "centre" else shapes
    return shapely.intersects(area, placed)


def _read_boxes(store: Reading, layer: str) -> tuple[npt.NDArray, ...]:
    """Return the row keys of a layer and the four sides of the box around each shape."""
    question = "boxes of the shapes of " + layer
    table = store.kept_answer(question, [layer], partial(_measure_boxes, store, layer))
    return tuple(table.column(name).to_numpy() for name in (ROW_KEY, *SIDES))


_boxes = Remembered(_read_boxes)


def _measure_boxes(store: Reading, layer: str) -> pa.Table:
    pieces = [pa.table({ROW_KEY: pa.array([], pa.int64()),
                        **{side: pa.array([], pa.float64()) for side in SIDES}})]  # fmt: skip
    for batch in store.shapes(layer):
        sides = dict(zip(SIDES, _bounds(batch).T, strict=True))
        pieces.append(pa.table({ROW_KEY: batch.column(ROW_KEY), **sides}))
    return pa.concat_tables(pieces).combine_chunks()


def _near(boxes: tuple[npt.NDArray, ...], bounds: tuple[float, ...]) -> npt.NDArray[np.intp]:
    """Return the places of the boxes that meet that of an area; NaN, of no place, meets none."""
    _, xmin, ymin, xmax, ymax = boxes
    left, bottom, right, top = bounds
    return np.flatnonzero((xmin <= right) & (xmax >= left) & (ymin <= top) & (ymax >= bottom))


def extent_of(store: Reading, table: str, keys: Keys) -> tuple[float, float, float, float] | None:
    """Return the box (xmin, ymin, xmax, ymax) around where some rows lie; None where none does.

    Rows without a shape lie where the feature does that they are linked to.
    """
    way = way_to_place(store, table)
    places = _places_of(store, table, way.steps, keys) if way.steps else keys
    if len(places) > FEW:
        row_keys, *sides = _boxes(store, way.end)
        boxes = np.stack(sides)[:, np.isin(row_keys, places, assume_unique=True)]
    else:
        pieces = [_bounds(batch) for batch in store.shapes(way.end, pa.array(places))]
        boxes = np.concatenate([np.empty((0, 4)), *pieces]).T
    boxes = boxes[:, np.isfinite(boxes).all(axis=0)]
    if not boxes.shape[1]:
        return None
    (xmin, ymin), (xmax, ymax) = boxes[:2].min(axis=1), boxes[2:].max(axis=1)
    return float(xmin), float(ymin), float(xmax), float(ymax)


def _bounds(batch: pa.RecordBatch) -> npt.NDArray[np.float64]:
    """Return the box of each shape of a batch (n, 4); NaN where it has none."""
    return boxes_around(parse_wkb(batch.column(GEOMETRY)))


def _places_of(store: Reading, table: str, steps: Steps, keys: Keys) -> Keys:
    """Return the rows at the end of a way from some rows of a table."""
    rows, given = Rows(table), "rows " + " ".join(sorted(store.tables))
    some = exp.select(exp.column(ROW_KEY)).from_(exp.table_(given, quoted=True))
    among = exp.In(this=column(ROW_KEY, SUBJECT), query=some.subquery(copy=False))
    query = rows.query.select(rows.place(steps)).where(among)
    found = store.select(query, {given: pa.table({ROW_KEY: keys})})
    return np.unique(found.column(0).drop_null().to_numpy())


def _placed_at(store: Reading, table: str, steps: Steps, places: Keys) -> Keys:
    """Return the rows of a table whose way leads to one of some places."""
    rows, given = Rows(table), "places " + " ".join(sorted(store.tables))
    keys = exp.select(exp.column(ROW_KEY)).from_(exp.table_(given, quoted=True))
    inside = exp.In(this=rows.place(steps), query=keys.subquery(copy=False))
    query = rows.query.select(column(ROW_KEY, SUBJECT)).where(inside)
    found = store.select(query, {given: pa.table({ROW_KEY: places})})
    return np.unique(found.column(0).to_numpy())
