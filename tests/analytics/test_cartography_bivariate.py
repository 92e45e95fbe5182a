"""Two columns in nine colours, which colour-blind readers can tell apart."""

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.cartography import MISSING
from gridloom_analytics.cartography.bivariate import PALETTE, BivariateStyle, bivariate

TITLES = ({"zh": "户数", "en": "households"}, {"zh": "楼龄", "en": "age"})
SIGHTS = {
    "normal": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
               [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
               [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
               [0.004733, 0.691367, 0.303900]],
}  # fmt: skip
"""Machado, Oliveira & Fernandes (2009), table 1, severity 1.0, of linear RGB."""
TO_XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
          [0.0193339, 0.1191920, 0.9503041]]  # fmt: skip


def lab(colours: list[str], sight: str) -> np.ndarray:
    """CIE 1976 L*a*b* of colours as someone sees them."""
    rgb = np.array([[int(one[i : i + 2], 16) / 255 for i in (1, 3, 5)] for one in colours])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(linear @ np.array(SIGHTS[sight]).T, 0, 1)
    xyz = seen @ np.array(TO_XYZ).T / (0.95047, 1.0, 1.08883)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = f.T
    return np.column_stack([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("sight", SIGHTS)
def test_any_two_of_the_nine_colours_can_be_told_apart(sight):
    places = lab(list(chain(*PALETTE)), sight)
    assert min(np.linalg.norm(one - other) for one, other in combinations(places, 2)) >= 16


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
        drawn.classes[8].label["en"] == "54 – 80 × 54 – 80" and drawn.title["zh"] == "户数 × 楼龄"
    )


def test_without_a_value_nothing_is_drawn():
    style = bivariate([np.nan], [np.nan], titles=TITLES)
    assert style.classify([np.nan], [1.0]).tolist() == [MISSING]


def test_a_style_goes_to_json_and_back():
    style = bivariate([1, 2, 3], [3, 2, 1], titles=TITLES)
    assert BivariateStyle.model_validate_json(style.model_dump_json()) == style
