"""Density of points and relative risk, as a user runs them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from rasterio.features import rasterize
from sklearn.neighbors import KernelDensity

from gridloom_analytics.analyses.density import DensityParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.density.answer import density
from gridloom_analytics.result import Result
from gridloom_analytics.running import run
from gridloom_desktop.publishing.export import export_result, release_answer
from gridloom_layers.errors import BadInput
from gridloom_layers.progress import Progress

CRS = "EPSG:4547"
WEST, SOUTH = 500_000.0, 2_500_000.0
HOLE = shapely.box(WEST + 3000, SOUTH + 3000, WEST + 4500, SOUTH + 4500)
CITY = shapely.box(WEST, SOUTH, WEST + 8000, SOUTH + 6000).difference(HOLE)
KM2 = 1e6


def spots(seed: int = 0, n: int = 600) -> np.ndarray:
    """Points in the city, a third of them near (WEST + 6000, SOUTH + 4000)."""
    rng = np.random.default_rng(seed)
    near = rng.normal((WEST + 6000, SOUTH + 4000), 250, (n // 3, 2))
    far = rng.uniform((WEST, SOUTH), (WEST + 8000, SOUTH + 6000), (2 * n, 2))
    return np.concatenate([near, far[~shapely.contains_xy(HOLE, far)][: n - len(near)]])


def layer(called: str, shapes: Any, crs: str | None = CRS, **columns: Any) -> Inputs:
    return Inputs(called, gpd.GeoDataFrame(columns, geometry=shapes, crs=crs), crs)


def events(points: np.ndarray | None = None, **columns: Any) -> Inputs:
    """Events in the city, whose two halves are the study area."""
    own = spots() if points is None else points
    halves = [shapely.box(WEST, SOUTH, WEST + 4000, SOUTH + 6000), CITY]
    parts = [halves[0].difference(HOLE), CITY.difference(halves[0])]
    area = layer("halves", parts, name=["西", "东"])
    return replace(layer("calls", gpd.points_from_xy(*own.T), **columns), layers={"area": area})


def answer(inputs: Inputs, **settings: Any) -> Result:
    return density(inputs, DensityParameters.model_validate(settings), 0, Progress())


def by_population(points: np.ndarray, population: Inputs, **settings: Any) -> Result:
    inputs = events(points)
    whole = replace(inputs, layers={**inputs.layers, "population": population})
    return answer(whole, population="persons", **settings)


def blocks(persons: Any = None) -> Inputs:
    """Blocks of 500 m, by default of 100 persons each."""
    cells = [
        shapely.box(x, y, x + 500, y + 500)
        for y in np.arange(SOUTH, SOUTH + 6000, 500)
        for x in np.arange(WEST, WEST + 8000, 500)
    ]
    counts = np.full(len(cells), 100.0) if persons is None else persons
    return layer("persons", cells, count=counts)


@pytest.mark.parametrize("kernel", ["quartic", "gaussian"])
@pytest.mark.parametrize("adaptive", [False, True])
def test_the_raster_adds_up_to_the_total(kernel: str, adaptive: bool) -> None:
    found = answer(events(), kernel=kernel, adaptive=adaptive, bandwidth=700)
    raster = found.rasters["density"]
    assert np.nansum(raster.values) * raster.cell**2 / KM2 == pytest.approx(600, rel=1e-5)


def test_the_raster_is_blank_outside_the_city_and_in_its_hole() -> None:
    raster = answer(events(), cell=50).rasters["density"]
    frame = rasterio.transform.from_origin(raster.west, raster.north, raster.cell, raster.cell)
    city = rasterize([CITY], raster.values.shape, transform=frame).astype(bool)
    assert (np.isfinite(raster.values) == city).all()


def test_values_at_points_are_those_of_scikit_learn() -> None:
    points = spots()
    found = answer(events(points), kernel="gaussian", bandwidth=600, edge="none", cell=20)
    exact = np.exp(KernelDensity(bandwidth=600).fit(points).score_samples(points)) * 600 * KM2
    np.testing.assert_allclose(found.primary.density, exact, rtol=2e-3)
    assert found.units["density"] == "/km²"


def test_feet_give_the_same_density_per_square_kilometre() -> None:
    metres = answer(replace(events(), layers={}), bandwidth=800, cell=20).primary.density
    shapes = gpd.points_from_xy(*spots().T * (3937 / 1200))  # US survey feet, as of Tennessee
    found = answer(layer("calls", shapes, "EPSG:2274"), bandwidth=800, cell=20)
    np.testing.assert_allclose(found.primary.density, metres, rtol=1e-6)


def test_the_summary_names_the_peak_and_what_little_area_holds() -> None:
    found = answer(events(), bandwidth=500)
    assert "600 rows of “calls”: 13.11 per km² in the mean" in found.summary["en"]
    assert "That place is in 东." in found.summary["en"]
    assert "最密处在东。" in found.summary["zh"]
    assert 0.3 < found.scalars["held"] < 0.6


def test_weights_count(tmp_path: Path) -> None:
    weights = np.tile([1.0, 3.0], 300)
    found = answer(events(weight=weights), weight="weight", bandwidth=500)
    raster = found.rasters["density"]
    assert np.nansum(raster.values) * raster.cell**2 / KM2 == pytest.approx(1200, rel=1e-5)
    assert found.summary["en"].startswith("“weight” of 600 rows of “calls”")


def test_rows_outside_the_area_or_without_a_weight_are_told_and_null() -> None:
    points = np.concatenate([spots(), [[WEST - 500, SOUTH]]])
    weights = np.ones(601)
    weights[3] = np.nan
    found = answer(events(points, weight=weights), weight="weight")
    assert np.flatnonzero(found.primary.density.isna()).tolist() == [3, 600]
    told = " ".join(one["en"] for one in found.warnings)
    assert "1 row without a weight" in told
    assert "1 row outside the study area" in told


def test_without_an_area_the_hull_is_studied() -> None:
    found = answer(replace(events(), layers={}))
    assert any("convex hull" in note["en"] for note in found.method.notes)
    assert found.primary.density.notna().all()


def test_bands_lie_in_the_city_and_hold_what_they_say() -> None:
    found = answer(events(), bandwidth=700)
    bands, lines = found.shapes["bands"], found.shapes["contours"]
    assert bands.geometry.area.sum() == pytest.approx(CITY.area / 2, rel=0.02)
    assert bands.area_km2.tolist() == pytest.approx((bands.geometry.area / KM2).tolist())
    assert bands.geometry.difference(CITY.buffer(0.01)).is_empty.all()
    assert lines.geometry.difference(CITY.buffer(0.01)).is_empty.all()
    assert bands.lower.tolist() == lines.level.tolist()


def test_a_point_lies_in_the_band_of_its_density() -> None:
    found = answer(events(), bandwidth=700)
    points = gpd.GeoSeries(gpd.points_from_xy(*spots().T), crs=CRS)
    for band in found.shapes["bands"].itertuples():
        upper = band.upper if np.isfinite(band.upper) else np.inf
        within = points.within(band.geometry).to_numpy()
        edge = 0.02 * found.primary.density.max()
        assert found.primary.density[within].between(band.lower - edge, upper + edge).all()


def test_levels_can_be_named() -> None:
    found = answer(events(), bandwidth=700, levels="30, 10")
    assert found.shapes["contours"].level.tolist() == [10, 30]


@pytest.mark.parametrize("levels", ["ten", "-1,5", "nan"])
def test_levels_that_are_none_are_told(levels: str) -> None:
    with pytest.raises(BadInput, match="no contour levels"):
        answer(events(), levels=levels)


def test_a_geotiff_holds_the_city_alone(tmp_path: Path) -> None:
    inputs = events()
    export_result(answer(inputs, cell=50), inputs.layer, tmp_path / "密度.tif")
    with rasterio.open(tmp_path / "密度.tif") as file:
        values = file.read(1)
        assert file.crs.to_epsg() == 4547
        assert np.isnan(values[0, 0])
        assert np.isnan(values[file.index(WEST + 3700, SOUTH + 3700)])


@pytest.mark.parametrize(
    ("rule", "said"),
    [("arcgis", "rule of ArcGIS Pro"), ("scott", "Scott's rule"), ("likelihood", "cross-valid")],
)
@pytest.mark.parametrize("kernel", ["quartic", "gaussian"])
def test_the_rule_of_the_bandwidth_is_told(rule: str, said: str, kernel: str) -> None:
    found = answer(events(), rule=rule, kernel=kernel)
    assert said in found.summary["en"]
    assert 100 < found.scalars["bandwidth"] < 5000


def test_the_kernels_smooth_alike_by_one_rule() -> None:
    quartic, gaussian = (answer(events(), kernel=kernel) for kernel in ("quartic", "gaussian"))
    gap = (quartic.primary.density - gaussian.primary.density).abs().max()
    assert gap < 0.05 * gaussian.primary.density.max()


def test_cross_validation_does_not_hang_on_the_kernel_or_on_rounding() -> None:
    moved = events()
    moved = replace(moved, layer=moved.layer.set_geometry(moved.layer.translate(1 / 3, 1 / 7)))
    found = [
        answer(inputs, rule="likelihood", kernel=kernel).scalars["bandwidth"]
        for inputs, kernel in ((events(), "gaussian"), (events(), "quartic"), (moved, "quartic"))
    ]
    assert found[1] / found[0] == pytest.approx((2304 / 5) ** (1 / 6), rel=1e-3)
    assert found[2] == pytest.approx(found[1], rel=0.01)


def test_the_planted_risk_is_found_and_an_even_one_is_none() -> None:
    found = by_population(spots(), blocks(), population_weight="count", bandwidth=800)
    high = found.shapes["tolerance"].query("finding == 'high'").union_all()
    assert high.contains(shapely.Point(WEST + 6000, SOUTH + 4000))
    assert found.primary.risk.max() > 3
    assert "the highest is in 东" in found.summary["en"]
    assert list(found.rasters) == ["risk", "p", "density"]


def test_the_bands_of_a_risk_begin_at_none_and_lie_wherever_it_is_told() -> None:
    found = by_population(spots(), blocks(), population_weight="count", bandwidth=800)
    bands, risk = found.shapes["bands"], found.rasters["risk"]
    told = np.isfinite(risk.values).sum() * risk.cell**2
    assert bands.lower.min() == 0
    assert bands.geometry.area.sum() == pytest.approx(told, rel=0.05)


def test_a_cluster_where_people_are_is_no_risk() -> None:
    people = spots(seed=1, n=6_000)
    residents = layer("persons", gpd.points_from_xy(*people.T))
    found = by_population(spots(), residents, bandwidth=800)
    assert answer(events(), bandwidth=800).primary.density.max() > 50
    assert found.primary.risk[:200].between(0.8, 1.25).all()


def test_false_alarms_are_as_many_as_the_level_says() -> None:
    rng = np.random.default_rng(0)
    shares = []
    for _ in range(20):
        even = rng.uniform((WEST, SOUTH), (WEST + 8000, SOUTH + 6000), (400, 2))
        even = even[~shapely.contains_xy(HOLE, even)]
        found = by_population(even, blocks(), population_weight="count", bandwidth=800, cell=100)
        shares.append(found.scalars["high"] + found.scalars["low"])
    error = np.std(shares, ddof=1) / np.sqrt(len(shares))
    assert abs(np.mean(shares) - 0.05) < 4 * error


def test_where_too_few_would_be_expected_there_is_no_risk() -> None:
    counts = np.full(192, 100.0)
    counts.reshape(12, 16)[:, 8:] = 0.0
    found = by_population(spots(), blocks(counts), population_weight="count", bandwidth=600)
    risk = found.rasters["risk"]
    east = int((WEST + 6000 - risk.west) / risk.cell)
    assert np.isnan(risk.values[:, east:]).all()
    assert any("of the study area has no risk" in one["en"] for one in found.warnings)


def test_areas_half_outside_the_city_bring_half_of_their_people() -> None:
    outer = shapely.box(WEST - 8000, SOUTH, WEST + 4000, SOUTH + 6000)
    inner = shapely.box(WEST + 4000, SOUTH, WEST + 8000, SOUTH + 6000)
    rng = np.random.default_rng(2)
    even = rng.uniform((WEST, SOUTH), (WEST + 8000, SOUTH + 6000), (3000, 2))
    even = even[~shapely.contains_xy(HOLE, even)]
    population = layer("persons", [outer, inner], count=[3000.0, 1000.0])
    found = by_population(even, population, population_weight="count", bandwidth=1500)
    assert found.primary.risk.between(0.6, 1.5).all()


def test_small_counts_of_persons_cannot_be_taken_back_from_a_risk() -> None:
    def risk(few: float) -> np.ndarray:
        counts = np.where(np.arange(192) % 7 == 0, few, 100.0)
        people = replace(
            blocks(counts), counts=("count",), persons=pd.DataFrame({"n": counts.astype(int)})
        )
        found = by_population(spots(), people, population_weight="count", bandwidth=800)
        assert any("count as 5 each" in one["en"] for one in found.warnings)
        return found.rasters["risk"].values

    np.testing.assert_array_equal(risk(3.0), risk(8.0))


def test_a_density_over_few_persons_is_withheld() -> None:
    inputs = events(weight=np.tile([4.0, 40.0], 300))
    counted = replace(inputs, persons=inputs.layer[["weight"]].astype(int), counts=("weight",))
    shown = release_answer(answer(counted, weight="weight"))
    assert shown.rasters == shown.shapes == {}
    assert shown.primary.density.isna().all()
    assert shown.scalars["highest"] is None


REFUSED = [
    ({"weight": "w"}, {"w": [-1.0] * 600}, "600 weights in “w” are negative"),
    ({"weight": "w"}, {"w": [0.0] * 600}, "All weights in “w” are 0"),
    ({"weight": "nobody"}, {}, "has no column “nobody”"),
    ({"bandwidth": 1, "cell": 50}, {}, "too short for cells of 50 m"),
    ({"bandwidth": 1}, {}, "too short for cells of"),
    ({"cell": 0.5}, {}, "would be too many: 192,000,000"),
    ({"population_weight": "w"}, {}, "weight of the population is given"),
]


@pytest.mark.parametrize(("settings", "columns", "said"), REFUSED)
def test_what_cannot_be_used_is_told(settings: dict, columns: dict, said: str) -> None:
    with pytest.raises(BadInput, match=said) as told:
        answer(events(**columns), **settings)
    assert told.value.hint is not None


def test_degrees_and_lines_and_single_points_are_told() -> None:
    degrees = layer("calls", gpd.points_from_xy([114, 114.1, 114.2], [22, 22.1, 22]), "EPSG:4326")
    with pytest.raises(BadInput, match="Distances cannot be measured"):
        answer(degrees)
    line = layer("calls", gpd.points_from_xy([WEST, WEST + 1, WEST + 2], [SOUTH] * 3))
    with pytest.raises(BadInput, match="at one place or on a line"):
        answer(line)
    along = np.random.default_rng(0).uniform(0, 1000, 60)
    slanting = layer("calls", gpd.points_from_xy(WEST + along, SOUTH + 0.1 * along))
    with pytest.raises(BadInput, match="at one place or on a line"):
        answer(slanting)
    with pytest.raises(BadInput, match="Only 1 row has a place"):
        answer(layer("calls", gpd.points_from_xy([WEST], [SOUTH])))


def test_points_that_all_lie_at_one_place_need_a_bandwidth() -> None:
    heap = np.full((30, 2), (WEST + 500, SOUTH + 500))
    with pytest.raises(BadInput, match="no bandwidth suggests itself"):
        answer(events(heap))
    assert answer(events(heap), bandwidth=500).primary.density.notna().all()


def test_an_area_or_population_elsewhere_is_told() -> None:
    away = spots() + np.array([50_000, 0])
    with pytest.raises(BadInput, match="Only 0 rows lie in the study area"):
        answer(events(away))
    with pytest.raises(BadInput, match="Nothing of “persons” lies in the study area"):
        by_population(spots(), layer("persons", gpd.points_from_xy(*away.T)))


def test_a_population_too_thin_everywhere_is_told() -> None:
    with pytest.raises(BadInput, match=r"Nowhere would chance have 900\.0 points"):
        by_population(spots(), blocks(), expected=900)


def test_all_of_boston_is_on_its_raster(cities: Path, tmp_path: Path) -> None:
    tracts = gpd.read_file(cities / "boston" / "tracts.geojson").to_crs("EPSG:26986")
    calls = pd.read_csv(cities / "boston" / "boston311_2015_slim.csv.gz", low_memory=False)
    places = gpd.points_from_xy(calls.LONGITUDE, calls.LATITUDE, crs="EPSG:4326")
    gpd.GeoDataFrame(geometry=places).to_crs("EPSG:26986").to_file(tmp_path / "calls.gpkg")
    tracts[["geometry"]].to_file(tmp_path / "tracts.gpkg")
    found = run(tmp_path / "calls.gpkg", "density", {"area": str(tmp_path / "tracts.gpkg")})
    raster = found.rasters["density"]
    assert found.scalars["n"] > 119_000
    total = np.nansum(raster.values.astype(float)) * raster.cell**2 / KM2
    assert total == pytest.approx(found.scalars["n"], rel=1e-6)


def test_everything_said_exists_in_two_languages() -> None:
    for found in (
        answer(events(), adaptive=True, edge="even"),
        by_population(spots(), blocks(), population_weight="count", edge="none"),
    ):
        said = [found.summary, found.method.name, *found.method.notes, *found.warnings]
        assert all(text["zh"] != text["en"] for text in [*said, found.style.title])


def test_where_nothing_is_no_contour_is_drawn() -> None:
    heap = np.full((30, 2), (WEST + 500, SOUTH + 500))
    levels = answer(events(heap), bandwidth=500).shapes["contours"].level
    assert levels.min() > 0.01 * levels.max()
