"""Distributions, concentration, comparison, ages: few persons are told in no output."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest

from gridloom_analytics.running import keep, kept, layer_of, run
from gridloom_desktop.publishing.export import export_result, release_answer
from gridloom_desktop.publishing.publish import publish_charts

OLD = "count(person where age >= 65)"
PEOPLE = np.array([0, 3, 12, 40, 25, 18, 30, 22, 15, 60, 33, 28])
OLD_PERSONS = np.array([0, 1, 12, 10, 0, 18, 25, 11, 0, 45, 20, 10])
FEW_OLD, FEW = [1], [1, 6]
"""Positions of the squares with a few old persons; with those, or a few who are not old."""
OF_AREAS = ["number", "rows", "areas", "percent", "kinds", "largest_in"]
"""Columns of tables that count areas or number rows, not persons."""
RUNS = {
    "rates": ("distribution", {"value": OLD, "per": "person"}),
    "shares": ("distribution", {"value": OLD, "per": "share"}),
    "densities": ("distribution", {"value": OLD, "per": "area"}),
    "concentration": ("concentration", {"value": OLD, "against": "count(person)"}),
    "comparison": ("compare", {"value": OLD, "other": "count(person)"}),
    "ages": ("population", {}),
    "mix": ("mix", {"table": "person", "by": "age:0,65", "figure": "unlikeness"}),
}


def few(name: str) -> list[int]:
    """Return the positions of the squares whose figures tell of a few persons."""
    return FEW_OLD if name in ("shares", "densities") else FEW


def found(city, name: str):
    analysis, settings = RUNS[name]
    return run(city, analysis, settings, layer="grid")


@pytest.mark.parametrize("name", RUNS)
def test_no_figure_of_an_area_with_few_persons_is_released(city, name: str) -> None:
    shown = release_answer(found(city, name)).primary
    assert shown.iloc[few(name)].isna().all(axis=None)


@pytest.mark.parametrize(("name", "column"), [
    ("rates", "class"), ("shares", "value"), ("concentration", "quotient"), ("comparison", "p"),
    ("mix", "unlikeness"),
])  # fmt: skip
def test_figures_of_the_other_areas_are_released(city, name: str, column: str) -> None:
    answer = found(city, name)
    exact, shown = answer.primary[column].notna(), release_answer(answer).primary[column].notna()
    exact.iloc[few(name)] = False
    assert shown.tolist() == exact.tolist()


def test_shares_are_of_the_total_of_the_areas_shown(city) -> None:
    shares = release_answer(found(city, "shares")).primary["value"]
    old = np.delete(OLD_PERSONS, FEW_OLD)
    assert np.delete(shares.to_numpy(), FEW_OLD) == pytest.approx(100 * old / old.sum())


def test_location_quotients_are_of_the_totals_of_the_areas_shown(city) -> None:
    quotient = release_answer(found(city, "concentration")).primary["quotient"]
    old, people = np.delete(OLD_PERSONS, [0, *FEW]), np.delete(PEOPLE, [0, *FEW])
    expected = (old / old.sum()) / (people / people.sum())
    assert np.delete(quotient.to_numpy(), [0, *FEW]) == pytest.approx(expected)


def test_inequality_is_that_among_the_areas_shown(city) -> None:
    scalars = release_answer(found(city, "shares")).scalars
    old = np.delete(OLD_PERSONS, FEW_OLD)
    pairs = np.abs(old[:, None] - old).mean() / (2 * old.mean())
    assert scalars["gini"] == pytest.approx(pairs)
    assert scalars["cv"] == pytest.approx(old.std() / old.mean())


@pytest.mark.parametrize("name", RUNS)
def test_an_answer_says_that_it_is_of_the_areas_shown(city, name: str) -> None:
    shown = release_answer(found(city, name))
    rest = 12 - len(few(name))
    assert f"classes and scores are of the other {rest} areas alone" in shown.warnings[1]["en"]


@pytest.mark.parametrize("name", RUNS)
def test_every_column_of_a_result_is_guarded(city, name: str) -> None:
    answer = found(city, name)
    assert set(answer.primary) - set(answer.guarded) == set()


@pytest.mark.parametrize("name", RUNS)
def test_a_file_has_the_withheld_rows_marked(city, name: str, tmp_path: Path) -> None:
    answer, out = found(city, name), tmp_path / "result.gpkg"
    export_result(answer, layer_of(city, answer), out, city)
    written = gpd.read_file(out, layer="grid")
    assert np.flatnonzero(written["suppressed"]).tolist() == few(name)
    for table in set(pyogrio.list_layers(out)[:, 0]) - {"grid"}:
        frame = pyogrio.read_dataframe(out, layer=table)
        small = frame.select_dtypes("integer").drop(columns=OF_AREAS, errors="ignore")
        assert not ((small > 0) & (small < 10)).to_numpy().any(), table


@pytest.mark.parametrize("name", [one for one in RUNS if one not in ("rates", "densities")])
def test_charts_are_drawn_without_them(city, name: str, tmp_path: Path) -> None:
    report = publish_charts(found(city, name), tmp_path / "chart.png", city, "zh")
    assert report.suppressed == len(few(name))
    assert report.file.stat().st_size > 10_000


def test_a_pyramid_counts_those_in_the_areas_shown(city) -> None:
    shown = release_answer(found(city, "ages"))
    assert shown.tables["pyramid"]["female"].sum() == shown.primary["female"].sum()


def test_areas_with_few_persons_of_another_city_take_no_part(city) -> None:
    settings = {"value": OLD, "city": str(city.path)}
    answer = run(city, "compare", settings, layer="grid")
    assert (answer.scalars["n"], answer.scalars["other_n"]) == (12, 11)
    said = "1 area of “城市: grid” rests on a few persons and is left out."
    assert said in [one["en"] for one in answer.warnings]


def test_the_sentence_counts_the_areas_shown_only(city) -> None:
    said = release_answer(found(city, "shares")).summary["en"]
    assert "over 11 places" in said and "between 0 and" in said


@pytest.mark.parametrize("name", ["shares", "concentration", "mix"])
def test_with_a_higher_threshold_what_adds_up_is_withheld_in_all_areas(city, name: str) -> None:
    answer = found(city, name)
    shown = release_answer(answer, 30)
    sums = [column for column in answer.of_neighbours if column in shown.primary]
    assert shown.primary[sums].isna().all(axis=None)
    assert not any(isinstance(value, float) for value in shown.scalars.values())


def test_a_kept_answer_is_released_as_the_fresh_one(city) -> None:
    fresh = found(city, "concentration")
    keep(city, "kept", fresh)
    again, shown = release_answer(kept(city, "kept")), release_answer(fresh)
    pd.testing.assert_frame_equal(again.primary, shown.primary)
    pd.testing.assert_frame_equal(again.tables["lorenz"], shown.tables["lorenz"])
    assert (again.summary, again.scalars) == (shown.summary, shown.scalars)
