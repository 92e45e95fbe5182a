"""Archives are read as they are, and faults of theirs are told in a sentence."""

import gzip
import sqlite3
import zlib

import numpy as np
import pytest
from benchmarks.made_tiles import packed, smooth_tile, write_mbtiles, write_pmtiles
from pmtiles.reader import MmapSource, Reader
from rasterio.warp import transform_bounds

from gridloom_desktop.basemap.archive import MOST_BYTES, format_of, unpacked
from gridloom_desktop.basemap.opening import open_ground, open_tiles
from gridloom_desktop.basemap.pictures import decoded
from gridloom_desktop.basemap.tiling import HALF, side_of
from gridloom_layers.errors import BadInput


@pytest.fixture(params=["mbtiles", "pmtiles"])
def archive(request):
    tiles = open_tiles(request.getfixturevalue(request.param))
    yield tiles
    tiles.close()


def test_every_tile_comes_back(archive, smooth_tiles):
    read = {place: archive.read(*place) for place in smooth_tiles}
    assert read == smooth_tiles


def test_a_tile_that_is_not_there_is_none(archive):
    assert archive.read(13, 0, 0) is None
    assert archive.read(2, 1, 1) is None


def test_an_archive_says_what_it_holds(archive, smooth_tiles):
    facts = archive.facts
    assert (facts.format, facts.lowest, facts.highest) == ("picture", 11, 13)
    assert (facts.title, facts.attribution) == ("光滑", "© 深圳")


def test_the_box_of_tiles_of_unknown_bounds_is_around_all_of_them(mbtiles, smooth_tiles):
    tiles = open_tiles(mbtiles).facts.box
    for zoom, column, row in smooth_tiles:
        side = side_of(zoom)
        corner = column * side - HALF, HALF - (row + 1) * side
        assert tiles[0] <= corner[0] + 1e-6 <= tiles[2] - side + 2e-6
        assert tiles[1] <= corner[1] + 1e-6 <= tiles[3] - side + 2e-6


def test_bounds_in_degrees_are_taken(tmp_path, smooth_tiles):
    path = write_mbtiles(tmp_path / "x.mbtiles", smooth_tiles, bounds="114.0,22.5,114.12,22.6")
    expected = transform_bounds("EPSG:4326", "EPSG:3857", 114.0, 22.5, 114.12, 22.6)
    assert open_tiles(path).facts.box == pytest.approx(expected)


def test_pmtiles_reads_what_its_own_library_reads(pmtiles, smooth_tiles):
    with pmtiles.open("rb") as file:
        reader = Reader(MmapSource(file))
        place = next(iter(smooth_tiles))
        assert open_tiles(pmtiles).read(*place) == reader.get(*place)


def test_leaf_directories_are_followed(tmp_path):
    sizes = np.random.default_rng(1).integers(1, 500, (120, 120))
    tiles = {(10, x, y): bytes([x, y]) * size for (x, y), size in np.ndenumerate(sizes)}
    archive = open_tiles(write_pmtiles(tmp_path / "many.pmtiles", tiles))
    assert archive._header["leaf_directory_length"] > 0
    assert all(archive.read(*place) == tile for place, tile in list(tiles.items())[::97])


def test_a_file_is_not_written_to(mbtiles):
    before = mbtiles.stat().st_mtime_ns, sorted(mbtiles.parent.iterdir())
    archive = open_tiles(mbtiles)
    archive.read(13, 0, 0)
    assert (mbtiles.stat().st_mtime_ns, sorted(mbtiles.parent.iterdir())) == before


def refused(path) -> str:
    """The code of the error that a file is refused with, which is told in one sentence."""
    with pytest.raises(BadInput) as found:
        open_ground(path, "EPSG:4547")
    assert path.name in str(found.value)
    assert "\n" not in str(found.value)
    return found.value.code


