"""Basemaps from files: tiles, pictures and layers in any CRS, drawn under the map."""

from gridloom_desktop.basemap.archive import TileArchive, TileFacts
from gridloom_desktop.basemap.basemap import Basemap, open_basemap
from gridloom_desktop.basemap.layers import reprojected
from gridloom_desktop.basemap.opening import Ground, open_ground, open_tiles
from gridloom_desktop.basemap.painting import paint
from gridloom_desktop.basemap.placing import Placing
from gridloom_desktop.basemap.toning import AS_IT_COMES, QUIET, Toning

__all__ = [
    "AS_IT_COMES",
    "QUIET",
    "Basemap",
    "Ground",
    "Placing",
    "TileArchive",
    "TileFacts",
    "Toning",
    "open_basemap",
    "open_ground",
    "open_tiles",
    "paint",
    "reprojected",
]
