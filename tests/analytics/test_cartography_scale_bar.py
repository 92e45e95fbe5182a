"""Scale bars of round lengths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.cartography.scale_bar import length_label, nice_length, segments


@given(st.floats(0.01, 1e7))
def test_a_bar_fits_and_is_not_too_short(longest):
    assert longest / 2.5 <= nice_length(longest) <= longest * (1 + 1e-9)


@pytest.mark.parametrize(("longest", "label"), [(999, "500 m"), (2400, "2 km"), (1e5, "100 km")])
def test_a_bar_is_of_a_round_length(longest, label):
    assert length_label(nice_length(longest)) == label


@pytest.mark.parametrize("longest", [0, -1, float("nan")])
def test_a_length_must_be_positive(longest):
    with pytest.raises(ValueError, match="positive"):
        nice_length(longest)


@given(st.sampled_from([1, 2, 5]), st.integers(0, 6))
def test_parts_of_a_bar_are_round_too(digit, power):
    length = digit * 10.0**power
    assert nice_length(length / segments(length)) == pytest.approx(length / segments(length))