@pytest.mark.parametrize("ending", [".mbtiles", ".pmtiles"])
@pytest.mark.parametrize("content", [b"no archive at all" * 99, b"PMTiles\3", b"SQLite format 3\0"])
def test_what_is_no_archive_is_refused(tmp_path, ending, content):
    path = tmp_path / f"x{ending}"
    path.write_bytes(content)
    assert refused(path) == "damaged-tiles"


@pytest.mark.parametrize("kind", ["mbtiles", "pmtiles"])
def test_a_truncated_archive_is_refused_or_has_fewer_tiles(request, tmp_path, smooth_tiles, kind):
    whole = request.getfixturevalue(kind).read_bytes()
    path = tmp_path / f"x.{kind}"
    for share in (0.001, 0.02, 0.5, 0.9):
        path.write_bytes(whole[: int(len(whole) * share)])
        try:
            tiles = open_tiles(path)
        except BadInput as error:
            assert error.code in ("damaged-tiles", "no-tiles")
            continue
        assert all(tiles.read(*place) in (None, tile) for place, tile in smooth_tiles.items())


def test_an_archive_without_tiles_is_refused(tmp_path):
    assert refused(write_mbtiles(tmp_path / "empty.mbtiles", {})) == "no-tiles"


def test_tiles_of_an_unknown_kind_are_refused(tmp_path):
    path = write_mbtiles(tmp_path / "x.mbtiles", {(1, 0, 0): b"GIF89a" + bytes(99)}, "gif")
    assert refused(path) == "unknown-tiles"


def test_a_picture_is_known_by_its_bytes_whatever_is_declared():
    assert format_of(smooth_tile(3, 1, 1, "WEBP"), "pbf") == "picture"


def test_a_view_that_never_ends_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr("gridloom_desktop.basemap.mbtiles.PATIENCE_S", 0.2)
    path = tmp_path / "x.mbtiles"
    with sqlite3.connect(path) as file:
        file.execute(
            "CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
            "SELECT i AS zoom_level, 1 AS tile_column, 1 AS tile_row, "
            "zeroblob(i * 0) AS tile_data FROM n"
        )
    file.close()
    assert refused(path) == "damaged-tiles"


def test_a_tile_of_gigabytes_is_not_read(tmp_path):
    path = write_mbtiles(tmp_path / "x.mbtiles", {(1, 0, 0): smooth_tile(1, 0, 0)})
    with sqlite3.connect(path) as file:
        file.execute("INSERT INTO tiles VALUES (1, 1, 0, zeroblob(?))", [MOST_BYTES + 1])
    file.close()
    assert open_tiles(path).read(1, 1, 1) is None


def test_a_bomb_is_not_unpacked():
    assert unpacked(gzip.compress(bytes(MOST_BYTES + 1))) is None
    assert unpacked(gzip.compress(b"tile")) == b"tile"
    assert unpacked(b"\x1f\x8bnonsense") is None


def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header claims a size that its data do not have."""
    tile = smooth_tile(1, 0, 0, size=8)
    size = width.to_bytes(4) + height.to_bytes(4)
    head = b"IHDR" + size + tile[24:29]
    return tile[:12] + head + zlib.crc32(head).to_bytes(4) + tile[33:]


@pytest.mark.parametrize("size", [(100_000, 100_000), (2049, 1), (0, 0)])
def test_a_picture_that_claims_too_much_is_not_decoded(size):
    assert decoded(png_claiming(*size)) is None


def test_a_broken_picture_is_none():
    assert decoded(smooth_tile(3, 1, 1)[:200]) is None
    assert decoded(b"") is None


def test_colours_are_multiplied_by_alpha():
    from PIL import Image

    pixels = decoded(packed(Image.new("RGBA", (2, 2), (200, 100, 0, 51)), "PNG"))
    assert pixels is not None
    assert hex(pixels[0, 0]) == "0x33281400"


def test_urls_and_folders_are_no_basemaps(tmp_path):
    for path in ("https://tile.example/{z}/{x}/{y}.png", "/vsicurl/x.tif", str(tmp_path)):
        with pytest.raises(BadInput, match=r"folder|only files"):
            open_ground(path, "EPSG:4547")
