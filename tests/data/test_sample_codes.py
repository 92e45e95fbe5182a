"""Codes of made-up people and bodies, against python-stdnum."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from gridloom_sample import faults
from gridloom_sample.happenings.deadlines import after_working_minutes
from gridloom_sample.people.entities import SPACE, credit_codes
from gridloom_sample.proportions import Proportions, apportion, apportion_within

VALID_ID = "34052419800101001X"


def text(rows: np.ndarray) -> list[str]:
    return [row.tobytes().decode() for row in rows]


@given(st.integers(0, SPACE - 1))
def test_a_credit_code_is_valid(number: int) -> None:
    assert uscc.is_valid(text(credit_codes(np.array([number])))[0])


def test_credit_codes_do_not_repeat() -> None:
    assert len(set(text(credit_codes(np.arange(200_000))))) == 200_000


def test_a_wrong_check_digit_is_wrong() -> None:
    spoilt = faults.wrong_check_digit(VALID_ID)
    assert ric.calc_check_digit(spoilt) != spoilt[17]


def test_an_impossible_birth_keeps_its_check_digit_right() -> None:
    spoilt = faults.impossible_birth(VALID_ID)
    assert spoilt[10:12] == "13" and ric.calc_check_digit(spoilt) == spoilt[17]


@given(st.integers(0, 10_000), st.lists(st.floats(0.01, 100), min_size=1, max_size=50))
def test_shares_sum_and_stay_within_one_of_their_due(total: int, weights: list[float]) -> None:
    shares = apportion(total, weights)
    due = np.array(weights) * total / sum(weights)
    assert shares.sum() == total and (np.abs(shares - due) < 1 + 1e-6).all()


@given(st.integers(0, 300), st.lists(st.floats(0.0, 100), min_size=1, max_size=30))
def test_bounded_shares_keep_their_bounds(total: int, weights: list[float]) -> None:
    shares = apportion_within(total, weights, 1, 7)
    goal = min(max(total, len(weights)), 7 * len(weights))
    assert shares.sum() == goal and (shares >= 1).all() and (shares <= 7).all()


def test_the_full_city_has_the_counts_of_the_domain() -> None:
    full = Proportions(18_000_000)
    assert [full.of(1_200_000), full.grids] == [1_200_000, 16_417]


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2024-09-30T16:00", 120, "2024-10-08T10:00"),  # over the National Day holiday
        ("2024-09-29T16:00", 120, "2024-09-30T10:00"),  # a Sunday that was worked
        ("2025-03-07T18:30", 60, "2025-03-10T10:00"),  # after hours on a Friday
        ("2025-03-08T12:00", 30, "2025-03-10T09:30"),  # a Saturday
    ],
)
def test_office_time_passes_on_working_days_only(start: str, minutes: int, end: str) -> None:
    origin = np.datetime64("2024-01-01T00:00")
    begun = (np.datetime64(start) - origin).astype(np.int64)
    done = after_working_minutes(np.array([begun]), np.array([minutes]))
    assert origin + np.timedelta64(int(done[0]), "m") == np.datetime64(end)
