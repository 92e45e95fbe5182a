"""The command ``verify``: what it answers, what it lets out, what it refuses."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from gridloom_layers.workspace import open_workspace

PEOPLE = """身份证号,姓名,性别,出生日期,户口类型
11010519491231002X,张三,女,1949-12-31,户籍
34052419800101001X,李四,男,1980-01-01,流动
"""
LEASES = """合同编号,承租人身份证号,承租人,租赁开始,租赁结束
ZL1,11010519491231002X,张三,2020-01-01,2021-01-01
ZL2,11010519491231002X,张三,2025-01-01,2027-01-01
"""
RULE = """title = { zh = "入学", en = "admission" }
[claims]
key = "编号"
[claims.columns]
number = ["身份证号", "ID"]
name = "姓名"
born = "出生日期"
[[check]]
name = "who"
title = { zh = "身份", en = "identity" }
kind = "identity"
find = { citizen_id = "number" }
same = { name = "name" }
same_if_claimed = { birth_date = "born" }
[[check]]
name = "lease"
title = { zh = "租赁", en = "lease" }
kind = "register"
table = "lease"
find = { citizen_id = "number" }
where = "starts <= '2026-01-01' and ends >= '2026-01-01'"
"""
CLAIMS = """编号,身份证号,姓名,出生日期
A-1,11010519491231002X,张三,1949-12-31
A-2,340524800101001,李四,
A-3,34052419800101001X,王五,
A-4,44030319900101001X,赵六,
,,,
A-5,11010519491231002X,张三,某日
,11010519491231002X,张三,
"""
Verify = Callable[..., Any]


@pytest.fixture
def base(city: Path, tmp_path: Path, gridloom: Any) -> Path:
    """A city of two persons and their leases."""
    for role, name, text in (("person", "person", PEOPLE), ("register", "lease", LEASES)):
        source = tmp_path / f"{name}.csv"
        source.write_text(text, encoding="utf-8")
        done = gridloom("import", city, source, "--role", role, "--name", name)
        assert done.exit == 0, done.err
    return city


@pytest.fixture
def verify(base: Path, tmp_path: Path, gridloom: Any) -> Verify:
    """Return a function that verifies claims by a rule; both may be given as texts."""

    def call(*options: object, rule: str = RULE, claims: str = CLAIMS) -> Any:
        (tmp_path / "规则 1.toml").write_text(rule, encoding="utf-8")
        (tmp_path / "申请.csv").write_text(claims, encoding="gb18030")
        return gridloom(
            "verify", base, tmp_path / "申请.csv", "--rule", tmp_path / "规则 1.toml", *options
        )

    return call


def written(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_every_row_is_verified_set_aside_or_blank(verify: Verify) -> None:
    data = verify("--json").json["data"]
    aside = {"unreadable date": 1, "no key": 1}
    assert [data[name] for name in ("read", "verified", "quarantined", "blank")] == [7, 4, aside, 1]


def test_rows_that_cannot_be_read_give_the_exit_code_3(verify: Verify) -> None:
    assert verify().exit == 3


def test_claims_that_can_all_not_be_read_are_all_told(verify: Verify, tmp_path: Path) -> None:
    said = verify("--out", tmp_path / "a.csv", claims="编号,身份证号,姓名,出生日期\n,1,张三,\n")
    assert (said.exit, [one["verdict"] for one in written(tmp_path / "a.csv")]) == (
        3,
        ["unreadable"],
    )


def test_a_file_without_claims_is_refused(verify: Verify) -> None:
    said = verify("--json", claims="编号,身份证号,姓名,出生日期\n")
    assert (said.exit, said.json["error"]["code"]) == (2, "empty-source")


def test_claims_that_fail_are_no_error(verify: Verify) -> None:
    assert verify(claims="编号,身份证号,姓名,出生日期\n1,11010519491231002X,无名,\n").exit == 0


def test_each_claim_gets_its_verdict_beside_its_row(verify: Verify, tmp_path: Path) -> None:
    verify("--out", tmp_path / "答复.csv")
    told = [(one["row"], one["verdict"]) for one in written(tmp_path / "答复.csv")]
    assert told == [("2", "passed"), ("3", "not found"), ("4", "failed"), ("5", "not found"),
                    ("7", "unreadable"), ("8", "unreadable")]  # fmt: skip


def test_of_several_leases_the_one_that_is_good_counts(verify: Verify, tmp_path: Path) -> None:
    verify("--out", tmp_path / "a.csv", "--personal", "--reason", "复核")
    assert written(tmp_path / "a.csv")[0]["lease_found"] == "ends=2027-01-01; starts=2025-01-01"


def test_the_reasons_are_told_in_both_languages(verify: Verify, tmp_path: Path) -> None:
    verify("--out", tmp_path / "a.csv")
    third = written(tmp_path / "a.csv")[2]
    assert third["because_zh"].split("；")[0] == "身份：姓名与申报不一致"
    assert third["because_en"].split("; ")[0] == "identity: name is not as claimed"


def test_an_id_of_15_digits_is_found_and_said_to_be_rewritten(
    verify: Verify, tmp_path: Path
) -> None:
    verify("--out", tmp_path / "a.csv")
    second = written(tmp_path / "a.csv")[1]
    assert (second["who"], second["rewritten"]) == ("passed", "number: legacy-15-digit")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_no_number_or_name_leaves_whole(verify: Verify, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"a.{ending}"
    verify("--out", out)
    read = {
        "csv": lambda: out.read_text(encoding="utf-8-sig"),
        "xlsx": lambda: str([*openpyxl.load_workbook(out).active.values]),
        "parquet": lambda: str(pd.read_parquet(out).to_dict("records")),
    }
    text = read[ending]()
    whole = ("11010519491231002X", "340524800101001", "张三", "李四", "1949-12-31", "A-1")
    assert "张*" in text and not [one for one in whole if one in text]


def test_personal_answers_are_whole_and_on_record(
    verify: Verify, base: Path, tmp_path: Path
) -> None:
    verify("--out", tmp_path / "a.csv", "--personal", "--reason", "复核")
    act = open_workspace(base).acts()[-1]
    assert written(tmp_path / "a.csv")[0]["key"] == "A-1"
    assert "复核" in json.dumps(act, ensure_ascii=False)


def test_evidence_names_the_row_and_its_source(verify: Verify, base: Path, tmp_path: Path) -> None:
    verify("--out", tmp_path / "a.csv", "--personal", "--reason", "复核")
    first = written(tmp_path / "a.csv")[0]
    people = open_workspace(base).attributes("person", ["name"]).to_pylist()
    assert {"row_key": int(first["who_row_key"]), "name": "张三"} in people
    assert first["who_source"].startswith("person.csv")


def test_masked_evidence_of_persons_leads_to_no_row_key(verify: Verify, tmp_path: Path) -> None:
    verify("--out", tmp_path / "a.csv")
    verify("--out", tmp_path / "b.csv", "--personal", "--reason", "复核")
    masked, whole = (pd.read_csv(tmp_path / f"{name}.csv")["who_row_key"] for name in "ab")
    order = {key: f"#{number}" for number, key in enumerate(whole.dropna().unique(), 1)}
    assert masked.tolist() == whole.map(order).tolist() and len(order) > 1


def test_the_time_of_one_comparison_stands_beside_the_published_one(verify: Verify) -> None:
    assert "Shenzhen's published average is 0.26 s" in verify().out


def test_a_file_of_the_same_answers_is_the_same_file(verify: Verify, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        verify("--out", tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


FAULTS = {
    "a table that is not there": ('table = "lease"', 'table = "rent"', "unknown-table", 19),
    "a field that is not there": ("citizen_id", "citizen_no", "unknown-field", 12),
    "a field in a condition": ("starts <=", "begins <=", "unknown-field", 21),
    "a kind of check": ('"register"', '"registry"', "unknown-check", 18),
    "a key that is not known": ("where =", "when =", "unknown-key", 21),
    "a key that is missing": ('key = "编号"', "", "missing-key", 2),
    "a column that is not declared": ('same = { name = "name" }', 'same = { name = "nome" }',
                                      "unknown-column", 13),
    "a check of the same name": ('name = "lease"\n', 'name = "who"\n', "repeated-check", 16),
    "a table without its title": ('title = { zh = "入学", en = "admission" }\n', "",
                                  "missing-key", None),
    "a bracket left open": ("[[check]]", "[[check", "not-toml", 8),
    "a computed field": ("birth_date", "age", "derived-field", 14),
    "a date to find by": ('find = { citizen_id = "number" }\nwhere',
                          'find = { starts = "born" }\nwhere', "bad-field", 20),
    "a column of two kinds": ('same_if_claimed = { birth_date = "born" }',
                              'same_if_claimed = { birth_date = "name" }', "two-kinds", 14),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_rule_is_told_with_its_line(
    verify: Verify, tmp_path: Path, fault: str
) -> None:
    before, after, code, line = FAULTS[fault]
    assert before in RULE
    said = verify("--json", "--out", tmp_path / "a.csv", rule=RULE.replace(before, after, 1))
    error = said.json["error"]
    place = (error["where"]["file"], error["where"]["row"])
    assert (said.exit, error["code"], place) == (2, code, (str(tmp_path / "规则 1.toml"), line))
    assert not (tmp_path / "a.csv").exists()


LACKING = {
    "key": ("编号,", "号码,", "missing-key", "编号"),
    "column": ("姓名", "名字", "missing-column", "姓名"),
}


@pytest.mark.parametrize("what", LACKING)
def test_claims_without_a_column_are_refused(verify: Verify, tmp_path: Path, what: str) -> None:
    before, after, code, column = LACKING[what]
    said = verify("--json", claims=CLAIMS.replace(before, after, 1))
    error = said.json["error"]
    assert (said.exit, error["code"], error["where"]["column"]) == (2, code, column)


AREAS = {
    "no way to the level": ('level = "person", codes = ["1"]', "not-a-level"),
    "codes and a column": ('level = "x", codes = ["1"], column = "name"', "incomplete"),
    "a file that is not there": ('file = "nowhere.geojson"', "missing-file"),
}


@pytest.mark.parametrize("area", AREAS)
def test_an_area_that_is_none_is_refused(verify: Verify, area: str) -> None:
    text, code = AREAS[area]
    rule = RULE.replace('kind = "register"', f'kind = "register"\narea = {{ {text} }}')
    said = verify("--json", rule=rule)
    assert (said.exit, said.json["error"]["code"]) == (2, code)


@pytest.mark.parametrize("name", ["there is none.toml", "申请.csv"])
def test_what_is_no_rule_file_is_refused(verify: Verify, gridloom: Any, base: Path,
                                         tmp_path: Path, name: str) -> None:  # fmt: skip
    verify()
    said = gridloom("verify", base, tmp_path / "申请.csv", "--rule", tmp_path / name)
    assert said.exit == 2 and said.err.count("\n") == 1


def test_a_format_that_cannot_be_written_is_refused_first(verify: Verify, tmp_path: Path) -> None:
    said = verify("--json", "--out", tmp_path / "a.gpkg", rule="no rule")
    assert (said.exit, said.json["error"]["code"]) == (2, "unknown-format")


def test_a_rule_in_another_encoding_is_told(base: Path, gridloom: Any, tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_bytes('title = "入学"'.encode("gb18030"))
    said = gridloom("verify", base, tmp_path / "x.csv", "--rule", tmp_path / "r.toml", "--json")
    assert (said.exit, said.json["error"]["code"]) == (2, "not-utf-8")
