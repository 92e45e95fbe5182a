"""A summary answers as its rows do, and stands aside where it cannot."""

import pandas as pd
import pytest
from sqlglot import exp, parse_one

from gridloom_analytics.measures import projecting, summarising
from gridloom_analytics.measures.paths import find_way
from gridloom_analytics.measures.placing import Rows
from gridloom_analytics.measures.remembering import Remembered


@pytest.fixture
def asked(made_town, monkeypatch):
    """The function that asks the persons of the town something, by the summary or not at all."""
    monkeypatch.setattr(projecting, "LARGE", 0)
    monkeypatch.setattr(summarising, "WORTH", 0)
    monkeypatch.setattr(summarising, "_summaries", Remembered(summarising._summary))
    store = made_town.store

    def ask(select: str) -> pd.DataFrame | None:
        rows = Rows("person", projection=projecting.project(store, "person"))
        query = rows.query.select(*parse_one(f"SELECT {select}", dialect="duckdb").expressions)
        summary = summarising.summarised(store, rows, query)
        return None if summary is None else store.select(summary).to_pandas()

    return ask


def test_counts_weigh_as_many_rows_as_a_kind_stands_for(asked, made_town):
    person = made_town.frames["person"]
    told = asked("count(*) AS n, count(t0.income) AS known, sum(t0.household) AS people")
    found = told.astype(int).iloc[0].tolist()
    assert found == [len(person), person["income"].notna().sum(), person["household"].sum()]


def test_the_sum_of_nothing_is_unknown_and_its_count_zero(asked):
    told = asked("count(CASE WHEN t0.sex = 'none' THEN 1 END) AS n,"
                 " sum(CASE WHEN t0.sex = 'none' THEN 1 END) AS s")  # fmt: skip
    assert told["n"][0] == 0 and pd.isna(told["s"][0])


@pytest.mark.parametrize("select", ["avg(t0.income)", "count(DISTINCT t0.sex)", "max(t0.income)"])
def test_other_aggregates_are_asked_of_the_rows(asked, select):
    assert asked(select) is None


def test_one_summary_answers_for_a_place_and_all_that_it_settles(made_town, monkeypatch):
    monkeypatch.setattr(projecting, "LARGE", 0)
    copy = projecting.project(made_town.store, "person")
    keys = {level: copy.places[find_way(made_town.store, "person", level).steps]
            for level in ("grid", "community")}  # fmt: skip
    both = summarising._settled(copy, keys.values())
    assert summarising._settled(copy, [keys["grid"]]) == both
    assert set(both) == set(keys.values())


def test_what_has_as_many_kinds_as_rows_gets_no_summary(made_town, monkeypatch):
    monkeypatch.setattr(projecting, "LARGE", 0)
    monkeypatch.setattr(summarising, "WORTH", 4)
    monkeypatch.setattr(summarising, "_summaries", Remembered(summarising._summary))
    rows = Rows("person", projection=projecting.project(made_town.store, "person"))
    query = rows.query.select(exp.Count(this=exp.Star())).where("t0.row_key > 3")
    assert summarising.summarised(made_town.store, rows, query) is None


def test_what_is_remembered_is_forgotten_at_the_next_commit(new_store):
    store, asked_for = new_store(), []
    remembered = Remembered(lambda _, key: asked_for.append(key))
    remembered(store, "a")
    remembered(store, "a")
    with store.change() as change:
        change.put_measure("all", "count(grid) by grid")
    remembered(store, "a")
    assert asked_for == ["a", "a"]
