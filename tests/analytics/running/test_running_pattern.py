"""Patterns of points through the same call as the command."""

import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pandas.testing import assert_frame_equal

from gridloom_analytics.answers.pattern import pattern
from gridloom_analytics.running import keep, kept, run
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore

CORNER = np.array([500_000.0, 2_500_000.0])
FEW = {"simulations": 99}


def write(path: Path, shapes, crs: str | None = "EPSG:4547", **columns: object) -> Path:
    gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs).to_file(path)
    return path


def points(path: Path, xy: np.ndarray, crs: str | None = "EPSG:4547") -> Path:
    return write(path, gpd.points_from_xy(*(CORNER + xy).T), crs, n=range(len(xy)))


@pytest.fixture
def area(tmp_path: Path) -> Path:
    """Two halves of 10 × 10 km: 900 people in the western one, 100 in the eastern one."""
    halves = [shapely.box(x, 0, x + 5_000, 10_000) for x in (0, 5_000)]
    moved = shapely.transform(np.array(halves), lambda xy: xy + CORNER)
    return write(tmp_path / "area.gpkg", moved, people=[900.0, 100.0], debts=[1.0, -1.0], no=[0, 0])


def even(n: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, 10_000, size=(n, 2))


def clustered(n: int) -> np.ndarray:
    """Ten parents with their children within about 200 m."""
    rng = np.random.default_rng(1)
    parents = rng.uniform(1_000, 9_000, size=(10, 2))
    return parents[rng.integers(0, 10, size=n)] + rng.normal(0, 200, size=(n, 2))


def peopled(n: int) -> np.ndarray:
    """Nine of ten points in the western half."""
    rng = np.random.default_rng(2)
    x = np.where(rng.uniform(size=n) < 0.9, 0, 5_000) + rng.uniform(0, 5_000, size=n)
    return np.column_stack([x, rng.uniform(0, 10_000, size=n)])


def test_planted_clusters_are_found_at_their_distances(tmp_path: Path, area: Path) -> None:
    path = points(tmp_path / "p.gpkg", clustered(300))
    found = run(path, "pattern", {"area": str(area), **FEW})
    k = found.tables["k"].set_index("distance")
    assert (k.outside[:500] == "clustered").all()
    assert found.scalars["envelope_p"] == found.scalars["nearest_p_sim"] / 2 == 0.01
    assert found.scalars["nearest_ratio"] < 0.5
    assert found.scalars["dispersion"] > 2
    assert "300 points are more clustered than points scattered at random" in found.summary["en"]


def test_points_by_chance_are_not_called_a_pattern(tmp_path: Path, area: Path) -> None:
    found = run(points(tmp_path / "p.gpkg", even(300)), "pattern", {"area": str(area), **FEW})
    assert found.tables["k"].outside.isna().all()
    assert "this does not show that they are scattered so" in found.summary["en"]
    assert 0.8 < found.scalars["nearest_ratio"] < 1.2


def test_a_lattice_is_called_regular(tmp_path: Path, area: Path) -> None:
    steps = np.arange(500, 10_000, 1_000)
    lattice = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2) + even(100) / 100
    found = run(points(tmp_path / "p.gpkg", lattice), "pattern", {"area": str(area), **FEW})
    assert "100 points are more regular than" in found.summary["en"]
    assert found.scalars["dispersion"] < 0.7


def test_points_that_follow_people_are_clustered_but_not_more_than_people(
    tmp_path: Path, area: Path
) -> None:
    path, settings = points(tmp_path / "p.gpkg", peopled(400)), {"area": str(area), **FEW}
    plain, fair = (run(path, "pattern", settings | more) for more in ({}, {"population": "people"}))
    assert plain.scalars["envelope_p"] == plain.scalars["quadrat_p_sim"] / 2 == 0.01
    assert min(fair.scalars["envelope_p"], fair.scalars["quadrat_p_sim"]) > 0.05
    assert fair.scalars["nearest_p"] is None
    assert "spread like “people”" in fair.summary["en"]


