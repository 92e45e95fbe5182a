"""How a value is written never decides; what it says does."""

import datetime as dt

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.verification.comparable import ValueKind, same_as_claimed
from gridloom_layers.codes import citizen

CITIZEN, NAME = ValueKind(code="citizen"), ValueKind()
names = st.text("古丽阿依木王李张伟abcXYZ", min_size=1, max_size=8)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Draw a citizen ID of 18 characters of somebody born in the 1900s."""
    born = draw(st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31)))
    body = f"440303{born:%Y%m%d}{draw(st.integers(0, 995)):03}"
    return citizen.with_check_digit(pa.array([body]))[0].as_py()


def full_width(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


@given(numbers())
def test_an_id_comes_back_from_its_15_digit_form(number: str) -> None:
    assert citizen.from_15(citizen.to_15(pa.array([number]))).to_pylist() == [number]


@given(numbers())
def test_the_15_digit_form_leaves_out_century_and_check_digit(number: str) -> None:
    assert citizen.to_15(pa.array([number])).to_pylist() == [number[:6] + number[8:17]]


@given(numbers(), st.sampled_from("0123456789X"))
def test_an_id_with_a_wrong_check_digit_has_no_15_digit_form(number: str, last: str) -> None:
    wrong = number[:17] + last
    assert citizen.to_15(pa.array([wrong])).is_valid().to_pylist() == [last == number[17]]


@given(st.dates(dt.date(2000, 1, 1), dt.date(2025, 12, 31)), st.integers(0, 995))
def test_an_id_of_somebody_born_later_has_no_15_digit_form(born: dt.date, serial: int) -> None:
    ids = citizen.with_check_digit(pa.array([f"440303{born:%Y%m%d}{serial:03}"]))
    assert citizen.to_15(ids).to_pylist() == [None]


def same(known, claimed, kind):
    return same_as_claimed(known, claimed, np.arange(len(claimed)), kind)


@given(numbers())
def test_all_ways_to_write_an_id_are_the_same(number: str) -> None:
    ways = [number.lower(), full_width(number), f"{number[:6]} {number[6:]}",
            number[:6] + number[8:17]]  # fmt: skip
    assert same(pa.array(ways), pa.array([number] * 4), CITIZEN).tolist() == [True] * 4


@given(names, names)
def test_names_are_the_same_if_their_letters_are(left: str, right: str) -> None:
    found = same(pa.array([full_width(left)]), pa.array([f" {right}"]), NAME).tolist()
    assert found == [left.upper() == right.upper()]


def test_the_dots_of_a_name_are_all_the_same() -> None:
    ways = pa.array(["古丽·阿依", "古丽•阿依", "古丽．阿依", "古丽・阿依", "古丽‧阿依"])
    assert same(ways, pa.array(["古丽·阿依"] * 5), NAME).all()


def test_what_is_not_there_is_the_same_as_nothing() -> None:
    assert not same(pa.array([None, "a"]), pa.array([None, None], pa.string()), NAME).any()
