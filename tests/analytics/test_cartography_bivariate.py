"""Two columns in nine colours, which colour-blind readers can tell apart."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sights import SIGHTS, closest, lab

from gridloom_analytics.cartography import MISSING
from gridloom_analytics.cartography.bivariate import PALETTE, BivariateStyle, bivariate

TITLES = ({"zh": "户数", "en": "households"}, {"zh": "楼龄", "en": "age"})


@pytest.mark.parametrize("sight", SIGHTS)
def test_any_two_of_the_nine_colours_can_be_told_apart(sight):
    assert closest(list(chain(*PALETTE)), sight) >= 16


def test_colours_grow_darker_with_either_column():
    lightness = lab(list(chain(*PALETTE)), "normal")[:, 0].reshape(3, 3)
    assert (np.diff(lightness, axis=0) < 0).all() and (np.diff(lightness, axis=1) < 0).all()


def test_classes_are_terciles_of_each_column():
    first, second = np.arange(9.0) * 10, np.arange(9.0)[::-1] * 10
    style = bivariate(first, second, titles=TITLES)
    assert style.classify(first, second).tolist() == [6, 6, 6, 4, 4, 4, 2, 2, 2]


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=60))
def test_every_row_with_both_values_has_a_colour(pairs):
    first, second = np.array(pairs).T
    style = bivariate(first, second, titles=TITLES)
    classes = style.classify(first, second)
    assert (classes >= 0).all() and (classes < len(style.style().classes)).all()


def test_a_row_that_lacks_one_of_the_values_has_no_class():
    first, second = [1, 2, 3, np.nan, 5], [1, 2, np.inf, 4, 5]
    style = bivariate(first, second, titles=TITLES)
    assert np.flatnonzero(style.classify(first, second) == MISSING).tolist() == [2, 3]


def test_a_row_that_lacks_one_value_does_not_move_the_breaks_of_the_other():
    first, second = np.arange(9.0), np.arange(9.0)
    more = np.append(first, [1e9, 1e9]), np.append(second, [np.nan, np.nan])
    assert bivariate(*more, titles=TITLES) == bivariate(first, second, titles=TITLES)


def test_the_highest_of_two_classes_is_in_the_colour_of_much():
    style = bivariate([0, 0, 1, 1], [0, 1, 0, 1], titles=TITLES)
    assert style.colour(1, 1) == PALETTE[2][2] and style.colour(0, 0) == PALETTE[0][0]


def test_the_nine_classes_are_a_style_that_anything_can_draw():
    first = np.arange(9.0) * 10
    both = bivariate(first, first, titles=TITLES)
    drawn = both.style()
    assert drawn.classify(both.classify(first, first)).tolist() == [0, 0, 0, 4, 4, 4, 8, 8, 8]
    assert (
        drawn.classes[8].label["en"] == "54 – 80 | 54 – 80" and drawn.title["zh"] == "户数 × 楼龄"
    )


def test_without_a_value_nothing_is_drawn():
    style = bivariate([np.nan], [np.nan], titles=TITLES)
    assert style.classify([np.nan], [1.0]).tolist() == [MISSING]


def test_a_style_goes_to_json_and_back():
    style = bivariate([1, 2, 3], [3, 2, 1], titles=TITLES)
    assert BivariateStyle.model_validate_json(style.model_dump_json()) == style
