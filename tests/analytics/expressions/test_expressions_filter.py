"""Filters select the rows that they say, by every name that a field answers to."""

import datetime as dt
import sqlite3

import pandas as pd
import pytest
from sqlglot import exp

from gridloom_analytics.expressions import parse_filter
from gridloom_layers.workspace import Store


def selected(store: Store, table: str, text: str) -> list[int]:
    """Return the row keys that a filter selects, in order."""
    query = (
        exp.select("row_key")
        .from_(exp.alias_(exp.table_(table), "t", table=True))
        .where(parse_filter(text, store, table).condition("t"))
        .order_by("row_key")
    )
    return store.select(query)["row_key"].to_pylist()


def age(born: dt.date | None) -> float:
    """Return the completed years on 30 June 2025."""
    return float("nan") if born is None else 2025 - born.year - ((born.month, born.day) > (6, 30))


@pytest.mark.parametrize(
    "text",
    [
        "age >= 65 and sex = 'F'",
        "年龄 >= 65 and 性别 = '女'",
        "岁数 >= 65 AND Sex = 'female'",
        "AGE >= 65 and gender in ('Ｆ')",
        "（年龄＞＝６５） and 性别 = ‘女’",
        "not (age < 65) and not sex <> '女性'",
    ],
)
def test_a_field_answers_to_its_names_and_aliases_in_both_languages(town, text):
    person = town.frames["person"]
    expected = person[(person["birth_date"].map(age) >= 65) & (person["sex"] == "F")]
    assert selected(town.store, "person", text) == list(expected.index)


def test_a_field_answers_to_its_header_in_the_source(town):
    event = town.frames["event"]
    expected = event.index[event["kind"] == "noise"]
    assert selected(town.store, "event", "案件小类 = 'noise'") == list(expected)


def test_a_quote_in_text_is_text(town):
    event = town.frames["event"]
    expected = event.index[event["kind"] == "Road's edge"]
    assert selected(town.store, "event", "kind = 'Road''s edge'") == list(expected)


def test_a_missing_value_is_selected_by_is_null_only(town):
    person = town.frames["person"]
    assert selected(town.store, "person", "sex is null") == list(person.index[person["sex"].isna()])


@pytest.mark.parametrize(
    "text",
    [
        "sex not like 'F%'",
        "not sex like 'F'",
        "not sex not like '_'",
        "sex not like 'F' and sex not like 'M'",
        "citizen_id not like '%7%' or sex is not null",
        "not (sex like 'F' or household not between 2 and 4)",
        "household not between 2 and 4 and sex not in ('F', 'U')",
        "not (sex is not null and not (income not between 100 and 4000))",
    ],
)
def test_what_is_negated_is_selected_as_sqlite_selects_it(town, text):
    person = town.frames["person"].reset_index()
    with sqlite3.connect(":memory:") as peer:
        peer.execute("pragma case_sensitive_like = true")
        columns = ["row_key", "citizen_id", "sex", "household", "income"]
        person[columns].astype(object).where(person[columns].notna(), None).to_sql(
            "person", peer, index=False, dtype={"household": "integer", "income": "real"}
        )
        expected = peer.execute(f"select row_key from person where {text} order by 1").fetchall()  # noqa: S608 - of the test
    peer.close()
    assert 0 < len(expected) < len(person)
    assert selected(town.store, "person", text) == [key for (key,) in expected]


def test_days_are_elapsed_time_with_fractions(town):
    event = town.frames["event"]
    elapsed = (event["closed_at"] - event["reported_at"]) / pd.Timedelta(days=1)
    expected = event.index[elapsed > 7.5]
    assert selected(town.store, "event", "days(reported_at, closed_at) > 7.5") == list(expected)


def test_a_time_compared_with_a_day_is_compared_by_day(town):
    event = town.frames["event"]
    expected = event.index[event["reported_at"].dt.date == dt.date(2025, 5, 20)]
    assert selected(town.store, "event", "reported_at = '2025-05-20'") == list(expected)


