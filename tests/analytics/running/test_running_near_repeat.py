"""Near repeats through the same call as the command."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from gridloom_analytics.running import run
from gridloom_layers.errors import BadInput


def events(seed: int = 0, series: int = 60) -> gpd.GeoDataFrame:
    """200 events anywhere and any time, and series of two: 50 m and 3 days apart."""
    rng = np.random.default_rng(seed)
    xy, day = rng.uniform(0, 5000, (200, 2)), rng.integers(0, 365, 200)
    first = rng.uniform(0, 5000, (series, 2)), rng.integers(0, 350, series)
    xy = np.concatenate([xy, first[0], first[0] + [50, 0]])
    day = np.concatenate([day, first[1], first[1] + 3])
    at = pd.Timestamp("2025-01-01") + pd.to_timedelta(day, unit="D")
    points = gpd.points_from_xy(*xy.T, crs="EPSG:4547")
    return gpd.GeoDataFrame({"at": at.astype("datetime64[us]"), "geometry": points})


def found_in(path: Path, frame: gpd.GeoDataFrame, **settings: object):
    frame.to_file(path / "events.gpkg")
    return run(path / "events.gpkg", "near-repeat", {"time": "at", **settings})


def test_planted_series_are_found_and_who_began_them(tmp_path: Path) -> None:
    result = found_in(tmp_path, events())
    pairs = result.tables["pairs"].query("near_repeat")
    assert (pairs.metres_to.tolist(), pairs.days_to.tolist()) == ([100.0], [7.0])
    role = result.primary.role.to_numpy()
    assert (role[200:260] == "originator").sum() >= 58
    assert (role[260:] == "repeat").sum() >= 58
    assert "0 to 100 m away, 0 to 7 days later" in result.summary["en"]
    assert "相距 0 至 100 米" in result.summary["zh"]


def test_without_series_there_are_none_and_the_sentence_claims_no_more(tmp_path: Path) -> None:
    result = found_in(tmp_path, events(series=0))
    assert set(result.primary.role) == {"neither"}
    assert "there are no near repeats within 500 m and 42 days" in result.summary["en"]
    assert "does not show that there are none" in result.summary["en"]


def test_the_risk_by_days_is_the_ratio_of_the_pairs(tmp_path: Path) -> None:
    result = found_in(tmp_path, events(), distance_bands=2, time_bands=3)
    pairs, risk = result.tables["pairs"], result.tables["risk"]
    assert list(risk) == ["days_to", "same_place", "to_100_m", "to_200_m"]
    near = pairs.query("metres_to == 100")
    np.testing.assert_array_equal(risk.to_100_m, near.pairs / near.expected)
    chart = result.charts["risk after an event"]
    assert [one.column for one in chart.series] == list(risk)[1:]


def test_events_at_one_place_have_a_band_of_their_own(tmp_path: Path) -> None:
    frame = events(series=0)
    frame.geometry = frame.geometry.where(frame.index >= 30, frame.geometry.iloc[0])
    result = found_in(tmp_path, frame)
    same = result.tables["pairs"].query("metres_to == 1")
    assert same.pairs.sum() <= 30 * 29 / 2
    assert same.expected.sum() > 0
    assert any("30 of 200 rows (15 %) are at one" in w["en"] for w in result.warnings)


def test_a_near_repeat_needs_a_fifth_more_pairs_however_sure(tmp_path: Path) -> None:
    pairs = found_in(tmp_path, events()).tables["pairs"]
    assert (pairs.ratio[pairs.near_repeat] >= 1.2).all()
    assert (pairs.p_fdr.dropna() <= 1).all()


def test_the_seed_gives_the_same_answer(tmp_path: Path) -> None:
    one, again = (found_in(tmp_path, events()).tables["pairs"] for _ in range(2))
    pd.testing.assert_frame_equal(one, again)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda frame: frame.head(19), "too-few-rows"),
        (lambda frame: frame.assign(at=frame["at"].iloc[0]), "one-time"),
        (lambda frame: frame.set_geometry(gpd.points_from_xy([5.0] * len(frame), [5.0] * len(frame),
                                                             crs=frame.crs)), "one-place"),
        (lambda frame: frame.set_geometry(frame.scale(1e3, 1e3, origin=(0, 0))).set_geometry(
            gpd.points_from_xy(frame.geometry.x * 1e3, frame.geometry.y * 1e3, crs=frame.crs)
        ).iloc[:200], "bad-distance"),
        (lambda frame: frame.to_crs(4326), "needs-projected-crs"),
        (lambda frame: frame.assign(at="soon"), "not-a-time"),
    ],
)  # fmt: skip
def test_bad_events_are_told(tmp_path: Path, change, code: str) -> None:
    with pytest.raises(BadInput) as told:
        found_in(tmp_path, change(events()))
    assert told.value.code == code
    assert told.value.hint is not None


def test_a_pile_that_alone_makes_too_many_pairs_is_named(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("gridloom_analytics.answers.near_repeat.answer.MOST_PAIRS", 500)
    frame = events()
    frame.geometry = frame.geometry.where(frame.index >= 80, frame.geometry.iloc[0])
    with pytest.raises(BadInput) as told:
        found_in(tmp_path, frame)
    assert "Leave out the 80 events at one and the same point" in str(told.value.hint)


def test_a_band_of_a_metre_or_less_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="> 1"):
        found_in(tmp_path, events(), distance=1)
