"""Pixels lie where they belong: against exact pyproj, the content itself and GDAL's warp."""

import numpy as np
import pytest
from benchmarks.made_tiles import packed, smooth, smooth_tile, tiles_of, write_mbtiles
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from rasterio.transform import from_origin
from rasterio.warp import Resampling, reproject

from gridloom_desktop import canvas
from gridloom_desktop.basemap import AS_IT_COMES, QUIET, Toning
from gridloom_desktop.basemap.grid import grid_of
from gridloom_desktop.basemap.opening import open_tiles
from gridloom_desktop.basemap.painting import PictureDrawing
from gridloom_desktop.basemap.placing import Placing
from gridloom_desktop.basemap.raster_tiles import RasterTiles
from gridloom_desktop.basemap.tiling import HALF, MERCATOR, mercator_box, zoom_for
from gridloom_desktop.basemap.warping import Mosaic
from gridloom_desktop.canvas import View
from gridloom_layers.coordinates import from_wgs84

CITY = "EPSG:4547"
VIEW = View(left=503_000.4, top=2_496_000.7, scale=1 / 20.0, width=400, height=300)
"""Inside the tiles of the fixtures; their zoom 13 is a little finer."""
PAPER = 0xFFFFFFFF
WHITE = (255, 255, 255)


def paint(source, view, placing, paper=WHITE, toning=AS_IT_COMES):
    drawing = PictureDrawing(source, placing, toning, pytest.fail)
    return canvas.paint([drawing], view, paper=paper)


def channels(frame) -> np.ndarray:
    return np.stack([(frame >> shift) & 0xFF for shift in (16, 8, 0)], axis=-1).astype(float)


def places(view: View) -> tuple[np.ndarray, np.ndarray]:
    """The middles of a view's pixels."""
    x = view.left + (np.arange(view.width) + 0.5) / view.scale
    y = view.top - (np.arange(view.height) + 0.5) / view.scale
    across, down = np.meshgrid(x, y)
    return across, down


def mercator(x, y, start: str = CITY):
    return Transformer.from_crs(start, MERCATOR, always_xy=True).transform(x, y)


@pytest.fixture(params=["mbtiles", "pmtiles"])
def source(request):
    tiles = RasterTiles(open_tiles(request.getfixturevalue(request.param)))
    yield tiles
    tiles.close()


def test_each_pixel_has_the_colour_of_its_place(source):
    frame = channels(paint(source, VIEW, Placing(CITY, MERCATOR)))
    assert np.abs(frame - smooth(*mercator(*places(VIEW)))).max() < 2


@settings(max_examples=40, deadline=None)
@given(
    st.floats(-2e6, 2e6), st.floats(1e6, 5e6), st.floats(-4, 1.0), st.sampled_from([1, 2]),
    st.sampled_from([CITY, "EPSG:4490", "EPSG:32650", "EPSG:3035", "EPSG:3857"]),
)  # fmt: skip
def test_pixels_are_within_half_a_pixel_of_their_exact_place(x, y, log_scale, ratio, crs):
    if crs == "EPSG:4490":
        x, y, log_scale = x / 1e5 + 110, y / 1e5, log_scale + 5
    view = View(x, y, 10**log_scale, 700, 500).sharpened(ratio)
    grid = grid_of(view, Placing(crs, MERCATOR))
    columns, rows = np.random.default_rng(1).uniform(0, (view.width, view.height), (500, 2)).T
    exact = np.column_stack(mercator(*view.to_plane(columns, rows), crs))
    gaps = np.hypot(*(interpolated(grid, columns, rows) - exact).T) / grid.resolution
    if grid.step > 8:
        assert np.nanmax(gaps, initial=0) < 0.5


