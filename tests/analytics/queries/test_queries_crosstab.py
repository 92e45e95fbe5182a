"""Cross-tabulations equal those of pandas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.measures import projecting
from gridloom_analytics.queries import crosstab, cube
from gridloom_layers.errors import BadInput


def ages(town):
    born = town.frames["person"]["birth_date"]
    years = [np.nan if pd.isna(d) else 2025 - d.year - ((d.month, d.day) > (6, 30)) for d in born]
    return pd.Series(years, index=born.index)


def test_age_bands_by_sex(town):
    bands = pd.cut(ages(town), [-np.inf, 15, 60, 65, np.inf], right=False,
                   labels=["0–14", "15–59", "60–64", "65+"])  # fmt: skip
    sex = town.frames["person"]["sex"]
    expected = pd.crosstab(bands, sex)
    found = crosstab(town.store, "person", "age:0,15,60,65", "sex")
    assert found.loc[list(expected.index), ["F", "M", "U"]].to_numpy().tolist() == (
        expected.to_numpy().tolist()
    )


def test_rows_without_a_value_have_a_category_of_their_own(town):
    found = crosstab(town.store, "person", "age:20", "sex")
    person = town.frames["person"]
    assert found.loc["–"].sum() == person["birth_date"].isna().sum()
    assert found["–"].sum() == person["sex"].isna().sum()
    assert found.to_numpy().sum() == 900


def test_a_level_by_a_coded_field_holds_every_area_and_every_value(town):
    found = crosstab(town.store, "person", "grid", "性别", "household = 1")
    assert list(found.index) == list(town.frames["grid"].index)
    assert list(found.columns)[:3] == ["F", "M", "U"]


def test_a_field_by_a_level(town):
    event = town.frames["event"]
    grid = event["grid_key"].map(town.frames["grid"]["community_key"])
    expected = pd.crosstab(event["kind"], grid.astype(float))
    found = crosstab(town.store, "event", "kind", "community")
    assert found[list(expected.columns)].to_numpy().tolist() == expected.to_numpy().tolist()


def test_an_expression_by_a_day(town):
    event = town.frames["event"]
    days = event["reported_at"].dt
    expected = pd.crosstab(days.day_of_week + 1, days.month)
    found = crosstab(town.store, "event", "weekday(reported_at)", "month(reported_at)")
    assert found.to_numpy().tolist() == expected.to_numpy().tolist()


def test_times_are_counted_by_day(town):
    event = town.frames["event"]
    expected = pd.crosstab(event["reported_at"].dt.date, event["kind"])
    found = crosstab(town.store, "event", "reported_at", "kind")
    assert list(found.index) == list(expected.index)
    assert found.to_numpy().tolist() == expected.to_numpy().tolist()


@given(width=st.integers(1, 50))
def test_bands_of_one_width_hold_the_rows_that_they_name(town, width):
    found = crosstab(town.store, "person", f"age:{width}", "sex").sum(axis=1)
    counts = (ages(town).dropna() // width * width).value_counts()
    lows = {int(label.split("–")[0]): n for label, n in found.items() if label != "–"}
    assert {low: n for low, n in lows.items() if n} == counts.to_dict()


@pytest.mark.parametrize(
    ("rows", "columns", "code"),
    [
        ("nothing", "sex", "unknown-field"),
        ("sex:10", "grid", "wrong-type"),
        ("age:0", "sex", "bad-bands"),
        ("income:0.000001", "sex", "bad-bands"),
        ("age:60,20", "sex", "bad-bands"),
        ("age,grid", "sex", "bad-crosstab"),
        ("building", "sex", "not-a-level"),
        ("", "sex", "bad-expression"),
    ],
)
def test_a_fault_is_told(town, rows, columns, code):
    with pytest.raises(BadInput) as caught:
        crosstab(town.store, "person", rows, columns)
    assert caught.value.code == code


def test_a_level_that_no_join_leads_to_is_told(town):
    with pytest.raises(BadInput, match="gridloom join"):
        crosstab(town.store, "statistics", "grid", "name")


def test_a_cube_counts_the_combinations_that_occur(town) -> None:
    counts = cube(town.store, "person", "grid,household,sex").to_pandas()
    person, homes = town.frames["person"], town.frames["building"]["grid_key"]
    cells = person["building_key"].map(homes)
    expected = person.groupby([cells, "household", "sex"]).size()
    found = counts.set_index(["grid", "household", "sex"])["count"]
    assert found.sum() == len(person) and found.loc[expected.index].tolist() == expected.tolist()


def test_a_cube_is_counted_again_after_another_commit(new_store, write, made_town) -> None:
    store = new_store()
    for name, frame in made_town.frames.items():
        write(store, name, name, frame)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(projecting, "LARGE", 0)
        before = cube(store, "person", "grid,household")
        with store.change() as change:
            change.put_measure("all", "count(person) by grid")
        after = cube(store, "person", "grid,sex")
    assert sum(before["count"].to_pylist()) == sum(after["count"].to_pylist()) == 900
