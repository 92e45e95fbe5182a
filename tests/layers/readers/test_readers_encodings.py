"""Encodings are found from the bytes, for every text that departments send."""

from pathlib import Path

import pytest

from gridloom_layers.errors import BadInput
from gridloom_layers.readers import open_source
from gridloom_layers.readers.encodings import detect_encoding, known_encoding

SIMPLIFIED = "编号,姓名,住址\n1,王伟,深圳市南山区粤海街道\n2,李娜,深圳市福田区莲花街道\n"
TRADITIONAL = "編號,案類,發生地點\n1,自行車竊盜,臺北市大安區住安里\n2,汽車竊盜,臺北市中山區\n"


def rows(path: Path, **options: str) -> list[dict[str, object]]:
    """Return the rows of a source without their numbers."""
    with open_source(path, **options) as source:
        batches = [batch.select(list(source.headers)) for batch in source.batches()]
    return [row for batch in batches for row in batch.to_pylist()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_simplified_text_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "人口.csv"
    path.write_bytes(SIMPLIFIED.encode(encoding))
    assert rows(path)[0] == {"编号": "1", "姓名": "王伟", "住址": "深圳市南山区粤海街道"}


@pytest.mark.parametrize("encoding", ["utf-8", "cp950"])
def test_a_traditional_text_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "竊盜.csv"
    path.write_bytes(TRADITIONAL.encode(encoding))
    assert rows(path)[1]["發生地點"] == "臺北市中山區"


def test_illegal_bytes_in_big5_are_replaced_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(TRADITIONAL.encode("cp950").replace("住安里".encode("cp950"), b"\xff\xff"))
    with open_source(path) as source:
        list(source.batches())
    assert (source.encoding, source.repaired["undecodable bytes"]) == ("cp950", 2)


def test_utf8_with_one_broken_character_stays_utf8(tmp_path: Path) -> None:
    data = (SIMPLIFIED * 100).encode() + b"3,\xe7\x8e,x\n"
    assert detect_encoding(tmp_path, data) == "utf-8"


def test_chinese_after_megabytes_of_ascii_is_still_found(tmp_path: Path) -> None:
    path = tmp_path / "late.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 2_000_000 + "3,深圳市南山区\n".encode("gb18030"))
    assert open_source(path).encoding == "gb18030"


def test_a_given_encoding_overrules(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_bytes("a,b\n1,里\n".encode("cp950"))
    assert rows(path, encoding="big5") == [{"a": "1", "b": "里"}]


def test_an_encoding_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadInput) as found:
        known_encoding("utf-9")
    assert found.value.code == "unknown-encoding"


def test_bytes_of_no_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "noise.csv"
    path.write_bytes(b"a,b\n" + bytes(range(256)) * 40)
    with pytest.raises(BadInput) as found:
        open_source(path)
    assert found.value.code == "unreadable-encoding"


@pytest.mark.parametrize(
    ("file", "encoding"),
    [
        ("taipei/crime_bicycle.csv", "cp950"),
        ("taipei/crime_snatching.csv", "cp950"),
        ("taipei/tw_village_population_docs_cunli_2021_03.csv", "utf-8"),
        ("zhongli/street_lamps.csv", "utf-8-sig"),
        ("shanghai/poi/小学.csv", "utf-8"),
        ("shanghai/districts_gbk/区县界_area.shp", "gb18030"),
        ("chongqing/区县界_area.shp", "gb18030"),
    ],
)
def test_real_files_are_told(cities: Path, file: str, encoding: str) -> None:
    assert open_source(cities / file).encoding == encoding
