"""Filters made at random select what Python selects, missing values included."""

import datetime as dt
import operator

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from gridloom_analytics.expressions import parse_filter

OPERATORS = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def age(row):
    born = row["birth_date"]
    return None if born is None else 2025 - born.year - ((born.month, born.day) > (6, 30))


def present(name):
    return lambda row: None if pd.isna(row[name]) else row[name]


sex = present("sex")


def known(function):
    """Lift a function of values to values that may be missing."""
    return lambda *given: None if any(each is None for each in given) else function(*given)


numbers = st.one_of(
    st.sampled_from(
        [("household", present("household")), ("income", present("income")), ("年龄", age)]
    ),
    st.integers(-5, 100).map(lambda value: (str(value), lambda row: value)),
)
values = st.recursive(
    numbers,
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(
        lambda made: (
            f"({made[0][0]} {made[1]} {made[2][0]})",
            lambda row: known({"+": operator.add, "-": operator.sub, "*": operator.mul}[made[1]])(
                made[0][1](row), made[2][1](row)
            ),
        )
    ),
    max_leaves=3,
)
days = st.dates(dt.date(1920, 1, 1), dt.date(2025, 1, 1))


def compared(left, sign, right):
    compare = known(OPERATORS[sign])
    return f"{left[0]} {sign} {right[0]}", lambda row: compare(left[1](row), right[1](row))


conditions = st.one_of(
    st.builds(compared, values, st.sampled_from(list(OPERATORS)), values),
    st.builds(
        lambda sign, day: (
            f"birth_date {sign} '{day}'",
            lambda row: known(OPERATORS[sign])(row["birth_date"], day),
        ),
        st.sampled_from(list(OPERATORS)),
        days,
    ),
    st.sampled_from(
        [
            ("sex = '女'", lambda row: known(operator.eq)(sex(row), "F")),
            (
                "sex in ('男', 'unknown')",
                lambda row: known(lambda s: s in "MU")(sex(row)),
            ),
            ("income is null", lambda row: present("income")(row) is None),
            ("household between 2 and 4", lambda row: 2 <= row["household"] <= 4),
        ]
    ),
)


def both(a, b):
    return False if a is False or b is False else None if a is None or b is None else True


def either(a, b):
    return True if a is True or b is True else None if a is None or b is None else False


filters = st.recursive(
    conditions,
    lambda inner: st.one_of(
        inner.map(lambda one: (f"not ({one[0]})", lambda row: known(operator.not_)(one[1](row)))),
        st.tuples(inner, inner).map(
            lambda two: (
                f"({two[0][0]}) and {two[1][0]}",
                lambda row: both(two[0][1](row), two[1][1](row)),
            )
        ),
        st.tuples(inner, inner).map(
            lambda two: (
                f"({two[0][0]} or ({two[1][0]}))",
                lambda row: either(two[0][1](row), two[1][1](row)),
            )
        ),
    ),
    max_leaves=5,
)


@settings(max_examples=100, deadline=None)
@given(made=filters)
def test_a_filter_selects_the_rows_for_which_it_is_true(town, made):
    text, holds = made
    query = exp.select("row_key").from_("person")
    query = query.where(parse_filter(text, town.store, "person").condition()).order_by("row_key")
    rows = town.frames["person"].to_dict("index")
    expected = [key for key, row in rows.items() if holds(row) is True]
    assert town.store.select(query)["row_key"].to_pylist() == expected
