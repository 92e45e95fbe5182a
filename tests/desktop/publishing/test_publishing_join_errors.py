"""The error report of a join: a workbook for each grid, masked, whole or not at all."""

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gridloom_desktop.publishing.export import Permission, error_books, export_join_errors
from gridloom_layers.errors import BadInput, Cancelled
from gridloom_layers.joins import join
from gridloom_layers.language import use_language
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import SourceInfo, TableField, TableSpec

HOUSE, GONE = "44030600960102T0117", "44030600960102T0118"
ID = "11010519491231002X"


@pytest.fixture
def doubtful(city):
    """Lodgers of two grids and of none: one matched by a rule, three not matched."""
    columns = {
        "row_key": pa.array([1, 2, 3, 4, 5], pa.int64()),
        "source_number": pa.array([1] * 5, pa.int64()),
        "source_row": pa.array([12, 13, 14, 15, 16], pa.int64()),
        "citizen_id": [ID] * 5,
        "name": ["欧阳娜娜", "=cmd", "王芳", "李雷", "韩梅"],
        "building_code": [HOUSE, HOUSE + "000101", GONE, None, "?"],
        "grid_code": ["G01", "G01", "G02", "G01", "nowhere"],
    }
    fields = tuple(TableField(name=n, type="text", canonical=True) for n in list(columns)[3:])
    source = SourceInfo(number=1, file="人口.csv", sha256="0" * 64)
    house = {"row_key": pa.array([1], pa.int64()), "source_number": pa.array([0], pa.int64()),
             "source_row": pa.array([2], pa.int64()), "code": [HOUSE]}  # fmt: skip
    key = (TableField(name="code", type="text", canonical=True),)
    with city.change() as change:
        change.write(TableSpec("lodger", "person", fields, sources=(source,)),
                     [pa.record_batch(columns)])  # fmt: skip
        change.write(TableSpec("building", "building", key, "code"), [pa.record_batch(house)])
    join(city, "lodger", "building")
    return city


@pytest.fixture
def export(doubtful, tmp_path):
    """Write the report; return the folder."""

    def write(**how):
        link = next(link for link in doubtful.links if link.left == "lodger")
        return export_join_errors(doubtful, link, tmp_path / "核实", **how).folder

    return write


def rows(path, sheet):
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def texts(folder):
    return "".join(
        str(cell)
        for path in folder.glob("*.xlsx")
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    )


def test_each_grid_has_a_file_named_by_its_code(export):
    names = sorted(path.name for path in export().iterdir())
    assert names == ["G01.xlsx", "G02.xlsx", "index.xlsx", "unplaced.xlsx"]


def test_a_row_is_told_with_its_source_and_what_to_do(export):
    head, row = rows(export() / "G02.xlsx", "Not matched")
    assert head[:5] == ("row key", "source", "row in the source", "reason", "what to do")
    assert row[:4] == (3, "人口.csv", 14, "no such key")


def test_rows_that_a_rule_matched_stand_apart(export):
    _, row = rows(export() / "G01.xlsx", "Matched by a rule")
    assert row[:4] == (2, "人口.csv", 13, "room code in place of a building code")


def test_values_are_masked(export):
    said = texts(export())
    assert "440306*************" in said
    assert [one for one in (ID, "欧阳", "王芳", GONE, HOUSE) if one in said] == []


def test_by_permission_they_are_whole_and_the_act_is_logged(export, doubtful):
    said = texts(export(permission=Permission("door to door")))
    assert all(one in said for one in (ID, "王芳", GONE))
    act = doubtful.acts()[-1]
    assert (act["what"], act["reason"]) == ("lodger", "door to door")
    assert (act["rows"], act["right"]) == (4, "building")


def test_the_index_counts_the_rows_of_each_file(export):
    head, *lines = rows(export() / "index.xlsx", "By area")
    counted = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    assert [one["rows"] for one in counted.values()] == [2, 1, 1]
    assert counted["G01"]["nothing to join by"] == 1
    assert counted["G01"]["file"] == "G01.xlsx"


def test_it_speaks_chinese(export):
    use_language("zh")
    head, row = rows(export() / "G02.xlsx", "未匹配")
    assert head[:5] == ("行键", "来源", "来源行号", "原因", "处理办法")
    assert row[3] == "没有对应的编码"


def test_more_rows_than_a_worksheet_holds_go_to_parquet(export, monkeypatch):
    monkeypatch.setattr(error_books, "MOST_ROWS_IN_XLSX", 1)
    folder = export()
    assert sorted(p.name for p in folder.glob("G0*")) == ["G01.parquet", "G02.xlsx"]
    assert pq.read_table(folder / "G01.parquet")["source_row"].to_pylist() == [15, 13]


def test_another_level_splits_otherwise(export):
    names = sorted(path.name for path in export(level="district").iterdir())
    assert names == ["index.xlsx", "unplaced.xlsx"]


def test_a_folder_with_files_is_not_touched(export, tmp_path):
    (tmp_path / "核实").mkdir()
    (tmp_path / "核实" / "old.txt").write_text("old", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        export()
    assert caught.value.code == "already-there"
    assert [path.name for path in (tmp_path / "核实").iterdir()] == ["old.txt"]


def test_a_report_that_is_cancelled_leaves_nothing(export, tmp_path):
    class Impatient(Progress):
        def report(self, step, done, total=None, message=None):
            if step == "write" and done == 1:
                raise Cancelled

    before = sorted(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        export(progress=Impatient())
    assert sorted(tmp_path.iterdir()) == before


def test_the_same_report_twice_is_the_same_file(export, doubtful, tmp_path):
    first = (export() / "G01.xlsx").read_bytes()
    link = next(link for link in doubtful.links if link.left == "lodger")
    again = export_join_errors(doubtful, link, tmp_path / "again").folder
    assert (again / "G01.xlsx").read_bytes() == first
