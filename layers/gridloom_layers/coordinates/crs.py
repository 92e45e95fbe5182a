"""Reference systems as users name them, and transformations that do not fail in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr

if TYPE_CHECKING:  # PROJ is loaded when something is asked of it
    from pyproj import CRS

Extent = tuple[float, float, float, float]
"""xmin, ymin, xmax, ymax."""


def parse_crs(text: str, where: Where | None = None) -> CRS:
    """Return the reference system a user names: ``EPSG:4547``, a PROJ string or WKT.

    Raises ``BadInput`` for what is none.

    >>> parse_crs("EPSG:4547").to_epsg()
    4547
    """
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return CRS.from_user_input(text.strip())
    except CRSError as error:
        raise BadInput(
            "unknown-crs",
            tr("“{crs}” is not a coordinate reference system.", crs=text),
            where,
            tr("Give an EPSG code such as EPSG:4547, a PROJ string or WKT."),
        ) from error


@dataclass(frozen=True)
class Transformed:
    """Coordinates in the target system; ``failed`` ones, which it cannot hold, are NaN."""

    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    failed: npt.NDArray[np.bool_]


def transform(x: npt.ArrayLike, y: npt.ArrayLike, source: CRS, target: CRS) -> Transformed:
    """Transform coordinates, x (east, longitude) always first.

    PROJ gives infinity, without an error, for what a system cannot hold, such as swapped axes;
    those are ``failed``. Coordinates that are not finite before stay NaN and are not.

    >>> from pyproj import CRS
    >>> done = transform([22.5, 114.0], [114.0, 22.5], CRS(4326), CRS(4547))
    >>> done.failed.tolist(), [round(v) for v in (done.x[1], done.y[1])]
    ([True, False], [500000, 2489167])
    """
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    finite = np.isfinite(x) & np.isfinite(y)
    if source == target:
        new_x, new_y = x, y
    else:
        from pyproj import Transformer

        transformer = Transformer.from_crs(source, target, always_xy=True)
        new_x, new_y = transformer.transform(x, y)
    good = np.isfinite(new_x) & np.isfinite(new_y)
    return Transformed(np.where(good, new_x, np.nan), np.where(good, new_y, np.nan), finite & ~good)


def area_of_use(crs: CRS) -> Extent | None:
    """Return where ``crs`` is meant to be used, in its own coordinates (x first), if it says so.

    >>> from pyproj import CRS
    >>> [round(v, 1) for v in area_of_use(CRS(4490))]
    [73.6, 16.7, 134.8, 53.6]
    """
    area = crs.area_of_use
    if area is None:
        return None
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    transformer = Transformer.from_crs(CRS(4326), crs, always_xy=True)
    try:
        bounds = transformer.transform_bounds(*area.bounds)
    except ProjError:
        return None
    return bounds if np.isfinite(bounds).all() else None
