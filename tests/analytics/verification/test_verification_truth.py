"""A condition is as true as the engine of the store says, however it is evaluated."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from sqlglot import exp

from gridloom_analytics.expressions import parse_filter
from gridloom_analytics.expressions.derived import derive
from gridloom_analytics.verification.ages import completed, not_completed
from gridloom_analytics.verification.truth import evaluated, truth
from gridloom_layers.workspace import FolderStore

DAYS = [None, *(dt.date(2025, 8, 30) + dt.timedelta(days) for days in range(4))]
ROWS = pa.table(
    {
        "starts": pa.array([day for day in DAYS for _ in DAYS], pa.date32()),
        "ends": pa.array([day for _ in DAYS for day in DAYS], pa.date32()),
        "number": pa.array([None, "甲", "乙", "", "甲 "] * len(DAYS)),
    }
)
PLAIN = (
    "starts <= '2025-09-01' and ends >= '2025-09-01'",
    "starts < '2025-09-01' and (ends is null or ends > '2025-09-01')",
    "not (starts = '2025-09-01' or ends <> '2025-09-01')",
    "starts is not null and number = '甲'",
    "number <> '甲' or ends is null",
    "starts between '2025-08-31' and '2025-09-01' and ends in ('2025-09-01', '2025-09-02')",
)
OTHERS = ("days(starts, ends) > 1", "length(number) = 1", "starts < ends", "number > '甲'")


@pytest.mark.parametrize("text", PLAIN)
def test_comparisons_with_days_and_texts_need_no_engine(text: str, base: FolderStore) -> None:
    tree = parse_filter(text, base, "lease").tree
    found = truth(tree, ROWS)
    assert found is not None
    assert found.to_pylist() == evaluated(base, tree, ROWS).to_pylist()
    assert {True, False} <= set(found.to_pylist())


@pytest.mark.parametrize("text", OTHERS)
def test_whatever_else_is_left_to_the_engine(text: str, base: FolderStore) -> None:
    assert truth(parse_filter(text, base, "lease").tree, ROWS) is None


@pytest.mark.parametrize("on", [dt.date(2025, 9, 1), dt.date(2024, 2, 29), dt.date(2025, 2, 28)])
@pytest.mark.parametrize("years", [0, 1, 6, 18, 2023, 2024, 2025, 9000])
def test_years_are_completed_on_the_day_that_the_language_says(
    on: dt.date, years: int, base: FolderStore
) -> None:
    near = np.datetime64(on) + np.arange(-9000, 800)
    first = np.datetime64("0001-01-01") + np.arange(800)
    rows = pa.table({"born": pa.array(np.r_[near, first, np.datetime64("NaT")], pa.date32())})
    born = exp.column("born", quoted=True)
    age = derive("person", "age", {"birth_date": born}, on)
    number = exp.Literal.number(years)
    for ours, theirs in (
        (completed(born, years, on), exp.GTE(this=age.copy(), expression=number)),
        (not_completed(born, years, on), exp.LT(this=age.copy(), expression=number)),
    ):
        expected = evaluated(base, theirs, rows).to_pylist()
        assert evaluated(base, ours, rows).to_pylist() == expected
        found = truth(ours, rows)
        assert found is not None
        assert found.to_pylist() == expected
