"""Commands about a workspace as a whole."""

import json
from pathlib import Path


def test_create_answers_with_the_canonical_crs(gridloom, tmp_path: Path) -> None:
    made = gridloom(
        "create", tmp_path / "a.gridloom", "--crs", "epsg:4547", "--data-date", "2026-01-01",
        "--json",
    )  # fmt: skip
    assert made.json["data"]["crs"] == "EPSG:4547"


def test_an_existing_workspace_is_not_made_again(gridloom, city: Path) -> None:
    again = gridloom("create", city, "--crs", "EPSG:4547", "--data-date", "2026-01-01", "--json")
    assert (again.exit, again.json["error"]["code"]) == (2, "already-exists")


def test_degrees_are_no_crs_of_a_workspace(gridloom, tmp_path: Path) -> None:
    path = tmp_path / "a.gridloom"
    refused = gridloom("create", path, "--crs", "EPSG:4326", "--data-date", "2026-01-01")
    assert refused.exit == 2 and "degrees" in refused.err and not path.exists()


def test_describe_tells_rows_and_roles(gridloom, peopled: Path) -> None:
    table = gridloom("describe", peopled, "--json").json["data"]["tables"][0]
    assert (table["name"], table["role"], table["rows"]) == ("entity", "entity", 3)


def test_describe_speaks_chinese(gridloom, peopled: Path) -> None:
    assert "数据日期" in gridloom("describe", peopled, "--lang", "zh").out


def test_describe_tells_the_title_and_the_kind_of_each_field(gridloom, peopled: Path) -> None:
    fields = gridloom("describe", peopled, "--json").json["data"]["tables"][0]["fields"]
    assert all({"name", "type", "title", "source"} <= set(field) for field in fields)
    told = gridloom("describe", peopled, "--lang", "zh").out
    row = next(line for line in told.splitlines() if f" {fields[0]['name']} " in line)
    assert fields[0]["title"]["zh"] in row and "文本" in row


def test_describe_tells_what_each_table_and_code_is_called(gridloom, peopled: Path) -> None:
    told = gridloom("describe", peopled, "--json").json["data"]
    assert told["tables"][0]["title"] == {"zh": "法人", "en": "Legal entity"}
    assert told["words"]["roles"]["entity"]["zh"] == "法人" and told["tables"][0]["file"] is None


def test_an_import_says_what_blank_rows_are(gridloom, city: Path, tmp_path: Path) -> None:
    source = tmp_path / "e.csv"
    source.write_text(
        "案件编号,小类,上报时间,结案时间\nA,噪声,2025-01-01,\n,,,\n", encoding="utf-8"
    )
    told = gridloom("import", city, source, "--role", "event")
    assert "1 blank row has no value in any column" in told.out
    assert "computed from closed_at" in gridloom("describe", city).out


def test_a_whole_workspace_passes_its_check(gridloom, peopled: Path) -> None:
    assert gridloom("check", peopled, "--json").json["data"] == {"files": 1, "problems": []}


def test_a_damaged_file_fails_the_check_by_name(gridloom, peopled: Path) -> None:
    file = next((peopled / "records").glob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-20])
    checked = gridloom("check", peopled, "--json")
    assert checked.exit == 2 and file.name in checked.json["error"]["message"]


def test_a_removed_table_is_gone_and_logged(gridloom, peopled: Path) -> None:
    assert gridloom("remove", peopled, "entity").exit == 0
    assert gridloom("describe", peopled, "--json").json["data"]["tables"] == []
    assert gridloom("log", peopled, "--json").json["data"]["acts"][-1]["name"] == "entity"


def test_a_renamed_table_has_its_new_name(gridloom, peopled: Path) -> None:
    assert gridloom("rename", peopled, "entity", "companies").exit == 0
    described = gridloom("describe", peopled, "--json").json["data"]
    assert [table["name"] for table in described["tables"]] == ["companies"]


def test_what_is_not_there_cannot_be_removed(gridloom, city: Path) -> None:
    assert gridloom("remove", city, "nothing", "--json").json["error"]["code"] == "unknown-name"


def test_a_backup_restores_the_same_rows(gridloom, peopled: Path, tmp_path: Path) -> None:
    assert gridloom("backup", peopled, "--out", tmp_path / "b.zip").exit == 0
    restored = tmp_path / "again.gridloom"
    assert gridloom("restore", tmp_path / "b.zip", restored).exit == 0
    assert gridloom("describe", restored, "--json").json["data"]["tables"][0]["rows"] == 3


def test_a_folder_that_is_no_workspace_is_told(gridloom, tmp_path: Path) -> None:
    told = gridloom("describe", tmp_path, "--json")
    assert (told.exit, told.json["error"]["code"]) == (2, "no-workspace")


def test_a_broken_manifest_is_told_with_its_path(gridloom, city: Path) -> None:
    (city / "manifest.json").write_text("{", encoding="utf-8")
    where = gridloom("describe", city, "--json").json["error"]["where"]
    assert where["file"] == str(city / "manifest.json")


def test_a_manifest_of_a_later_format_is_refused(gridloom, city: Path) -> None:
    manifest = json.loads((city / "manifest.json").read_text(encoding="utf-8"))
    (city / "manifest.json").write_text(json.dumps(manifest | {"format": 3}), encoding="utf-8")
    assert gridloom("describe", city, "--json").json["error"]["code"] == "newer-workspace"
