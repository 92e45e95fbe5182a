"""Lengths and areas on the ellipsoid, as a surveyor would measure them."""

import numpy as np

Place = tuple[float, float]


class Ruler:
    """Measures what is drawn in the plane of a CRS on the CRS's own ellipsoid.

    In the plane itself lengths at the edge of a zone are some 0.04 % too long.
    """

    def __init__(self, crs: str) -> None:
        from pyproj import CRS, Geod, Transformer  # late: a map needs none of them

        known = CRS.from_user_input(crs)
        geodetic = known.geodetic_crs or known
        self._geod: Geod = geodetic.get_geod() or Geod(ellps="WGS84")
        self._degrees = Transformer.from_crs(known, geodetic, always_xy=True)

    def length(self, line: list[Place]) -> float:
        """Return the length in metres of a line through places of the plane; 0 for one place."""
        return float(self._geod.line_length(*self._angles(line))) if len(line) > 1 else 0.0

    def area(self, ring: list[Place]) -> float:
        """Return the area in square metres within a ring, closed or not; 0 below three places."""
        if len(ring) < 3:
            return 0.0
        area, _ = self._geod.polygon_area_perimeter(*self._angles(ring))
        return abs(float(area))

    def _angles(self, places: list[Place]) -> tuple[np.ndarray, np.ndarray]:
        x, y = np.array(places, dtype=float).T
        return self._degrees.transform(x, y)


def length_text(metres: float) -> str:
    """Return a length with three decimals of what it is told in.

    >>> length_text(12.345), length_text(1234.5)
    ('12.35 m', '1.234 km')
    """
    return f"{metres / 1000:,.3f} km" if metres >= 1000 else f"{metres:,.2f} m"


def area_text(square_metres: float) -> str:
    """Return an area in m², hectares or km², as planners write them.

    >>> area_text(250), area_text(25_000), area_text(2_500_000)
    ('250.0 m²', '2.500 ha', '2.500 km²')
    """
    if square_metres >= 1e6:
        return f"{square_metres / 1e6:,.3f} km²"
    if square_metres >= 1e4:
        return f"{square_metres / 1e4:,.3f} ha"
    return f"{square_metres:,.1f} m²"
