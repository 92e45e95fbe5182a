"""Basemaps from files: tiles, pictures and layers in any CRS, drawn under the map.

Here is what a document needs to remember one; :mod:`~gridloom_desktop.basemap.opening` opens it,
and loads the readers of pictures and files, which a window does without until then.
"""

from gridloom_desktop.basemap.basemap import Basemap, near
from gridloom_desktop.basemap.toning import AS_IT_COMES, QUIET, Toning

__all__ = ["AS_IT_COMES", "QUIET", "Basemap", "Toning", "near"]
