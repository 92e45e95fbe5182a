"""CSV and TSV: nothing shifts, nothing is lost, rows keep the number that the user sees."""

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloom_layers.errors import BadInput
from gridloom_layers.readers import SOURCE_ROW, Source, open_source


def source_of(path: Path, text: str) -> Source:
    """Write a text and open it."""
    path.write_text(text, encoding="utf-8", newline="")
    return open_source(path)


def numbers(source: Source) -> list[int]:
    """Return the row numbers of a source."""
    return [row for batch in source.batches() for row in batch.column(SOURCE_ROW).to_pylist()]


def test_the_first_row_after_the_header_is_row_2(tmp_path: Path) -> None:
    assert numbers(source_of(tmp_path / "a.csv", "a,b\n1,2\n3,4\n")) == [2, 3]


def test_title_rows_above_the_header_are_skipped_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("深圳市楼栋一览,,\n,,\n楼栋编码,楼栋名称,层数\nA,甲,3\n", encoding="utf-8")
    source = open_source(path, known={"楼栋编码", "楼栋名称"})
    assert (source.headers, numbers(source)) == (("楼栋编码", "楼栋名称", "层数"), [4])


def test_ragged_lines_are_faults_with_their_own_numbers(tmp_path: Path) -> None:
    source = source_of(tmp_path / "a.csv", "a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n")
    assert numbers(source) == [2, 5]
    assert [(fault.row, fault.reason) for fault in source.faults] == [
        (3, "ragged line"),
        (4, "ragged line"),
    ]


def test_a_line_break_inside_quotes_is_part_of_the_cell(tmp_path: Path) -> None:
    source = source_of(tmp_path / "a.csv", 'a,b\n"x\ny",1\nz,2\n')
    batch = next(source.batches())
    assert (batch.column("a").to_pylist(), batch.column(SOURCE_ROW).to_pylist()) == (
        ["x\ny", "z"],
        [2, 3],
    )


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_the_separator_is_found(tmp_path: Path, mark: str) -> None:
    text = "\n".join(
        mark.join(row) for row in (["a", "b", "c"], ["1", "2,5", "3"], ["4", "5", "6"])
    )
    if mark == ",":
        text = text.replace("2,5", "2.5")
    assert source_of(tmp_path / "a.txt", text).headers == ("a", "b", "c")


def test_gzip_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n"))
    assert numbers(open_source(path)) == [2]


def test_headers_that_are_empty_or_repeated_become_unique(tmp_path: Path) -> None:
    source = source_of(tmp_path / "a.csv", "a,,a,geometry\n1,2,3,4\n")
    assert source.headers == ("a", "column 2", "a (2)", "geometry (2)")


@pytest.mark.parametrize("lines", [10, 3_000_000])
def test_a_quote_that_is_never_closed_is_told(tmp_path: Path, lines: int) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n1,"2\n' + "3,4\n" * lines, encoding="utf-8")
    with pytest.raises(BadInput) as found:
        numbers(open_source(path))
    assert found.value.code == "damaged-source"


def test_a_lone_quote_inside_a_cell_is_a_character(tmp_path: Path) -> None:
    source = source_of(tmp_path / "a.csv", 'a,b\n1,5" pipe\n3,4\n')
    assert next(source.batches()).column("b").to_pylist() == ['5" pipe', "4"]


def test_leading_zeros_are_kept(tmp_path: Path) -> None:
    source = source_of(tmp_path / "a.csv", "code,n\n0012345,1\n")
    assert next(source.batches()).column("code").to_pylist() == ["0012345"]


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n\ufffd\ufeff"), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=30))
def test_what_python_writes_is_read_back(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([("p", "q", "r"), *rows])
    path = tmp_path / "written.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    batches = list(open_source(path, encoding="utf-8", known={"p", "q", "r"}).batches())
    found = [tuple(row.values())[:3] for batch in batches for row in batch.to_pylist()]
    assert found == rows
