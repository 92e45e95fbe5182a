"""From the plane of the map to that of a basemap and back, offset datums included."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer

from gridloom_layers.coordinates import Datum, from_wgs84, to_wgs84
from gridloom_layers.coordinates.datum import OFFSET_DATUMS

Floats = npt.NDArray[np.float64]
WGS84 = "EPSG:4326"


@dataclass(frozen=True)
class Placing:
    """How places of the map, in the CRS ``map``, lie in the CRS ``source`` of a basemap.

    ``datum`` is that of the basemap: tiles of Chinese consumer maps lie in GCJ-02, some 600 m
    from where the map has them. Both CRS are texts that pyproj understands.
    """

    map: str
    source: str
    datum: Datum = "wgs84"

    def to_source(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return where places of the map lie in the basemap; NaN where it cannot hold them."""
        if self.datum in OFFSET_DATUMS:
            degrees = from_wgs84(*_moved(self.map, WGS84, x, y), self.datum)
            return _moved(WGS84, self.source, *degrees)
        return _moved(self.map, self.source, x, y)

    def to_map(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return where places of the basemap lie on the map; NaN where it cannot hold them."""
        if self.datum in OFFSET_DATUMS:
            degrees = to_wgs84(*_moved(self.source, WGS84, x, y), self.datum)
            return _moved(WGS84, self.map, *degrees)
        return _moved(self.source, self.map, x, y)


def _moved(start: str, end: str, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    new_x, new_y = _transformer(start, end).transform(x, y)
    good = np.isfinite(new_x) & np.isfinite(new_y)
    return np.where(good, new_x, np.nan), np.where(good, new_y, np.nan)


@lru_cache(64)
def _transformer(start: str, end: str) -> Transformer:
    """Return a transformation; to look one up takes 60 ms, and threads may share it."""
    return Transformer.from_crs(CRS(start), CRS(end), always_xy=True)
