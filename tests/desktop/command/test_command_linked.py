"""The linked query as a command: whole by permission, else nothing that leads to a person."""

import csv
import io
import json
import shutil
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from gridloom_desktop.command.main import run
from gridloom_layers.workspace import open_workspace

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
HOME, OTHER = "44030600960102T0117", "44030600960102T0118"
COMPANY, SHOP = "91350100M000100Y43", "91440300MA560YXF7J"
GRIDS = ("440306009601001", "440306009601002")
ALONE = 12
"""The person who lives in the other building and works in the shop."""


def citizen_id(number: int) -> str:
    body = f"440306{1960 + number}0101{number:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


IDS = [citizen_id(number) for number in range(13)]
ROOMS = [f"{HOME}00100{1 if number < 3 else number}" for number in range(12)] + [f"{OTHER}001001"]


def square(left: float, side: float) -> dict:
    x, y = 114 + left, 22.5
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def layer(path: Path, side: float, *codes: str) -> Path:
    shapes = [square(at / 100, side) for at in range(len(codes))]
    features = [{"type": "Feature", "properties": {"code": code}, "geometry": shape}
                for code, shape in zip(codes, shapes, strict=True)]  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def table(path: Path, *rows: tuple) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def done(*arguments: object) -> None:
    """Run a command that prepares the town."""
    err = io.StringIO()
    assert run([str(one) for one in arguments], io.StringIO(), err) in (0, 3), err.getvalue()