def test_a_time_compared_with_a_time_is_compared_to_the_minute(town):
    event = town.frames["event"]
    expected = event.index[event["reported_at"] >= pd.Timestamp("2025-05-20 13:30")]
    assert selected(town.store, "event", "reported_at >= '2025-05-20 13:30'") == list(expected)


def test_monday_is_weekday_one(town):
    event = town.frames["event"]
    expected = event.index[event["reported_at"].dt.day_of_week == 0]
    assert selected(town.store, "event", "weekday(reported_at) = 1") == list(expected)


def test_an_event_is_late_when_closed_after_due_or_open_past_due(town):
    event = town.frames["event"]
    after = event["closed_at"] > event["due_at"]
    past = event["closed_at"].isna() & (event["due_at"] < pd.Timestamp("2025-06-30"))
    assert selected(town.store, "event", "late") == list(event.index[after | past])


def test_an_event_without_a_due_time_is_neither_late_nor_in_time(town):
    event = town.frames["event"]
    told = selected(town.store, "event", "late or not late")
    assert told == list(event.index[event["due_at"].notna()])


def test_an_event_closed_after_the_data_date_was_open_at_it(town):
    event = town.frames["event"]
    closed = event["closed_at"]
    expected = event.index[closed.isna() | (closed >= pd.Timestamp("2025-07-01"))]
    assert selected(town.store, "event", "open = true") == list(expected)


@pytest.mark.parametrize(
    ("day", "years"),
    [("2004-02-29", 21), ("1925-07-01", 99), ("2024-06-30", 1), ("2024-07-01", 0)],
)
def test_years_are_completed_on_the_birthday(new_store, write, day, years):
    store = new_store()
    frame = pd.DataFrame({"birth_date": [dt.date.fromisoformat(day)]})
    write(store, "person", "person", frame)
    assert selected(store, "person", f"age = {years}") == [0]


def test_who_is_born_on_a_leap_day_completes_the_year_on_the_first_of_march(new_store, write):
    store = new_store()
    write(store, "person", "person", pd.DataFrame({"birth_date": [dt.date(2004, 2, 29)]}))
    ages = []
    for day in (dt.date(2025, 2, 28), dt.date(2025, 3, 1), dt.date(2024, 2, 29)):
        store.manifest = store.manifest.model_copy(update={"data_date": day})
        ages.append(next(n for n in range(99) if selected(store, "person", f"age = {n}")))
    assert ages == [20, 21, 20]


def test_who_is_born_after_the_data_date_has_no_age(new_store, write):
    store = new_store()
    write(store, "person", "person", pd.DataFrame({"birth_date": [dt.date(2025, 7, 1)]}))
    assert selected(store, "person", "age is null") == [0]


def test_a_field_that_is_called_like_a_word_of_sql_is_a_field(new_store, write):
    store = new_store()
    frame = pd.DataFrame({"use": ["a", "b"], "select": [1, 2], "date": [3, 4], "15-64歲": [5, 6]})
    write(store, "place", "building", frame)
    assert selected(store, "place", "use = 'b' and select = 2 and date = 4") == [1]
    assert selected(store, "place", '"15-64歲" = 6') == [1]


def test_a_field_that_is_called_like_a_word_of_the_language_goes_in_quotes(new_store, write):
    store = new_store()
    write(store, "place", "building", pd.DataFrame({"in": [1, 2], "floors": [3, 4]}))
    assert selected(store, "place", '"in" in (2, 3) and floors = 4') == [1]


def test_division_by_zero_selects_nothing(town):
    assert selected(town.store, "person", "household / (household - household) > 0") == []


def test_a_condition_renders_for_postgres_too(town):
    condition = parse_filter("late and kind like 'n%' and hours(reported_at, closed_at) > 2",
                             town.store, "event").condition("e")  # fmt: skip
    assert '"e"."kind" LIKE \'n%\'' in condition.sql("postgres")


def test_a_filter_knows_the_stored_fields_that_it_reads(town):
    assert parse_filter("年龄 > 3", town.store, "person").fields == {"birth_date"}
