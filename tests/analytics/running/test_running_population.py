import datetime as dt

import numpy as np
import pandas as pd
import pytest

from gridloom_analytics.running import keep, kept, run
from gridloom_layers.errors import BadInput

DATA_DATE = pd.Timestamp(2025, 6, 30)


def ages(persons: pd.DataFrame) -> pd.Series:
    """Return whole years at the data date."""

    def years(day: dt.date | None) -> float:
        if day is None:
            return np.nan
        had = (DATA_DATE.month, DATA_DATE.day) >= (day.month, day.day)
        return DATA_DATE.year - day.year - (not had)

    return persons["birth_date"].map(years, na_action=None)


@pytest.fixture
def placed(made_town) -> pd.DataFrame:
    """The persons of the town with their age and the community they live in."""
    persons, buildings = made_town.frames["person"], made_town.frames["building"]
    grids = made_town.frames["grid"]
    home = persons["building_key"].dropna().astype(int).map(buildings["grid_key"])
    community = home.map(grids["community_key"])
    return persons.assign(age=ages(persons), community=community)


def test_figures_of_an_area_equal_a_plain_count(made_town, placed: pd.DataFrame) -> None:
    found = run(made_town.store, "population", {}, layer="community").primary
    for key, persons in placed.groupby("community"):
        women, men = ((persons["sex"] == sex).sum() for sex in "FM")
        old, young = (persons["age"] >= 65).sum(), (persons["age"] < 15).sum()
        working = persons["age"].between(15, 64).sum()
        row = found.loc[key]
        assert row["sex_ratio"] == pytest.approx(100 * men / women)
        assert row["dependency"] == pytest.approx(100 * (old + young) / working)
        assert row["old_share"] == pytest.approx(100 * old / (old + young + working))
        assert row["ageing_index"] == pytest.approx(100 * old / young)


def test_ages_part_where_they_are_said_to(made_town, placed: pd.DataFrame) -> None:
    settings = {"working": "16", "old": "60", "figure": "old_dependency"}
    found = run(made_town.store, "population", settings, layer="community").primary
    persons = placed[placed["community"] == found.index[0]]
    expected = (persons["age"] >= 60).sum() / persons["age"].between(16, 59).sum()
    assert found["value"].iloc[0] == pytest.approx(100 * expected)


def test_the_pyramid_counts_who_lives_in_an_area_with_an_age_and_a_sex(
    made_town, placed: pd.DataFrame
) -> None:
    found = run(made_town.store, "population", {}, layer="community")
    table, chart = found.tables["pyramid"], found.charts["pyramid"]
    known = placed[placed["age"].notna() & placed["community"].notna()]
    assert table["female"].sum() == (known["sex"] == "F").sum()
    assert table["age"].iloc[[0, -1]].tolist() == ["0–4", "85+"]
    assert chart.kind == "pyramid"
    assert [one.column for one in chart.series] == ["male", "female"]


def test_who_is_missing_is_told_in_hundreds(made_town) -> None:
    said = run(made_town.store, "population", {}, layer="community").warnings
    assert any("of about 900 rows have no age, no sex or no place" in one["en"] for one in said)


def test_a_condition_selects_the_residents(made_town, placed: pd.DataFrame) -> None:
    found = run(made_town.store, "population", {"where": "household > 3"}, layer="community")
    large = placed[(placed["household"] > 3) & (placed["sex"] == "F")]
    counted = found.primary["female"]
    assert counted.tolist() == large.groupby("community").size().reindex(counted.index).tolist()


def test_the_figures_rest_on_counts_that_the_gate_knows(made_town) -> None:
    found = run(made_town.store, "population", {}, layer="grid")
    assert list(found.persons) == ["female", "male", "youth", "working", "old"]
    assert set(found.primary) <= set(found.guarded)


def test_a_table_without_ages_is_told(made_town) -> None:
    with pytest.raises(BadInput) as caught:
        run(made_town.store, "population", {"table": "event"}, layer="community")
    assert "age" in str(caught.value.message)


def test_the_mix_of_an_area_equals_a_plain_count(made_town) -> None:
    events = made_town.frames["event"]
    found = run(made_town.store, "mix", {"table": "event", "by": "kind"}, layer="grid")
    counts = pd.crosstab(events["grid_key"], events["kind"]).reindex(found.primary.index)
    counts = counts.fillna(0)
    assert found.tables["counts"][counts.columns].to_numpy().tolist() == counts.to_numpy().tolist()
    share = 100 * counts.max(axis=1) / counts.sum(axis=1)
    assert found.primary["largest_share"].tolist() == pytest.approx(share.tolist(), nan_ok=True)


def test_the_kinds_are_listed_the_most_frequent_first(made_town) -> None:
    found = run(made_town.store, "mix", {"table": "event", "by": "kind"}, layer="grid")
    kinds = found.tables["kinds"]
    assert kinds["share"].sum() == pytest.approx(100)
    assert kinds["count"].is_monotonic_decreasing
    assert f"“{kinds['kind'].iloc[0]}”" in found.summary["zh"]
    assert found.persons is None


def test_bands_of_a_number_are_kinds_too(made_town) -> None:
    settings = {"table": "person", "by": "age:0,15,65", "figure": "unlikeness"}
    found = run(made_town.store, "mix", settings, layer="community")
    assert list(found.tables["counts"]) == ["0–14", "15–64", "65+"]
    assert {"unlikeness", "value"} <= set(found.of_neighbours)
    assert any("do not tell “age:0,15,65”" in one["en"] for one in found.warnings)


def test_a_field_that_no_row_tells_is_told(made_town) -> None:
    with pytest.raises(BadInput) as caught:
        run(made_town.store, "mix",
            {"table": "event", "by": "kind", "where": "kind = 'nix'"}, layer="grid")  # fmt: skip
    assert caught.value.code == "all-missing"


def test_what_is_kept_is_what_was_found(new_store, write, made_town) -> None:
    store = new_store()
    for name in ("community", "grid", "building", "person"):
        write(store, name, name, made_town.frames[name])
    found = run(store, "population", {}, layer="community")
    keep(store, "by age", found)
    again = kept(store, "by age")
    pd.testing.assert_frame_equal(again.primary, found.primary)
    assert again.charts == found.charts
