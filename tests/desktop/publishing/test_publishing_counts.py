"""Figures at the gate: withheld where few persons are behind them, and marked as such."""

from dataclasses import replace
from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest

from gridloom_analytics.cartography import MISSING, Style, StyleClass
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.result import Method, Result
from gridloom_desktop.publishing.export import (
    Permission,
    ReleasedMap,
    export_result,
    release_answer,
    release_counts,
    release_coverage,
    release_measure,
    release_result,
)
from gridloom_desktop.publishing.export.released import SUPPRESSED
from gridloom_layers.errors import BadInput

TITLE = {"zh": "值", "en": "value"}


def _small(elderly):
    people, old = elderly.persons["count(person)"], elderly.persons["count(person where age >= 65)"]
    counts = pd.DataFrame({"a": people, "b": old, "c": people - old})
    return ((counts > 0) & (counts < 10)).any(axis=1).to_numpy()


def _result(city, elderly, **changes):
    frame = elderly.frame
    values = frame["value"].fillna(0.0)
    parts = {
        "analysis": "distribution",
        "layer": "grid",
        "primary": pd.DataFrame({"value": values, "class": np.arange(len(frame))}),
        "parameters": {"value": "elderly"},
        "seed": 0,
        "method": Method(TITLE, "Someone 1999"),
        "summary": {"zh": "最小 12.34", "en": "least 12.34"},
        "style": graduated(values, title=TITLE, k=3),
        "crs": city.crs,
        "data_date": city.data_date,
        "scalars": {"mean": 12.34, "n": 12, "gini": 0.3},
        "tables": {"classes": pd.DataFrame({"class": [1, 2], "total": [12.34, 5.0]})},
        "persons": elderly.persons,
        "guarded": ("value",),
    }
    return Result(**{**parts, **changes})


def test_small_counts_are_null_and_marked(elderly):
    shown = release_counts(elderly.frame, elderly.persons)
    small = _small(elderly)
    assert shown["suppressed"].tolist() == small.tolist()
    assert shown.loc[small, ["value", *elderly.persons]].isna().all(axis=None)


def test_zero_is_published(elderly):
    shown = release_counts(elderly.frame, elderly.persons)
    assert shown["count(person)"].iloc[0] == 0
    assert not shown["suppressed"].iloc[0]


def test_figures_that_rest_on_no_persons_all_leave(elderly):
    shown = release_counts(elderly.frame, None)
    pd.testing.assert_frame_equal(shown.drop(columns="suppressed"), elderly.frame)


def test_a_map_tells_withheld_from_missing_and_zero(city, elderly):
    released = release_measure(city, elderly)
    assert (released.classes == SUPPRESSED).tolist() == _small(elderly).tolist()
    assert released.classes[0] == MISSING
    assert released.classes[4] == 0


def test_class_breaks_rest_on_published_values_only(city, elderly):
    released = release_measure(city, elderly)
    seen = elderly.frame["value"][~_small(elderly)].dropna()
    fresh = graduated(seen, title=elderly.title, unit="‰")
    assert released.style.classes == fresh.classes


def test_a_lower_threshold_needs_a_permission(city, elderly):
    with pytest.raises(BadInput) as caught:
        release_measure(city, elderly, threshold=3)
    assert caught.value.code == "threshold-too-low"


def test_a_lower_threshold_by_permission_is_logged(city, elderly):
    release_measure(city, elderly, threshold=2, permission=Permission("epidemic"))
    assert [act["threshold"] for act in city.acts()] == [2]


def test_a_higher_threshold_hides_more(city, elderly):
    usual, strict = (release_measure(city, elderly, threshold=t).suppressed.sum() for t in (10, 30))
    assert strict > usual


def test_only_the_gate_can_make_a_released_map(city, elderly):
    released = release_measure(city, elderly)
    with pytest.raises(TypeError, match="only the gate"):
        ReleasedMap(seal=None, **vars(released))


def test_an_answer_is_shown_without_what_its_hidden_values_could_be_taken_from(city, elderly):
    shown = release_answer(_result(city, elderly))
    assert shown.primary["value"].isna().tolist() == _small(elderly).tolist()
    assert shown.scalars == {"mean": None, "n": 12, "gini": None}
    assert shown.tables["classes"]["total"].isna().all()
    assert "12.34" not in str(shown.summary)
    assert shown.persons is None


