"""The command ``quality`` as a user meets it."""

import csv
from pathlib import Path

import openpyxl
import pytest


@pytest.fixture
def judged(city: Path, tmp_path: Path, gridloom) -> Path:
    """A workspace with four entities, one of which has no code and one a wrong one."""
    path = tmp_path / "法人.csv"
    codes = ["91350100M000100Y43", "91350100M000100Y44", "91440300MA50000063", ""]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [[code, f"公司{number}"] for number, code in enumerate(codes)]
        csv.writer(file).writerows([["统一社会信用代码", "企业名称"], *rows])
    assert gridloom("import", city, path, "--role", "entity", "--as-of", "2025-06-01").exit == 0
    return city


def test_json_has_the_figures_of_each_table(judged: Path, gridloom) -> None:
    found = gridloom("quality", judged, "--json").json["data"]["tables"][0]
    assert (found["table"], found["rows"], found["age_days"]) == ("entity", 4, 214)
    assert found["completeness"] == pytest.approx((3 + 4 + 0) / 12)
    assert (found["validity"], found["uniqueness"]) == (pytest.approx(2 / 3), 1)


def test_a_named_table_is_told_in_full(judged: Path, gridloom) -> None:
    said = gridloom("quality", judged, "entity").out
    assert "credit code" in said and "66.67%" in said and "法人.csv" in said


def test_it_speaks_chinese(judged: Path, gridloom) -> None:
    said = gridloom("quality", judged, "法人", "--lang", "zh").out
    assert "统一社会信用代码" in said and "完整性" in said


def test_the_workbook_holds_every_check(judged: Path, gridloom, tmp_path: Path) -> None:
    out = tmp_path / "质量.xlsx"
    assert gridloom("quality", judged, "--out", out).exit == 0
    rows = list(openpyxl.load_workbook(out)["What was checked"].values)
    assert ("entity", "validity", "credit code", "", 3, 1, pytest.approx(2 / 3)) in rows


def test_the_same_report_gives_the_same_bytes(judged: Path, gridloom, tmp_path: Path) -> None:
    files = [tmp_path / "1.xlsx", tmp_path / "2.xlsx"]
    for file in files:
        gridloom("quality", judged, "--out", file)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_csv_holds_the_checks(judged: Path, gridloom, tmp_path: Path) -> None:
    out = tmp_path / "q.csv"
    gridloom("quality", judged, "--out", out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["dimension"] == "validity"]
    assert [(row["name"], row["asked"], row["failed"]) for row in rows] == [
        ("credit_code", "3", "1")
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nobody"], "no layer or table"),
        (["--by", "entity"], "no areas"),
        (["--out", "q.doc"], "format"),
    ],
)
def test_bad_input_is_one_sentence(judged: Path, gridloom, arguments, told: str) -> None:
    said = gridloom("quality", judged, *arguments)
    assert said.exit == 2 and told in said.err and said.out == ""
