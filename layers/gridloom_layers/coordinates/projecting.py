"""The projected system that suits a place: its distances are right to a few in ten thousand."""

ZONE = 3
"""Degrees of longitude of a zone of CGCS2000."""
FIRST_MERIDIAN, LAST_MERIDIAN, FIRST_CODE = 75, 135, 4534
"""The zones of China have the codes EPSG:4534 (75°E) to EPSG:4554 (135°E)."""
WIDTH, NORTH, SOUTH = 6, 32600, 32700
"""Degrees of a zone of UTM, and what is before its number in the code."""


def projected_for(longitude: float, latitude: float) -> str:
    """Return the code of a system in metres for a place: CGCS2000's in China, else UTM.

    >>> projected_for(114.06, 22.54), projected_for(-71.06, 42.36), projected_for(151.2, -33.9)
    ('EPSG:4547', 'EPSG:32619', 'EPSG:32756')
    """
    meridian = ZONE * round(longitude / ZONE)
    if FIRST_MERIDIAN <= meridian <= LAST_MERIDIAN:
        code = FIRST_CODE + (meridian - FIRST_MERIDIAN) // ZONE
        from pyproj import CRS  # late: see crs

        used = CRS.from_epsg(code).area_of_use
        if used is not None and _inside(longitude, latitude, used.bounds):
            return f"EPSG:{code}"
    zone = min(int((longitude + 180) // WIDTH) + 1, 60)
    return f"EPSG:{(NORTH if latitude >= 0 else SOUTH) + zone}"


def _inside(x: float, y: float, bounds: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bounds
    return west <= x <= east and south <= y <= north
