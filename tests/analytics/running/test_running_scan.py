"""The scan statistic through the same call as the command: areas, points, events, and bad input."""

from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gridloom_analytics.disclosure import small_counts
from gridloom_analytics.result import Result
from gridloom_analytics.running import keep, kept, run
from gridloom_desktop.publishing.export.cleared import release_answer
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore

SIDE, CELL, EAST, NORTH = 8, 500.0, 500_000.0, 2_500_000.0
HOT = {"1-1", "0-1", "2-1", "1-0", "1-2"}
"""Cells with planted cases: a middle and the four beside it."""
FAST = {"draws": "99"}


def squares() -> gpd.GeoDataFrame:
    """64 cells of 100 people, 2 cases each and 12 in the hot ones; two strata of half each."""
    names = [f"{x}-{y}" for y in range(SIDE) for x in range(SIDE)]
    shapes = [
        shapely.box(EAST + x * CELL, NORTH + y * CELL, EAST + x * CELL + CELL,
                    NORTH + y * CELL + CELL)
        for y in range(SIDE) for x in range(SIDE)
    ]  # fmt: skip
    cases = np.array([12 if name in HOT else 2 for name in names])
    frame = gpd.GeoDataFrame({"name": names, "cases": cases}, geometry=shapes, crs="EPSG:4547")
    return frame.assign(
        people=100, even=2, none=0, part=cases / 7, few=[1] + [0] * 63, minus=[-1] + [0] * 63,
        some=[0] + [100] * 63, young=cases // 2, old=cases - cases // 2, young_people=50,
        old_people=np.where(cases > 2, 300, 50), risen=cases * 1.0,
        mixed=np.where(cases > 2, 30, np.where(cases[::-1] > 2, 0, 8)),
    )  # fmt: skip


def reports() -> gpd.GeoDataFrame:
    """400 events over 40 weeks of 2025 anywhere, 60 more in weeks 21 to 24 in the hot corner."""
    rng = np.random.default_rng(5)
    xy = rng.uniform(0, SIDE * CELL, (400, 2))
    week = rng.integers(0, 40, 400)
    xy = np.vstack([xy, rng.uniform(0, 2 * CELL, (60, 2))]) + np.array([EAST, NORTH])
    week = np.concatenate([week, rng.integers(20, 24, 60)])
    day = pd.Timestamp("2025-01-01") + pd.to_timedelta(week * 7 + rng.integers(0, 7, 460), "D")
    day = pd.Series(day)
    day.iloc[[0, 1]] = pd.Timestamp("2025-01-01"), pd.Timestamp("2025-10-07")
    points = gpd.points_from_xy(*xy.T)
    frame = gpd.GeoDataFrame({"at": day, "sick": (rng.random(460) < 0.3) * 1}, geometry=points)
    frame["once"] = pd.Timestamp("2025-03-01")
    return frame.set_crs("EPSG:4547")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scan")
    squares().to_file(folder / "squares.gpkg")
    reports().to_file(folder / "reports.gpkg")
    return folder


def scanned(town: Path, layer: str = "squares", **settings: object) -> Result:
    return run(town / f"{layer}.gpkg", "scan", {**FAST, **settings})


def inside(result: Result) -> np.ndarray:
    """Return which rows are in the likeliest cluster."""
    return result.primary.cluster.eq(1).fillna(False).to_numpy(dtype=bool)


@pytest.fixture(scope="module")
def spatial(town: Path) -> Result:
    return scanned(town, cases="cases", population="people", share=20)


def test_the_planted_cells_are_the_cluster(spatial: Result) -> None:
    assert set(squares().name[inside(spatial)]) == HOT
    assert spatial.scalars["clusters"] == 1
    assert spatial.primary.p.dropna().unique() == [0.01]
    assert list(spatial.primary) == ["cluster", "p", "observed", "expected", "relative_risk"]


def test_relative_risk_is_worked_by_hand(spatial: Result) -> None:
    row = spatial.primary.iloc[1 + SIDE]  # a hot cell: 12 of 178 cases, 1 / 64 of the people
    due = 178 / 64
    assert (row.observed, row.expected) == (12, pytest.approx(due))
    assert row.relative_risk == pytest.approx((12 / due) / ((178 - 12) / (178 - due)))


def test_the_circle_reaches_the_farthest_place(spatial: Result) -> None:
    circle, areas = spatial.shapes["circles"].iloc[0], squares()
    centre, places = shapely.Point(circle.x, circle.y), areas.geometry.centroid[inside(spatial)]
    assert places.distance(centre).max() == pytest.approx(circle.radius_m, abs=1.0)
    assert circle.geometry.area == pytest.approx(np.pi * circle.radius_m**2, rel=0.01)


