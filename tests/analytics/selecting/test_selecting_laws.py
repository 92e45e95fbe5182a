"""The laws of the algebra of selections, over conditions that are drawn at random."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.selecting import (
    HOWS,
    NOTHING,
    AllOf,
    AnyOf,
    Everything,
    Linked,
    Not,
    Rows,
    Where,
    Within,
    combined,
    read_condition,
    simplified,
)
from gridloom_analytics.selecting.rows import rows_of
from gridloom_analytics.selecting.telling import told

WHERES = ("floors >= 10", "floors < 4 or floor_area > 900", "code = 'b7'", "floors is null")
BOXES = [shapely.box(x, y, x + 500, y + 400).wkt for x in (0, 350) for y in (0, 300)]
leaves = st.one_of(
    st.just(Everything()),
    st.builds(Where, text=st.sampled_from(WHERES)),
    st.builds(Rows, keys=st.lists(st.integers(290, 380), max_size=8)),
    st.builds(Within, area=st.sampled_from(BOXES)),
    st.just(Linked(table="grid", condition=Where(text="code = 'g3' or code = 'g9'"))),
)


def several(parts):
    return st.lists(parts, max_size=3).map(tuple)


conditions = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.builds(Not, condition=parts),
        st.builds(AllOf, parts=several(parts)),
        st.builds(AnyOf, parts=several(parts)),
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def select(made_town):
    return lambda condition: set(rows_of(made_town.store, "building", condition).tolist())


@given(a=conditions, b=conditions)
def test_not_both_is_either_not(select, a, b):
    neither = AnyOf(parts=(Not(condition=a), Not(condition=b)))
    assert select(Not(condition=AllOf(parts=(a, b)))) == select(neither)


@given(a=conditions, b=conditions)
def test_conditions_are_sets_of_rows(select, a, b):
    assert select(AllOf(parts=(a, b))) == select(a) & select(b)
    assert select(AnyOf(parts=(a, b))) == select(a) | select(b)
    assert select(Not(condition=a)) == select(Everything()) - select(a)


@given(a=conditions, b=conditions, how=st.sampled_from(HOWS))
def test_a_pick_does_to_the_selection_what_it_says(select, a, b, how):
    old, new = select(a), select(b)
    expected = {"replace": new, "add": old | new, "remove": old - new, "within": old & new}
    assert select(combined(a, b, how)) == expected[how]


@given(a=conditions, b=conditions)
def test_what_is_added_and_removed_again_leaves_what_was_not_of_it(select, a, b):
    there_and_back = combined(combined(a, b, "add"), b, "remove")
    assert select(there_and_back) == select(a) - select(b)


@given(a=conditions)
def test_the_plain_form_selects_the_same_and_is_its_own_plain_form(select, a):
    plain = simplified(a)
    assert select(plain) == select(a)
    assert simplified(plain) == plain


@given(a=conditions)
def test_a_condition_goes_to_json_and_back(a):
    assert read_condition(a.model_dump_json()) == a


@given(a=conditions)
def test_row_keys_rise(made_town, a):
    keys = rows_of(made_town.store, "building", a)
    assert keys.dtype == np.int64
    assert (np.diff(keys) > 0).all()


@given(a=conditions)
def test_every_condition_can_be_told_in_both_languages(a):
    assert all(told(a).values())


def test_nothing_was_selected_before_the_first_pick():
    new = Where(text="floors > 3")
    assert combined(None, new, "add") == new
    assert combined(None, new, "remove") == NOTHING


def test_listed_rows_are_united():
    assert combined(Rows(keys=(3, 1)), Rows(keys=(2, 3)), "add") == Rows(keys=(1, 2, 3))


def test_listed_rows_are_taken_out_of_listed_rows():
    assert combined(Rows(keys=(1, 2, 3)), Rows(keys=(2,)), "remove") == Rows(keys=(1, 3))


def test_a_double_negation_goes():
    assert simplified(Not(condition=Not(condition=Where(text="a = 1")))) == Where(text="a = 1")
