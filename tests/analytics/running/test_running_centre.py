"""Centres through the same call as the command."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gridloom_analytics.running import keep, kept, run
from gridloom_desktop.publishing.export import release_answer
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore

CORNER = np.array([500_000.0, 2_500_000.0])
CROSS = np.array([[0.0, 200], [0, -200], [100, 0], [-100, 0]])
"""Its mean centre is the origin, its axes are √2 · 100 from north to south and 100 / √2."""
EAST = np.array([300.0, 0.0])


def write(path: Path, xy: np.ndarray, crs: str = "EPSG:4547", **columns: object) -> Path:
    shapes = gpd.points_from_xy(*(CORNER + xy).T)
    gpd.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path)
    return path


@pytest.fixture
def moving(tmp_path: Path) -> Path:
    """The cross in January, 300 m east of it in February, nothing in March, two places in April."""
    xy = np.vstack([CROSS, CROSS + EAST, [[300, 399], [300, 401]]])
    at = ["2025-01-31"] * 4 + ["2025-02-01T10:00"] * 4 + ["2025-04-30"] * 2
    return write(tmp_path / "moving.gpkg", xy, at=at, kind=list("aabbaabbab"), w=[1] * 9 + [0])


def test_the_cross_has_the_centre_and_the_axes_that_geometry_gives(tmp_path: Path) -> None:
    found = run(write(tmp_path / "c.gpkg", CROSS, n=range(4)), "centre", {})
    figures = found.scalars
    assert [figures["x"], figures["y"]] == pytest.approx(CORNER.tolist())
    assert figures["standard_distance"] == pytest.approx(np.sqrt(25_000))
    assert figures["major"] == pytest.approx(100 * np.sqrt(2))
    assert figures["minor"] == pytest.approx(100 / np.sqrt(2))
    assert figures["rotation"] == pytest.approx(0, abs=1e-9)
    assert found.primary.distance.tolist() == pytest.approx([200, 200, 100, 100])
    assert "most of all from north to south: 141.4 m against 70.71 m" in found.summary["en"]


def test_the_ellipse_is_drawn_with_root_two_deviations(tmp_path: Path) -> None:
    path = write(tmp_path / "c.gpkg", CROSS, n=range(4))
    for size in (1, 3):
        ellipse = run(path, "centre", {"deviations": str(size)}).shapes["ellipses"].geometry[0]
        half = size * np.array([100, 200])
        expected = [*(CORNER - half), *(CORNER + half)]
        assert list(ellipse.bounds) == pytest.approx(expected, abs=0.1)


def test_two_places_have_a_centre_and_no_spread(tmp_path: Path) -> None:
    found = run(write(tmp_path / "two.gpkg", CROSS[:2], n=range(2)), "centre", {})
    assert [found.scalars["x"], found.scalars["y"]] == pytest.approx(CORNER.tolist())
    assert found.scalars["standard_distance"] is None
    assert found.summary["en"] == (
        "Fewer than three places count: they have a centre, but no spread is told."
    )


def test_places_on_a_line_have_no_breadth(tmp_path: Path) -> None:
    along = np.random.default_rng(0).uniform(0, 1000, 60)
    line = write(tmp_path / "line.gpkg", np.column_stack([along, 0.1 * along]), n=range(60))
    assert "m against 0 m across" in run(line, "centre", {}).summary["en"]


def test_of_groups_without_any_spread_none_spreads_most(tmp_path: Path) -> None:
    piles = write(tmp_path / "piles.gpkg", np.zeros((6, 2)), kind=list("ababab"))
    assert "spreads most" not in run(piles, "centre", {"by": "kind"}).summary["en"]


def test_the_centre_of_each_month_is_followed(moving: Path) -> None:
    found = run(moving, "centre", {"time": "at"})
    months = found.tables["periods"]
    assert months.period.tolist() == ["2025-01", "2025-02", "2025-04"]
    assert months.moved.tolist()[1:] == pytest.approx([300, 400])
    assert months.bearing.tolist()[1:] == pytest.approx([90, 0])
    assert np.isnan(months.moved[0])
    assert found.shapes["path"].length.tolist() == pytest.approx([300, 400])
    assert "moved 500 m to the north-east, by 350 m" in found.summary["en"]


def test_thin_and_empty_periods_are_told(moving: Path) -> None:
    found = run(moving, "centre", {"time": "at"})
    said = " ".join(one["en"] for one in found.warnings)
    assert "1 centre rests on fewer than three places" in said
    assert "In 1 period between the first and the last nothing happened" in said
    assert found.tables["periods"].major.isna().tolist() == [False, False, True]
    assert len(found.shapes["ellipses"]) == 2
    assert found.primary.inside.isna().tolist() == [False] * 8 + [True] * 2


@pytest.mark.parametrize(
    ("period", "names"),
    [
        ("day", ["2025-01-31", "2025-02-01", "2025-04-30"]),
        ("week", ["2025-01-27/2025-02-02", "2025-04-28/2025-05-04"]),
        ("quarter", ["2025Q1", "2025Q2"]),
        ("year", ["2025"]),
    ],
)
def test_periods_are_those_of_the_calendar(moving: Path, period: str, names: list) -> None:
    found = run(moving, "centre", {"time": "at", "period": period})
    assert found.tables["periods"].period.tolist() == names


def test_each_group_has_its_own_centre_and_path(moving: Path) -> None:
    found = run(moving, "centre", {"by": "kind", "time": "at"})
    table = found.tables["periods"].set_index(["group", "period"])
    assert table.loc[("a", "2025-01"), "places"] == 2
    assert table.loc["a"].moved.tolist()[1:] == pytest.approx([300, 399])
    assert set(found.shapes["path"].group) == {"a", "b"}
    assert found.charts == {}


def test_weights_pull_the_centre(tmp_path: Path) -> None:
    path = write(tmp_path / "w.gpkg", np.array([[0.0, 0], [4, 0], [0, 0]]), w=[1.0, 3.0, None])
    found = run(path, "centre", {"weight": "w"})
    assert found.scalars["x"] == pytest.approx(CORNER[0] + 3)
    assert found.scalars["weight"] == 4
    assert any("1 row without a weight" in one["en"] for one in found.warnings)
    assert found.primary.distance.isna().tolist() == [False, False, True]


def test_areas_count_at_their_centroids_by_a_measure(city: FolderStore) -> None:
    found = run(city, "centre", {"weight": "count(person)"}, layer="grid")
    layer, weight = city.layer("grid"), found.persons.iloc[:, 0]
    middle = layer.centroid
    assert found.scalars["x"] == pytest.approx(np.average(middle.x, weights=weight), rel=1e-12)
    assert found.scalars["weight"] == 3200


def test_a_centre_is_kept_with_its_shapes_and_chart(city: FolderStore, moving: Path) -> None:
    found = run(city, "centre", {}, layer="grid")
    keep(city, "middle", found)
    assert kept(city, "middle").shapes["centres"].kind.tolist() == ["mean", "median"]
    chart = run(moving, "centre", {"time": "at"}).charts["spread"]
    columns = set(run(moving, "centre", {"time": "at"}).tables["periods"])
    assert {chart.x, *(one.column for one in chart.series)} <= columns


def test_a_centre_that_could_tell_a_few_persons_does_not_leave(city: FolderStore) -> None:
    found = run(city, "centre", {"weight": "count(person)"}, layer="grid")
    persons = found.persons.copy()
    persons.iloc[0] = 3
    seen = release_answer(replace(found, persons=persons))
    assert all(frame.geometry.isna().all() for frame in seen.shapes.values())
    assert seen.tables["periods"][["x", "y", "median_x", "major"]].isna().all(axis=None)
    assert seen.primary.distance.isna().all()
    assert seen.scalars["x"] is None


def test_requests_of_boston_have_the_centre_of_a_plain_computation(
    cities: Path, tmp_path: Path
) -> None:
    calls = pd.read_csv(cities / "boston" / "boston311_2015_slim.csv.gz", low_memory=False)
    places = gpd.GeoSeries(gpd.points_from_xy(calls.LONGITUDE, calls.LATITUDE), crs=4326)
    some = places.to_crs(26986).iloc[::40]
    frame = gpd.GeoDataFrame({"n": range(len(some))}, geometry=some.to_numpy(), crs=26986)
    frame.to_file(tmp_path / "calls.gpkg")
    found = run(tmp_path / "calls.gpkg", "centre", {})
    spread = np.linalg.eigvalsh(np.cov(some.x, some.y, ddof=0))
    assert found.scalars["x"] == pytest.approx(some.x.mean(), rel=1e-12)
    assert [found.scalars["minor"], found.scalars["major"]] == pytest.approx(np.sqrt(spread))


def test_everything_is_said_in_two_languages(moving: Path) -> None:
    found = run(moving, "centre", {"time": "at", "weight": "w"})
    chart = found.charts["spread"]
    said = [found.summary, found.method.name, *found.method.notes, *found.warnings]
    said += [chart.title, chart.x_title, *(one.title for one in chart.series), found.style.title]
    assert all(text["zh"] != text["en"] for text in said)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"weight": "n"}, "negative-values"),
        ({"weight": "nothing"}, "all-zero"),
        ({"weight": "kind"}, "not-numeric"),
        ({"by": "colour"}, "unknown-column"),
        ({"time": "n"}, "not-a-time"),
        ({"period": "century"}, "bad-parameter"),
        ({"deviations": "4"}, "bad-parameter"),
    ],
)
def test_bad_settings_are_told(tmp_path: Path, settings: dict, code: str) -> None:
    columns = {"n": [1, -1, 2, 2], "nothing": [0.0] * 4, "kind": list("abcd")}
    path = write(tmp_path / "c.gpkg", CROSS, **columns)
    with pytest.raises(BadInput) as told:
        run(path, "centre", settings)
    assert told.value.code == code


def test_too_many_groups_are_refused(tmp_path: Path) -> None:
    many = np.random.default_rng(0).uniform(size=(2_001, 2))
    path = write(tmp_path / "m.gpkg", many, code=[str(i) for i in range(2_001)])
    with pytest.raises(BadInput, match="2,001 groups and periods"):
        run(path, "centre", {"by": "code"})


def test_degrees_are_refused(tmp_path: Path) -> None:
    shapes = shapely.points([[114.0, 22.5], [114.1, 22.6]])
    gpd.GeoDataFrame({"n": [1, 2]}, geometry=shapes, crs=4326).to_file(tmp_path / "d.gpkg")
    with pytest.raises(BadInput, match="degrees") as told:
        run(tmp_path / "d.gpkg", "centre", {})
    assert "Project it to EPSG:4547 first (--crs)" in str(told.value.hint)
