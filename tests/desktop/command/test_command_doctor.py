"""The command doctor: rates, reasons, what to do, and the rows to check."""

import openpyxl
import pyarrow as pa
import pytest

from gridloom_layers.workspace import TableField, TableSpec, open_workspace

HOUSE = "44030600960102T0117"


@pytest.fixture
def linked(city, gridloom):
    """Return a workspace in which three persons were joined to one building."""
    put(city, "building", {"code": [HOUSE]})
    put(city, "person", {"building_code": [HOUSE, None, "?"], "guardian": ["?", HOUSE, HOUSE]})
    assert gridloom("join", city, "person", "building", "--by", "code").exit == 0
    return city


def put(path, name, columns):
    count = len(next(iter(columns.values())))
    keys = {key: pa.array(range(1, count + 1), pa.int64())
            for key in ("row_key", "source_number", "source_row")}  # fmt: skip
    fields = tuple(TableField(name=n, type="text", canonical=n != "guardian") for n in columns)
    store = open_workspace(path)
    with store.change() as change:
        change.write(TableSpec(name, name, fields), [pa.record_batch(keys | columns)])
    store.close()


def test_it_tells_the_rate_and_the_reasons_of_each_link(linked, gridloom):
    (link,) = gridloom("doctor", linked, "--json").json["data"]["links"]
    assert (link["matched"], link["due"], link["rate"]) == (1, 3, 1 / 3)
    assert link["unmatched"] == {"empty": 1, "bad-form": 1}
    assert link["advice"]["empty"].startswith("Collect the code")


def test_it_tells_people_what_to_do(linked, gridloom):
    said = gridloom("doctor", linked, "person", "building").out
    assert "33.33%" in said
    assert "not the form of such a code" in said


def test_it_speaks_chinese(linked, gridloom):
    assert "请补采该代码" in gridloom("doctor", linked, "person", "building", "--lang", "zh").out


def test_it_writes_the_rows_to_check(linked, gridloom, tmp_path):
    out = tmp_path / "out"
    said = gridloom("doctor", linked, "person", "building", "--out", out, "--json").json
    assert said["data"]["report"] == {
        "folder": str(out), "files": 2, "unmatched": 2, "repaired": 0, "unplaced": 2,
    }  # fmt: skip
    assert sorted(path.name for path in out.iterdir()) == ["index.xlsx", "unplaced.xlsx"]


def test_of_two_links_one_must_be_named(linked, gridloom, tmp_path):
    gridloom("join", linked, "person", "building", "--by", "code", "--on", "guardian")
    words = ("doctor", linked, "person", "building", "--out", tmp_path / "out", "--json")
    assert gridloom(*words).json["error"]["code"] == "which-link"
    assert gridloom(*words, "--on", "guardian").json["data"]["report"]["unmatched"] == 1


def test_tables_that_are_not_joined_are_told_how_to(linked, gridloom):
    said = gridloom("doctor", linked, "building", "person", "--json")
    assert (said.exit, said.json["error"]["code"]) == (2, "not-linked")


def test_one_table_is_not_enough(linked, gridloom):
    assert gridloom("doctor", linked, "person", "--json").json["error"]["code"] == "which-link"


def test_a_join_by_address_shows_how_alike_the_addresses_are(city, gridloom):
    put(city, "building", {"address": ["南山区和平路3号"]})
    put(city, "entity", {"address": ["和平路3号"]})
    said = gridloom("join", city, "entity", "building", "--by", "address", "--at-least", 80)
    assert said.exit == 0
    assert "How alike the addresses are" in said.out


def test_a_score_that_is_none_is_refused(city, gridloom):
    said = gridloom("join", city, "a", "b", "--by", "address", "--at-least", "many", "--json")
    assert (said.exit, said.json["error"]["code"]) == (2, "bad-value")


@pytest.mark.parametrize("command", ["doctor", "describe"])
def test_the_way_of_a_join_is_told_in_words(linked, gridloom, command):
    said = gridloom(command, linked, "--lang", "zh").out.split("\n关联\n")[-1]
    assert "代码" in said and " code " not in said
    assert " code " in gridloom(command, linked, "--lang", "en").out


def test_the_list_of_the_files_has_chinese_punctuation(linked, gridloom, tmp_path):
    words = ("doctor", linked, "person", "building", "--out", tmp_path / "out", "--lang", "zh")
    assert gridloom(*words).exit == 0
    sheet = openpyxl.load_workbook(tmp_path / "out/index.xlsx").worksheets[-1]
    heads = [cell.value for cell in sheet[1]]
    assert any("：" in head for head in heads) and not any(":" in head for head in heads)
