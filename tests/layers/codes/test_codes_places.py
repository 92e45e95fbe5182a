import pyarrow as pa
import pytest

from gridloom_layers.codes import KINDS, check, division, room, title

BUILDING = "44030600960102T0117"


def found(kind, value):
    return set(check(kind, pa.array([value])).counts())


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("division", "440304"),
        ("division", "440304001003"),
        ("grid", "320582110152102"),
        ("grid", "44030400100301"),
        ("component", "4403040102000001"),
        ("building", BUILDING),
        ("room", BUILDING + "000301"),
    ],
)
def test_a_good_code_has_no_finding(kind, value):
    assert found(kind, value) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_is_a_bad_form_of_every_code(kind):
    assert found(kind, "福田区") == {"bad-form"}


@pytest.mark.parametrize("kind", KINDS)
def test_blanks_and_nulls_have_no_finding(kind):
    checked = check(kind, pa.array([None, "", "\u3000"], pa.string()))
    assert checked.normal.to_pylist() == [None, None, None]
    assert not checked.faulty.any()


@pytest.mark.parametrize("kind", KINDS)
def test_no_rows_are_no_findings(kind):
    assert check(kind, pa.array([], pa.string())).counts() == {}


def test_an_unknown_province_is_a_note_and_no_fault():
    checked = check("division", pa.array(["990101"]))
    assert checked.counts() == {"unknown-division": 1}
    assert not checked.faulty.any()


def test_a_room_in_place_of_a_building_is_told_and_can_be_cut():
    code = BUILDING + "000301"
    assert found("building", code) == {"room-instead-of-building"}
    assert room.building_part(pa.array([code])).to_pylist() == [BUILDING]


def test_the_districts_of_shenzhen_have_names():
    assert division.divisions()["440309"] == ("龙华区", "Longhua")


def test_every_finding_has_a_title():
    names = {name for kind in KINDS for name in check(kind, pa.array(["1"])).findings}
    assert all(str(title(name)) for name in names)


@pytest.mark.parametrize("kind", KINDS)
def test_a_code_in_scientific_notation_is_damaged(kind):
    assert found(kind, "4.40306E+17") == {"damaged-by-excel"}
