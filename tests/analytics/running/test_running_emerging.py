"""Emerging hot spots of events in areas, in a workspace and in files."""

import datetime as dt
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gridloom_analytics.running import run
from gridloom_analytics.statistics.spacetime.patterns import PATTERNS
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import create_workspace

SIDE, CELL, WEEKS = 6, 500.0, 20
LAST = pd.Timestamp("2025-05-18 20:00")


def squares() -> gpd.GeoDataFrame:
    """36 areas with names; the first one is the corner of the origin."""
    places = [(x, y) for y in range(SIDE) for x in range(SIDE)]
    shapes = [shapely.box(x * CELL, y * CELL, (x + 1) * CELL, (y + 1) * CELL) for x, y in places]
    names = [f"格{x}-{y}" for x, y in places]
    return gpd.GeoDataFrame({"name": names, "geometry": shapes}, crs="EPSG:4547")


def happenings(seed: int = 0) -> gpd.GeoDataFrame:
    """Ten events a week all over, and in the corner more and more in the last five weeks."""
    rng = np.random.default_rng(seed)
    weeks = np.repeat(np.arange(WEEKS), 10)
    xy = rng.uniform(0, SIDE * CELL, (len(weeks), 2))
    growing = np.repeat(np.arange(15, WEEKS), 15 * np.arange(1, 6))
    weeks = np.concatenate([weeks, growing])
    xy = np.concatenate([xy, rng.uniform(0, 2 * CELL, (len(growing), 2))])
    back = (WEEKS - 1 - weeks) * 7 + rng.uniform(0, 6, len(weeks))
    at = LAST - pd.to_timedelta(back, unit="D")
    at = at.where(np.arange(len(at)) < len(at) - 1, LAST)
    at = at.where(weeks != 0, LAST - pd.Timedelta(days=139))
    points = gpd.points_from_xy(*xy.T, crs="EPSG:4547")
    return gpd.GeoDataFrame({"reported_at": at.astype("datetime64[us]"), "geometry": points})


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("emerging")
    squares().to_file(folder / "areas.gpkg")
    happenings().to_file(folder / "events.gpkg")
    return folder


def emerged(files: Path, **settings: object):
    events = str(files / "events.gpkg")
    return run(files / "areas.gpkg", "emerging", {"events": events, "step": "week", **settings})


def test_a_corner_that_became_hot_is_told_by_name(files: Path) -> None:
    result = emerged(files)
    corner = result.primary.iloc[0]
    assert corner.category == "consecutive-hot"
    assert corner.last_bin == 3
    assert 0 < corner.hot_share <= 5 / WEEKS
    assert "格0-0" in result.summary["en"]
    assert "连续热点" in result.summary["zh"]


def test_the_columns_are_those_of_the_contract(files: Path) -> None:
    result = emerged(files)
    contract = {"category", "trend_z", "trend_p", "hot_share", "last_bin"}
    assert contract <= set(result.primary)
    assert result.style is not None
    assert {one.value for one in result.style.classes} == set(PATTERNS)
    assert all(set(one.label) == {"zh", "en"} for one in result.style.classes)


def test_no_event_is_lost_between_areas_steps_and_patterns(files: Path) -> None:
    result = emerged(files)
    total = len(happenings())
    assert result.scalars["events"] == total
    assert result.primary.events.sum() == total
    assert result.tables["steps"].events.sum() == total
    assert result.tables["patterns"].events.sum() == total
    assert result.tables["patterns"].areas.sum() == SIDE * SIDE
    assert result.tables["steps"].ends.iloc[-1] == "2025-05-18"


def test_counts_equal_those_of_pandas(files: Path) -> None:
    found, events = emerged(files).tables["steps"], happenings()
    begins = pd.to_datetime(found.begins)
    week = np.searchsorted(begins.to_numpy(), events.reported_at.to_numpy(), side="right") - 1
    assert np.bincount(week).tolist() == found.events.tolist()


def test_charts_name_columns_that_are_there(files: Path) -> None:
    result = emerged(files)
    for chart in result.charts.values():
        table = result.tables[chart.table]
        assert {chart.x, *(one.column for one in chart.series)} <= set(table)


def test_a_workspace_gives_its_events_and_its_finest_areas(tmp_path: Path, write) -> None:
    store = create_workspace(tmp_path / "城.gridloom", "EPSG:4547", dt.date(2025, 5, 19))
    for role, frame in (("grid", squares()), ("event", happenings())):
        frame.index = pd.Index(np.arange(len(frame)) + 1, name="row_key")
        codes = {"code": [f"{role}{key}" for key in frame.index]}
        write(store, role, role, frame.assign(**codes))
    result = run(store, "emerging", {"step": "week"})
    assert result.layer == "grid"
    assert result.primary.category.iloc[0] == "consecutive-hot"
    short = run(store, "emerging", {"step": "week", "where": "reported_at < '2025-05-17'"})
    assert short.scalars["last_day"] == "2025-05-18"  # all is known to the day before the data date
    early = run(store, "emerging", {"step": "day", "where": "reported_at < '2025-05-10'"})
    assert early.scalars["last_day"] == "2025-05-09"
    assert any("10 days before the data date" in one["en"] for one in early.warnings)


