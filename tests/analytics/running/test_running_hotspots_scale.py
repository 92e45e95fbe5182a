"""Hot spots of points that are counted, and at a distance that the data choose."""

from pathlib import Path

import esda
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gridloom_analytics.running import run
from gridloom_analytics.statistics.graphs.proximity import build_distance_band
from gridloom_analytics.statistics.tessellation import hexagons, quadrat_side, rounded_up, squares
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore

CENTRE = np.array([503_000.0, 2_503_000.0])
AUTO = {"auto": True, "permutations": 9_999}


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,500 events over a square of 6 km, and 500 more within 400 m of its centre."""
    rng = np.random.default_rng(5)
    spread = rng.uniform(-3_000, 3_000, size=(1_500, 2))
    crowd = rng.normal(0, 200, size=(500, 2))
    xy = CENTRE + np.concatenate([spread, crowd])
    folder = tmp_path_factory.mktemp("events")
    frame = gpd.GeoDataFrame({"size": rng.gamma(2, size=2_000)}, geometry=gpd.points_from_xy(*xy.T))
    frame.loc[7, "geometry"] = None
    frame.set_crs("EPSG:4547").to_file(folder / "events.gpkg")
    cells = squares((500_000, 2_500_000, 505_000, 2_506_000), 1_000)
    areas = gpd.GeoDataFrame({"name": [f"区{i}" for i in range(30)]}, geometry=list(cells))
    areas.set_crs("EPSG:4547").to_file(folder / "areas.gpkg")
    return folder / "events.gpkg"


@pytest.mark.parametrize("cells", ["square", "hexagon"])
def test_points_are_counted_in_cells_and_the_crowd_is_hot(events: Path, cells: str) -> None:
    found = run(events, "hotspots", {**AUTO, "cells": cells})
    shapes = found.shapes["cells"]
    hot = shapes[(shapes.bin >= 2).fillna(False)]
    assert shapes["value"].sum() == 1_999
    assert (shapes["value"] == 0).any()
    assert hot.union_all().contains(shapely.Point(CENTRE))
    assert hot.centroid.distance(shapely.Point(CENTRE)).max() < 1_500
    assert {"value", "z", "p", "p_fdr", "p_bonferroni", "bin", "neighbour_count", "island"} < set(
        shapes
    )


def test_where_no_cell_is_hot_other_analyses_are_named(tmp_path: Path) -> None:
    xy = CENTRE + np.random.default_rng(1).uniform(-3_000, 3_000, (400, 2))
    even = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*xy.T), crs="EPSG:4547")
    even.to_file(tmp_path / "even.gpkg")
    found = run(tmp_path / "even.gpkg", "hotspots", {"permutations": 999})
    assert found.scalars["hot"] == 0
    assert any("“clusters” and “density” show them" in one["en"] for one in found.warnings)


def test_each_point_has_what_its_cell_has(events: Path) -> None:
    found, points = run(events, "hotspots", AUTO), gpd.read_file(events)
    cells = found.shapes["cells"]
    inside = points.geometry.iloc[[0, 1_999]]
    for row, point in zip((1, 2_000), inside, strict=True):
        cell = cells[cells.intersects(point)].iloc[0]
        assert found.primary.loc[row, "z"] == cell.z
        assert found.primary.loc[row, "bin"] == cell.bin
    assert found.primary.loc[8].isna().all()
    assert list(found.primary.index) == list(range(1, 2_001))


def test_the_size_of_cells_is_twice_the_area_for_a_place(events: Path) -> None:
    found, points = run(events, "hotspots", AUTO), gpd.read_file(events).geometry.dropna()
    hull = points.union_all().convex_hull
    side = np.sqrt(found.shapes["cells"].area.iloc[0])
    assert side == pytest.approx(np.sqrt(2 * hull.area / len(points)), rel=0.01)
    assert "Greig-Smith" in found.summary["en"]
    assert "convex hull" in found.summary["en"]


def test_points_are_counted_in_given_areas_and_the_rest_is_said(events: Path) -> None:
    area = f"{events.parent / 'areas.gpkg'}|layername=areas"
    found = run(events, "hotspots", {**AUTO, "area": area, "correction": "none"})
    cells, points = found.shapes["cells"], gpd.read_file(events).geometry.dropna()
    expected = [points.intersects(shape).sum() for shape in cells.geometry]
    outside = 1_999 - sum(expected)
    assert cells["value"].tolist() == expected
    assert cells.name.tolist() == [f"区{i}" for i in range(30)]
    assert any(f"{outside} points are in none of the areas" in one["en"] for one in found.warnings)
    assert any("is a plain count" in one["en"] for one in found.warnings)
    assert "The hottest: 区" in found.summary["en"]


def test_scores_at_the_chosen_distance_equal_esda(events: Path) -> None:
    found = run(events, "hotspots", {**AUTO, "value": "size"})
    frame = gpd.read_file(events).dropna(subset="geometry")
    graph = build_distance_band(frame.get_coordinates().to_numpy(), found.scalars["distance"])
    peer = esda.G_Local(
        frame["size"], graph.to_libpysal(), transform="B", star=True, permutations=0
    )
    linked = ~graph.islands
    z = found.primary.z.drop(index=8)
    np.testing.assert_allclose(z[linked], peer.Zs[linked], rtol=0, atol=1e-9)


def test_each_tried_distance_has_the_moran_of_esda(city: FolderStore) -> None:
    found, frame = run(city, "hotspots", {**AUTO, "value": "P"}), city.layer("grid")
    points = frame.centroid.get_coordinates().to_numpy()
    assert len(found.tables["scales"]) >= 7
    for row in found.tables["scales"].itertuples():
        graph = build_distance_band(points, row.distance).to_libpysal()
        peer = esda.Moran(frame.P.to_numpy(), graph, transformation="b", permutations=0)
        assert row.z == pytest.approx(peer.z_rand, rel=1e-9)
        assert row.pairs == graph.n_edges // 2
    assert found.charts["scales"].table == "scales"


def test_the_first_peak_is_chosen_and_the_reason_told(events: Path) -> None:
    found = run(events, "hotspots", {**AUTO, "cells": "hexagon"})
    table = found.tables["scales"]
    z = table.z.to_numpy()
    peaks = [i for i in range(1, len(z) - 1) if z[i - 1] < z[i] > z[i + 1] and z[i] > 1.96]
    assert table.distance[table.chosen].tolist() == [table.distance[peaks[0]]]
    assert found.scalars["distance"] == table.distance[peaks[0]]
    assert "stand out most (Moran's I, peak of z" in found.summary["en"]


def test_without_a_peak_the_nearest_places_give_the_distance(city: FolderStore) -> None:
    found = run(city, "hotspots", {**AUTO, "value": "P"})
    assert not found.tables["scales"].chosen.any()
    points = city.layer("grid").centroid.get_coordinates().to_numpy()
    gaps = np.sort(np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)), axis=1)
    assert found.scalars["distance"] == rounded_up(gaps[:, 3].mean())
    assert "as far as the 3 nearest are on average" in found.summary["en"]


def test_a_condition_selects_the_rows_that_are_looked_at(city: FolderStore) -> None:
    found = run(city, "hotspots", {"value": "P", "where": "code < '020'", "permutations": 0})
    assert found.primary.index.tolist() == list(range(1, 21))


@pytest.mark.parametrize(
    ("settings", "code"),
    [({}, "missing-parameter"), ({"auto": True}, "missing-parameter"),
     ({"value": "flat", "auto": True}, "constant-values")],
)  # fmt: skip
def test_areas_need_a_value(city: FolderStore, settings: dict, code: str) -> None:
    with pytest.raises(BadInput) as told:
        run(city, "hotspots", settings)
    assert told.value.code == code


@pytest.mark.parametrize(
    ("xy", "code"),
    [([(0, 0), (1, 1), (2, 2), (3, 3)], "no-area"), ([(5, 5)] * 9, "no-area"),
     ([(0, 0), (0, 9), (9, 0), (9, 9)], "constant-values")],
)  # fmt: skip
def test_points_that_make_no_grid_are_told(tmp_path: Path, xy: list, code: str) -> None:
    path = tmp_path / "points.gpkg"
    gpd.GeoDataFrame(geometry=gpd.points_from_xy(*zip(*xy, strict=True)), crs=4547).to_file(path)
    with pytest.raises(BadInput) as told:
        run(path, "hotspots", AUTO)
    assert told.value.code == code
    with pytest.raises(BadInput, match="no areas in which to count"):
        run(path, "hotspots", {**AUTO, "cells": "areas"})


def test_a_distance_cannot_be_chosen_in_degrees(tmp_path: Path) -> None:
    cells = [shapely.box(x, 0, x + 1, 1) for x in range(5)]
    frame = gpd.GeoDataFrame({"v": range(5)}, geometry=cells, crs=4326)
    frame.to_file(tmp_path / "degrees.gpkg")
    with pytest.raises(BadInput, match="Distances cannot be measured"):
        run(tmp_path / "degrees.gpkg", "hotspots", {**AUTO, "value": "v"})


def test_no_area_is_read_where_a_value_is_given(city: FolderStore, monkeypatch) -> None:
    read: list[str] = []
    layer = city.layer
    monkeypatch.setattr(city, "layer", lambda name, *rest: read.append(name) or layer(name, *rest))
    run(city, "hotspots", {"value": "lights", "permutations": 0})
    assert read == ["grid"]


def test_requests_of_boston_are_counted_whole(cities: Path, tmp_path: Path) -> None:
    calls = pd.read_csv(cities / "boston" / "boston311_2015_slim.csv.gz", low_memory=False)
    xy = gpd.points_from_xy(calls.LONGITUDE, calls.LATITUDE, crs="EPSG:4326").to_crs("EPSG:26986")
    gpd.GeoDataFrame(geometry=xy[:20_000]).to_file(tmp_path / "calls.gpkg")
    found = run(tmp_path / "calls.gpkg", "hotspots", AUTO)
    cells = found.shapes["cells"]
    assert cells["value"].sum() == 20_000
    assert found.scalars["hot"] == (cells.bin >= 2).sum() > 0
    assert found.primary.bin.notna().all()


@pytest.mark.parametrize("make", [squares, hexagons])
def test_cells_cover_all_and_do_not_overlap(make) -> None:
    bounds, side = (10.0, 20.0, 17.3, 24.1), 1.0
    cells = make(bounds, side)
    whole = shapely.union_all(cells)
    np.testing.assert_allclose(shapely.area(cells), side**2)
    assert whole.buffer(1e-9).contains(shapely.box(*bounds))
    assert whole.area == pytest.approx(shapely.area(cells).sum())


def test_a_length_is_rounded_up_to_three_digits() -> None:
    assert [rounded_up(one) for one in (1.0, 999.1, 1_001, 0.01234, 500.0000000001)] == [
        1.0, 1_000.0, 1_010.0, 0.0124, 500.0,
    ]  # fmt: skip
    assert quadrat_side(200.0, 4) == 10.0


def test_a_distance_that_links_all_places_is_not_chosen(tmp_path: Path) -> None:
    xy = gpd.points_from_xy([0, 0, 1, 1], [0, 1, 0, 1])
    frame = gpd.GeoDataFrame({"v": [1, 2, 3, 5]}, geometry=xy, crs=4547)
    frame.to_file(tmp_path / "near.gpkg")
    found = run(tmp_path / "near.gpkg", "hotspots", {**AUTO, "value": "v"})
    assert found.tables["scales"].distance.tolist() == [1.0]
    assert found.primary.neighbour_count.tolist() == [2, 2, 2, 2]
    assert "so that each has one" in found.summary["en"]
