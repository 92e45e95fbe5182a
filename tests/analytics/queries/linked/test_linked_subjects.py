"""Finding the row that is asked about: by every exact form of its key, and by its row key."""

from collections.abc import Callable

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloom_analytics.queries.linked import linked
from gridloom_analytics.queries.linked.forms import forms
from gridloom_layers.codes import check
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore

ENTITY, PART = "91350100M000100Y43", "M000100Y4"
"""The example of GB 32100, and the organisation code inside it."""


def refused(*asked, **settings_of) -> BadInput:
    with pytest.raises(BadInput) as caught:
        linked(*asked, **settings_of)
    return caught.value


@pytest.fixture(scope="module")
def few(new_store: Callable[[], FolderStore], write: Callable[..., None]) -> FolderStore:
    """Persons and entities with every form of a key."""
    store = new_store()
    keys = {"person": "citizen_id", "entity": "credit_code"}
    columns = {
        "person": ["34052419800101001X", "110105491231002", "44030019990101123X"],
        "entity": [ENTITY, "600037341", "91440300MA560YXF7J"],
    }
    for name, values in columns.items():
        frame = pd.DataFrame({keys[name]: values, "name": ["甲", "乙", "丙"]}, index=[11, 12, 13])
        write(store, name, name, frame)
    plain = pd.DataFrame({"note": ["x"]}, index=[5])
    write(store, "statistics", "statistics", plain)
    return store


@pytest.mark.parametrize(
    ("typed", "row_key"),
    [
        ("34052419800101001X", 11),
        ("34052419800101001x", 11),
        ("３４０５２４１９８００１０１００１Ｘ", 11),
        (" 340524 19800101 001X ", 11),
        ("340524800101001", 11),
        ("11010519491231002X", 12),
        ("110105491231002", 12),
        ("44030019990101123X", 13),  # its check digit is wrong, but the row has it
    ],
)
def test_a_person_is_found_by_each_exact_form_of_the_id(few, typed, row_key) -> None:
    assert linked(few, "人口", typed).row_key == row_key


@pytest.mark.parametrize(
    ("typed", "row_key"),
    [(ENTITY, 11), (ENTITY.lower(), 11), (PART, 11), ("M000100Y-4", 11), ("600037341", 12),
     ("91110000600037341L", 12)],
)  # fmt: skip
def test_an_entity_is_found_by_credit_and_organisation_code(few, typed, row_key) -> None:
    assert linked(few, "entity", typed).row_key == row_key


@settings(max_examples=40)
@given(st.sampled_from(["34052419800101001X", "11010519491231002X"]), st.integers(0, 3))
def test_forms_hold_the_folded_and_the_short_form(code: str, way: int) -> None:
    wide = "".join(chr(ord(one) + 0xFEE0) for one in code)
    typed = (code, code.lower(), wide, f"{code[:6]} {code[6:]}")[way]
    assert {code, code[:6] + code[8:17]} <= set(forms([typed], "citizen"))


def test_an_organisation_code_of_two_entities_is_ambiguous(new_store, write) -> None:
    store = new_store()
    frame = pd.DataFrame({"credit_code": [ENTITY, f"92{ENTITY[2:]}"]}, index=[1, 2])
    write(store, "entity", "entity", frame)
    error = refused(store, "entity", PART)
    assert error.code == "ambiguous-key" and "1, 2" in str(error)


def test_a_field_of_organisation_codes_is_asked(new_store, write) -> None:
    store = new_store()
    frame = pd.DataFrame({"credit_code": [None, "91440300MA560YXF7J"],
                          "organisation_code": [PART, "600037341"]}, index=[1, 2])  # fmt: skip
    write(store, "entity", "entity", frame)
    assert linked(store, "entity", PART).row_key == 1
    assert linked(store, "entity", ENTITY).row_key == 1
    assert linked(store, "entity", "600037341").row_key == 2


def test_an_organisation_code_does_not_find_another_credit_code(new_store, write) -> None:
    store = new_store()
    frame = pd.DataFrame({"credit_code": [f"92{ENTITY[2:]}"], "organisation_code": [PART]},
                         index=[1])  # fmt: skip
    write(store, "entity", "entity", frame)
    assert refused(store, "entity", ENTITY).code == "no-such-row"


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("3405241980010100", "wrong-form", "16 characters where 18 or 15"),
        ("340524198001010011", "wrong-form", "check digit"),
        ("340524198013010017", "wrong-form", "date of birth"),
        ("34052419800101001Y", "wrong-form", "a character"),
        ("34052419800101000", "wrong-form", "17 characters"),
        ("3.40524198E+17", "wrong-form", "spreadsheet"),
        ("", "wrong-form", "0 characters"),
    ],
)
def test_what_is_wrong_with_an_id_is_told(few, typed, code, told) -> None:
    error = refused(few, "person", typed)
    assert error.code == code and told in str(error)


def test_a_right_id_that_nobody_has_is_told_as_such(few) -> None:
    number = "110101199003071233"
    assert not check("citizen", pa.array([number])).faulty[0]
    assert refused(few, "person", number).code == "no-such-row"


@pytest.mark.parametrize("typed", ["110101199003071233", "340524198001010011", "3405241980010100"])
def test_a_number_that_was_typed_is_not_repeated(few, typed) -> None:
    error = refused(few, "person", typed)
    assert typed not in str(error.to_json("zh")) + str(error.to_json("en"))


def test_a_wrong_organisation_code_is_told_by_its_check_digit(few) -> None:
    assert "check digit" in str(refused(few, "entity", "M000100Y5"))


def test_a_row_is_found_by_its_row_key(few) -> None:
    answer = linked(few, "person", row_key=12)
    assert answer.row.to_pylist() == [
        {"row_key": 12, "citizen_id": "110105491231002", "name": "乙"}
    ]


@pytest.mark.parametrize("row_key", [14, 0, 1 << 80])
def test_a_row_key_that_is_not_there_is_refused(few, row_key) -> None:
    assert refused(few, "person", row_key=row_key).code == "no-such-row"


def test_one_of_key_and_row_key_must_be_given(few) -> None:
    assert refused(few, "person").code == "not-one-row"
    assert refused(few, "person", "x", row_key=1).code == "not-one-row"


def test_a_building_is_found_by_the_code_of_a_room_in_it(new_store, write) -> None:
    store = new_store()
    frame = pd.DataFrame({"code": ["44030600960102T0117"]}, index=[1])
    write(store, "building", "building", frame)
    assert linked(store, "building", "44030600960102t0117000301").row_key == 1


def test_an_unknown_table_and_one_without_a_key_are_told(few) -> None:
    assert refused(few, "tower", "x").code == "unknown-table"
    assert refused(few, "statistics", "x").code == "no-key"
    assert linked(few, "statistics", row_key=5).relations == ()