def test_a_centre_in_feet_is_in_the_layer_s_coordinates(tmp_path: Path, spatial: Result) -> None:
    feet = squares().set_crs("EPSG:2263", allow_override=True)
    feet.to_file(tmp_path / "feet.gpkg")
    found = scanned(tmp_path, "feet", cases="cases", population="people", share=20)
    first, same = found.tables["clusters"].iloc[0], spatial.tables["clusters"].iloc[0]
    assert (first.x, first.y) == (same.x, same.y)
    assert first.radius_m == pytest.approx(same.radius_m * 0.3048, abs=1.0)
    assert dict(found.units) == {"radius_m": "m"}


def test_what_is_said_claims_no_more_than_the_test_shows(spatial: Result) -> None:
    said = spatial.summary["en"]
    assert "0 of 99 random draws had as strong a cluster anywhere (p = 0.01)" in said
    assert "not where it ends" in said
    assert "次随机模拟中有 0 次" in spatial.summary["zh"]


def test_even_cases_have_no_cluster(town: Path) -> None:
    found = scanned(town, cases="even", population="people")
    assert found.primary.cluster.isna().all()
    assert len(found.tables["clusters"]) == 0
    assert "Nowhere" in found.summary["en"]


def test_nothing_significant_is_said_so(town: Path) -> None:
    found = scanned(town, cases="few,even", population="people,people", share=10)
    assert found.scalars["clusters"] == 0
    assert "does not show that the risk is the same everywhere" in found.summary["en"]


def test_low_rates_and_both_are_found(town: Path) -> None:
    low = scanned(town, cases="mixed", population="people", rates="low", share=20)
    assert set(squares().name[inside(low)]) == {"6-6", "7-6", "5-6", "6-7", "6-5"}
    assert "are rare" in low.summary["en"]
    both = scanned(town, cases="mixed", population="people", rates="both", share=20)
    assert both.tables["clusters"].direction.tolist()[:2] == ["high", "low"]


def test_strata_are_standardised_indirectly(town: Path) -> None:
    found = scanned(town, cases="young,old", population="young_people,old_people", share=20)
    areas = squares()
    due = sum(
        areas[people] * areas[cases].sum() / areas[people].sum()
        for cases, people in (("young", "young_people"), ("old", "old_people"))
    )
    np.testing.assert_allclose(found.primary.expected.astype(float), due, atol=1e-9)


def test_expected_cases_stand_for_a_population(town: Path) -> None:
    found = scanned(town, cases="cases", expected="risen")  # as many everywhere as are there
    assert found.scalars["clusters"] == 0
    np.testing.assert_allclose(found.primary.relative_risk, 1.0, atol=1e-9)


def test_events_are_counted_in_space_and_time(town: Path) -> None:
    found = scanned(
        town, population="people", scan="space-time", share=20,
        events=str(town / "reports.gpkg"), event_time="at",
    )  # fmt: skip
    first = found.tables["clusters"].iloc[0]
    assert first.p == 0.01
    assert "2025-05-14" <= first.start <= "2025-05-28" and "2025-06-10" <= first.end <= "2025-06-24"
    assert set(squares().name[inside(found)]) <= HOT | {"0-0", "1-1"}
    assert found.tables["course"].observed.sum() >= first.observed


def test_more_windows_than_can_be_looked_at_are_refused(town: Path, monkeypatch) -> None:
    monkeypatch.setattr("gridloom_analytics.answers.scanning.scan.MOST_STEPS", 1e4)
    with pytest.raises(BadInput, match="64 places with 1 spans of time make 2,048 windows"):
        scanned(town, cases="cases", population="people")


def test_permutation_needs_the_cases_only(town: Path) -> None:
    found = scanned(
        town, "reports", model="permutation", scan="space-time", time="at", radius=900, duration=15
    )
    first = found.tables["clusters"].iloc[0]
    assert (first.p, first.radius_m <= 900) == (0.01, True)
    days = reports()["at"][inside(found)].dt.strftime("%Y-%m-%d")
    assert days.between(first.start, first.end).all()
    assert int(inside(found).sum()) == first.observed


def test_a_scan_in_time_finds_the_weeks(town: Path) -> None:
    found = scanned(town, "reports", scan="time", time="at", duration=20)
    first = found.tables["clusters"].iloc[0]
    assert (first.start, first.end) == ("2025-05-21", "2025-06-17")
    assert not {"centre", "places", "radius_m", "x", "y"} & set(found.tables["clusters"])
    course = found.tables["course"]
    assert course.observed.sum() == 460
    assert course.expected.sum() == pytest.approx(460)
    assert found.charts["course"].table == "course"