def write_events(path: Path, frame: gpd.GeoDataFrame) -> dict[str, str]:
    frame.to_file(path / "some.gpkg")
    return {"events": str(path / "some.gpkg"), "step": "week"}


def test_events_spread_evenly_in_space_and_time_have_no_pattern(
    tmp_path: Path, files: Path
) -> None:
    events, rng = happenings(), np.random.default_rng(1)
    xy = rng.uniform(0, SIDE * CELL, (len(events), 2))
    events.geometry = gpd.points_from_xy(*xy.T, crs=events.crs)
    events["reported_at"] = LAST - pd.to_timedelta(rng.uniform(0, 139.5, len(events)), unit="D")
    found = run(files / "areas.gpkg", "emerging", write_events(tmp_path, events))
    assert set(found.primary.category) == {"no-pattern"}
    assert "of hot spots: 0; of cold spots: 0; among 36 areas" in found.summary["en"]


def test_what_is_left_out_and_what_is_empty_is_told(tmp_path: Path, files: Path) -> None:
    events = happenings()
    quiet = (events.reported_at > "2025-02-10") & (events.reported_at < "2025-03-20")
    events = events.loc[~quiet].reset_index(drop=True)
    events.loc[0, "reported_at"] = pd.NaT
    events.loc[1, "geometry"] = shapely.Point(-9e3, 0)
    events.loc[2, "reported_at"] = pd.Timestamp("2024-12-26")
    said = run(files / "areas.gpkg", "emerging", write_events(tmp_path, events)).warnings
    text = " ".join(one["en"] for one in said)
    assert "1 event without a time is left out" in text
    assert "1 event in none of the areas is left out" in text
    assert "1 event before 2024-12-30 is left out" in text
    assert "steps there is no event at all, first from 2025-02-10 on" in text


def test_a_point_that_stands_for_no_place_is_told(tmp_path: Path, files: Path) -> None:
    events = happenings()
    events.geometry = events.geometry.where(events.index >= 60, events.geometry.iloc[0])
    said = run(files / "areas.gpkg", "emerging", write_events(tmp_path, events)).warnings
    assert any("60 of 425 rows (14 %) are at one and the same point" in one["en"] for one in said)


def test_too_few_steps_are_told(files: Path) -> None:
    with pytest.raises(BadInput, match="only 4 whole steps; 10 are needed") as told:
        emerged(files, step="month")
    assert told.value.hint is not None


def test_an_area_without_neighbours_is_told_and_has_no_pattern(tmp_path: Path, files: Path) -> None:
    areas = squares()
    far = gpd.GeoSeries([shapely.box(9e4, 0, 9e4 + 1, 1)], crs=areas.crs)
    more = pd.concat([areas, gpd.GeoDataFrame({"name": ["岛"], "geometry": far})])
    more.to_file(tmp_path / "more.gpkg")
    settings = {"events": str(files / "events.gpkg"), "step": "week"}
    result = run(tmp_path / "more.gpkg", "emerging", settings)
    alone = result.primary.iloc[-1]
    assert alone.island
    assert pd.isna(alone.category)
    assert alone.events == 0
    assert any("1 place has no neighbour" in one["en"] for one in result.warnings)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"events": None}, "missing-parameter"),
        ({"time": "when"}, "unknown-column"),
        ({"neighbours": "distance", "distance": 9.0}, "no-neighbours"),
        ({"step": "fortnight"}, "bad-parameter"),
    ],
)
def test_bad_settings_are_told(files: Path, change: dict, code: str) -> None:
    with pytest.raises(BadInput) as told:
        emerged(files, **change)
    assert told.value.code == code
    assert told.value.hint is not None


def test_a_missing_time_names_the_columns_with_times(files: Path) -> None:
    with pytest.raises(BadInput) as told:
        emerged(files, time="when")
    assert "reported_at" in str(told.value.hint)


def test_events_outside_all_areas_are_refused(tmp_path: Path, files: Path) -> None:
    away = happenings()
    away.geometry = away.translate(1e6, 0)
    with pytest.raises(BadInput, match="No event of “some” with a time lies in an area"):
        run(files / "areas.gpkg", "emerging", write_events(tmp_path, away))


def test_points_are_no_areas_to_count_in(files: Path) -> None:
    with pytest.raises(BadInput, match="events are counted in areas"):
        run(files / "events.gpkg", "emerging", {"events": str(files / "events.gpkg")})
