"""Repair of shapes: what can be used is made valid, what cannot is told apart, with reasons."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import shapely

Shapes = npt.NDArray[np.object_]
Kind = Literal["area", "line", "point"]
Mask = npt.NDArray[np.bool_]

KIND_OF_TYPE: dict[int, Kind] = {
    0: "point", 1: "line", 2: "line", 3: "area", 4: "point", 5: "line", 6: "area",
}  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
MIXED = "other-parts-dropped"
POINT, RING, POLYGON, MULTIPOINT, MULTIPOLYGON, COLLECTION = 0, 2, 3, 4, 6, 7


@dataclass(frozen=True)
class Repaired:
    """Shapes fit for a layer, None where ``rejected``.

    ``reasons`` says what was repaired: ``self-intersection``, ``invalid-rings``,
    ``unclosed-ring``, ``other-parts-dropped``, ``point-of-area``, ``single-part``,
    ``z-dropped`` (the weightiest one); ``rejected`` why a shape cannot be used:
    ``no-geometry``, ``empty-geometry``, ``not-finite``, ``no-area``, ``wrong-kind``,
    ``unreadable``. Both are arrays of texts and None.
    """

    shapes: Shapes
    reasons: Shapes
    rejected: Shapes

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """Return how often each reason of repair and of rejection occurs."""
        return _counts(self.reasons), _counts(self.rejected)


def repair(shapes: npt.ArrayLike, kind: Kind) -> Repaired:
    """Make shapes valid for a layer of ``kind``.

    Areas become MultiPolygons, lines MultiLineStrings, points Points, all in two dimensions.
    Invalid areas are rebuilt from their rings (GEOS' structure method) and keep only what has an
    area: a bow-tie becomes two triangles. An area where a point belongs gives a point on it.

    >>> bow_tie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    >>> done = repair([bow_tie, None], "area")
    >>> done.shapes[0].area, done.reasons.tolist(), done.rejected.tolist()
    (0.5, ['self-intersection', None], [None, 'no-geometry'])
    """
    given = np.array(shapes, dtype=object)
    reasons, rejected = np.full(len(given), None), np.full(len(given), None)
    rejected[shapely.is_empty(given)] = "empty-geometry"
    rejected[shapely.is_missing(given)] = "no-geometry"
    reasons[shapely.has_z(given)] = "z-dropped"
    flat = shapely.force_2d(given)
    rejected[_not_finite(flat)] = "not-finite"
    flat[_told(rejected)] = None
    started = Repaired(flat, reasons, rejected)
    fitted = {"area": _areas, "line": _lines, "point": _points}[kind](started)
    fitted.reasons[_told(fitted.rejected)] = None
    return fitted


def repair_wkb(wkb: npt.ArrayLike, kind: Kind) -> Repaired:
    """Read shapes from WKB and repair them: rings that are not closed are closed first."""
    source = np.array(wkb, dtype=object)
    read = shapely.from_wkb(source, on_invalid="ignore")
    given = np.array([value is not None for value in source], np.bool_)
    lost = np.flatnonzero(shapely.is_missing(read) & given)
    read[lost] = shapely.from_wkb(source[lost], on_invalid="fix")
    closed = lost[~shapely.is_missing(read[lost])]
    done = repair(read, kind)
    done.reasons[closed[~_told(done.rejected[closed])]] = "unclosed-ring"
    done.rejected[lost[shapely.is_missing(read[lost])]] = "unreadable"
    return done


def dominant_kind(shapes: npt.ArrayLike) -> Kind | None:
    """Return what most shapes are, for a role that takes any kind; None where there is none."""
    types = shapely.get_type_id(np.asarray(shapes, dtype=object))
    counts = {
        kind: int(np.isin(types, [t for t, of in KIND_OF_TYPE.items() if of == kind]).sum())
        for kind in KINDS
    }
    most = max(KINDS, key=lambda kind: counts[kind])
    return most if counts[most] else None


def _areas(state: Repaired) -> Repaired:
    shapes, reasons, rejected = state.shapes, state.reasons, state.rejected
    types = shapely.get_type_id(shapes)
    reasons[types == COLLECTION] = MIXED
    rejected[(types >= 0) & ~np.isin(types, (POLYGON, MULTIPOLYGON, COLLECTION))] = "wrong-kind"
    invalid = ~shapely.is_valid(shapes) & (types >= 0)
    why = shapely.is_valid_reason(shapes[invalid]).astype(str)
    crossing = np.char.find(np.char.lower(why), "self-intersection") >= 0
    reasons[invalid] = np.where(crossing, "self-intersection", "invalid-rings").astype(object)
    fixed = shapely.make_valid(shapes[invalid], method="structure", keep_collapsed=False)
    shapes[invalid] = fixed
    return _as_multipolygons(replace(state, shapes=shapes))


def _as_multipolygons(state: Repaired) -> Repaired:
    shapes, rejected = state.shapes, state.rejected
    shapes[_told(rejected)] = None
    parts, owner = _polygons(shapes)
    keep = shapely.area(parts) > 0
    whole = _grouped(parts[keep], owner[keep], len(shapes))
    nothing = ~shapely.is_missing(shapes) & shapely.is_missing(whole)
    rejected[nothing] = np.where(state.reasons[nothing] == MIXED, "wrong-kind", "no-area")
    return replace(state, shapes=whole)


def _polygons(shapes: Shapes) -> tuple[Shapes, npt.NDArray[np.intp]]:
    """Return the polygons in shapes, collections (nested once) taken apart, and their owners."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    inner, inner_owner = shapely.get_parts(parts, return_index=True)
    polygonal = shapely.get_type_id(inner) == POLYGON
    return inner[polygonal], owner[inner_owner[polygonal]]


def _grouped(parts: Shapes, owner: npt.NDArray[np.intp], size: int) -> Shapes:
    whole = np.full(size, None)
    if len(parts):
        shapely.multipolygons(parts, indices=owner, out=whole)
    for row in np.flatnonzero(~shapely.is_valid(whole) & ~shapely.is_missing(whole)):
        merged = shapely.union_all(shapely.get_parts(whole[row]))  # parts that share an edge
        whole[row] = shapely.multipolygons(_polygons(np.array([merged]))[0])
    return whole


def _lines(state: Repaired) -> Repaired:
    shapes, rejected = state.shapes, state.rejected
    types = shapely.get_type_id(shapes)
    fits = np.isin(types, (1, RING, 5))
    rejected[(types >= 0) & ~fits] = "wrong-kind"
    parts, owner = shapely.get_parts(shapes[fits], return_index=True)
    whole = np.full(len(shapes), None)
    if len(parts):
        shapely.multilinestrings(parts, indices=np.flatnonzero(fits)[owner], out=whole)
    return replace(state, shapes=whole)


def _points(state: Repaired) -> Repaired:
    shapes, reasons, rejected = state.shapes, state.reasons, state.rejected
    types = shapely.get_type_id(shapes)
    single = (types == MULTIPOINT) & (shapely.get_num_geometries(shapes) == 1)
    areas = np.isin(types, (POLYGON, MULTIPOLYGON))
    shapes[single] = shapely.get_geometry(shapes[single], 0)
    reasons[single] = "single-part"
    shapes[areas] = shapely.point_on_surface(shapes[areas])
    reasons[areas] = "point-of-area"
    fits = shapely.get_type_id(shapes) == POINT
    rejected[(types >= 0) & ~fits] = "wrong-kind"
    shapes[~fits] = None
    return state


def _not_finite(shapes: Shapes) -> Mask:
    xy, owner = shapely.get_coordinates(shapes, return_index=True)
    bad = np.zeros(len(shapes), np.bool_)
    bad[owner[~np.isfinite(xy).all(axis=1)]] = True
    return bad


def _told(reasons: Shapes) -> Mask:
    return np.array([reason is not None for reason in reasons], np.bool_)


def _counts(reasons: Shapes) -> dict[str, int]:
    told = [reason for reason in reasons if reason is not None]
    return {reason: told.count(reason) for reason in sorted(set(told))}
