import geopandas as gpd
import pandas as pd
import pytest
import shapely

from gridloom_layers.errors import Cancelled
from gridloom_layers.geometry import repair
from gridloom_layers.joins import join
from gridloom_layers.progress import Progress

CELLS = [shapely.MultiPolygon([shapely.box(x, 0, x + 10, 10)]) for x in (0, 10)]


@pytest.fixture
def gridded(city):
    city.put("grid", {"code": ["a", "b"]}, shapes=CELLS, geometry="area", first_key=50)
    return city


def events(city, shapes):
    city.put("event", {"code": [str(n) for n in range(len(shapes))]}, shapes=shapes,
             geometry="point")  # fmt: skip


def test_points_are_linked_to_the_area_around_them(gridded):
    events(gridded, [shapely.Point(15, 5), shapely.Point(10, 5), shapely.Point(30, 5), None])
    report = join(gridded.store, "event", "grid", by="place")
    assert gridded.keys("event", "grid") == [51, 50, None, None]
    assert report.unmatched == {"no-coordinates": 1, "outside-all-areas": 1}
    assert report.on is None


def test_a_cancelled_join_by_place_keeps_no_link(gridded):
    events(gridded, [shapely.Point(15, 5)])
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        join(gridded.store, "event", "grid", by="place", progress=progress)
    assert gridded.store.links == ()


def test_a_join_by_place_hears_a_cancel_between_slices(gridded, monkeypatch):
    monkeypatch.setattr("gridloom_layers.joins.by_place.SLICE", 1)
    events(gridded, [shapely.Point(15, 5)] * 3)
    progress = Progress(lambda step: progress.cancel() if step.done == 1 else None)
    with pytest.raises(Cancelled):
        join(gridded.store, "event", "grid", by="place", progress=progress)
    assert gridded.store.links == ()


def test_a_join_by_place_gives_the_same_for_any_slices(gridded, monkeypatch):
    monkeypatch.setattr("gridloom_layers.joins.by_place.SLICE", 2)
    events(gridded, [shapely.Point(x, 5) for x in (15, 5, 30)] + [None, shapely.Point(1, 1)])
    join(gridded.store, "event", "grid", by="place", within=12)
    assert gridded.keys("event", "grid") == [51, 50, 51, None, 50]


def test_a_line_goes_where_a_point_on_it_lies(gridded):
    roads = [shapely.MultiLineString([[(11, 5), (13, 5), (19, 5)]]), None]
    gridded.put("road", {"code": ["r", "s"]}, "facility", shapes=roads, geometry="line")
    join(gridded.store, "road", "grid", by="place")
    assert gridded.keys("road", "grid") == [51, None]


def test_points_near_an_area_are_linked_within_a_distance(gridded):
    events(gridded, [shapely.Point(22, 5), shapely.Point(30, 5)])
    report = join(gridded.store, "event", "grid", by="place", within=3)
    assert gridded.keys("event", "grid") == [51, None]
    assert report.unmatched == {"too-far": 1}


def test_points_are_linked_to_the_nearest_point(city):
    city.put("facility", {"code": ["x", "y"]}, shapes=[shapely.Point(0, 0), shapely.Point(9, 0)],
             geometry="point", first_key=3)  # fmt: skip
    events(city, [shapely.Point(8, 0), shapely.Point(100, 0)])
    join(city.store, "event", "facility", by="place", within=50)
    assert city.keys("event", "facility") == [4, None]


def test_an_area_goes_where_a_point_on_it_lies(gridded):
    houses = [shapely.MultiPolygon([shapely.box(12, 1, 14, 2)])]
    gridded.put("building", {"code": ["h"]}, shapes=houses, geometry="area")
    join(gridded.store, "building", "grid", by="place")
    assert gridded.keys("building", "grid") == [51]


def test_street_trees_of_taipei_are_in_the_villages_that_geopandas_finds(city, cities):
    villages = gpd.read_file(cities / "taipei" / "taipei_village.geojson").to_crs(3826)
    shapes = repair(villages.geometry.to_numpy(), "area").shapes
    city.put("community", {"name": villages["VNAME"]}, shapes=shapes, geometry="area")
    trees = pd.read_csv(cities / "taipei" / "street_trees.csv.gz", dtype=str).head(20_000)
    x, y = (
        pd.to_numeric(trees[name], errors="coerce") for name in trees.columns if "TWD97" in name
    )
    points = gpd.GeoSeries(gpd.points_from_xy(x, y))
    city.put("component", {"code": [str(n) for n in range(len(points))]},
             shapes=[None if p.is_empty else p for p in points], geometry="point")  # fmt: skip
    report = join(city.store, "component", "community", by="place")
    joined = points.to_frame("geometry").sjoin(gpd.GeoDataFrame(geometry=shapes))
    expected = (
        joined.groupby(level=0)["index_right"].min().reindex(range(len(points)), fill_value=-1)
    )
    found = [-1 if key is None else key for key in city.keys("component", "community")]
    assert found == expected.tolist()
    assert report.matched == (expected >= 0).sum() > 19_000
