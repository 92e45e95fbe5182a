"""Counts are not asked by what tells single persons apart."""

import pytest

from gridloom_analytics.measures import evaluate
from gridloom_analytics.queries import crosstab, query
from gridloom_layers.errors import BadInput


def refusal(ask, *arguments, **options):
    with pytest.raises(BadInput) as caught:
        ask(*arguments, **options)
    return caught.value.code


@pytest.mark.parametrize("by", ["citizen_id", "grid,citizen_id", "lower(citizen_id)", "birth_date"])
def test_counts_by_an_identifier_would_list_it(town, by):
    assert refusal(query, town.store, "person", by=by) == "identifying-field"


def test_a_count_of_one_citizen_by_area_would_tell_where_she_lives(town):
    where = "citizen_id = 'id7'"
    assert refusal(query, town.store, "person", where, by="grid") == "identifying-field"
    assert refusal(crosstab, town.store, "person", "grid", "sex", where) == "identifying-field"


@pytest.mark.parametrize("term", ["count(person where {0})", "share(person where {0})",
                                  "mean(age of person where {0})"])  # fmt: skip
def test_a_measure_of_one_citizen_is_refused(town, term):
    text = term.format("citizen_id like 'id7%'")
    assert refusal(evaluate, town.store, f"{text} by grid") == "identifying-field"


def test_ages_and_numbers_made_of_personal_fields_are_counted_by(town):
    assert query(town.store, "person", "age >= 65", by="age:10").by is not None
    assert query(town.store, "person", by="length(citizen_id)").by is not None


def test_single_rows_are_still_looked_up(town):
    assert query(town.store, "person", "citizen_id = 'id7'").count == 1
