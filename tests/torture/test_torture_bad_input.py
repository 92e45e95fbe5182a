"""Bad input at work: one clear sentence, and not a byte of workspace or sources is another."""

from pathlib import Path

import pytest

from .children import gridloom
from .states import contents
from .town import citizen_id, copy_town

RULE = """title = { zh = "入学", en = "admission" }
[claims]
key = "编号"
[claims.columns]
number = "身份证号"
name = "姓名"
[[check]]
name = "who"
title = { zh = "身份", en = "identity" }
kind = "identity"
find = { citizen_id = "number" }
same = { name = "name" }
"""
CLAIMS = f"编号,身份证号,姓名\nA-1,{citizen_id(1)},张1\n"
VERIFY = ("verify", "{city}", "{work}/申请.csv", "--rule", "{work}/规则.toml",
          "--out", "{work}/out.csv")  # fmt: skip
AGAIN = ("import", "{city}", "{work}/房间.csv", "--role", "room", "--mode", "upsert")
FILES = {"规则.toml": RULE, "申请.csv": CLAIMS, "房间.csv": "房间编码,用途\nA1,甲\nA1,乙\nA1,丙\n"}
FAULTS = {
    "a rule that names an unknown field": (VERIFY, "规则.toml", "citizen_id", "citizen_no",
                                           "unknown-field", "citizen_no"),
    "claims without their key column": (VERIFY, "申请.csv", "编号", "号码", "missing-key", "编号"),
    "an upsert whose key is not unique": (AGAIN, "房间.csv", "", "", "key-not-unique", "房间编码"),
}  # fmt: skip


@pytest.fixture(scope="module")
def roomy(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town with a table of rooms, which has a key."""
    folder = tmp_path_factory.mktemp("roomy")
    rooms = folder / "房间.csv"
    rooms.write_text("房间编码,用途\nA1,住\nA2,商\n", encoding="utf-8")
    city = copy_town(town, folder)
    assert gridloom("import", city, rooms, "--role", "room").exit == 0
    return city


def work(folder: Path) -> Path:
    """Write sound files to work with into a new folder; return it."""
    place = folder / "work"
    place.mkdir()
    for name, text in FILES.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


def test_a_sound_rule_and_claims_are_no_fault(roomy, tmp_path) -> None:
    place = work(tmp_path)
    said = gridloom(*(word.format(city=roomy, work=place) for word in VERIFY))
    assert (said.exit, (place / "out.csv").exists()) == (0, True), said


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_what_is_given_is_told_and_changes_nothing(
    roomy, figures, tmp_path, fault
) -> None:
    command, name, before, after, code, word = FAULTS[fault]
    city, place = copy_town(roomy, tmp_path), work(tmp_path)
    (place / name).write_text(FILES[name].replace(before, after), encoding="utf-8")
    untouched = contents(city), contents(place)
    said = gridloom(*(part.format(city=city, work=place) for part in command))
    assert (said.exit, said.error["code"], said.err) == (2, code, "")
    assert word in said.error["message"] and "\n" not in said.error["message"]
    assert (contents(city), contents(place)) == untouched
    figures.tried("bad input: told")
