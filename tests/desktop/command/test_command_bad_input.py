"""Bad input through the command: one sentence, the right exit code, nothing half-written."""

import gc
import gzip
import io
import json
import os
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloom_desktop.command.main import run
from gridloom_layers.workspace import open_workspace

HEADER, ROW = "身份证号,姓名,性别,出生日期\n", "11010519491231002X,张三,女,1949-12-31\n"
VRT = '<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


def archive(**files: str) -> bytes:
    """Return a zip archive; underscores in the names stand for slashes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        for name, content in files.items():
            written.writestr(name.replace("_", "/").replace("0", "."), content)
    return packed.getvalue()


def book(*rows: list[Any]) -> bytes:
    """Return a workbook of one sheet."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as written:
        sheet = written.add_worksheet("表")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return packed.getvalue()


def parquet(table: pa.Table) -> bytes:
    packed = io.BytesIO()
    pq.write_table(table, packed)
    return packed.getvalue()


def layer(**columns: Any) -> gpd.GeoDataFrame:
    boxes = [shapely.box(500_000 + i, 2_490_000, 500_001 + i, 2_490_001) for i in range(3)]
    return gpd.GeoDataFrame({"code": ["1", "2", "3"], **columns}, geometry=boxes, crs=4547)


def swapped() -> bytes:
    areas = layer().to_crs(4326)
    turned = shapely.transform(areas.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    return areas.set_geometry(turned, crs=4326).to_json().encode()


def damaged_parquet() -> bytes:
    content = bytearray(parquet(pa.table({"姓名": ["张三"] * 100})))
    content[20:40] = b"\xff" * 20
    return bytes(content)


REFUSED: list[tuple[str, bytes | None, str, str]] = [
    ("missing.csv", None, "person", "missing-file"),
    ("persons.csv", (HEADER + ROW).encode(), "building", "wrong-role"),
    ("persons.csv", (HEADER + ROW).encode(), "community", "wrong-role"),
    ("areas.geojson", layer().to_crs(4326).to_json().encode(), "person", "wrong-role"),
    ("noise.csv", np.random.default_rng(1).bytes(9_000), "person", "unreadable-encoding"),
    ("half.csv", (HEADER + ROW).encode("utf-16-le"), "person", "unreadable-encoding"),
    ("empty.csv", b"", "person", "empty-source"),
    ("breaks.csv", b"\n\n\n", "person", "empty-source"),
    ("header.csv", HEADER.encode(), "person", "empty-source"),
    ("swapped.geojson", swapped(), "community", "swapped-axes"),
    ("vrt.shp", VRT.encode(), "community", "disguised-source"),
    ("vrt.geojson", VRT.encode(), "community", "disguised-source"),
    ("vrt.csv", VRT.encode("utf-16"), "person", "disguised-source"),
    ("vrt.zip", archive(a0shp=VRT), "community", "disguised-source"),
    ("page.xls", b"<html><table></table></html>", "person", "disguised-source"),
    ("page.xls", b"MIME-Version: 1.0\n", "person", "disguised-source"),
    ("text.xls", (HEADER + ROW).encode("gb18030"), "person", "other-kind"),
    ("text.xlsx", (HEADER + ROW).encode(), "person", "other-kind"),
    ("book.csv", book(["姓名"], ["张三"]), "person", "other-kind"),
    ("noise.gpkg", np.random.default_rng(1).bytes(9_000), "community", "damaged-source"),
    ("locked.xlsx", OLE, "person", "locked-source"),
    ("nested.zip", archive(a0zip="PK"), "person", "unknown-format"),
    ("twice.zip", archive(a_x0csv=HEADER, b_x0csv=HEADER), "person", "several-files"),
    ("line.csv", b"a," * 2**20, "person", "no-table"),
    ("wide.csv", b"a," * 20_000, "person", "no-table"),
    ("cell.csv", HEADER.encode() + b"x" * 2**21, "person", "no-table"),
    ("cut.csv.gz", gzip.compress((HEADER + ROW).encode())[:-9], "person", "damaged-source"),
    ("none.gz", b"\x1f\x8b none", "person", "damaged-source"),
    ("deep.json", b"[" * 99_999, "person", "damaged-source"),
    ("flipped.parquet", damaged_parquet(), "person", "damaged-source"),
    ("lost.xlsx", book(["身份证号"], [340524198001010010]), "person", "nothing-loaded"),
]


def files(folder: Path) -> dict[str, bytes]:
    """Return what is in a folder, the marks of locks left out."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


# Named by number: some contents hold the time, and every process must give a test the same name.
@pytest.mark.parametrize(
    ("name", "content", "role", "code"),
    REFUSED,
    ids=[f"{number} {name}" for number, (name, _, _, _) in enumerate(REFUSED)],
)
def test_a_bad_source_is_refused_and_nothing_is_written(
    gridloom, city: Path, tmp_path: Path, name: str, content: bytes | None, role: str, code: str
) -> None:
    source = tmp_path / "源 文件" / name
    source.parent.mkdir()
    if content is not None:
        source.write_bytes(content)
    before = files(city), files(source.parent)
    told = gridloom("import", city, source, "--role", role, "--json")
    spoken = gridloom("import", city, source, "--role", role, "--lang", "zh")
    assert (told.exit, told.json["error"]["code"], told.err) == (2, code, "")
    assert (spoken.exit, spoken.out, spoken.err.count("\n")) == (2, "", 1)
    assert name in spoken.err or code == "disguised-source"
    assert (files(city), files(source.parent)) == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--encoding", "utf-8"], "wrong-encoding"),
        (["--encoding", "big5"], "wrong-encoding"),
        (["--encoding", "utf-16"], "wrong-encoding"),
        (["--encoding", "idna"], "wrong-encoding"),
        (["--encoding", "hex"], "unknown-encoding"),
        (["--encoding", "klingon"], "unknown-encoding"),
        (["--map", "name=名"], "unknown-column"),
        (["--map", "nam=姓名"], "unknown-field"),
        (["--crs", "banana"], "unknown-crs"),
    ],
)
def test_a_wrong_option_of_an_import_is_told(gridloom, city, tmp_path, arguments, code) -> None:
    (tmp_path / "a.csv").write_bytes((HEADER + ROW).encode("gb18030"))
    told = gridloom("import", city, tmp_path / "a.csv", "--role", "person", *arguments, "--json")
    assert (told.exit, told.json["error"]["code"]) == (2, code)


def test_a_setting_that_is_given_twice_is_told(gridloom, city: Path) -> None:
    settings = ["--set", "value=a", "--set", "by=b", "--set", "by=c"]
    told = gridloom("run", city, "explain", *settings, "--json")
    assert told.json["error"]["code"] == "given-twice"


@pytest.mark.parametrize("source", ["http://x.org/a.gpkg", "/vsicurl/http://x.org/a.gpkg", "", "."])
def test_what_is_no_file_is_told_as_it_was_given(gridloom, city: Path, source: str) -> None:
    told = gridloom("import", city, source, "--role", "grid", "--json").json["error"]
    assert told["code"] == "not-a-file" and f"“{source}”" in told["message"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_named_pipe_is_refused_without_waiting(gridloom, city: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    told = gridloom("import", city, tmp_path / "pipe.csv", "--role", "person", "--json")
    assert told.json["error"]["code"] == "not-a-file"


Load = Callable[[str, bytes, str], Any]


@pytest.fixture
def load(gridloom, city: Path, tmp_path: Path) -> Load:
    """Return a function that imports a file and gives the import's report."""

    def imported(name: str, content: bytes, role: str) -> Any:
        (tmp_path / name).write_bytes(content)
        return gridloom("import", city, tmp_path / name, "--role", role, "--json").json["data"]

    return imported


def test_totals_and_footnotes_do_not_count_as_rows(load: Load) -> None:
    table = "街道,社区,人口\n甲,乙,1\n甲,丙,2\n甲,小 计,3\n合计：,,3\n注：户籍,,\n"
    report = load("a.csv", table.encode(), "statistics")
    assert report["quarantined"] == {"total row": 2, "footnote": 1} and report["loaded"] == 2


def test_the_quarantine_is_counted_by_table_and_reason(gridloom, city: Path, load: Load) -> None:
    load("a.csv", (HEADER + ROW + ROW).encode(), "person")
    load("b.csv", "部件标识码,类别代码\nC1,0102\nC1,0102\nC1,0102\n".encode(), "component")
    said = gridloom("quarantine", city, "--lang", "en").out
    assert "In quarantine: 3 rows" in said and "By table" in said and "By reason" in said
    sums = [line.split() for line in said.splitlines() if line.split()[-1:] == ["3"]]
    assert ["duplicate", "key", "3"] in sums


def test_quarantined_rows_are_told_with_their_reason_in_words(gridloom, city, load: Load) -> None:
    load("b.csv", "部件标识码,类别代码\nC1,0102\nC1,0102\n".encode(), "component")
    told = gridloom("quarantine", city, "--limit", "5", "--json").json["data"]
    (row,) = told["rows"]
    assert told["words"][row["reason"]] == {"zh": "主键重复", "en": "duplicate key"}
    assert (row["source"], row["source_row"], row["row"]["类别代码"]) == ("b.csv", 3, "0102")
    assert "duplicate key" in gridloom("quarantine", city, "--limit", "1", "--lang", "en").out


def test_a_remark_that_begins_like_a_footnote_is_a_row(load: Load) -> None:
    report = load("a.csv", "名称,数量\n说明：无,3\n其他,4\n".encode(), "statistics")
    assert report["loaded"] == 2


def test_a_header_of_two_lines_is_one_row(gridloom, city: Path, load: Load) -> None:
    table = '"身份证\n号","姓\n名"\n11010519491231002X,张三\na,b,c\n'
    report = load("a.csv", table.encode(), "person")
    (batch,) = open_workspace(city).scan("person")
    assert report["mapping"] == {"citizen_id": "身份证 号", "name": "姓 名"}
    assert batch.column("source_row").to_pylist() == [2]
    aside = gridloom("quarantine", city, "--out", city.parent / "q.csv")
    assert aside.exit == 0 and ',3,,"ragged line"' in (city.parent / "q.csv").read_text("utf-8-sig")


def test_damaged_cells_are_set_aside_with_their_address(gridloom, city, load: Load) -> None:
    content = book(["人员"], ["身份证号", "姓名"], ["11010519491231002X", "甲"], [3.4e17, "乙"])
    assert load("a.xlsx", content, "person")["loaded"] == 1
    gridloom("quarantine", city, "--out", city.parent / "q.csv")
    assert '"A4"' in (city.parent / "q.csv").read_text("utf-8-sig")


def test_a_workbook_with_the_old_ending_is_read(load: Load) -> None:
    assert load("a.xls", book(["姓名", "性别"], ["张三", "女"]), "person")["loaded"] == 1


@pytest.mark.parametrize(
    "values",
    [
        pa.array([2**63 + 5], pa.uint64()),
        pa.array(np.array([1.5], "f2")),
        pa.array([[1, 2]]),
        pa.array([{"a": 1}]),
        pa.array([1], pa.time64("us")),
    ],
)
def test_a_parquet_column_of_any_type_is_loaded(load: Load, values: pa.Array) -> None:
    table = pa.table([pa.array(["张三"]), pa.array(["女"]), values], ["姓名", "性别", "其他"])
    assert load("a.parquet", parquet(table), "person")["loaded"] == 1


def test_parquet_columns_of_one_name_are_all_loaded(load: Load) -> None:
    table = pa.table(
        [pa.array(["甲"]), pa.array(["女"]), pa.array(["丙"])], ["姓名", "性别", "姓名"]
    )
    assert load("a.parquet", parquet(table), "person")["loaded"] == 1


def test_a_curved_outline_is_loaded_as_lines(gridloom, city: Path, tmp_path: Path) -> None:
    layer().to_file(tmp_path / "a.gpkg", layer="a")
    corners = [(500_000, 0), (500_500, 500), (501_000, 0), (500_500, -500), (500_000, 0)]
    ring = b"".join(struct.pack("<dd", x, 2_490_000 + y) for x, y in corners)
    curve = struct.pack("<BIIBII", 1, 10, 1, 1, 8, 5) + ring
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as file:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            file.create_function(name, 1, lambda _: 0)
        file.execute("UPDATE a SET geom = ? WHERE fid = 2", (b"GP\0\1" + bytes(4) + curve,))
        file.commit()
    told = gridloom("import", city, tmp_path / "a.gpkg", "--role", "grid", "--json").json["data"]
    (batch,) = open_workspace(city).scan("grid", geometry=True)
    areas = shapely.area(shapely.from_wkb(batch.column("geometry").to_numpy(zero_copy_only=False)))
    assert told["loaded"] == 3 and max(areas) == pytest.approx(np.pi * 500**2, rel=0.01)


def test_what_a_mac_packs_beside_a_file_is_left_out(load: Load) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        written.writestr("a.csv", HEADER + ROW)
        written.writestr("__MACOSX/._a.csv", b"\0\5\x16\7")
    assert load("a.zip", packed.getvalue(), "person")["loaded"] == 1


@pytest.mark.parametrize("harm", ["missing", "cut", "flipped"])
def test_a_broken_data_file_is_told_as_a_damaged_workspace(gridloom, peopled, harm) -> None:
    (file,) = (peopled / "records").glob("*.parquet")
    content = file.read_bytes()
    file.unlink()
    if harm != "missing":
        half = len(content) // 2
        file.write_bytes(content[:half] + (b"" if harm == "cut" else b"\xff" * half))
    told = gridloom("query", peopled, "entity", "--json")
    assert (told.exit, told.json["error"]["code"]) == (2, "damaged-workspace")


@pytest.mark.parametrize("cut", [0, 200])
def test_a_cut_manifest_is_one_sentence(gridloom, peopled: Path, cut: int) -> None:
    manifest = peopled / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:cut])
    told = gridloom("describe", peopled, "--lang", "zh")
    assert (told.exit, told.out, told.err.count("\n")) == (2, "", 1)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs another user")
