"""One case: isolated, general, as usual or too few to tell."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from scipy.stats import fisher_exact

from gridloom_analytics.running import run
from gridloom_layers.errors import BadInput

CENTRE = np.array([5000.0, 5000.0])


def city(near_now: int, near_then: int, far: int = 60, other: int = 100) -> gpd.GeoDataFrame:
    """The case (row 1, in the middle of the year) and how many alike are near and when.

    Those far are of the kind too, one in ten of them at the time of the case; ``other`` are of
    another kind, everywhere and at any time. Every second one is open.
    """
    rng = np.random.default_rng(0)
    near = CENTRE + rng.uniform(-200, 200, (near_now + near_then, 2))
    xy = np.concatenate([[CENTRE], near, rng.uniform(0, 2000, (far, 2)),
                         rng.uniform(0, 10_000, (other, 2))])  # fmt: skip
    day = np.concatenate([
        [180], 180 + np.arange(near_now) % 20, np.full(near_then, 20),
        np.where(np.arange(far) % 10 == 0, 185, 300), rng.integers(0, 365, other),
    ])  # fmt: skip
    at = pd.Timestamp("2025-01-01") + pd.to_timedelta(day, unit="D")
    at = at.astype("datetime64[us]")
    kinds = ["噪声"] * (len(xy) - other) + ["垃圾"] * other
    frame = {
        "code": [f"E{number}" for number in range(len(xy))],
        "kind": kinds,
        "reported_at": at,
        "closed_at": pd.Series(at).where(np.arange(len(xy)) % 2 == 0),
        "geometry": gpd.points_from_xy(*xy.T, crs="EPSG:4547"),
    }
    return gpd.GeoDataFrame(frame)


def asked(path: Path, frame: gpd.GeoDataFrame, **settings: object):
    frame.to_file(path / "events.gpkg")
    settings = {"event": "E0", "distance": 500, **settings}
    return run(path / "events.gpkg", "isolated-or-general", settings)


def test_many_alike_near_by_and_now_are_general(tmp_path: Path) -> None:
    result = asked(tmp_path, city(near_now=8, near_then=2))
    # 70 others of the kind, 10 near, 14 now, 8 both: Fisher's table
    exact = fisher_exact([[8, 2], [6, 54]], alternative="greater").pvalue
    assert result.scalars["p"] == pytest.approx(exact, abs=1e-12)
    assert result.scalars["expected"] == pytest.approx(10 * 14 / 70)
    assert result.summary["en"].startswith(
        "E0 (噪声, 2025-06-30): General: within 500 m and 30 days there are 8 cases alike "
        "where 2 would be expected"
    )
    assert result.summary["en"].endswith("4 of them are open.")
    assert result.summary["zh"].startswith(
        "E0（噪声，2025-06-30）属普遍现象：500 米、前后 30 天内有 8 起同类案件"
    )


def test_none_alike_near_by_is_isolated(tmp_path: Path) -> None:
    never = asked(tmp_path, city(0, 0))
    assert "there is no other case alike, at any time" in never.summary["en"]
    then = asked(tmp_path, city(0, 5))
    assert then.summary["en"].startswith("E0 (噪声, 2025-06-30): Isolated: within 500 m")
    assert then.scalars["verdict"] == "isolated"
    assert "that none is nothing unusual" in then.summary["en"]  # fewer than three are expected
    assert then.scalars["expected"] < 3


def test_as_many_as_always_is_usual(tmp_path: Path) -> None:
    result = asked(tmp_path, city(near_now=4, near_then=30))
    assert result.scalars["verdict"] == "usual"
    assert "no sign of more than usual" in result.summary["en"]


@pytest.mark.parametrize(("now", "then", "far"), [(3, 0, 4), (1, 0, 60), (2, 0, 60)])
def test_small_numbers_are_too_few_to_tell(tmp_path: Path, now: int, then: int, far: int) -> None:
    result = asked(tmp_path, city(now, then, far))
    assert result.scalars["verdict"] == "too-few"
    assert result.summary["en"].startswith("E0 (噪声, 2025-06-30): Too few to tell: ")
    assert result.summary["zh"].startswith("E0（噪声，2025-06-30）同类案件过少，无法判断：")


def test_the_cases_alike_are_listed_by_row_the_open_ones_first(tmp_path: Path) -> None:
    table = asked(tmp_path, city(8, 2)).tables["alike"]
    assert list(table) == ["row", "distance", "days", "open"]
    assert sorted(table.row) == list(range(2, 10))
    assert table.open.tolist() == [True] * 4 + [False] * 4
    assert (np.diff(table.distance[:4]) >= 0).all()


def test_each_event_tells_what_it_is_to_the_case(tmp_path: Path) -> None:
    primary = asked(tmp_path, city(8, 2)).primary
    assert primary.relation.iloc[0] == "case"
    assert primary.relation.value_counts().to_dict() == {
        "other": 100, "same-kind": 62, "alike-open": 4, "alike": 4, "case": 1,
    }  # fmt: skip
    assert primary.alike.sum() == 8
    assert primary.days.iloc[10] == -160


def test_shuffled_kinds_ask_for_the_share_of_the_kind(tmp_path: Path) -> None:
    frame = city(8, 2)
    result = asked(tmp_path, frame, chance="kinds")
    rows = result.tables["comparisons"].set_index("chance")
    apart = np.hypot(*(np.array(frame.geometry.get_coordinates()) - CENTRE).T)
    days = (frame.reported_at - frame.reported_at[0]).dt.days.abs()
    here = ((apart <= 500) & (days <= 30)).to_numpy()[1:]
    kind = (frame.kind == "噪声").to_numpy()[1:]
    table = [[(here & kind).sum(), (here & ~kind).sum()],
             [(~here & kind).sum(), (~here & ~kind).sum()]]  # fmt: skip
    exact = fisher_exact(table, alternative="greater").pvalue
    assert result.scalars["p"] == pytest.approx(exact, abs=1e-12)
    assert rows.p["kinds"] == result.scalars["p"]


def test_the_distance_is_chosen_without_a_look_at_the_answer(tmp_path: Path) -> None:
    few = asked(tmp_path, city(8, 0, far=60), distance=None)
    expected = asked(tmp_path, city(0, 8, far=60), distance=None)
    assert few.scalars["metres"] == 2000  # 8 near by × 14 now / 68: under 3 expected at any
    assert expected.scalars["metres"] == 2000
    many = asked(tmp_path, city(20, 20, far=60), distance=None)
    assert many.scalars["metres"] < 500
    assert any("the shortest distance at which 3" in note["en"] for note in many.method.notes)


def test_without_a_kind_all_events_are_alike(tmp_path: Path) -> None:
    result = asked(tmp_path, city(8, 2), kind="")
    assert result.scalars["of_kind"] == 170
    assert any("All events count as alike" in one["en"] for one in result.warnings)


def test_a_file_without_kinds_and_closing_times_is_judged_all_the_same(tmp_path: Path) -> None:
    result = asked(tmp_path, city(8, 2).drop(columns=["kind", "closed_at", "code"]), event="1")
    assert result.scalars["open"] is None
    assert any("Which cases are open is not known" in one["en"] for one in result.warnings)


def test_the_field_of_the_code_can_be_another(tmp_path: Path) -> None:
    frame = city(8, 2).rename(columns={"code": "number"})
    assert asked(tmp_path, frame, key="number").scalars["alike"] == 8


def test_all_open_where_none_was_ever_closed(tmp_path: Path) -> None:
    result = asked(tmp_path, city(8, 2).assign(closed_at=None))
    assert result.scalars["open"] == 8


def test_that_no_case_of_its_kind_is_open_is_said_once(tmp_path: Path) -> None:
    frame = city(8, 2)
    told = asked(tmp_path, frame.assign(closed_at=frame.reported_at)).summary["en"]
    assert told.endswith(" No case of its kind is open.")
    assert "None of them" not in told


def test_a_case_near_the_end_of_the_data_is_told(tmp_path: Path) -> None:
    frame = city(8, 2)
    last = frame.code[frame.reported_at.argmax()]
    warnings = asked(tmp_path, frame, event=last).warnings
    assert any("near the beginning or the end" in one["en"] for one in warnings)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"event": "E999"}, "unknown-event"),
        ({"event": "twice"}, "ambiguous-event"),
        ({"event": "nowhere"}, "no-place-or-time"),
        ({"event": "kindless"}, "no-kind"),
        ({"kind": "colour"}, "unknown-column"),
        ({"key": "number"}, "unknown-column"),
        ({"kind": "", "chance": "kinds"}, "no-kinds"),
        ({"closed": "ended"}, "unknown-column"),
        ({"time": "then"}, "unknown-column"),
        ({"days": 0}, "bad-parameter"),
    ],
)
def test_bad_questions_are_told(tmp_path: Path, settings: dict, code: str) -> None:
    frame = city(8, 2)
    frame.loc[[3, 4], "code"] = "twice"
    frame.loc[5, ["code", "geometry"]] = ["nowhere", None]
    frame.loc[6, ["code", "kind"]] = ["kindless", None]
    with pytest.raises(BadInput) as told:
        asked(tmp_path, frame, **settings)
    assert told.value.code == code
    assert told.value.hint is not None
