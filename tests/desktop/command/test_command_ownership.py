"""Owners, conflicts, decisions and provenance by the command; values leave masked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gridloom_layers.workspace import open_workspace

HEADER = "身份证号,姓名,性别,联系电话\n"
POLICE = HEADER + "11010519491231002X,张三,女,13800138000\n"
HEALTH = HEADER + "11010519491231002X,张三,女,13700137000\n"
Call = Callable[..., Any]
PERSONAL = ("--personal", "--reason", "试")


@pytest.fixture
def told(city: Path, gridloom: Call) -> Path:
    """Return a workspace in which two departments differ on a telephone number."""
    for name, text, more in (
        ("公安局", POLICE, ("--as-of", "2025-01-01")),
        ("卫健委", HEALTH, ("--as-of", "2025-06-01", "--mode", "upsert")),
    ):
        file = city.parent / f"{name}.csv"
        file.write_text(text, encoding="utf-8")
        assert gridloom("import", city, file, "--role", "person", "--from", name, *more).exit == 0
    return city


def phones(gridloom: Call, city: Path) -> list[tuple[str, str, str]]:
    """Return the whole values that are kept and that are not, and how that was decided."""
    said = gridloom("conflicts", city, "person", *PERSONAL, "--json").json["data"]["rows"]
    return [(row["kept"], row["other"], row["decided_by"]) for row in said]


def test_conflicts_are_counted_by_field_and_departments(told: Path, gridloom: Call) -> None:
    (count,) = gridloom("conflicts", told, "--json").json["data"]["counts"]
    assert count == {"table": "person", "field": "phone", "kept_from": "卫健委",
                     "other_from": "公安局", "conflicts": 1, "open": 1}  # fmt: skip


def test_conflicts_are_listed_masked_and_whole_by_a_logged_act(told: Path, gridloom: Call) -> None:
    listed = gridloom("conflicts", told, "person").out
    assert "137****7000" in listed and "13700137000" not in listed
    assert phones(gridloom, told) == [("13700137000", "13800138000", "newest")]
    assert open_workspace(told).acts()[-1]["what"] == "conflicts of person"


def test_conflicting_rows_go_by_their_codes_masked(told: Path, gridloom: Call) -> None:
    said = gridloom("conflicts", told, "person", "--lang", "en").out
    assert "110***************" in said and "11010519491231002X" not in said
    assert "11010519491231002X" in gridloom("conflicts", told, "person", *PERSONAL).out


def test_a_file_of_conflicts_holds_no_identifier(told: Path, gridloom: Call) -> None:
    out = told.parent / "conflicts.csv"
    assert gridloom("conflicts", told, "person", "--out", out).exit == 0
    text = out.read_text(encoding="utf-8-sig")
    assert "138****8000" in text and "13800138000" not in text


def test_an_owner_by_the_command_decides(told: Path, gridloom: Call) -> None:
    said = gridloom("own", told, "person.联系电话", "公安局", "--json").json["data"]
    assert (said["changed"], said["tables"][0]["owners"]) == ({"phone": 1}, {"phone": ["公安局"]})
    assert phones(gridloom, told) == [("13800138000", "13700137000", "rule")]


def test_rules_come_from_a_file_and_go_again(told: Path, gridloom: Call) -> None:
    rules = told.parent / "rules.toml"
    rules.write_text('phone = ["公安局"]\n"*" = ["卫健委"]\n', encoding="utf-8")
    assert gridloom("own", told, "person", "--rules", rules).exit == 0
    gridloom("own", told, "person.phone", "--remove")
    (table,) = gridloom("own", told, "--json").json["data"]["tables"]
    assert table["owners"] == {"*": ["卫健委"]}


def test_a_value_by_hand_is_read_as_an_import_would(told: Path, gridloom: Call) -> None:
    by_hand = ("resolve", told, "person", "sex", "--row", "1", "--reason", "asked", "--value")
    assert gridloom(*by_hand, "男").exit == 0
    assert open_workspace(told).attributes("person", ["sex"])["sex"].to_pylist() == ["M"]
    assert gridloom(*by_hand, "石").exit == 2


def test_provenance_tells_files_and_departments(told: Path, gridloom: Call) -> None:
    said = gridloom("provenance", told, "person", "1", "--json").json["data"]
    phone = next(field for field in said["fields"] if field["field"] == "phone")
    assert (phone["value"], phone["others"]) == ("137****7000", [["138****8000", 1]])
    assert said["sources"]["1"] == {"file": "公安局.csv", "department": "公安局",
                                    "as_of": "2025-01-01"}  # fmt: skip


@pytest.mark.parametrize("number", ["11010519491231002X", "110105194912310038"])
def test_nobody_is_found_by_a_number_without_an_act_on_record(
    told: Path, gridloom: Call, number: str
) -> None:
    said = gridloom("provenance", told, "person", number, "--json")
    assert (said.exit, said.json["error"]["code"]) == (2, "identifying-field")
    assert "no row with this key" not in said.out


def test_an_act_on_record_finds_a_row_by_its_number(told: Path, gridloom: Call) -> None:
    asked = ("provenance", told, "person", "11010519491231002X", *PERSONAL, "--json")
    assert gridloom(*asked).json["data"]["row_key"] == 1
    assert open_workspace(told).acts()[-1]["what"] == "provenance in person"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("own", "person.fone", "公安局"), "has no field “fone”"),
        (("own", "person.phone", "水务局"), "from “水务局”"),
        (("own", "folk.phone", "公安局"), "no layer or table “folk”"),
        (("own", "person", "公安局", "--remove"), "do not go together"),
        (("own", "person", "--rules", "nowhere.toml"), "cannot be read"),
        (("resolve", "person", "phone"), "not clear how to decide"),
        (("resolve", "person", "phone", "--rule", "owner"), "Nobody owns “phone”"),
        (("resolve", "person", "phone", "--row", "9", "--take", "other"), "needs a reason"),
        (
            ("resolve", "person", "phone", "--row", "9", "--take", "other", "--reason", "x"),
            "no row with this key",
        ),
        (
            ("resolve", "person", "phone", "--row", "1", "--take", "水务局", "--reason", "x"),
            "“水务局” says nothing",
        ),
        (("provenance", "person", "9", *PERSONAL), "no row with this key"),
        (("provenance", "person", "9"), "tells single persons apart"),
        (("conflicts", "--field", "phone"), "not said of which table"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(
    told: Path, gridloom: Call, arguments: tuple[str, ...], sentence: str
) -> None:
    before = (told / "manifest.json").read_bytes()
    said = gridloom(arguments[0], told, *arguments[1:])
    assert (said.exit, len(said.err.splitlines())) == (2, 1)
    assert sentence in said.err
    assert (told / "manifest.json").read_bytes() == before


def test_it_is_told_in_chinese(told: Path, gridloom: Call) -> None:
    said = gridloom("conflicts", told, "person", "--lang", "zh").out
    assert "部门间不一致" in said and "未决" in said


def test_fields_and_values_are_told_in_words(told: Path, gridloom: Call) -> None:
    said = gridloom("provenance", told, "person", "1", "--lang", "zh").out
    assert "联系电话" in said and "女" in said and "phone" not in said
    assert "138****8000（公安局，公安局.csv，2025-01-01）" in said
    assert "phone" not in gridloom("conflicts", told, "person", "--lang", "zh").out


def test_rules_that_are_none_are_refused(told: Path, gridloom: Call) -> None:
    rules = told.parent / "rules.toml"
    for text, sentence in (("phone = [", "not a file of rules"), ("phone = 1", "list of depart")):
        rules.write_text(text, encoding="utf-8")
        said = gridloom("own", told, "person", "--rules", rules)
        assert (said.exit, sentence in said.err) == (2, True)