def test_points_outside_the_study_area_are_left_out_and_said(tmp_path: Path, area: Path) -> None:
    path = points(tmp_path / "p.gpkg", np.vstack([even(50), [[-500, 0], [20_000, 0]]]))
    found = run(path, "pattern", {"area": str(area), **FEW})
    assert found.primary.inside.tolist() == [True] * 50 + [False] * 2
    assert found.primary.nearest.isna().tolist() == [False] * 50 + [True] * 2
    assert any("2 points outside" in one["en"] for one in found.warnings)


def test_each_point_is_in_the_quadrat_that_counts_it(tmp_path: Path, area: Path) -> None:
    path = points(tmp_path / "p.gpkg", even(200))
    found = run(path, "pattern", {"area": str(area), "quadrat": "2500", **FEW})
    quadrats = found.shapes["quadrats"].set_index("quadrat")
    assert len(quadrats) == 16
    assert found.primary.quadrat.value_counts().sort_index().tolist() == quadrats.points.tolist()
    assert quadrats.expected.sum() == pytest.approx(200)
    inside = gpd.read_file(path).geometry.to_numpy()
    assert shapely.covers(quadrats.loc[found.primary.quadrat].geometry.to_numpy(), inside).all()


def test_without_a_study_area_the_hull_is_taken_and_doubted(tmp_path: Path) -> None:
    found = run(points(tmp_path / "p.gpkg", even(60)), "pattern", FEW)
    assert any("convex hull cuts off" in one["en"] for one in found.warnings)


def test_points_on_a_slanting_line_have_no_study_area(tmp_path: Path) -> None:
    along = np.random.default_rng(0).uniform(0, 1000, 60)
    line = points(tmp_path / "line.gpkg", np.column_stack([along, 0.1 * along]))
    with pytest.raises(BadInput) as told:
        run(line, "pattern", {})
    assert told.value.code == "no-area"


def test_of_many_points_a_random_part_is_compared_and_said(tmp_path, area, monkeypatch) -> None:
    path, settings = points(tmp_path / "p.gpkg", clustered(400)), {"area": str(area), **FEW}
    whole = run(path, "pattern", settings)
    monkeypatch.setattr(pattern, "MOST", 200)
    part = run(path, "pattern", settings)
    assert any("a random 200 of the 400 points" in one["en"] for one in part.warnings)
    assert part.scalars["nearest_mean"] == whole.scalars["nearest_mean"]
    at = slice(10, 30)
    ratio = part.tables["k"].k[at].to_numpy() / np.interp(
        part.tables["k"].distance[at], whole.tables["k"].distance, whole.tables["k"].k
    )
    assert ratio == pytest.approx(1, abs=0.1)


def test_points_at_one_address_are_said(tmp_path: Path, area: Path) -> None:
    path = points(tmp_path / "p.gpkg", np.vstack([even(40), np.full((5, 2), 5_000.0)]))
    found = run(path, "pattern", {"area": str(area), **FEW})
    assert any("5 points lie exactly where" in one["en"] for one in found.warnings)


@pytest.mark.parametrize("more", [{}, {"population": "people"}])
def test_lengths_are_in_metres_whatever_the_unit_of_the_layer(
    tmp_path: Path, area: Path, more: dict
) -> None:
    feet = "+proj=tmerc +lon_0=114 +k=1 +x_0=500000 +ellps=GRS80 +units=us-ft"
    metric = points(tmp_path / "m.gpkg", even(100))
    other = tmp_path / "f.gpkg"
    gpd.read_file(metric).to_crs(feet).to_file(other)
    settings = {"area": str(area), **FEW, **more}
    one, two = (run(path, "pattern", settings) for path in (metric, other))
    for name in ("area_km2", "reach", "nearest_mean", "quadrat_chi2"):
        assert two.scalars[name] == pytest.approx(one.scalars[name], rel=1e-6)
    bounds = two.shapes["quadrats"].to_crs(4547).total_bounds
    assert bounds == pytest.approx(one.shapes["quadrats"].total_bounds, abs=0.01)


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(tmp_path, area) -> None:
    path, settings = points(tmp_path / "p.gpkg", even(80)), {"area": str(area), **FEW}
    one, two, other = (run(path, "pattern", settings, seed=seed) for seed in (1, 1, 2))
    assert_frame_equal(one.tables["k"], two.tables["k"], check_exact=True)
    assert not one.tables["k"].upper.equals(other.tables["k"].upper)


