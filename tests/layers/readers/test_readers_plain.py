"""A text table gives the same rows, whether it is read whole or line by line."""

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloom_layers.readers import Source, delimited, open_source
from gridloom_layers.readers.plain import plain_table

HEADER = "编号,姓名,日期"
rows = st.lists(
    st.lists(st.text("甲乙aZ09 ;-", max_size=4), min_size=3, max_size=3)
    | st.sampled_from([["a", "b"], ["1", "2", "3", "4"], [""], ['"甲', '乙"', ""], ["\0", "x", "y"],
                       ["\ufffd", "b", "c"], ["\t", "　", "é"], ["", "", ""]]),
    max_size=12,
)  # fmt: skip


def told(source: Source) -> tuple[list[dict[str, object]], list[object], Counter[str]]:
    """Return what a source gives: rows, faults, repairs."""
    found = [row for batch in source.batches() for row in batch.to_pylist()]
    return found, list(source.faults), source.repaired


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows, ending=st.sampled_from(["\n", "\r\n"]), last=st.booleans(),
       encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))  # fmt: skip
def test_read_whole_or_line_by_line(
    rows: list[list[str]], ending: str, last: bool, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "表.csv"
    lines = [HEADER, *["1,王伟,2015-01-05"] * 60, *(",".join(row) for row in rows)]
    path.write_bytes((ending.join(lines) + ending * last).encode(encoding, "replace"))
    known = None if encoding == "utf-8-sig" else encoding
    with open_source(path, encoding=known) as source, pytest.MonkeyPatch.context() as patch:
        whole = told(source)
        patch.setattr(delimited, "plain_table", lambda *_: None)
        assert whole == told(source)


def table(path: Path, content: bytes) -> pa.Table | None:
    path.write_bytes(content)
    source = Source(path, "CSV", ("a", "b"), lambda _: iter(()), encoding="utf-8")
    return plain_table(source, ",", 1)


def test_a_plain_table_is_read_whole(tmp_path: Path) -> None:
    found = table(tmp_path / "t.csv", "a,b\n1,甲\n,\n".encode())
    assert found is not None
    assert found.to_pydict() == {"a": ["1", ""], "b": ["甲", ""]}


ODD = [b'a,b\n"1",2\n', b"a,b\n1\n", b"a,b\n1,\0\n", b"a,b\n1,\xff\n", b"\x1f\x8b,b\n1,2\n"]


@pytest.mark.parametrize("content", ODD)
def test_a_table_with_anything_odd_is_not(content: bytes, tmp_path: Path) -> None:
    assert table(tmp_path / "t.csv", content) is None
