"""Coordinate systems as QGIS writes them."""

from functools import cache
from xml.etree.ElementTree import Element

from gridloom_desktop.publishing.qgis.elements import child

SOME_SYSTEM = 1
"""QGIS looks a system up by its authority where the entry has a number of its own database: any."""


@cache
def _described(crs: str) -> tuple[str, str, str, bool]:
    """Return WKT, authority and code, name, and whether it is geographic."""
    from pyproj import CRS  # late: as elsewhere

    known = CRS.from_user_input(crs)
    authority = known.to_authority(min_confidence=100)
    return (
        known.to_wkt("WKT2_2019"), ":".join(authority) if authority else "", known.name,
        known.is_geographic,
    )  # fmt: skip


def add_system(parent: Element, crs: str) -> None:
    """Append a coordinate system."""
    wkt, authority, name, geographic = _described(crs)
    system = child(parent, "spatialrefsys")
    child(system, "wkt", wkt)
    child(system, "proj4", "")
    child(system, "srsid", str(SOME_SYSTEM if authority else 0))
    child(system, "srid", authority.partition(":")[2] or "0")
    child(system, "authid", authority)
    child(system, "description", name)
    child(system, "geographicflag", "true" if geographic else "false")
