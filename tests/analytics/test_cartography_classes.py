"""Classes of legends: readable, distinct, and the same as the map's."""

from itertools import pairwise

import mapclassify
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.cartography import MISSING
from gridloom_analytics.cartography.classes import class_ranges, number
from gridloom_analytics.cartography.graduated import given as given_by_hand
from gridloom_analytics.cartography.graduated import graduated, regraded
from gridloom_analytics.statistics.classes.classification import METHODS

TITLE = {"zh": "值", "en": "value"}
VALUES = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), min_size=1, max_size=60)


@given(VALUES, st.sampled_from(METHODS), st.integers(1, 7))
def test_every_value_falls_into_a_class(values, method, k):
    style = graduated(values, title=TITLE, method=method, k=k)
    assert (style.classify(values) != MISSING).all()


@given(VALUES, st.sampled_from(METHODS))
def test_classes_ascend_without_gap(values, method):
    classes = graduated(values, title=TITLE, method=method).classes
    assert all(one.upper == other.lower for one, other in pairwise(classes))


@given(st.lists(st.integers(0, 10_000), min_size=5, max_size=80))
def test_whole_numbers_have_labels_that_do_not_overlap(values):
    labels = [one.label["en"] for one in graduated(values, title=TITLE).classes]
    assert len(set(labels)) == len(labels)


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=60), st.sampled_from(METHODS))
def test_shares_are_in_the_same_classes_as_other_numbers(values, method):
    shares = np.array(values) / 10_000
    plain, told = (graduated(shares, title=TITLE, method=method, unit=unit) for unit in ("", "1"))
    assert [one.upper for one in told.classes] == [one.upper for one in plain.classes]


def test_shares_are_read_in_per_cent_when_classes_are_found_anew_too():
    shares = [0.0, 0.0, 0.0, 0.05, 0.2]
    style = graduated(shares, title=TITLE, method="equal", k=2, unit="1")
    labels = [one.label["en"] for one in regraded(style, np.array(shares[:4])).classes]
    assert labels == ["0 – 2.5 %", "2.5 – 5.0 %"]


def test_borders_of_shares_given_by_hand_are_read_in_per_cent():
    style = given_by_hand([0.0, 0.07, 0.4], [0.07], column="value", title=TITLE, unit="1")
    assert [one.label["en"] for one in style.classes] == ["0 – 7 %", "7 – 40 %"]


def test_rounding_moves_few_values_of_skewed_data_to_another_quantile():
    values = np.random.default_rng(3).lognormal(5, 1, 4000)
    ours = graduated(values, title=TITLE).classify(values)
    theirs = mapclassify.Quantiles(values, 5).yb
    assert (ours != theirs).mean() < 0.01


def test_breaks_are_rounded_to_what_their_distance_allows():
    labels = [one.label for one in class_ranges([3.21, 1234.567, 8888.8], [1234.567, 8888.8])]
    assert labels == ["0 – 1,230", "1,230 – 8,890"]


@given(
    st.lists(st.integers(0, 1_000_000), min_size=1, max_size=60),
    st.sampled_from([1, 100]),
    st.sampled_from(METHODS),
)
def test_a_legend_of_round_values_begins_and_ends_with_theirs(numbers, per, method):
    values = [number / per for number in numbers]
    classes = graduated(values, title=TITLE, method=method).classes
    assert all(one.lower <= one.upper for one in classes)
    labels = [one.label["en"] for one in classes]
    ends = [float(text.replace(",", "")) for text in (labels[0].split()[0], labels[-1].split()[-1])]
    assert ends == [min(values), max(values)]


def test_faults_in_ten_thousand_are_not_more_than_they_are():
    values = [0, 0, 0, 0, 12.5, 33.33, 47.62, 90.91]
    assert graduated(values, title=TITLE).classes[-1].label["en"].endswith(" – 90.91")


def test_a_constant_has_one_class():
    (only,) = graduated([7, 7, 7], title=TITLE).classes
    assert only.label["zh"] == "7"


def test_without_a_value_there_are_no_classes():
    assert graduated([np.nan], title=TITLE).classes == ()


def test_breaks_found_again_do_not_tell_of_withheld_values():
    style = graduated([3, 20, 30, 40, 999], title=TITLE, method="equal", k=2)
    seen = regraded(style, [np.nan, 20, 30, 40, np.nan])
    assert (seen.classes[0].lower, seen.classes[-1].upper) == (20, 40)


def test_breaks_by_hand_stay_within_what_is_seen():
    style = graduated([1, 5, 50], title=TITLE, k=3).model_copy(
        update={"method": "by hand", "k": None}
    )
    seen = regraded(style, [4.0, 6.0, np.nan])
    assert seen.classes[-1].upper == 6


def test_colours_stay_when_breaks_are_found_again():
    style = graduated(range(100), title=TITLE)
    assert [c.colour for c in regraded(style, range(50)).classes] == [
        c.colour for c in style.classes
    ]


@pytest.mark.parametrize(
    ("value", "text"), [(-0.0001, "0.0"), (-12.34, "−12.3"), (5e6, "5,000,000.0")]
)
def test_numbers_read_well(value, text):
    assert number(value, 1) == text


def test_many_zeros_have_a_class_of_their_own_and_leave_the_others_useful():
    values = [0] * 80 + list(range(10, 30))  # 20 numbers in 4 classes: breaks are rounded down
    style = graduated(values, title=TITLE)
    assert style.classes[0].label["en"] == "0"
    assert np.bincount(style.classify(values)).tolist() == [80, 6, 5, 4, 5]
