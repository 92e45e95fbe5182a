"""Workbooks are headed and worded for people; files for programs keep the names of contracts."""

import openpyxl
import pyarrow as pa
import pytest

from gridloom_desktop.publishing.export import export_edits, export_rows
from gridloom_desktop.publishing.export.places import source_of
from gridloom_layers.editing import Reason, correct_value
from gridloom_layers.language import use_language
from gridloom_layers.ownership.edits import edits


def rows_of(path) -> list[tuple]:
    return list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))


def table_of(city, name, columns) -> pa.Table:
    return city.attributes(name, columns).slice(0, 2)


@pytest.mark.parametrize(("language", "expected"), [("zh", "网格名称"), ("en", "grid name")])
def test_the_columns_of_rows_are_called_as_their_fields_are(city, tmp_path, language, expected):
    use_language(language)
    export_rows(city, "grid", table_of(city, "grid", ["code", "name"]), tmp_path / "rows.xlsx")
    heads = rows_of(tmp_path / "rows.xlsx")[0]
    assert heads[0] == {"zh": "行键", "en": "row key"}[language] and expected in heads


def test_a_csv_keeps_the_names_of_the_fields(city, tmp_path):
    use_language("zh")
    export_rows(city, "grid", table_of(city, "grid", ["code", "name"]), tmp_path / "rows.csv")
    assert (tmp_path / "rows.csv").read_text("utf-8-sig").splitlines()[0].replace('"', "") == (
        "row_key,code,name"
    )


def test_edits_are_told_in_words_with_the_code_of_the_row(city, tmp_path):
    use_language("zh")
    first = table_of(city, "district", ["code", "name"]).to_pylist()[0]
    correct_value(city, "district", first["row_key"], "name", "新名", Reason("现场核实", "李"))
    made = [("district", one) for one in edits(city, "district")]
    export_edits(city, made, tmp_path / "edits.xlsx")
    heads, row = rows_of(tmp_path / "edits.xlsx")
    told = dict(zip(heads, row, strict=True))
    assert (told["表"], told["代码"], told["字段"]) == ("区", first["code"], "区名称")
    assert (told["操作"], told["新值"], told["原因"]) == ("更正属性值", "新名", "现场核实")
    export_edits(city, made, tmp_path / "edits.csv")
    assert (
        (tmp_path / "edits.csv")
        .read_text("utf-8-sig")
        .replace('"', "")
        .startswith("table,row_key,number,at,")
    )


def test_a_source_names_all_tables_and_files_without_their_folders(city):
    told = source_of(city, ("grid", "person"))
    assert told["zh"].startswith("工作区 ") and "网格（grid.shp）、人口" in told["zh"]
    assert "grid (grid.shp), person" in told["en"] and "Users" not in told["en"]
