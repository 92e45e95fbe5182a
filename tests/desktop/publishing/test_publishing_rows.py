"""Rows at the gate: masked by default, whole by a logged act only."""

import pyarrow as pa
import pytest

from gridloom_desktop.publishing.export import Permission, release_rows
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import TableField, TableInfo

IDENTIFIERS = ("11010519491231002X", "欧阳娜娜", "13800138000", "44030600960102T0117", "1990-07-08")


def _released(city, permission=None):
    return release_rows(city, "person", city.attributes("person"), permission)


def test_no_identifier_of_a_person_leaves(city):
    shown = str(_released(city).to_pylist())
    assert [one for one in IDENTIFIERS if one in shown] == []


def test_rows_keep_their_opaque_keys_and_what_is_not_personal(city):
    first = _released(city).slice(0, 1).to_pylist()[0]
    assert first == {
        "row_key": 1,
        "citizen_id": "110***************",
        "name": "欧阳**",
        "sex": "F",
        "birth_date": "194*-**-**",
        "building_code": "440306*************",
        "phone": "138****8000",
        "grid_code": "G01",
        "grid_key": 2,
    }


def test_columns_that_the_role_does_not_know_are_left_out_of_rows_about_persons(city):
    assert {"remark", "badge", "source_row"}.isdisjoint(_released(city).column_names)


def test_an_age_may_be_seen(city):
    rows = pa.table({"row_key": [1], "age": [81], "alias": ["欧阳娜娜"]})
    assert release_rows(city, "person", rows).column_names == ["row_key", "age"]


def test_the_officer_of_a_grid_is_masked(city):
    rows = release_rows(city, "grid", city.attributes("grid"))
    assert rows.column("officer").to_pylist() == ["张*"] * 12


def test_numbers_in_texts_of_other_tables_are_masked(city):
    rows = pa.table({"row_key": [1], "note": ["call 13800138000"]})
    assert release_rows(city, "grid", rows).column("note").to_pylist() == ["call 138****8000"]


def test_with_a_permission_rows_are_whole(city):
    whole = _released(city, Permission("audit"))
    assert whole.equals(city.attributes("person"))


def test_the_act_is_in_the_log_with_its_reason(city):
    _released(city, Permission("audit 2026-7"))
    (act,) = city.acts()
    assert (act["act"], act["reason"], act["rows"]) == ("personal export", "audit 2026-7", 286)
    assert "citizen_id" in act["columns"]


def test_without_permission_nothing_is_logged(city):
    _released(city)
    assert city.acts() == []


@pytest.mark.parametrize("reason", ["", "  ", None])
def test_an_empty_reason_is_refused(reason):
    with pytest.raises(BadInput) as caught:
        Permission.asked(personal=True, reason=reason)
    assert caught.value.code == "no-reason"


def test_a_reason_without_the_wish_is_told():
    with pytest.raises(BadInput, match="--personal"):
        Permission.asked(personal=False, reason="audit")


def test_a_graded_column_of_the_source_is_withheld(city):
    info = city.table("grid")
    field = TableField(name="owner", type="text", personal="identifier")
    city.manifest = city.manifest.model_copy(
        update={"tables": {"grid": TableInfo(**{**dict(info), "fields": (*info.fields, field)})}}
    )
    rows = release_rows(city, "grid", pa.table({"owner": ["王五", None]}))
    assert rows.column("owner").to_pylist() == ["***", None]