def test_a_pattern_is_kept_with_its_curve_and_chart(city: FolderStore) -> None:
    found = run(city, "pattern", {"quadrat": "1000", **FEW}, layer="grid")  # centroids of cells
    keep(city, "p", found)
    again = kept(city, "p")
    chart = again.charts["l"]
    named = {chart.x, *(chart.envelope or ()), *(one.column for one in chart.series)}
    assert named <= set(again.tables[chart.table])
    assert "regular" in set(again.tables["k"].outside)


def test_what_was_expected_by_counts_of_persons_is_not_told(city: FolderStore) -> None:
    settings = {"area": "grid", "population": "count(person)", "quadrat": "500", **FEW}
    found = run(city, "pattern", settings, layer="grid")
    assert list(found.shapes["quadrats"]) == ["quadrat", "points", "geometry"]


def test_everything_is_said_in_two_languages(tmp_path: Path, area: Path) -> None:
    found = run(points(tmp_path / "p.gpkg", clustered(60)), "pattern", {"area": str(area), **FEW})
    said = [found.summary, found.method.name, *found.method.notes, *found.warnings]
    said += [found.charts["l"].title, found.charts["l"].x_title, found.style.title]
    assert all(text["zh"] != text["en"] for text in said)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"reach": "6000"}, "distance-too-long"),
        ({"reach": "-1"}, "bad-parameter"),
        ({"quadrat": "1"}, "too-many-quadrats"),
        ({"simulations": "5"}, "bad-parameter"),
        ({"population": "debts"}, "negative-values"),
        ({"population": "no"}, "all-zero"),
        ({"population": "ghosts"}, "unknown-column"),
    ],
)
def test_bad_settings_are_told(tmp_path: Path, area: Path, settings: dict, code: str) -> None:
    path = points(tmp_path / "p.gpkg", even(40))
    with pytest.raises(BadInput) as told:
        run(path, "pattern", {"area": str(area), **FEW, **settings})
    assert told.value.code == code


@pytest.mark.parametrize(
    ("xy", "crs", "said"),
    [
        (even(9), "EPSG:4547", "Only 9 rows have a place"),
        (even(40) + 50_000, "EPSG:4547", "Only 0 points lie in the study area"),
        (even(40), None, "no coordinate reference system"),
        (even(40) * 0, "EPSG:4326", "degrees"),
    ],
)
def test_bad_points_are_told(tmp_path: Path, area: Path, xy: np.ndarray, crs, said: str) -> None:
    shapes = gpd.points_from_xy(*((xy if crs == "EPSG:4326" else CORNER + xy).T))
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # no CRS: meant so
        write(tmp_path / "p.gpkg", shapes, crs, n=range(len(xy)))
    with pytest.raises(BadInput, match=said):
        run(tmp_path / "p.gpkg", "pattern", {"area": str(area), **FEW})


def test_a_population_needs_areas(tmp_path: Path) -> None:
    path = points(tmp_path / "p.gpkg", even(40))
    with pytest.raises(BadInput, match="no study area is named"):
        run(path, "pattern", {"population": "people", **FEW})


def test_points_on_a_line_have_no_area(tmp_path: Path) -> None:
    line = np.column_stack([np.arange(20.0), np.arange(20.0)])
    with pytest.raises(BadInput, match="has no area"):
        run(points(tmp_path / "p.gpkg", line), "pattern", FEW)
