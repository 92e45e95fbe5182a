"""Basemaps as QGIS can draw them from the same files."""

from pathlib import Path
from urllib.parse import quote

from gridloom_analytics.bilingual import Bilingual, same
from gridloom_analytics.cartography import Style, StyleClass
from gridloom_desktop.basemap import Basemap, Toning
from gridloom_desktop.publishing.qgis import Drawing, Marks, RasterLayer, VectorLayer
from gridloom_desktop.publishing.qgis.answers import KINDS
from gridloom_desktop.publishing.qgis.drawing import Kind
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Language, tr
from gridloom_layers.workspace import FolderStore

MERCATOR = "EPSG:3857"
PICTURES, TILES = (".tif", ".tiff"), (".mbtiles", ".pmtiles")
COLOURS, GREY = 3, 1
"""Bands of the pictures that QGIS draws as they are."""

Ground = RasterLayer | VectorLayer


def placed_basemap(store: FolderStore, basemap: Basemap, language: Language) -> Ground | Bilingual:
    """Return a basemap as a layer of QGIS; a sentence where it cannot be one."""
    file, found = basemap.file(store.path), None
    if file.exists() and basemap.datum == "wgs84":
        if file.suffix.lower() in PICTURES:
            found = _picture(basemap, file)
        elif file.suffix.lower() in TILES:
            found = _tiles(basemap, file)
        else:
            found = _shapes(basemap, file, language)
    told = tr("The basemap “{title}” cannot be shown by QGIS as it is here and is left out.",
              title=basemap.title)  # fmt: skip
    return found or told.both()


def _tiles(basemap: Basemap, file: Path) -> RasterLayer | None:
    """Return pictures of an archive; QGIS reads those of MBTiles."""
    from gridloom_desktop.basemap.opening import open_tiles  # late: loads readers of pictures

    try:
        tiles = open_tiles(file)
    except BadInput:
        return None
    try:
        known = tiles.facts.format != "vector" and file.suffix.lower() == ".mbtiles"
    finally:
        tiles.close()
    source = f"type=mbtiles&url=file://{quote(file.as_posix())}"
    return _raster(basemap, source, MERCATOR, COLOURS) if known else None


def _picture(basemap: Basemap, file: Path) -> RasterLayer | None:
    """Return a picture of three colours or of greys, of eight bits each."""
    import rasterio  # late: slow to load, needed by few maps
    from rasterio.errors import RasterioIOError

    try:
        with rasterio.open(file) as picture:
            bands = COLOURS if picture.count >= COLOURS else GREY
            greys = picture.colorinterp[0].name != "palette"
            plain = set(picture.dtypes) == {"uint8"} and greys
            crs = basemap.crs or (picture.crs and picture.crs.to_string())
    except RasterioIOError:
        return None
    return _raster(basemap, file.as_posix(), crs, bands) if plain and crs else None


def _raster(basemap: Basemap, source: str, crs: str, bands: int) -> RasterLayer:
    toning: Toning = basemap.toning
    return RasterLayer(
        basemap.name, basemap.title, source, crs,
        provider="wms" if source.startswith("type=") else "gdal", visible=basemap.visible,
        opacity=toning.opacity, brightness=round(toning.brightness * 255),
        saturation=round((toning.saturation - 1) * 100), bands=bands,
    )  # fmt: skip


def _shapes(basemap: Basemap, file: Path, language: Language) -> VectorLayer | None:
    """Return the shapes of a file in one quiet colour."""
    import pyogrio  # late, as above
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        about = pyogrio.read_info(file)
    except (DataSourceError, DataLayerError):
        return None
    name = str(about["geometry_type"])
    kind: Kind | None = next((one for word, one in KINDS if word in name), None)
    crs = basemap.crs or about["crs"]
    if kind is None or not crs:
        return None
    fill, line = (_toned(one, basemap.toning) for one in ("#e4e5e6", "#b9bec5"))
    only = StyleClass(colour=fill if kind == "area" else line, label=same(basemap.title), value="")
    style = Style(column="", title=only.label, kind="categorical", classes=(only,), method="single")
    marks = Marks(kind, outline=line if kind == "area" else None, line_width=1.2, radius=2.0)
    drawn = Drawing(marks, style, language, opacity=basemap.toning.opacity)
    return VectorLayer(
        basemap.name, basemap.title, file.as_posix(), crs, drawn, visible=basemap.visible
    )


def _toned(colour: str, toning: Toning) -> str:
    levels = toning.toned((int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)))
    return "#" + "".join(f"{level:02x}" for level in levels)
