"""Sources that must not be opened, and those that are not what they seem."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from gridloom_layers.errors import BadInput
from gridloom_layers.readers import open_source

VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>'
    "</OGRVRTLayer></OGRVRTDataSource>"
)


def refusal(source: str | Path) -> str:
    """Return the code of the error with which a source is refused."""
    with pytest.raises(BadInput) as found:
        open_source(source)
    return found.value.code


@pytest.mark.parametrize(
    "source",
    [
        "http://example.org/x.geojson",
        "s3://bucket/x.gpkg",
        "/vsicurl/http://example.org/x.shp",
        "/vsizip/x.zip",
        "\\vsimem\\x",
        VRT,
        " <OGRVRTDataSource/>",
        "PG:dbname=city",
        "MySQL:city,host=x",
    ],
)
def test_urls_virtual_paths_and_connections_are_refused(source: str) -> None:
    assert refusal(source) == "not-a-file"


@pytest.mark.parametrize("name", ["x.shp", "x.geojson", "x.gpkg", "x.csv", "x.json", "x.vrt"])
def test_a_vrt_is_refused_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(VRT)
    assert refusal(tmp_path / name) == "disguised-source"


def test_a_vrt_in_an_archive_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("x.geojson", VRT)
    assert refusal(tmp_path / "x.zip") == "disguised-source"


@pytest.mark.parametrize("package", ["readers", "workspace", "geometry"])
def test_gdal_does_not_know_vrt_whatever_is_imported_first(package: str) -> None:
    program = (
        f"import gridloom_layers.{package}, pyogrio; print('OGR_VRT' in pyogrio.list_drivers())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_a_web_page_saved_as_xls_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.xls").write_text("<html><table><tr><td>1</td></tr></table></html>")
    assert refusal(tmp_path / "x.xls") == "disguised-source"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("none.csv", None, "missing-file"),
        ("x.csv", b"", "empty-source"),
        ("x.gpkg", b"SQLite format 3\0" + b"\0" * 100, "damaged-source"),
        ("x.gpkg", b"a,b\n1,2\n", "other-kind"),
        ("x.gpkg", b"a\0b\n", "damaged-source"),
        ("x.zip", b"PK\x03\x04 broken", "damaged-source"),
        ("x.xlsx", b"PK\x03\x04 broken [Content_Types].xml", "damaged-source"),
        ("x.parquet", b"PAR1 broken", "damaged-source"),
        ("x.geojson", b'{"type": "FeatureCollection", "features": [', "damaged-source"),
        ("x.json", b'{"a": 1}', "unknown-format"),
        ("x.dbf", b"\x03 ...", "unknown-format"),
        ("x.pdf", b"%PDF-1.4", "unknown-format"),
    ],
)
def test_what_cannot_be_read_is_told(
    tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path / name) == code


def test_a_folder_is_no_source(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "not-a-file"


def test_an_archive_with_several_files_asks_for_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.csv", "p,q\n1,2\n")
        archive.writestr("b.csv", "r,s\n3,4\n")
    assert refusal(tmp_path / "x.zip") == "several-files"
    assert open_source(tmp_path / "x.zip", layer="b").headers == ("r", "s")


def test_an_archive_cannot_lead_out_of_its_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("../../escaped.csv", "p,q\n1,2\n")
    with open_source(tmp_path / "x.zip") as source:
        assert source.path.name == "escaped.csv"
    assert not (tmp_path.parent.parent / "escaped.csv").exists()