def test_without_the_right_to_write_it_is_one_sentence(
    gridloom, city: Path, tmp_path: Path, load: Load
) -> None:
    assert load("b.csv", (HEADER + ROW).encode(), "person")["loaded"] == 1  # all code is loaded
    (tmp_path / "a.csv").write_text(HEADER + ROW.replace("X", "x"), encoding="utf-8")
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    before = files(city)
    os.seteuid(65534)
    try:
        told = gridloom("import", city, tmp_path / "a.csv", "--role", "person", "--json")
    finally:
        os.seteuid(0)
    assert (told.exit, told.json["error"]["code"], told.err) == (2, "no-permission", "")
    assert files(city) == before


def test_a_command_leaves_no_marks_of_reading(gridloom, peopled: Path) -> None:
    assert gridloom("describe", peopled).exit == 0
    gc.collect()
    assert list((peopled / "readers").iterdir()) == []


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=6)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.lists(CELL, max_size=4), max_size=8), breaks=st.sampled_from(["\n", "\r\n"])
)
def test_every_row_of_any_table_is_accounted_for(city: Path, rows, breaks) -> None:
    source = city.parent / "any.csv"
    text = breaks.join(["身份证号,姓名,备注", *(",".join(row) for row in rows)])
    source.write_bytes(text.encode())
    out, err = io.StringIO(), io.StringIO()
    arguments = ["import", str(city), str(source), "--role", "person", "--mode", "replace"]
    code = run([*arguments, "--json", "--lang", "en"], out, err)
    answer = json.loads(out.getvalue())
    assert code in (0, 2, 3) and err.getvalue() == ""
    if answer["ok"]:
        told = answer["data"]
        assert told["read"] == told["loaded"] + sum(told["quarantined"].values()) + told["blank"]
