"""Basemaps as QGIS can draw them from the same files."""

from pathlib import Path
from urllib.parse import quote

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.basemap import Basemap, Toning
from gridloom_desktop.publishing.qgis import RasterLayer
from gridloom_layers.language import tr
from gridloom_layers.workspace import FolderStore

MERCATOR = "EPSG:3857"


def placed_basemap(store: FolderStore, basemap: Basemap) -> RasterLayer | Bilingual:
    """Return a basemap as a layer of QGIS; a sentence where it cannot be one."""
    file = basemap.file(store.path)
    if not file.exists() or basemap.datum != "wgs84":
        return _left_out(basemap)
    if file.suffix.lower() in (".tif", ".tiff"):
        return _raster(basemap, file.as_posix(), basemap.crs or _crs_of(file))
    if file.suffix.lower() == ".mbtiles" and _has_pictures(file):
        source = f"type=mbtiles&url=file://{quote(file.as_posix())}"
        return _raster(basemap, source, MERCATOR)
    return _left_out(basemap)


def _left_out(basemap: Basemap) -> Bilingual:
    return tr("The basemap “{title}” cannot be shown by QGIS as it is here and is left out.",
              title=basemap.title).both()  # fmt: skip


def _has_pictures(file: Path) -> bool:
    from gridloom_desktop.basemap.opening import open_tiles  # late: loads readers of pictures

    tiles = open_tiles(file)
    try:
        return tiles.facts.format != "vector"
    finally:
        tiles.close()


def _crs_of(file: Path) -> str:
    from gridloom_desktop.basemap.geotiff import GeoTiff  # late, as above

    tiff = GeoTiff(file, None)
    try:
        return str(tiff.crs)
    finally:
        tiff.close()


def _raster(basemap: Basemap, source: str, crs: str) -> RasterLayer:
    toning: Toning = basemap.toning
    return RasterLayer(
        basemap.name, basemap.title, source, crs,
        provider="wms" if source.startswith("type=") else "gdal", visible=basemap.visible,
        opacity=toning.opacity, brightness=round(toning.brightness * 255),
        saturation=round((toning.saturation - 1) * 100),
    )  # fmt: skip