def test_cut_months_expect_by_their_days(town: Path) -> None:
    course = scanned(town, "reports", scan="time", time="at", step="month").tables["course"]
    assert course.days.tolist() == [31, 28, 31, 30, 31, 30, 31, 31, 30, 7]
    np.testing.assert_allclose(course.expected, 460 * course.days / 280, atol=1e-9)


def test_bernoulli_compares_cases_with_the_others(town: Path) -> None:
    found = scanned(town, "reports", model="bernoulli", cases="sick")
    assert found.scalars["cases"] == reports().sick.sum()
    assert found.tables["clusters"].p.iloc[0] > 0.01
    areas = scanned(town, cases="cases", population="people", model="bernoulli", share=20)
    assert areas.scalars["clusters"] == 1


def test_points_at_one_place_are_one_place(tmp_path: Path) -> None:
    points = gpd.points_from_xy(EAST + np.repeat([0, 1000, 2000], 20), [NORTH] * 60)
    cases = np.repeat([1, 0, 0], 20)
    frame = gpd.GeoDataFrame({"sick": cases}, geometry=points, crs="EPSG:4547")
    frame.to_file(tmp_path / "points.gpkg")
    found = run(tmp_path / "points.gpkg", "scan", {**FAST, "model": "bernoulli", "cases": "sick"})
    assert found.scalars["places"] == 3
    assert found.primary.cluster.eq(1).sum() == 20
    assert found.tables["clusters"].relative_risk.isna().all()  # no case elsewhere
    assert "All 20 cases" in found.summary["en"]


def test_the_same_seed_gives_the_same_answer(town: Path) -> None:
    one, two, other = (
        run(town / "squares.gpkg", "scan",
            {**FAST, "cases": "cases", "population": "people"}, seed=seed)
        for seed in (3, 3, 4)
    )  # fmt: skip
    pd.testing.assert_frame_equal(one.tables["clusters"], two.tables["clusters"])
    assert one.tables["clusters"].p_gumbel[0] != other.tables["clusters"].p_gumbel[0]


def test_a_result_can_be_kept(city: FolderStore) -> None:
    settings = {**FAST, "cases": "count(person where sex = 'F')", "population": "count(person)"}
    found = run(city, "scan", settings)
    keep(city, "women", found)
    again = kept(city, "women")
    pd.testing.assert_frame_equal(again.tables["clusters"], found.tables["clusters"])
    pd.testing.assert_frame_equal(again.primary, found.primary)
    assert found.scalars["clusters"] == 1


def test_small_counts_of_persons_are_not_told(city: FolderStore) -> None:
    settings = {**FAST, "cases": "count(person where sex = 'F')", "population": "count(person)"}
    found = run(city, "scan", settings)
    assert found.scalars["cases"] is None
    shown = release_answer(found, threshold=50)
    table = shown.tables["clusters"]
    assert table[["observed", "expected", "ratio", "relative_risk", "llr"]].isna().all().all()
    assert shown.primary[["expected", "relative_risk"]].isna().all().all()
    assert "cases are there" not in shown.summary["en"]
    assert table.radius_m.equals(found.tables["clusters"].radius_m)  # where it is may be seen


