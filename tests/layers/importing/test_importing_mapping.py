"""Which column is which field: suggested from the headers, overruled by the user."""

import pytest

from gridloom_layers.errors import BadInput
from gridloom_layers.importing import explain_mapping, suggest_mapping
from gridloom_layers.importing.mapping import resolve_mapping
from gridloom_layers.roles import ROLES, role


@pytest.mark.parametrize(
    ("name", "headers", "expected"),
    [
        (
            "person",
            ["身份证号码", "姓名", "性别", "出生日期", "楼栋编码", "所属网格"],
            {"citizen_id": "身份证号码", "name": "姓名", "sex": "性别", "birth_date": "出生日期",
             "building_code": "楼栋编码", "grid_code": "所属网格"},
        ),
        (
            "component",
            ["ObjID", "ObjName", "DeptName1", "BGID", "ObjState", "ORDate", "CHDate", "Note"],
            {"code": "ObjID", "name": "ObjName", "department": "DeptName1", "grid_code": "BGID",
             "state": "ObjState", "placed_at": "ORDate", "changed_at": "CHDate", "note": "Note"},
        ),
        (
            "event",
            ["編號", "案類", "發生日期", "發生時段", "發生地點"],
            {"code": "編號", "class_name": "案類", "reported_at": "發生日期",
             "address": "發生地點"},
        ),
        ("facility", ["NAME ", "Lon", "LAT"], {"name": "NAME ", "x": "Lon", "y": "LAT"}),
        ("grid", ["grid_id"], {"code": "grid_id"}),
    ],
)  # fmt: skip
def test_headers_are_recognised(name: str, headers: list[str], expected: dict[str, str]) -> None:
    assert suggest_mapping(role(name), headers) == expected


def test_a_title_wins_over_an_alias() -> None:
    found = explain_mapping(role("event"), ["受理时间", "上报时间"])
    assert (found["accepted_at"].column, found["accepted_at"].reason) == ("受理时间", "title")
    assert found["reported_at"].column == "上报时间"


def test_a_header_that_holds_a_name_is_the_last_resort() -> None:
    found = explain_mapping(role("building"), ["登记建筑面积（平方米）"])
    assert (found["floor_area"].reason, set(found)) == ("contained", {"floor_area"})


def test_one_coordinate_alone_is_none() -> None:
    assert suggest_mapping(role("event"), ["x", "案类"]) == {"class_name": "案类"}


@pytest.mark.parametrize("name", ROLES)
def test_every_field_recognises_its_own_titles(name: str) -> None:
    subject = role(name)
    for language in ("zh", "en"):
        headers = [field.title[language] for field in subject.fields]
        if len(set(headers)) == len(headers):
            expected = {field.name: field.title[language] for field in subject.fields}
            assert suggest_mapping(subject, headers) == expected


def test_the_user_overrules_and_may_leave_a_field_out() -> None:
    found = resolve_mapping(
        role("event"), ["a", "编号", "案类"], {"code": "a", "class_name": ""}, None, "f"
    )
    assert found == {"code": "a"}


@pytest.mark.parametrize(
    ("chosen", "code", "near"),
    [({"cod": "a"}, "unknown-field", "code"), ({"code": "案件编"}, "unknown-column", "案件编号")],
)
def test_unknown_names_are_told_with_what_is_near(
    chosen: dict[str, str], code: str, near: str
) -> None:
    with pytest.raises(BadInput) as found:
        resolve_mapping(role("event"), ["案件编号", "a"], chosen, None, "f")
    assert (found.value.code, near in str(found.value)) == (code, True)
