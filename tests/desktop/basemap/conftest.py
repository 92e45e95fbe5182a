"""Archives with known content, small ones around 福田 in Shenzhen."""

from pathlib import Path

import pytest
from benchmarks.made_tiles import smooth_tile, tiles_of, write_mbtiles, write_pmtiles

from gridloom_desktop.basemap.tiling import mercator_box

DEGREES = (114.0, 22.5, 114.12, 22.6)
BOX = mercator_box(*DEGREES)


@pytest.fixture(scope="session")
def smooth_tiles() -> dict[tuple[int, int, int], bytes]:
    """Tiles of zoom 11 to 13 whose pixels tell where they lie."""
    return tiles_of(BOX, range(11, 14), smooth_tile)


@pytest.fixture(scope="session")
def mbtiles(smooth_tiles, tmp_path_factory) -> Path:
    """The tiles as MBTiles that say nothing of their zooms and bounds."""
    path = tmp_path_factory.mktemp("tiles") / "底图 1.mbtiles"
    return write_mbtiles(path, smooth_tiles, name="光滑", attribution="&copy; <a href='x'>深圳</a>")


@pytest.fixture(scope="session")
def pmtiles(smooth_tiles, tmp_path_factory) -> Path:
    """The same tiles as PMTiles."""
    path = tmp_path_factory.mktemp("tiles") / "底图 1.pmtiles"
    return write_pmtiles(path, smooth_tiles, name="光滑", attribution="© 深圳")