def interpolated(grid, columns, rows) -> np.ndarray:
    """Places of positions of a frame, bilinear between the nodes of a grid."""
    i, j = (rows // grid.step).astype(int), (columns // grid.step).astype(int)
    down, along = (rows / grid.step - i)[:, None], (columns / grid.step - j)[:, None]
    upper = grid.places[i, j] * (1 - along) + grid.places[i, j + 1] * along
    lower = grid.places[i + 1, j] * (1 - along) + grid.places[i + 1, j + 1] * along
    return upper * (1 - down) + lower * down


def test_a_frame_is_the_one_that_gdal_warps(source):
    grid = grid_of(VIEW, Placing(CITY, MERCATOR))
    mosaic = source.mosaic(grid.box, grid.resolution)
    bands = np.moveaxis(channels(mosaic.pixels), -1, 0).astype(np.uint8)
    theirs = np.zeros((3, VIEW.height, VIEW.width), np.uint8)
    reproject(
        bands, theirs, src_crs=MERCATOR, dst_crs=CITY, resampling=Resampling.bilinear,
        src_transform=from_origin(mosaic.left, mosaic.top, *mosaic.resolution),
        dst_transform=from_origin(VIEW.left, VIEW.top, 1 / VIEW.scale, 1 / VIEW.scale),
        XSCALE=1, YSCALE=1, tolerance=0,
    )  # fmt: skip
    ours = channels(paint(source, VIEW, Placing(CITY, MERCATOR)))
    assert np.sqrt(((ours - np.moveaxis(theirs, 0, -1)) ** 2).mean()) / 255 < 0.003


def test_tiles_in_gcj_02_are_put_where_they_belong(source):
    frame = channels(paint(source, VIEW, Placing(CITY, MERCATOR, "gcj02")))
    degrees = Transformer.from_crs(CITY, "EPSG:4326", always_xy=True).transform(*places(VIEW))
    expected = smooth(*mercator(*from_wgs84(*degrees, "gcj02"), "EPSG:4326"))
    assert np.abs(frame - expected).max() < 2


def test_outside_the_archive_there_is_paper(source):
    away = View(VIEW.left + 500_000, VIEW.top, VIEW.scale, 90, 70)
    frame = paint(source, away, Placing(CITY, MERCATOR), paper=(1, 2, 3))
    assert (frame == 0xFF010203).all()


@pytest.mark.parametrize("scale", [1e-5, 1e-3, 200.0])
def test_any_scale_is_drawn(source, scale):
    view = View.of_box((499_000, 2_490_000, 501_000, 2_491_000), 300, 200)
    frame = paint(source, view.zoomed(scale / view.scale, 150, 100), Placing(CITY, MERCATOR))
    assert frame.shape == (200, 300)


def test_a_city_far_away_is_small_but_there(source):
    wide = VIEW.zoomed(1 / 40, 200, 150)
    frame = paint(source, wide, Placing(CITY, MERCATOR))
    assert 0 < (frame != PAPER).mean() < 0.03


def test_a_missing_tile_is_taken_from_the_one_above(tmp_path, smooth_tiles):
    missing = {place for place in smooth_tiles if place[0] == 13 and place[1] % 2}
    tiles = {place: tile for place, tile in smooth_tiles.items() if place not in missing}
    archive = write_mbtiles(tmp_path / "gaps.mbtiles", tiles)
    frame = channels(paint(RasterTiles(open_tiles(archive)), VIEW, Placing(CITY, MERCATOR)))
    assert np.abs(frame - smooth(*mercator(*places(VIEW)))).max() < 4


def test_tiles_of_512_pixels_are_drawn_at_their_place(tmp_path):
    box = mercator_box(114.0, 22.5, 114.12, 22.6)
    tiles = tiles_of(box, [12], lambda z, x, y: smooth_tile(z, x, y, size=512))
    source = RasterTiles(open_tiles(write_mbtiles(tmp_path / "x.mbtiles", tiles)))
    frame = channels(paint(source, VIEW, Placing(CITY, MERCATOR)))
    assert np.abs(frame - smooth(*mercator(*places(VIEW)))).max() < 2


def test_half_transparent_tiles_show_the_paper(tmp_path):
    from PIL import Image

    tile = packed(Image.new("RGBA", (256, 256), (255, 0, 0, 128)), "PNG")
    archive = write_mbtiles(tmp_path / "x.mbtiles", tiles_of((0, 0, 9, 9), [4], lambda *_: tile))
    view = View(10, 20, 1.0, 4, 4)
    frame = paint(RasterTiles(open_tiles(archive)), view, Placing(MERCATOR, MERCATOR))
    assert {hex(pixel) for pixel in frame.ravel()} == {"0xffff7f7f"}


@settings(max_examples=50, deadline=None)
@given(
    st.tuples(*[st.integers(0, 255)] * 3), st.tuples(*[st.integers(0, 255)] * 3),
    st.builds(Toning, opacity=st.floats(0, 1), brightness=st.floats(-1, 1),
              saturation=st.floats(0, 2)),
)  # fmt: skip
def test_pixels_are_toned_as_single_colours_are(colour, paper, toning):
    frame = paint(OneColour(colour), View(0, 4, 1.0, 4, 4), Placing(CITY, CITY), paper, toning)
    toned = np.array(toning.toned(colour))
    expected = paper + (toned - paper) * toning.opacity
    assert np.abs(channels(frame) - expected).max() <= 2


class OneColour:
    """A source of one colour around the origin."""

    def __init__(self, colour) -> None:
        pixel = 0xFF000000 | colour[0] << 16 | colour[1] << 8 | colour[2]
        self.pixels = np.full((300, 300), pixel, dtype=np.uint32)

    def mosaic(self, box, resolution):
        return Mosaic(self.pixels, -150.0, 150.0, (1.0, 1.0))


def test_a_quiet_basemap_is_paler_and_greyer():
    strong, quiet = (200, 30, 30), QUIET.toned((200, 30, 30))
    assert min(quiet) > min(strong)
    assert max(quiet) - min(quiet) < 0.3 * (max(strong) - min(strong))
    assert AS_IT_COMES.toned(strong) == strong


def test_the_zoom_is_the_one_of_the_nearest_resolution():
    found = [zoom_for(2 * HALF / 256 / 2**zoom, 256, 0, 20) for zoom in range(25)]
    assert found == [*range(21), *[20] * 4]


def test_memory_stays_under_its_limit(source):
    source._kept._most = 2_000_000
    paint(source, VIEW.sharpened(2), Placing(CITY, MERCATOR))
    assert source._kept.bytes <= 2_000_000


def test_a_frame_of_any_size_is_whole(source):
    for size in ((1, 1), (127, 3), (129, 257)):
        view = View(VIEW.left, VIEW.top, VIEW.scale, *size)
        frame = channels(paint(source, view, Placing(CITY, MERCATOR)))
        assert np.abs(frame - smooth(*mercator(*places(view)))).max() < 2
