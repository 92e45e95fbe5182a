"""The offset datums of Chinese consumer maps: GCJ-02 (AMap, Tencent) and BD-09 (Baidu).

Both are published nowhere officially; the formulas are the ones in common use. CGCS2000 and WGS84
agree within centimetres and are taken as one here.
"""

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from gridloom_layers.errors import BadInput
from gridloom_layers.language import listed, tr

Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
DATUMS: tuple[Datum, ...] = get_args(Datum)
OFFSET_DATUMS: tuple[Datum, ...] = ("gcj02", "bd09")
Coordinates = npt.NDArray[np.float64]
Pair = tuple[Coordinates, Coordinates]

SEMI_MAJOR_AXIS = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
"""Of the Krasovsky ellipsoid, on which the offset is defined."""
ROUNDS = 20
TOLERANCE = 1e-13
"""Degrees; about 10 nm. Each round of the inverse gains two digits or more."""


def to_wgs84(x: npt.ArrayLike, y: npt.ArrayLike, datum: str) -> Pair:
    """Return WGS84 longitudes and latitudes (degrees) of coordinates in ``datum``.

    The exact inverse of :func:`from_wgs84`, by iteration; NaN stays NaN. Raises ``BadInput`` for
    a datum that is none of ``DATUMS``.

    >>> x, y = to_wgs84([114.0625], [22.5430], "gcj02")
    >>> round(float(x[0]), 5), round(float(y[0]), 5)
    (114.05739, 22.54572)
    """
    given = _pair(x, y)
    if _known(datum) not in OFFSET_DATUMS:
        return given
    gcj = _inverse(_bd_from_gcj, given) if datum == "bd09" else given
    return _inverse(_gcj_from_wgs, gcj)


def from_wgs84(x: npt.ArrayLike, y: npt.ArrayLike, datum: str) -> Pair:
    """Return coordinates in ``datum`` of WGS84 longitudes and latitudes (degrees).

    The consumer maps leave places outside China where they are, so there is no offset there.
    """
    given = _pair(x, y)
    if _known(datum) not in OFFSET_DATUMS:
        return given
    gcj = _gcj_from_wgs(*given)
    return _bd_from_gcj(*gcj) if datum == "bd09" else gcj


def _known(datum: str) -> str:
    if datum not in DATUMS:
        raise BadInput(
            "unknown-datum",
            tr("There is no datum “{datum}”.", datum=datum),
            hint=tr("Use one of: {datums}.", datums=listed(DATUMS)),
        )
    return datum


def _pair(x: npt.ArrayLike, y: npt.ArrayLike) -> Pair:
    return np.asarray(x, np.float64), np.asarray(y, np.float64)


def _inverse(forward: Callable[[Coordinates, Coordinates], Pair], target: Pair) -> Pair:
    """Return where ``forward`` leads to ``target``: subtract the offset at the last estimate."""
    x, y = target
    for _ in range(ROUNDS):
        moved_x, moved_y = forward(x, y)
        error_x, error_y = moved_x - target[0], moved_y - target[1]
        x, y = x - error_x, y - error_y
        largest = np.fmax.reduce(np.abs(np.concatenate([error_x.ravel(), error_y.ravel()])))
        if not largest > TOLERANCE:
            break
    return x, y


def _gcj_from_wgs(x: Coordinates, y: Coordinates) -> Pair:
    dx, dy = _offset_metres(x - 105.0, y - 35.0)
    latitude = np.radians(y)
    magic = 1 - ECCENTRICITY_SQUARED * np.sin(latitude) ** 2
    along = SEMI_MAJOR_AXIS / np.sqrt(magic) * np.cos(latitude)
    across = SEMI_MAJOR_AXIS * (1 - ECCENTRICITY_SQUARED) / magic**1.5
    inside = _inside_china(x, y)
    return (
        np.where(inside, x + np.degrees(dx / along), x),
        np.where(inside, y + np.degrees(dy / across), y),
    )


def _inside_china(x: Coordinates, y: Coordinates) -> npt.NDArray[np.bool_]:
    """Return which coordinates are in the rectangle where the offset applies; NaN is too."""
    return ~((x < 72.004) | (x > 137.8347) | (y < 0.8293) | (y > 55.8271))


def _offset_metres(x: Coordinates, y: Coordinates) -> Pair:
    """Return the offset to the east and north, ``x`` and ``y`` taken from 105°E 35°N."""
    root = np.sqrt(np.abs(x))
    both = 20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (both + _waves(x, 20, 1, 40, 3) + _waves(x, 150, 12, 300, 30)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (both + _waves(y, 20, 1, 40, 3) + _waves(y, 160, 12, 320, 30)) * 2 / 3
    return east, north


def _waves(
    value: Coordinates, first: float, first_period: float, second: float, second_period: float
) -> Coordinates:
    return first * np.sin(value * np.pi / first_period) + second * np.sin(
        value * np.pi / second_period
    )


def _bd_from_gcj(x: Coordinates, y: Coordinates) -> Pair:
    turn = np.pi * 3000 / 180
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * turn)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * turn)
    inside = _inside_china(x, y)
    return (
        np.where(inside, radius * np.cos(angle) + 0.0065, x),
        np.where(inside, radius * np.sin(angle) + 0.006, y),
    )
