"""What a value rests on: the persons counted, the rows that could be placed."""

import pandas as pd
import pytest

from gridloom_analytics.measures import evaluate
from gridloom_analytics.titles import measure_title


def test_the_persons_of_numerator_and_denominator_are_told(town):
    persons = evaluate(town.store, "count(person where age >= 65) / count(person) by grid").persons
    assert list(persons) == ["count(person where age >= 65)", "count(person)"]
    assert persons.dtypes.map(str).tolist() == ["int64", "int64"]


def test_a_share_rests_on_both_of_its_counts(town):
    persons = evaluate(town.store, "share(人口 where 年龄 >= 65) by grid").persons
    person = town.frames["person"]
    homes = person["building_key"].map(town.frames["building"]["grid_key"])
    assert list(persons) == ["count(person where 年龄 >= 65)", "count(person)"]
    assert persons["count(person)"].sum() == homes.notna().sum()


def test_a_mean_rests_on_the_persons_that_have_a_value(town):
    persons = evaluate(town.store, "mean(income of person) by grid").persons
    person = town.frames["person"]
    assert persons.sum().item() == (person["income"].notna() & person["building_key"].notna()).sum()


def test_buildings_and_published_figures_rest_on_no_persons(town):
    assert evaluate(town.store, "count(building) / count(event) by grid").persons is None
    assert evaluate(town.store, "sum(statistics.seniors) by community").persons is None


def test_the_rows_of_a_register_with_citizen_ids_are_persons(new_store, write, town):
    store = new_store()
    write(store, "grid", "grid", town.frames["grid"][["code", "geometry"]])
    keys = pd.Series(town.frames["grid"].index[:3])
    leases = pd.DataFrame({"citizen_id": ["a", "b", "c"], "grid_key": keys})
    write(store, "leases", "register", leases)
    write(store, "plates", "register", leases.drop(columns="citizen_id"))
    assert evaluate(store, "count(leases) by grid").persons.sum().item() == 3
    assert evaluate(store, "count(plates) by grid").persons is None


def test_coverage_tells_how_many_rows_could_be_placed(town):
    found = evaluate(town.store, "count(person) / count(building) by grid")
    homed = int(town.frames["person"]["building_key"].notna().sum())
    assert found.coverage == {"count(person)": (homed, 900), "count(building)": (70, 70)}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("person", "of about 900 rows of “person” cannot be placed at this level."),
        ("event", "its map mostly shows where the place is known"),
    ],
)
def test_a_warning_says_that_rows_are_missing_from_the_map(town, table, said):
    warnings = evaluate(town.store, f"count({table}) by grid").warnings
    assert said in warnings[0]["en"]


def test_a_measure_of_rows_that_are_all_placed_has_no_warning(town):
    assert evaluate(town.store, "count(building) by grid").warnings == ()


def test_a_filter_that_selects_nothing_is_told(town):
    warnings = evaluate(town.store, "count(person where age > 500) by grid").warnings
    assert "selects no rows" in warnings[0]["en"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("density(person) by grid", "per km²"),
        ("count(person) / area() by grid", "per km²"),
        ("share(person where age > 3) * 100 by grid", "%"),
        ("share(person where age > 3) by grid", "1"),
        ("count(person where age > 3) / count(person) by grid", "1"),
        ("count(person) / count(person where age > 3) by grid", ""),
        ("count(event) / count(person) by grid", ""),
        ("100 * count(event) / count(person) by grid", ""),
        ("count(event) / count(person) * 1000 by grid", "‰"),
        ("count(person) * 100 by grid", ""),
    ],
)
def test_the_unit_follows_from_the_form(town, text, unit):
    assert evaluate(town.store, text).unit == unit


def test_the_title_names_tables_and_fields_in_the_language(town):
    title = evaluate(town.store, "sum(floor_area) / count(person where age < 7) by grid").title
    assert title["en"] == "sum of floor area of building ÷ count of person (age < 7), by grid"
    assert all(name in title["zh"] for name in ("建筑面积", "楼栋", "人口", "年龄 < 7", "网格"))


def test_a_measure_that_gridloom_named_is_told_in_the_language_of_whoever_reads():
    assert measure_title("每平方公里事件数")["en"] == measure_title("events per km²")["en"]
    assert measure_title("events per km²")["zh"] == "每平方公里事件数"
    assert measure_title("my own") == {"zh": "my own", "en": "my own"}
