"""What was corrected by hand, by the command; personal values leave masked."""

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gridloom_desktop.publishing.export import released_codes
from gridloom_layers.editing import Reason, correct_value
from gridloom_layers.workspace import open_workspace

Call = Callable[..., Any]
PEOPLE = "身份证号,姓名,性别,联系电话\n11010519491231002X,张三,女,13800138000\n"
LAMPS = "部件标识码,部件名称,类别代码\nC1,a,0102\nC2,b,0102\n"
WHY = Reason("told by 13912345678", "Li")


@pytest.fixture
def edited(city: Path, gridloom: Call) -> Path:
    """A workspace with three edits: two of a lamp, one of a person."""
    for role, text in (("person", PEOPLE), ("component", LAMPS)):
        file = city.parent / f"{role}.csv"
        file.write_text(text, encoding="utf-8")
        assert gridloom("import", city, file, "--role", role).exit == 0
    store = open_workspace(city)
    correct_value(store, "component", 2, "name", "c", WHY)
    correct_value(store, "person", 1, "phone", "13700137000", WHY)
    correct_value(store, "component", 2, "class_code", "0103", WHY)
    store.close()
    return city


def listed(gridloom: Call, *arguments: object) -> list[dict[str, Any]]:
    return gridloom("edits", *arguments, "--json").json["data"]["edits"]


def test_edits_are_listed_with_all_that_is_kept_of_them(edited: Path, gridloom: Call) -> None:
    one = next(row for row in listed(gridloom, edited, "component") if row["number"] == 2)
    assert dt.datetime.fromisoformat(one.pop("at")).tzinfo is not None
    assert one == {
        "table": "component", "row_key": 2, "number": 2, "author": "Li", "act": "value",
        "field": "class_code", "old": "0102", "new": "0103", "reason": "told by 139****5678",
    }  # fmt: skip


def test_personal_values_are_masked_and_whole_by_a_logged_act(edited: Path, gridloom: Call) -> None:
    (one,) = listed(gridloom, edited, "person")
    assert (one["old"], one["new"], one["reason"]) == ("138****8000", "137****7000", "")
    (one,) = listed(gridloom, edited, "person", "--personal", "--reason", "试")
    assert (one["old"], one["reason"]) == ("13800138000", "told by 13912345678")
    assert open_workspace(edited).acts()[-1]["what"] == "edits"


@pytest.mark.parametrize(("arguments", "count"), [
    ((), 3), (("component",), 2), (("component", "--field", "name"), 1),
    (("component", "--row", "C1"), 0), (("component", "--row", "C2"), 2),
    (("--since", "2020-01-01"), 3), (("--until", "2020-01-01"), 0), (("--limit", "1"), 1),
])  # fmt: skip
def test_edits_are_filtered(
    edited: Path, gridloom: Call, arguments: tuple[str, ...], count: int
) -> None:
    assert len(listed(gridloom, edited, *arguments)) == count


def test_people_read_a_table_of_edits(edited: Path, gridloom: Call) -> None:
    said = gridloom("edits", edited, "component", "--lang", "en").out
    assert "2 edits" in said and "value corrected" in said and "class code" in said


def test_rows_go_by_their_codes_and_persons_by_masked_ones(edited: Path, gridloom: Call) -> None:
    said = gridloom("edits", edited, "--lang", "en").out
    assert "code or row key" in said and "C2" in said
    assert "110***************" in said and "11010519491231002X" not in said


def test_a_row_that_is_gone_goes_by_its_row_key(edited: Path) -> None:
    store = open_workspace(edited)
    assert released_codes(store, "component", [2, 99]) == {2: "C2", 99: "99"}
    store.close()


def test_whoever_names_no_table_is_told_in_which_something_was_edited(
    edited: Path, gridloom: Call
) -> None:
    hint = gridloom("edits", edited, "--row", "C1", "--json", "--lang", "en").json["error"]["hint"]
    assert hint == "Name it after the workspace; edited are: component, person."


def test_a_row_that_is_not_there_is_told_with_what_names_one(edited: Path, gridloom: Call) -> None:
    said = gridloom("edits", edited, "component", "--row", "C9", "--json", "--lang", "en")
    assert said.json["error"]["code"] == "no-such-row"
    assert said.json["error"]["hint"] == (
        "Give the value of “code”, or the row key that “gridloom query” lists."
    )


def test_a_city_without_edits_says_so(city: Path, gridloom: Call) -> None:
    assert "Nothing was edited here." in gridloom("edits", city, "--lang", "en").out


def test_edits_are_written_to_a_file_masked(edited: Path, gridloom: Call, tmp_path: Path) -> None:
    out = tmp_path / "edits.csv"
    assert gridloom("edits", edited, "--out", out).exit == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 3
    assert "13800138000" not in out.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(("arguments", "code"), [
    (("--row", "C1"), "no-table"), (("component", "--field", "x"), "unknown-field"),
    (("person", "--row", "11010519491231002X"), "identifying-field"), (("x",), "unknown-table"),
])  # fmt: skip
def test_what_cannot_be_listed_is_told(
    edited: Path, gridloom: Call, arguments: tuple[str, ...], code: str
) -> None:
    said = gridloom("edits", edited, *arguments, "--json")
    assert (said.exit, said.json["error"]["code"]) == (2, code)
