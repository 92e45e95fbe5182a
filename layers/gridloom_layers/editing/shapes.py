"""A shape corrected: moved, drawn anew, with the border that neighbours share or without them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from gridloom_layers.editing.borders import following, redrawn
from gridloom_layers.editing.outlines import fitted, overlaps
from gridloom_layers.editing.values import check_row, spec_of, unchanged
from gridloom_layers.joins import JoinReport
from gridloom_layers.joins.rejoining import links_on, rejoin
from gridloom_layers.language import Message
from gridloom_layers.ownership.edits import Act, Edit, Reason, edit, record
from gridloom_layers.ownership.resolving import rows_at
from gridloom_layers.ownership.sets import HAND
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import GEOMETRY, Change, Link, Reading, Store, TableInfo

Shapes = Mapping[int, BaseGeometry]


@dataclass(frozen=True)
class Edited:
    """What an edit of shapes did: the edits, and the joins made again by it.

    ``warnings`` are what is perhaps not meant; ``told`` says of each join how many rows match.
    """

    edits: tuple[Edit, ...]
    warnings: tuple[Message, ...]
    told: tuple[Message, ...]
    joins: tuple[JoinReport, ...]


def move(
    store: Store, table: str, row_key: int, dx: float, dy: float, why: Reason,
    progress: Progress | None = None, *, together: bool = False,
) -> Edited:  # fmt: skip
    """Move a shape by metres to the east and to the north; see :func:`reshape`."""
    info = store.table(table)
    check_row(store, info, row_key)
    moved = affinity.translate(shape_of(store, info, row_key), dx, dy)
    return _reshaped(store, table, row_key, moved, "move", why, together, progress)


def reshape(
    store: Store, table: str, row_key: int, shape: BaseGeometry, why: Reason,
    progress: Progress | None = None, *, together: bool = False,
) -> Edited:  # fmt: skip
    """Give a row another shape, in the CRS of the workspace.

    ``together``: areas of the layer that share vertices with it follow, so that no gap and no
    overlap comes between them. Joins by place of the table are made again. What lies over others
    more than before is told, not refused. Raises ``BadInput`` for a shape that is not valid.
    """
    return _reshaped(store, table, row_key, shape, "reshape", why, together, progress)


def _reshaped(
    store: Store, table: str, row_key: int, shape: BaseGeometry, act: Act, why: Reason,
    together: bool, progress: Progress | None,
) -> Edited:  # fmt: skip
    progress = progress or Progress()
    with store.change() as change:
        info = store.table(table)
        check_row(store, info, row_key)
        before = {row_key: shape_of(store, info, row_key)}
        after: dict[int, BaseGeometry] = {row_key: fitted(info, shape)}
        if before[row_key].equals_exact(after[row_key]):
            raise unchanged(info)
        if together and info.geometry == "area":
            _take_along(store, info, row_key, before, after, progress)
        warnings = overlaps(store, info, before, after)
        put_shapes(store, change, info, after)
        made = record(change, table, [
            edit(key, act if key == row_key else "follow", why, wkt(before[key]), wkt(after[key]))
            for key in after
        ])  # fmt: skip
        messages, joins = joined_again(change, links_on(store, table), progress)
    return Edited(tuple(made), tuple(warnings), tuple(messages), joins)


def shape_of(reading: Reading, info: TableInfo, row_key: int) -> BaseGeometry:
    """Return the shape of a row; an empty one where it has none."""
    for batch in reading.shapes(info.name, pa.array([row_key])):
        for wkb in batch.column(GEOMETRY).to_pylist():
            return shapely.MultiPolygon() if wkb is None else shapely.from_wkb(wkb)
    return shapely.MultiPolygon()


def wkt(shape: BaseGeometry) -> str | None:
    """Return a shape as an edit keeps it: to the last bit."""
    return None if shape.is_empty else shapely.to_wkt(shape, rounding_precision=-1)


def _take_along(
    store: Store, info: TableInfo, row_key: int, before: dict[int, BaseGeometry],
    after: dict[int, BaseGeometry], progress: Progress,
) -> None:  # fmt: skip
    """Add the areas that share the border that changed."""
    keys, shapes = store.near(info.name, before[row_key].bounds)
    near = {key: shape for key, shape in zip(keys.tolist(), shapes, strict=True)
            if key != row_key and shape is not None}  # fmt: skip
    change = redrawn(before[row_key], after[row_key], near.values())
    for count, (key, shape) in enumerate(near.items()):
        progress.report("borders", count, len(near))
        other = following(shape, change)
        if other is not shape:
            before[key], after[key] = shape, fitted(info, other)


def put_shapes(store: Store, change: Change, info: TableInfo, shapes: Shapes) -> None:
    """Give rows other shapes, as a part of a change."""
    keys = sorted(shapes)
    rows = rows_at(store, info, pa.array(keys))
    at = rows.schema.get_field_index(GEOMETRY)
    wkb = pa.array([shapely.to_wkb(shapes[key]) for key in keys], pa.binary())
    revised = rows.set_column(at, rows.schema.field(at), wkb)
    change.revise(spec_of(info), [revised], np.empty(0, np.int64), HAND)


def joined_again(
    change: Change, links: list[Link], progress: Progress
) -> tuple[list[Message], tuple[JoinReport, ...]]:
    """Make joins again; return what to tell of them and their reports."""
    told = rejoin(change, links, progress)
    made = {(link.left, link.column) for link in links}
    there = [link for link in change.pending.links if (link.left, link.column) in made]
    return told, tuple(JoinReport.model_validate(link.report) for link in there)
