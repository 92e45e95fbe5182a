import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from gridloom_layers.codes import check, credit, organisation

bodies = st.from_regex(r"\A9[1-3]440300[0-9A-HJ-NPQRTUWXY]{9}\Z")


def found(kind, value):
    return set(check(kind, pa.array([value])).counts())


def made(body):
    return credit.with_check_digit(pa.array([body])).to_pylist()[0]


def test_the_published_example_has_no_finding():
    assert found("credit", "91350100M000100Y43") == set()


@given(bodies)
def test_a_made_credit_code_is_valid_to_stdnum(body):
    assert uscc.is_valid(made(body))


@given(bodies, st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_a_changed_character_is_found_whenever_stdnum_finds_it(body, place, character):
    value = made(body)
    changed = value[:place] + character + value[place + 1 :]
    if place < 2:
        return  # stdnum wants digits there, the standard has letters too
    faults = found("credit", changed) & {"bad-form", "check-digit"}
    assert bool(faults) == (not uscc.is_valid(changed))


def test_the_organisation_code_is_cut_out_with_its_own_check_digit():
    cut = credit.organisation_part(pa.array(["91350100M000100Y43", "no code"]))
    assert cut.to_pylist() == ["M000100Y4", None]
    assert found("organisation", "M000100Y4") == set()


def test_an_organisation_code_in_place_of_a_credit_code_is_told():
    assert found("credit", "M000100Y4") == {"organisation-code"}


def test_a_credit_code_in_place_of_an_organisation_code_is_told():
    assert found("organisation", "91350100M000100Y43") == {"credit-code"}


@given(st.from_regex(r"\A[0-9A-Z]{8}\Z"))
def test_the_organisation_check_follows_the_standard(body):
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(c, 36) * w for c, w in zip(body, weights, strict=True))
    expected = {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))
    assert organisation.with_check_digit(pa.array([body])).to_pylist() == [body + expected]


def test_a_hyphen_in_an_organisation_code_is_removed():
    checked = check("organisation", pa.array(["60003734-1"]))
    assert checked.normal.to_pylist() == ["600037341"]
    assert set(checked.counts()) == {"separators"}


def test_a_wrong_organisation_check_digit_is_found():
    assert found("organisation", "600037342") == {"check-digit"}
