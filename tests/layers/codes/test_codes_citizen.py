import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from gridloom_layers.codes import check, citizen

VALID = ["11010519491231002X", "34052419800101001X"]

bodies = st.builds(
    lambda division, born, sequence: f"{division:06d}{born:%Y%m%d}{sequence:03d}",
    st.sampled_from([110105, 340524, 440304, 440306]),
    st.dates(dt.date(1900, 1, 1), dt.date(2026, 1, 1)),
    st.integers(0, 999),
)


def found(value, **options):
    return set(check("citizen", pa.array([value]), **options).counts())


def made(body):
    return citizen.with_check_digit(pa.array([body])).to_pylist()[0]


@pytest.mark.parametrize("value", VALID)
def test_the_published_examples_have_no_finding(value):
    assert found(value) == set()


@given(bodies)
def test_a_made_check_digit_is_that_of_stdnum(body):
    assert made(body)[-1] == ric.calc_check_digit(body + "0")


@given(bodies, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_a_changed_character_is_found_whenever_stdnum_finds_it(body, place, character):
    value = made(body)
    changed = value[:place] + character + value[place + 1 :]
    well_formed = changed[:17].isdigit()
    right = well_formed and ric.calc_check_digit(changed) == changed[-1]
    assert bool(found(changed) & {"bad-form", "check-digit"}) == (not right)


@given(st.from_regex(r"\A440304[12][0-9]{10}\Z"))
def test_a_date_is_implausible_exactly_where_the_calendar_says_so(body):
    try:
        born = dt.date(int(body[6:10]), int(body[10:12]), int(body[12:14]))
        plausible = dt.date(1850, 1, 1) <= born <= dt.date(2026, 1, 1)
    except ValueError:
        plausible = False
    assert ("implausible-date" in found(made(body), as_of=dt.date(2026, 1, 1))) == (not plausible)


def test_the_three_findings_are_apart():
    assert found(made("99030419990230001")) == {"unknown-division", "implausible-date"}


def test_a_wrong_check_digit_alone_says_only_that():
    assert found("110105194912310021") == {"check-digit"}


def test_a_residence_permit_is_noted():
    assert found(made("83000019990202001")) == {"residence-permit"}


def test_full_width_lower_case_and_spaces_are_folded_and_told():
    checked = check("citizen", pa.array(["１１０１０５ 19491231002x"]))
    assert checked.normal.to_pylist() == [VALID[0]]
    assert set(checked.counts()) == {"full-width", "lower-case", "separators"}


def test_an_id_that_lost_its_last_digits_is_damaged():
    assert found("110105194912310000") == {"check-digit", "damaged-by-excel"}


def test_a_number_in_scientific_notation_is_damaged():
    assert found("1.10105E+17") == {"damaged-by-excel"}


@given(bodies.filter(lambda body: body[6:8] == "19" and int(body[14:]) < 996))
def test_the_15_digit_form_comes_back_whole(body):
    old = body[:6] + body[8:]
    assert found(old) == {"legacy-15-digit"}
    assert citizen.from_15(pa.array([old])).to_pylist() == [made(body)]


@given(bodies)
def test_sex_and_birth_date_are_in_the_number(body):
    ids = pa.array([made(body), None])
    assert citizen.sex(ids).to_pylist() == ["M" if int(body[16]) % 2 else "F", None]
    assert citizen.birth_date(ids).to_pylist() == [ric.get_birth_date(made(body)), None]


@given(st.lists(st.one_of(st.none(), st.text(max_size=20), bodies.map(made)), max_size=8))
def test_each_value_is_checked_as_if_it_were_alone(values):
    together = check("citizen", pa.array(values, pa.string()))
    for row, value in enumerate(values):
        alone = check("citizen", pa.array([value], pa.string()))
        assert together.normal[row].as_py() == alone.normal[0].as_py()
        assert {n for n, mask in together.findings.items() if mask[row]} == set(alone.counts())


def test_slices_and_chunks_are_read_where_they_begin():
    chunked = pa.chunked_array([pa.array(["x", *VALID]).slice(1), pa.array([None, VALID[0]])])
    checked = check("citizen", chunked.slice(1))
    assert checked.normal.to_pylist() == [VALID[1], None, VALID[0]]
    assert checked.counts() == {}
