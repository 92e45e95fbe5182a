"""Whether a shape drawn by hand can be one of a layer: its kind, its validity, its neighbours."""

import re
from collections.abc import Iterator, Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry.repair import KIND_OF_TYPE
from gridloom_layers.language import Message, tr
from gridloom_layers.workspace import Reading, TableInfo

OVERLAP_M2 = 0.5
"""What two outlines may lie over each other more than before: outlines never fit exactly."""
PLACE = re.compile(r"(.+)\[(\S+) (\S+)\]")
"""What GEOS says of an invalid shape: the fault and its place."""
FAULTS = {
    "Self-intersection": tr("the outline crosses itself"),
    "Ring Self-intersection": tr("the outline touches itself"),
    "Hole lies outside shell": tr("a hole lies outside of the outline"),
    "Holes are nested": tr("one hole lies within another"),
    "Nested shells": tr("one part lies within another"),
    "Interior is disconnected": tr("the holes cut the area in pieces"),
    "Too few points in geometry component": tr("a part has too few corners"),
}
"""The faults that GEOS tells, in our words."""
Shape = BaseGeometry


def fitted(info: TableInfo, shape: Shape | None) -> Shape:
    """Return a shape as a layer holds it: two-dimensional, of several parts (points are single).

    Raises ``BadInput`` for one that is of another kind, empty, not finite or not valid, with the
    place of the fault in the CRS of the workspace.
    """
    if shape is None or shape.is_empty:
        raise _unfit(info, tr("There is nothing left of the shape."))
    flat = shapely.force_2d(shape)
    if KIND_OF_TYPE.get(int(shapely.get_type_id(flat))) != info.geometry:
        raise _unfit(info, tr("“{table}” holds shapes of another kind.", table=info.name))
    if not shapely.is_valid(flat):
        raise _unfit(info, _told(str(shapely.is_valid_reason(flat))))
    return _as_parts(flat)


def _as_parts(shape: Shape) -> Shape:
    if isinstance(shape, shapely.Polygon):
        return shapely.MultiPolygon([shape])
    if isinstance(shape, shapely.LineString):
        return shapely.MultiLineString([shape])
    if isinstance(shape, shapely.MultiPoint):
        return shape.geoms[0]
    return shape


def _told(reason: str) -> Message:
    """Return what GEOS says as a sentence."""
    found = PLACE.fullmatch(reason)
    if found is None:
        return tr("The shape is not valid: {reason}.", reason=FAULTS.get(reason, reason))
    fault, x, y = found.groups()
    return tr("The shape is not valid: at {x:,.1f}, {y:,.1f} {reason}.",
              x=float(x), y=float(y), reason=FAULTS.get(fault, fault))  # fmt: skip


def _unfit(info: TableInfo, message: Message) -> BadInput:
    return BadInput("unfit-shape", message, Where(layer=info.name), tr("Draw it in another way."))


def overlaps(
    reading: Reading, info: TableInfo, before: Mapping[int, Shape], after: Mapping[int, Shape]
) -> list[Message]:
    """Tell which areas of a layer would lie over each other by more than before.

    ``before`` and ``after`` are the shapes of the rows that change; the others are read.
    """
    if info.geometry != "area":
        return []
    told: dict[tuple[int, int], float] = {}
    for key, shape in after.items():
        for other, (old, new) in _neighbours(reading, info, shape, before, after).items():
            pair = (min(key, other), max(key, other))
            if other != key and pair not in told:
                known = before[key] if key in before else shapely.MultiPolygon()
                told[pair] = shape.intersection(new).area - known.intersection(old).area
    grown = {pair: area for pair, area in told.items() if area > OVERLAP_M2}
    return [_overlap(reading, info, pair, area) for pair, area in sorted(grown.items())]


def _neighbours(
    reading: Reading,
    info: TableInfo,
    shape: Shape,
    before: Mapping[int, Shape],
    after: Mapping[int, Shape],
) -> dict[int, tuple[Shape, Shape]]:
    """Return the shapes near one, as they were and as they will be."""
    keys, shapes = reading.near(info.name, shape.bounds)
    there = {int(key): (old, old) for key, old in zip(keys, shapes, strict=True) if old}
    gone = set(before) - set(after)
    nothing = shapely.MultiPolygon()
    changed = {key: (before.get(key, nothing), new) for key, new in after.items()}
    return {key: both for key, both in (there | changed).items() if key not in gone}


def _overlap(reading: Reading, info: TableInfo, pair: tuple[int, int], area: float) -> Message:
    one, other = _names(reading, info, pair)
    return tr("“{one}” and “{other}” lie over each other by {area:,.0f} m² more than before.",
              one=one, other=other, area=area)  # fmt: skip


def _names(reading: Reading, info: TableInfo, keys: tuple[int, int]) -> Iterator[str]:
    """Return what rows are called in a sentence: by the key of the table, else by their number."""
    import pyarrow as pa

    columns = [info.key] if info.key else []
    rows = reading.rows(info.name, pa.array(keys), columns)
    known = dict(zip(rows.column(0).to_pylist(), rows.column(-1).to_pylist(), strict=True))
    return (str(known.get(key) or key) for key in keys)
