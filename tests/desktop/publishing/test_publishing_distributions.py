"""Distributions, concentration, comparison, ages: few persons are told in no output."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest

from gridloom_analytics.running import layer_of, run
from gridloom_desktop.publishing.export import export_result, release_answer
from gridloom_desktop.publishing.publish import publish_charts

OLD = "count(person where age >= 65)"
FEW_OLD, FEW = [1], [1, 6]
"""Positions of the squares with a few old persons; with those, or a few who are not old."""
OF_AREAS = ["number", "rows", "areas", "percent"]
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
    answer = found(city, name)
    shown = release_answer(answer).primary
    hidden = shown.iloc[few(name)]
    assert hidden[[one for one in answer.guarded if one in hidden]].isna().all(axis=None)
    rest_on_all = [one for one in answer.of_neighbours if one in shown]
    assert shown[rest_on_all].isna().all(axis=None)


@pytest.mark.parametrize("name", RUNS)
def test_no_figure_of_all_areas_gives_the_withheld_ones_back(city, name: str) -> None:
    scalars = release_answer(found(city, name)).scalars
    floats = {key for key, value in scalars.items() if isinstance(value, float)}
    assert floats <= {"gini", "cv"}


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
        small = frame.select_dtypes("number").drop(columns=OF_AREAS, errors="ignore")
        assert not ((small > 0) & (small < 10)).to_numpy().any(), table


@pytest.mark.parametrize("name", [one for one in RUNS if one not in ("rates", "densities")])
def test_charts_are_drawn_without_them(city, name: str, tmp_path: Path) -> None:
    report = publish_charts(found(city, name), tmp_path / "chart.png", city, "zh")
    assert report.suppressed == len(few(name))
    assert report.file.stat().st_size > 10_000


def test_a_pyramid_beside_withheld_areas_is_rounded_down(city) -> None:
    answer = found(city, "ages")
    exact, shown = answer.tables["pyramid"], release_answer(answer).tables["pyramid"]
    known = exact["female"] >= 10
    assert (shown["female"][known] == exact["female"][known] // 10 * 10).all()
    assert shown["female"][(exact["female"] > 0) & ~known].isna().all()


def test_areas_with_few_persons_of_another_city_take_no_part(city) -> None:
    settings = {"value": OLD, "city": str(city.path)}
    answer = run(city, "compare", settings, layer="grid")
    assert (answer.scalars["n"], answer.scalars["other_n"]) == (12, 11)
    said = "1 area of “城市: grid” rests on a few persons and is left out."
    assert said in [one["en"] for one in answer.warnings]


def test_a_comparison_with_withheld_areas_tells_how_many_are_in_each_class(city) -> None:
    shown = release_answer(found(city, "comparison"))
    assert shown.summary["en"].startswith("Of 9 areas shown: more, beyond chance: ")
    assert shown.primary["change"].notna().sum() == 9
    assert shown.primary[["p", "p_fdr"]].isna().all(axis=None)


@pytest.mark.parametrize(("name", "columns"), [
    ("shares", ["value", "class"]),
    ("concentration", ["share", "quotient", "theil"]),
    ("mix", ["unlikeness", "value"]),
])  # fmt: skip
def test_parts_of_a_total_are_withheld_in_all_areas_as_they_add_up(city, name, columns) -> None:
    assert release_answer(found(city, name)).primary[columns].isna().all(axis=None)
