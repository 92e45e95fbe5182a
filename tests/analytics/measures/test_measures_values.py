"""Measures equal what pandas computes of the same rows."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from gridloom_analytics.measures import evaluate
from gridloom_layers.errors import Cancelled
from gridloom_layers.progress import Progress


def placed(town, table):
    """Return the rows of a table with the grid key that their links lead to."""
    frame = pd.DataFrame(town.frames[table]).copy()
    if table == "person":
        frame["grid_key"] = frame["building_key"].map(town.frames["building"]["grid_key"])
        born = frame["birth_date"].map(lambda day: day or dt.date(1800, 1, 1))
        frame["age"] = born.map(lambda d: 2025 - d.year - ((d.month, d.day) > (6, 30)))
        frame.loc[frame["birth_date"].isna(), "age"] = np.nan
    return frame


def by_grid(town, series, fill=np.nan):
    """Return grouped values for all cells, in the order of the layer."""
    return series.reindex(town.frames["grid"].index, fill_value=fill).to_numpy(dtype=float)


def value(town, text, level=None):
    return evaluate(town.store, text, level).frame["value"]


def test_counts_follow_the_links_from_person_over_building_to_grid(town):
    person = placed(town, "person")
    expected = person[person["age"] >= 65].groupby("grid_key").size()
    found = value(town, "count(person where age >= 65) by grid")
    np.testing.assert_array_equal(found, by_grid(town, expected, 0))


def test_the_values_are_on_the_row_keys_of_the_level_in_its_order(town):
    found = value(town, "count(person) by grid")
    assert list(found.index) == list(town.frames["grid"].index)


def test_a_level_further_up_is_reached_over_the_finer_one(town):
    person = placed(town, "person")
    person["community_key"] = person["grid_key"].map(town.frames["grid"]["community_key"])
    found = value(town, "count(人口) by 社区")
    expected = person.groupby("community_key").size()
    assert found.to_dict() == expected.to_dict()


def test_a_rate_is_the_quotient_and_nothing_where_the_denominator_is_zero(town):
    event, person = placed(town, "event"), placed(town, "person")
    persons = by_grid(town, person.groupby("grid_key").size(), 0)
    rate = by_grid(town, event.groupby("grid_key").size(), 0) / np.where(persons, persons, np.nan)
    found = value(town, "count(event) / count(person) * 1000 by grid")
    np.testing.assert_array_equal(found, rate * 1000)
    assert np.isnan(found).sum() == (persons == 0).sum() > 0


@pytest.mark.parametrize("aggregate", ["sum", "mean", "median"])
def test_fractions_are_aggregated_without_their_missing_values(town, aggregate):
    person = placed(town, "person")
    grouped = person[person["sex"] == "F"].groupby("grid_key")["income"].agg(aggregate)
    expected = by_grid(town, grouped, 0.0 if aggregate == "sum" else np.nan)
    found = value(town, f"{aggregate}(income of person where sex = '女') by grid")
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize("aggregate", ["sum", "mean", "median"])
def test_whole_numbers_are_aggregated_exactly(town, aggregate):
    grouped = placed(town, "person").groupby("grid_key")["age"].agg(aggregate)
    found = value(town, f"{aggregate}(person.age) by grid")
    expected = by_grid(town, grouped, 0.0 if aggregate == "sum" else np.nan)
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize(
    "text", ["sum(floor_area)", "sum(building.floor_area)", "sum(建筑面积 of 楼栋)"]
)
def test_a_field_is_named_alone_or_with_its_table(town, text):
    expected = town.frames["building"].groupby("grid_key")["floor_area"].sum()
    found = value(town, f"{text} by grid")
    np.testing.assert_allclose(found, by_grid(town, expected, 0.0), rtol=1e-12)


def test_an_aggregate_takes_an_expression_of_a_table(town):
    event = placed(town, "event")
    event["days"] = (event["closed_at"] - event["reported_at"]) / pd.Timedelta(days=1)
    expected = by_grid(town, event.groupby("grid_key")["days"].median())
    found = value(town, "median(days(reported_at, closed_at) of event) by grid")
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_a_share_is_the_part_of_the_rows_that_the_condition_selects(town):
    person = placed(town, "person")
    women = (person["sex"] == "F").groupby(person["grid_key"]).mean()
    found = value(town, "share(person where sex = 'F') * 100 by grid")
    np.testing.assert_allclose(found, by_grid(town, women) * 100, rtol=1e-12)


def test_a_density_is_per_square_kilometre(town):
    counts = town.frames["building"].groupby("grid_key").size()
    expected = by_grid(town, counts, 0) / 0.04
    np.testing.assert_array_equal(value(town, "density(building) by grid"), expected)
    np.testing.assert_array_equal(value(town, "count(building) / area() by grid"), expected)


def test_the_level_has_values_of_its_own(town):
    found = value(town, "sum(community.population) by community")
    assert found.tolist() == [4321, 1234]


def test_a_table_of_statistics_is_summed_at_its_level(town):
    found = value(town, "sum(statistics.超過64歲) / sum(community.population) by community")
    assert found.tolist() == [200 / 4321, 30 / 1234]


def test_arithmetic_has_its_usual_precedence(town):
    found = value(town, "2 + 3 * (4 - 1) / 2 - -1 + 0 * count(grid) by grid")
    assert set(found) == {2 + 3 * (4 - 1) / 2 + 1}


def test_the_level_that_is_asked_for_wins_over_the_one_in_the_text(town):
    assert evaluate(town.store, "count(person) by grid", "community").level == "community"


def test_each_term_has_its_column(town):
    frame = evaluate(town.store, "count(person) / count(building) by grid").frame
    assert list(frame.columns) == ["value", "count(person)", "count(building)"]


def test_a_kept_measure_goes_by_its_name(new_store, write, town):
    store = new_store()
    write(store, "grid", "grid", town.frames["grid"][["code", "geometry"]])
    with store.change() as change:
        change.put_measure("cells", "count(grid) by grid")
    found = evaluate(store, "cells")
    assert found.title == {"zh": "cells", "en": "cells"}
    assert set(found.frame["value"]) == {1.0}


def test_a_measure_can_be_cancelled(town):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        evaluate(town.store, "count(person) by grid", progress=progress)