def test_a_risk_that_could_be_a_count_of_few_persons_is_not_said(
    city: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {**FAST, "cases": "count(person where sex = 'F')", "population": "count(person)"}
    assert "The risk there is" in run(city, "scan", settings).summary["en"]
    few = partial(small_counts, threshold=50)
    monkeypatch.setattr("gridloom_analytics.answers.scanning.telling.small_counts", few)
    assert "risk there" not in run(city, "scan", settings).summary["en"]


EVENTS = {"events": "reports.gpkg"}


@pytest.mark.parametrize(
    ("layer", "settings", "code"),
    [
        ("squares", {"cases": "cases"}, "bad-combination"),
        ("squares", {"population": "people"}, "bad-combination"),
        ("squares", {"cases": "cases", "population": "people", "expected": "risen"},
         "bad-combination"),
        ("squares", {"cases": "cases", "population": "people,people"}, "bad-combination"),
        ("squares", {"cases": "cases,even", "population": "people"}, "bad-combination"),
        ("squares", {"cases": "cases", "population": "people", "event_time": "at"},
         "bad-combination"),
        ("squares", {"cases": "cases", "population": "people", "scan": "space-time"},
         "bad-combination"),
        ("squares", {"cases": "cases", "population": "people", **EVENTS}, "bad-combination"),
        ("squares", {"model": "bernoulli", "population": "people", **EVENTS}, "bad-combination"),
        ("squares", {"model": "bernoulli", "population": "people"}, "bad-combination"),
        ("squares", {"model": "bernoulli", "cases": "few", "expected": "risen"},
         "bad-combination"),
        ("squares", {"population": "people", "scan": "space-time", **EVENTS}, "bad-combination"),
        ("squares", {"population": "people", "scan": "time", "event_time": "at", **EVENTS},
         "bad-combination"),
        ("reports", {"model": "permutation"}, "bad-combination"),
        ("reports", {"model": "permutation", "scan": "space-time", "time": "at",
                     "population": "sick"}, "bad-combination"),
        ("reports", {"scan": "space-time", "time": "at", "cases": "sick", "population": "sick"},
         "bad-combination"),
        ("reports", {"scan": "time", "time": "at", "population": "sick"}, "bad-combination"),
        ("reports", {"scan": "time", "time": "sick"}, "not-a-time"),
        ("reports", {"scan": "time", "time": "once"}, "too-few-steps"),
        ("squares", {"cases": "name", "population": "people"}, "not-numeric"),
        ("squares", {"cases": "minus", "population": "people"}, "negative-values"),
        ("squares", {"cases": "cases", "population": "minus"}, "negative-values"),
        ("squares", {"cases": "part", "population": "people"}, "not-whole"),
        ("squares", {"cases": "none", "population": "people"}, "no-cases"),
        ("squares", {"cases": "few", "population": "people"}, "no-cases"),
        ("squares", {"cases": "even", "population": "some"}, "cases-without-population"),
        ("squares", {"cases": "cases", "population": "none"}, "cases-without-population"),
        ("squares", {"cases": "cases", "population": "even", "model": "bernoulli"},
         "more-cases-than-people"),
        ("squares", {"cases": "even", "population": "even", "model": "bernoulli"}, "no-controls"),
        ("squares", {"cases": "cases", "population": "people", "share": "1"}, "no-window"),
        ("squares", {"cases": "cases", "population": "people", "share": "60"}, "bad-parameter"),
        ("squares", {"cases": "cases", "population": "people", "draws": "3"}, "bad-parameter"),
        ("squares", {"cases": "nothing", "population": "people"}, "unknown-column"),
    ],
)  # fmt: skip
def test_bad_input_is_one_sentence(
    town: Path, layer: str, settings: dict[str, str], code: str
) -> None:
    if "events" in settings:
        settings = settings | {"events": str(town / settings["events"])}
    with pytest.raises(BadInput) as refusal:
        scanned(town, layer, **settings)
    assert refusal.value.code == code
    assert refusal.value.hint is not None


def test_a_refusal_names_the_row(town: Path) -> None:
    with pytest.raises(BadInput, match="That is so in 1 row: “0-0”"):
        scanned(town, cases="even", population="some")


def test_degrees_are_refused(tmp_path: Path) -> None:
    squares().to_crs(4326).to_file(tmp_path / "degrees.gpkg")
    with pytest.raises(BadInput, match="in degrees"):
        run(tmp_path / "degrees.gpkg", "scan", {"cases": "cases", "population": "people"})


def test_one_place_alone_is_refused(tmp_path: Path) -> None:
    squares().iloc[:1].to_file(tmp_path / "one.gpkg")
    with pytest.raises(BadInput, match="at one place"):
        run(tmp_path / "one.gpkg", "scan", {"cases": "cases", "population": "people"})


def test_too_many_steps_are_refused_before_memory_is_full(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridloom_analytics.answers.scanning.material.LARGEST", 100)
    with pytest.raises(BadInput, match="too many to scan"):
        scanned(town, "reports", model="permutation", scan="space-time", time="at")


def test_rows_and_events_that_take_no_part_are_counted(town: Path, tmp_path: Path) -> None:
    areas, events = squares(), reports()
    areas.loc[5, "people"] = np.nan
    areas.loc[[6], "geometry"] = None
    events.loc[3, "at"] = pd.NaT
    areas.to_file(tmp_path / "areas.gpkg")
    events.to_file(tmp_path / "events.gpkg")
    found = run(
        tmp_path / "areas.gpkg", "scan",
        {**FAST, "population": "people", "scan": "space-time", "step": "month",
         "events": str(tmp_path / "events.gpkg"), "event_time": "at"},
    )  # fmt: skip
    said = " ".join(one["en"] for one in found.warnings)
    assert "1 row without a value" in said and "1 row without a geometry" in said
    assert "1 event without a time" in said and "outside all areas" in said
    assert found.primary.expected.isna().sum() == 2
