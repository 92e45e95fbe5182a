"""Map layers: shapefiles in GBK, zipped ones, GeoPackages, GeoJSON."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas
import pyogrio

from gridloom_sample.sources.clock import MADE_AT

CP936, CODE_PAGE_AT = 0x4D, 29
DBF_DATE = MADE_AT.strftime("%Y-%m-%d")


@contextmanager
def _fixed_clock() -> Iterator[None]:
    """Make GDAL write the fixed moment instead of the time of day."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": MADE_AT.strftime("%Y-%m-%dT%H:%M:%SZ")})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def write_shapefile(layer: geopandas.GeoDataFrame, path: Path, code_page: int = CP936) -> None:
    """Write a shapefile in GBK and, as so often, without its .cpg.

    ``code_page`` is what the header of the attribute table says of its encoding; 0 is silence.
    """
    pyogrio.write_dataframe(
        layer,
        path,
        driver="ESRI Shapefile",
        encoding="GBK",
        layer_options={"DBF_DATE_LAST_UPDATE": DBF_DATE},
    )
    path.with_suffix(".cpg").unlink(missing_ok=True)
    with path.with_suffix(".dbf").open("r+b") as table:
        table.seek(CODE_PAGE_AT)
        table.write(bytes([code_page]))


def write_zipped_shapefile(layer: geopandas.GeoDataFrame, path: Path) -> None:
    """Write a shapefile that keeps silent about its encoding, all its parts in one ZIP."""
    with TemporaryDirectory(dir=path.parent) as folder:
        write_shapefile(layer, Path(folder) / f"{path.stem}.shp", code_page=0)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in sorted(Path(folder).iterdir()):
                member = zipfile.ZipInfo(part.name, MADE_AT.timetuple()[:6])
                archive.writestr(member, part.read_bytes(), zipfile.ZIP_DEFLATED)


def write_geopackage(layer: geopandas.GeoDataFrame, path: Path) -> None:
    """Write a new GeoPackage with one layer, called like the file."""
    with _fixed_clock():
        pyogrio.write_dataframe(layer, path, driver="GPKG", layer=path.stem)


def write_geojson(layer: geopandas.GeoDataFrame, path: Path) -> None:
    """Write GeoJSON in WGS84 degrees."""
    pyogrio.write_dataframe(
        layer.to_crs(4326),
        path,
        driver="GeoJSON",
        layer_options={"COORDINATE_PRECISION": "7", "RFC7946": "NO"},
    )
