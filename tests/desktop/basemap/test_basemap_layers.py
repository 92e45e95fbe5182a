"""Any vector file and any GeoTIFF under the map, in whatever CRS they come."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from pyproj import Transformer
from rasterio.transform import from_bounds

from gridloom_desktop.basemap import AS_IT_COMES, Basemap, near
from gridloom_desktop.basemap.archive import damaged_archive
from gridloom_desktop.basemap.layers import reprojected
from gridloom_desktop.basemap.opening import open_basemap, open_ground
from gridloom_desktop.basemap.painting import PictureDrawing
from gridloom_desktop.basemap.placing import Placing
from gridloom_desktop.canvas import View, paint
from gridloom_layers.errors import BadInput, Cancelled
from gridloom_layers.progress import Progress

WHITE = (255, 255, 255)
CITY = "EPSG:4547"


def frame_of(ground, view, paper=WHITE) -> np.ndarray:
    return paint([ground.drawing(AS_IT_COMES, pytest.fail)], view, paper=paper)


def written(path, shapes, crs="EPSG:4326"):
    gpd.GeoDataFrame({"name": ["x"] * len(shapes)}, geometry=shapes, crs=crs).to_file(path)
    return path


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "shp", "fgb"])
def test_a_file_in_degrees_lies_where_geopandas_puts_it(tmp_path, ending):
    areas = [shapely.box(114, 22.5, 114.01, 22.51), shapely.box(114.1, 22.6, 114.2, 22.7)]
    frame = gpd.GeoSeries(areas, crs="EPSG:4326")
    shapes, kind = reprojected(written(tmp_path / f"区界.{ending}", frame), CITY)
    assert (kind, len(shapes)) == ("area", 2)
    assert shapes.extent == pytest.approx(tuple(frame.to_crs(CITY).total_bounds), abs=1.5)


@pytest.mark.parametrize(
    ("shape", "kind"),
    [(shapely.Point(114, 22.5), "point"), (shapely.LineString([(114, 22), (115, 23)]), "line")],
)
def test_lines_and_points_are_read_too(tmp_path, shape, kind):
    shapes, found = reprojected(written(tmp_path / "x.gpkg", [shape]), CITY)
    assert (found, len(shapes)) == (kind, 1)


def test_a_long_edge_bends_as_the_projection_bends_it(tmp_path):
    edge = shapely.LineString([(112.0, 23.0), (116.0, 23.0)])
    shapes, _ = reprojected(written(tmp_path / "x.gpkg", [edge]), CITY)
    dense = shapely.get_coordinates(shapely.segmentize(edge, 0.001))
    exact = shapely.LineString(
        np.column_stack(Transformer.from_crs(4326, 4547, always_xy=True).transform(*dense.T))
    )
    ours = shapely.LineString(shapes.rings_of(0)[0])
    assert shapely.hausdorff_distance(exact, ours, densify=0.001) < 0.6
    assert len(shapes.coordinates) < 200


def test_short_edges_get_no_vertices(tmp_path):
    shapes, _ = reprojected(
        written(tmp_path / "x.gpkg", [shapely.box(114, 22.5, 114.01, 22.51)]), CITY
    )
    assert len(shapes.coordinates) == 5


def test_districts_in_gcj_02_come_to_lie_on_those_in_wgs84(cities):
    folder = cities / "shenzhen"
    moved, _ = reprojected(folder / "districts_gcj02.geojson", CITY, datum="gcj02")
    plain, _ = reprojected(folder / "districts_wgs84.geojson", CITY)
    wrong, _ = reprojected(folder / "districts_gcj02.geojson", CITY)
    assert moved.extent == pytest.approx(plain.extent, abs=100)  # two surveys, one offset
    assert np.abs(np.subtract(wrong.extent, plain.extent)).max() > 400


def test_what_the_map_cannot_hold_is_left_out(tmp_path):
    shapes = [shapely.box(114, 22.5, 114.1, 22.6), shapely.box(-70, 89.99, -60, 95)]
    found, _ = reprojected(written(tmp_path / "x.gpkg", shapes), CITY)
    assert found.positions.tolist() == [0]


def told(work) -> BadInput:
    with pytest.raises(BadInput) as found:
        work()
    assert "\n" not in str(found.value)
    return found.value


def test_a_file_without_a_crs_is_asked_for_it(tmp_path):
    path = written(tmp_path / "无.shp", [shapely.Point(500_000, 2_500_000)], None)
    assert told(lambda: reprojected(path, CITY)).code == "no-crs"
    assert len(reprojected(path, CITY, source_crs=CITY)[0]) == 1


def test_a_file_somewhere_else_is_told(tmp_path):
    path = written(tmp_path / "x.gpkg", [shapely.box(22.5, 114, 22.6, 114.1)])
    assert told(lambda: reprojected(path, CITY)).code == "wrong-crs"


def test_a_table_is_no_basemap(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    assert told(lambda: open_ground(path, CITY)).code == "no-geometry"


def test_a_vrt_under_another_name_is_refused(tmp_path):
    for name in ("x.gpkg", "x.tif", "x.mbtiles", "x.geojson"):
        path = tmp_path / name
        path.write_text("<OGRVRTDataSource></OGRVRTDataSource><VRTDataset/>")
        assert told(lambda path=path: open_ground(path, CITY)).code in (
            "disguised-source", "damaged-source", "damaged-tiles",
        )  # fmt: skip


def test_reading_can_be_cancelled(tmp_path):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        reprojected(written(tmp_path / "x.gpkg", [shapely.Point(114, 22)]), CITY, progress=progress)


def tiff(path, bands: np.ndarray, crs=CITY, **options):
    """A picture of 100 × 80 m with its lower left corner at (500000, 2500000)."""
    count, height, width = bands.shape
    place = from_bounds(500_000, 2_500_000, 500_100, 2_500_080, width, height)
    with rasterio.open(path, "w", driver="GTiff", width=width, height=height, count=count,
                       dtype=bands.dtype, crs=crs, transform=place, **options) as file:  # fmt: skip
        file.write(bands)
    return path


VIEW = View(500_000, 2_500_080, 1.0, 100, 80)


def test_a_geotiff_in_the_maps_crs_is_shown_as_it_is(tmp_path):
    bands = np.random.default_rng(1).integers(0, 255, (3, 80, 100)).astype(np.uint8)
    frame = frame_of(open_ground(tiff(tmp_path / "影像.tif", bands), CITY), VIEW)
    shown = np.stack([(frame >> shift) & 0xFF for shift in (16, 8, 0)])
    assert np.abs(shown.astype(int) - bands).max() <= 1


def test_a_part_of_a_geotiff_is_read_where_it_lies(tmp_path):
    ramp = np.add.outer(np.arange(80) * 2, np.arange(100)).astype(np.uint8)[None].repeat(3, 0)
    ground = open_ground(tiff(tmp_path / "x.tif", ramp), CITY)
    frame = frame_of(ground, View(500_040, 2_500_050, 1.0, 20, 10))
    assert np.abs((frame & 0xFF).astype(int) - ramp[0, 30:40, 40:60]).max() <= 1


def test_nodata_shows_the_paper(tmp_path):
    bands = np.full((3, 80, 100), 50, dtype=np.uint8)
    bands[:, :, :50] = 0
    ground = open_ground(tiff(tmp_path / "x.tif", bands, nodata=0), CITY)
    frame = frame_of(ground, VIEW)
    assert hex(frame[40, 20]) == "0xffffffff"
    assert hex(frame[40, 80]) == "0xff323232"


def test_heights_are_drawn_from_black_to_white(tmp_path):
    heights = np.linspace(-3.5, 900, 8000, dtype=np.float32).reshape(1, 80, 100)
    heights[0, 0, 0] = np.nan
    frame = frame_of(open_ground(tiff(tmp_path / "x.tif", heights), CITY), VIEW)
    assert (frame[10, 50] & 0xFF) < (frame[40, 50] & 0xFF) < (frame[70, 50] & 0xFF)


def test_a_palette_gives_the_colours(tmp_path):
    path = tiff(tmp_path / "x.tif", np.full((1, 80, 100), 7, dtype=np.uint8))
    with rasterio.open(path, "r+") as file:
        file.write_colormap(1, {7: (10, 20, 30, 255)})
    frame = frame_of(open_ground(path, CITY), VIEW)
    assert hex(frame[40, 50]) == "0xff0a141e"


def test_faults_of_pictures_are_told(tmp_path):
    plain = np.zeros((3, 80, 100), dtype=np.uint8)
    assert told(lambda: open_ground(tiff(tmp_path / "a.tif", plain, None), CITY)).code == "no-crs"
    with rasterio.open(tmp_path / "b.tif", "w", driver="GTiff", width=9, height=9, count=1,
                       dtype="uint8", crs=CITY) as file:  # fmt: skip
        file.write(np.zeros((1, 9, 9), np.uint8))
    assert told(lambda: open_ground(tmp_path / "b.tif", CITY)).code == "no-place"
    (tmp_path / "c.tif").write_bytes(b"II*\0" + bytes(200))
    assert told(lambda: open_ground(tmp_path / "c.tif", CITY)).code == "damaged-tiles"


def test_a_truncated_picture_is_told_before_it_is_taken(tmp_path):
    bands = np.random.default_rng(1).integers(0, 255, (3, 80, 100)).astype(np.uint8)
    whole = tiff(tmp_path / "a.tif", bands, compress="deflate").read_bytes()
    (tmp_path / "b.tif").write_bytes(whole[: len(whole) // 2])
    assert told(lambda: open_ground(tmp_path / "b.tif", CITY)).code == "damaged-tiles"


class GoneAway:
    """A source whose file can no longer be read."""

    def mosaic(self, box, resolution):
        raise damaged_archive(Path("影像.tif"))


def test_what_can_no_longer_be_read_is_told_and_left_out():
    faults = []
    drawing = PictureDrawing(GoneAway(), Placing(CITY, CITY), AS_IT_COMES, faults.append)
    assert (paint([drawing], VIEW) == 0xFFFFFFFF).all()
    assert [fault.code for fault in faults] == ["damaged-tiles"]


def test_overviews_that_are_no_tiff_are_refused(tmp_path):
    path = tiff(tmp_path / "a.tif", np.zeros((3, 80, 100), dtype=np.uint8))
    (tmp_path / "a.tif.ovr").write_text("<VRTDataset/>")
    assert told(lambda: open_ground(path, CITY)).code == "damaged-tiles"


def test_a_basemap_near_the_workspace_moves_with_it(tmp_path, mbtiles):
    first, second = tmp_path / "a", tmp_path / "b"
    (first / "city.gridloom").mkdir(parents=True)
    (first / "tiles.mbtiles").write_bytes(mbtiles.read_bytes())
    path = near(first / "tiles.mbtiles", first / "city.gridloom")
    basemap = Basemap(name="ground", path=path, title="底图")
    first.rename(second)
    assert basemap.path == "../tiles.mbtiles"
    assert open_basemap(basemap, second / "city.gridloom", CITY).title == "光滑"


def test_a_basemap_elsewhere_keeps_its_whole_path(tmp_path):
    assert near(tmp_path / "x.tif", tmp_path / "a/b/c/d.gridloom") == str(tmp_path / "x.tif")


def test_a_basemap_that_went_away_is_told(tmp_path):
    basemap = Basemap(name="ground", path="gone.mbtiles", title="影像")
    fault = told(lambda: open_basemap(basemap, tmp_path, CITY))
    assert fault.code == "basemap-moved"
    assert "影像" in str(fault)


def test_a_basemap_survives_being_written_and_read():
    basemap = Basemap(name="ground", path="x.tif", title="影像", datum="gcj02", crs=CITY)
    assert Basemap.model_validate_json(basemap.model_dump_json()) == basemap