def _scored(city, elderly, **changes):
    values = elderly.frame["value"].fillna(0.0)
    primary = pd.DataFrame({"value": values, "z": values / 10, "class": np.arange(len(values))})
    guarded = {"guarded": ("value", "z"), "of_neighbours": ("z", "p_sim")}
    return _result(city, elderly, primary=primary, **guarded, **changes)


def test_scores_of_neighbours_tell_no_withheld_value(city, elderly):
    result = _scored(city, elderly)
    assert release_answer(result).primary["z"].isna().all()
    drawn = release_result(city, "r", result)
    assert "z" not in drawn.values and "Scores and p-values" in drawn.notes[-1]["en"]


def test_scores_leave_where_nothing_is_withheld(city, elderly):
    shown = release_answer(_scored(city, elderly, persons=elderly.persons * 1000))
    assert shown.primary["z"].notna().all()


def test_a_total_beside_withheld_counts_is_not_exact(city, elderly):
    (_, total) = elderly.coverage["count(person)"]
    assert release_coverage(elderly) == {"count(person)": (200, 300)}
    notes = " ".join(note["en"] for note in release_measure(city, elderly).notes)
    assert "up to 100 of about 300 rows" in notes
    assert str(total) not in notes


def test_a_total_is_exact_where_nothing_is_withheld(elderly):
    assert release_coverage(replace(elderly, persons=None)) == elderly.coverage


def test_an_answer_without_small_counts_is_whole(city, elderly):
    result = _result(city, elderly, persons=elderly.persons * 1000)
    shown = release_answer(result)
    assert (shown.primary is result.primary) and shown.scalars == result.scalars


def test_a_further_table_with_counts_of_persons_is_judged_by_them(city, elderly):
    table = pd.DataFrame({"count(person)": [5, 50, 500], "value": [1.0, 2.0, 3.0]})
    shown = release_answer(_result(city, elderly, tables={"t": table})).tables["t"]
    assert shown["value"].isna().tolist() == [True, True, False]


def test_a_result_is_drawn_in_its_own_categories(city, elderly):
    classes = tuple(StyleClass(colour="#ff0000", label=TITLE, value=n) for n in range(12))
    style = Style(column="class", title=TITLE, kind="categorical", classes=classes, method="m")
    released = release_result(city, "r", _result(city, elderly, style=style))
    assert released.classes.tolist() == list(range(12))
    assert released.values["value"].isna().tolist() == _small(elderly).tolist()


def test_a_result_without_style_cannot_be_drawn(city, elderly):
    with pytest.raises(BadInput, match="no values for a map"):
        release_result(city, "r", _result(city, elderly, style=None))


@pytest.mark.parametrize("ending", [".gpkg", ".csv", ".parquet"])
def test_a_written_result_holds_no_withheld_value(city, elderly, layer, tmp_path, ending):
    out = tmp_path / f"r{ending}"
    report = export_result(_result(city, elderly), layer, out, city)
    read = {
        ".gpkg": partial(gpd.read_file, layer="grid"),
        ".csv": pd.read_csv,
        ".parquet": gpd.read_parquet,
    }[ending](out)
    small = _small(elderly)
    assert report.suppressed == small.sum()
    assert read["value"].isna().tolist() == small.tolist()
    assert read["suppressed"].astype(bool).tolist() == small.tolist()
    assert set(read["officer"]) == {"张*"}


def test_a_geopackage_of_a_result_has_its_tables(city, elderly, layer, tmp_path):
    export_result(_result(city, elderly), layer, tmp_path / "r.gpkg", city)
    names = [name for name, _ in pyogrio.list_layers(tmp_path / "r.gpkg")]
    assert names == ["grid", "classes", "layer_styles"]


def test_a_written_result_is_the_same_twice(city, elderly, layer, tmp_path):
    for name in ("1.gpkg", "2.gpkg"):
        export_result(_result(city, elderly), layer, tmp_path / name, city)
    assert (tmp_path / "1.gpkg").read_bytes() == (tmp_path / "2.gpkg").read_bytes()


def test_the_layer_of_a_plain_file_needs_no_workspace(city, elderly, layer, tmp_path):
    result = _result(city, elderly, persons=None)
    export_result(result, layer, tmp_path / "r.csv")
    assert pd.read_csv(tmp_path / "r.csv")["value"].tolist() == result.primary["value"].tolist()


def test_personal_data_of_a_plain_file_have_no_log_to_leave_by(city, elderly, layer, tmp_path):
    with pytest.raises(BadInput) as caught:
        export_result(_result(city, elderly), layer, tmp_path / "r.csv", None, Permission("x"))
    assert caught.value.code == "no-log"