@pytest.fixture(scope="module")
def made_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve people in one building, three of them in one room; one in another building."""
    tmp_path = tmp_path_factory.mktemp("town")
    city = tmp_path / "一座 城.gridloom"
    done("create", city, "--crs", "EPSG:4547", "--data-date", "2026-01-01")
    names = [f"赵{chr(0x4E10 + number)}" for number in range(13)]
    sources = {
        "grid": layer(tmp_path / "grid.geojson", 0.009, *GRIDS),
        "building": layer(tmp_path / "building.geojson", 0.001, HOME, OTHER),
        "person": table(
            tmp_path / "person.csv", ("身份证号", "姓名", "性别", "房间编码", "楼栋编码"),
            *((IDS[n], names[n], "女", ROOMS[n], ROOMS[n][:19]) for n in range(13)),
        ),
        "entity": table(
            tmp_path / "entity.csv",
            ("统一社会信用代码", "企业名称", "法定代表人证件号码", "楼栋编码"),
            (COMPANY, "第一公司", IDS[0], OTHER), (SHOP, "第二商店", IDS[0], HOME),
        ),
        "register": table(
            tmp_path / "employment.csv", ("编号", "身份证号码", "用人单位代码"),
            *((f"JY{n}", IDS[n], SHOP if n == ALONE else COMPANY) for n in range(1, 13)),
        ),
        "event": table(
            tmp_path / "event.csv", ("案件编号", "事件小类", "楼栋编码", "x", "y"),
            ("AJ0", "噪声", HOME, 114.0105, 22.5005),  # seen from the other grid
            ("AJ1", "噪声", "", 114.0005, 22.5005),
        ),
    }  # fmt: skip
    for role, path in sources.items():
        crs = ("--crs", "EPSG:4326") if role == "event" else ()
        named = ("--role", role, "--name", path.stem, "--as-of", "2025-06-01")
        done("import", city, path, *named, *crs)
    for left, right, by in (("building", "grid", "place"), ("person", "building", "code"),
                            ("event", "grid", "place")):  # fmt: skip
        done("join", city, left, right, "--by", by)
    return city


@pytest.fixture
def town(made_town: Path, tmp_path: Path) -> Path:
    """Return a copy of the town to ask and to change."""
    path = tmp_path / made_town.name
    shutil.copytree(made_town, path)
    return path


@pytest.fixture
def asked(town, gridloom):
    """Ask and return the relations by their ways."""

    def ask(*arguments: object) -> dict:
        said = gridloom("linked", town, *arguments, "--json")
        assert said.exit == 0, said.out
        return {each["way"]: each for each in said.json["data"]["relations"]}

    return ask


WHOLE = ("--personal", "--reason", "case 7")


def test_with_a_permission_all_that_is_linked_to_a_person_is_whole(asked) -> None:
    found = asked("person", IDS[0], *WHOLE)
    household = found["person = person (room_code)"]
    assert {row["citizen_id"] for row in household["rows"]} == {IDS[1], IDS[2]}
    assert household["title"] == {"zh": "同住人员", "en": "household"}
    assert [row["code"] for row in found["person → building"]["rows"]] == [HOME]
    companies = [row["credit_code"] for row in found["person ← entity"]["rows"]]
    assert companies == [COMPANY, SHOP]
    assert [row["code"] for row in found["person → building ← event"]["rows"]] == ["AJ0"]


def test_the_act_is_logged_with_its_reason(town, asked) -> None:
    asked("person", IDS[0], *WHOLE)
    looked_up, shown = acts(town)[:2]
    assert (looked_up["what"], looked_up["reason"]) == ("look-up by key in person", "case 7")
    assert (shown["what"], shown["reason"], shown["row_key"]) == ("linked to person", "case 7", 1)
    assert IDS[0] not in str(acts(town))


def acts(town) -> list[dict]:
    return [act for act in open_workspace(town).acts() if act["act"] == "personal export"]


def test_that_nobody_has_an_id_is_on_record_too(town, gridloom) -> None:
    assert gridloom("linked", town, "person", citizen_id(40), *WHOLE).exit == 2
    assert [act["what"] for act in acts(town)] == ["look-up by key in person"]


@pytest.mark.parametrize("form", [("--json",), (), ("--lang", "zh")])
@pytest.mark.parametrize("subject", [("person", "--row", 1), ("employment", "JY1")])
def test_nothing_that_leads_to_a_person_is_told_without(town, gridloom, subject, form) -> None:
    said = gridloom("linked", town, *subject, *form)
    secrets = (*IDS, *ROOMS, HOME, OTHER, COMPANY, SHOP, "第一公司", "第二商店", "AJ0", "赵丐")
    assert said.exit == 0 and [one for one in secrets if one in said.out] == []


def test_a_persons_ties_are_neither_counted_nor_listed_but_its_areas_are(asked) -> None:
    found = asked("person", "--row", 1)
    told = {way: (each["count"], each["suppressed"], len(each["rows"]))
            for way, each in found.items()}  # fmt: skip
    for way in ("person ← entity", "person → building", "person = person (room_code)",
                "person → building ← event", "person ← employment"):  # fmt: skip
        assert told[way] == (None, True, 0)
    assert told["person → building → grid"] == (1, False, 1)
    assert told["person → building → grid ← event"] == (1, False, 1)


def test_few_persons_are_neither_counted_nor_listed(asked) -> None:
    shop, company = asked("entity", SHOP), asked("entity", COMPANY)
    way = "entity ← employment → person"
    assert (shop[way]["count"], shop[way]["rows"]) == (None, [])
    assert (company[way]["count"], len(company[way]["rows"])) == (10, 10)  # of 11
    assert shop["entity → person"]["count"] is None
    assert shop["entity → building"]["rows"][0]["code"] == HOME


def test_many_persons_are_counted_and_masked(asked) -> None:
    residents = asked("building", HOME, "--limit", 2)["building ← person"]
    assert (residents["count"], residents["rounded_to"], len(residents["rows"])) == (10, 10, 2)
    assert residents["rows"][0]["citizen_id"] == "440***************"
    assert residents["rows"][0]["building_code"] == "440306*************"
    assert asked("building", OTHER)["building ← person"]["count"] is None


def test_a_grid_tells_what_is_in_it(asked) -> None:
    found = asked("grid", GRIDS[0])
    assert found["grid ← building"]["rows"][0]["code"] == HOME
    assert found["grid ← building ← person"]["count"] == 10
    assert found["grid ← building ← entity"]["count"] == 1
    assert found["grid ← event"]["count"] == 1


def test_text_has_a_block_for_each_relation_and_says_what_is_withheld(town, gridloom) -> None:
    said = gridloom("linked", town, "entity", COMPANY).out
    assert "employees (entity ← employment → person): at least 10\n" in said
    assert "Withheld: legal representative (entity → person)" in said
    assert "None: events (entity → building ← event)" in said


def test_chinese_text_is_chinese(town, gridloom) -> None:
    said = gridloom("linked", town, "楼栋", HOME, "--lang", "zh").out
    assert "居住人口（building ← person）：至少 10" in said and "建筑编码" in said


def test_without_rows_the_counts_are_told(town, gridloom) -> None:
    said = gridloom("linked", town, "building", HOME, "--limit", 0).out
    assert "residents (building ← person): at least 10" in said and "440*" not in said


def test_an_earlier_day_is_asked_of_as_it_was(town, gridloom, asked, tmp_path) -> None:
    fewer = table(tmp_path / "moved.csv", ("身份证号", "楼栋编码"), (IDS[0], OTHER))
    gridloom("import", town, fewer, "--role", "person", "--name", "person", "--mode", "upsert",
             "--as-of", "2025-12-01")  # fmt: skip
    now, then = (
        asked("building", HOME, *WHOLE),
        asked("building", HOME, *WHOLE, "--at", "2025-07-01"),
    )
    assert [each["building ← person"]["count"] for each in (now, then)] == [11, 12]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".gpkg"])
def test_a_file_holds_all_rows_masked(town, gridloom, tmp_path, ending) -> None:
    out = tmp_path / f"楼{ending}"
    report = gridloom("linked", town, "building", HOME, "--out", out, "--json").json["data"]["file"]
    content = _texts(out)
    assert report["rows"] >= 10 and not [one for one in IDS if one in content]
    assert ending == ".gpkg" or content.count("440***************") == 11  # and a representative


def _texts(path: Path) -> str:
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).worksheets[0]
        return str([[cell.value for cell in row] for row in sheet.iter_rows()])
    if path.suffix == ".parquet":
        return str(pq.read_table(path).to_pylist())
    return path.read_bytes().decode("utf-8-sig" if path.suffix == ".csv" else "latin-1")


def test_a_file_says_which_relation_each_row_is_of(town, gridloom, tmp_path) -> None:
    out = tmp_path / "人.csv"
    gridloom("linked", town, "person", IDS[0], "--out", out, *WHOLE)
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert (rows[0]["relation"], rows[0]["citizen_id"]) == ("the row itself", IDS[0])
    companies = [row for row in rows if row["way"] == "person ← entity"]
    assert [(row["count"], row["credit_code"]) for row in companies] == [
        ("2", COMPANY),
        ("2", SHOP),
    ]


def test_a_masked_file_keeps_a_line_for_what_is_withheld(town, gridloom, tmp_path) -> None:
    out = tmp_path / "人.csv"
    gridloom("linked", town, "person", "--row", 1, "--out", out)
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    (home,) = (row for row in rows if row["way"] == "person → building")
    assert (home["count"], home["suppressed"], home["row_key"]) == ("", "true", "")
    assert HOME not in out.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("tower", "1"), "unknown-table"),
        (("person",), "not-one-row"),
        (("person", IDS[0], "--row", 1), "not-one-row"),
        (("person", "--row", 99), "no-such-row"),
        (("person", IDS[0][:17], *WHOLE), "wrong-form"),
        (("person", citizen_id(40), *WHOLE), "no-such-row"),
        (("person", IDS[0]), "identifying-field"),
        (("person", citizen_id(40)), "identifying-field"),
        (("person", "--row", 1, "--out", "x.pdf"), "unknown-format"),
        (("person", IDS[0], "--reason", "why"), "reason-without-personal"),
    ],
)
def test_bad_input_is_one_sentence_that_names_no_number(town, gridloom, arguments, code) -> None:
    said = gridloom("linked", town, *arguments, "--json")
    assert said.exit == 2 and said.json["error"]["code"] == code
    told = gridloom("linked", town, *arguments).err
    assert told.count("\n") == 1 and not any(str(one) in told for one in arguments if one in IDS)
