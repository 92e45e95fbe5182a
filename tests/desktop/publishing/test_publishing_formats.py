"""Files of rows: harmless, whole or not there, the same twice."""

import csv
from functools import partial

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

from gridloom_desktop.publishing.export import export_rows, staged
from gridloom_layers.errors import BadInput

FORMATS = [".csv", ".xlsx", ".gpkg", ".parquet"]
DANGEROUS = ["=1+1", "+cmd", "-cmd", "@sum", "\tx", "\rx", "-5", "+3.5e2", "ok", "中文"]


def _grid(city):
    return pa.concat_tables([pa.Table.from_batches([b]) for b in city.scan("grid", geometry=True)])


def _notes(city, out):
    table = pa.table({"row_key": range(len(DANGEROUS)), "note": DANGEROUS, "=head": DANGEROUS})
    export_rows(city, "grid", table, out)


def test_texts_in_a_csv_never_begin_a_formula(city, tmp_path):
    _notes(city, tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["note"] for row in rows] == [
        "'=1+1", "'+cmd", "'-cmd", "'@sum", "'\tx", "'\rx", "-5", "+3.5e2", "ok", "中文",
    ]  # fmt: skip
    assert "'=head" in rows[0]


def test_texts_in_a_workbook_are_no_formulas(city, tmp_path):
    _notes(city, tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert [cell.data_type for cell in sheet["B"][1:]] == ["s"] * len(DANGEROUS)


@pytest.mark.parametrize("ending", FORMATS)
def test_each_format_holds_all_rows(city, tmp_path, ending):
    report = export_rows(city, "grid", _grid(city), tmp_path / f"网格{ending}")
    readers = {
        ".csv": pd.read_csv,
        ".xlsx": partial(pd.read_excel, engine="openpyxl"),
        ".gpkg": gpd.read_file,
        ".parquet": gpd.read_parquet,
    }
    assert report.rows == len(readers[ending](report.file)) == 12


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_rows_give_the_same_bytes(city, tmp_path, ending):
    files = [tmp_path / f"{number}{ending}" for number in (1, 2)]
    for file in files:
        export_rows(city, "grid", _grid(city), file)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_geopackage_has_the_shapes_in_the_crs_of_the_city(city, tmp_path):
    export_rows(city, "grid", _grid(city), tmp_path / "x.gpkg")
    frame = gpd.read_file(tmp_path / "x.gpkg")
    assert frame.crs == "EPSG:4547"
    assert frame.area.sum() == pytest.approx(12e6)


def test_dates_are_iso(city, tmp_path):
    events = pa.table({"row_key": [1], "at": pa.array([0], pa.timestamp("us"))})
    export_rows(city, "grid", events, tmp_path / "x.csv")
    assert "1970-01-01T00:00:00" in (tmp_path / "x.csv").read_text(encoding="utf-8-sig")


def test_an_unknown_ending_is_refused(city, tmp_path):
    with pytest.raises(BadInput, match=r"Use one of: \.csv"):
        export_rows(city, "grid", _grid(city), tmp_path / "x.doc")


def test_a_missing_folder_is_told(city, tmp_path):
    with pytest.raises(BadInput, match="does not exist"):
        export_rows(city, "grid", _grid(city), tmp_path / "no" / "x.csv")


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(BadInput, match="is a folder"), staged(tmp_path / "x.csv"):
        pass


def test_a_failure_leaves_the_old_file_and_no_half_one(tmp_path):
    out = tmp_path / "x.csv"
    out.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError, match="stop"), staged(out) as part:
        part.write_text("half", encoding="utf-8")
        raise RuntimeError("stop")
    assert [file.name for file in tmp_path.iterdir()] == ["x.csv"]
    assert out.read_text(encoding="utf-8") == "old"


def test_no_permission_is_told_and_leaves_nothing(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("gridloom_desktop.publishing.export.writing.tempfile.mkstemp", refuse)
    with pytest.raises(BadInput) as caught, staged(tmp_path / "x.csv"):
        pass
    assert caught.value.code == "no-permission"


def test_a_geopackage_keeps_columns_called_like_its_own(city, tmp_path):
    own = pa.table({"fid": [1.5] * 12, "geom": ["x"] * 12, "NAME": ["y"] * 12})
    table = _grid(city)
    for name in own.column_names:
        table = table.append_column(name, own.column(name))
    export_rows(city, "grid", table, tmp_path / "x.gpkg")
    found = gpd.read_file(tmp_path / "x.gpkg")
    assert found["fid"].tolist() == [1.5] * 12
    assert {"name", "NAME_2", "geom"} <= set(found.columns)
