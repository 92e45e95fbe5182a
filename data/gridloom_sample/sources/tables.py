"""Tables written chunk by chunk: CSV in several encodings, spreadsheets, Parquet."""

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xlsxwriter
from pyarrow import csv

from gridloom_sample.faults import Spoilt
from gridloom_sample.sources.clock import MADE_AT

MOST_IN_XLSX, MOST_IN_CSV = 40_000, 2_000_000
NOTICE = "本表为模拟数据，非真实统计 / Made-up data, not real statistics"


class TableFile(Protocol):
    """A file that takes tables one after another; rows are counted without headings."""

    rows: int

    def write(self, spoilt: Spoilt) -> None:
        """Append a table."""
        ...

    def close(self) -> None:
        """Finish the file."""
        ...


@dataclass
class CsvFile:
    """A CSV with a header; ``encoding`` is Python's name (utf-8-sig writes a BOM)."""

    path: Path
    encoding: str
    rows: int = 0
    _file: io.BufferedWriter = field(init=False)

    def __post_init__(self) -> None:
        self._file = self.path.open("wb")

    def write(self, spoilt: Spoilt) -> None:
        """Append a table, the header before the first."""
        buffer = io.BytesIO()
        options = csv.WriteOptions(include_header=self.rows == 0, quoting_style="needed")
        csv.write_csv(_as_text(spoilt.table), buffer, options)
        encoding = "utf-8" if self.rows and self.encoding == "utf-8-sig" else self.encoding
        self._file.write(buffer.getvalue().decode("utf-8").encode(encoding))
        self.rows += spoilt.table.num_rows

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


@dataclass
class XlsxFile:
    """A spreadsheet with a merged title and a line of notes above the header."""

    path: Path
    title: str
    department: str
    rows: int = 0
    _book: xlsxwriter.Workbook = field(init=False)

    HEADER_ROW = 3

    def __post_init__(self) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(self.path), options)
        self._book.set_properties({"created": MADE_AT, "title": self.title, "comments": NOTICE})
        self._sheet = self._book.add_worksheet("Sheet1")

    def _head(self, names: list[str]) -> None:
        bold = self._book.add_format({"bold": True, "align": "center"})
        self._sheet.merge_range(0, 0, 0, len(names) - 1, self.title, bold)
        self._sheet.write_string(1, 0, f"填报单位：{self.department}　　填报日期：2026年1月1日")
        self._sheet.write_string(2, 0, NOTICE)
        for column, name in enumerate(names):
            self._sheet.write_string(self.HEADER_ROW, column, name, bold)

    def write(self, spoilt: Spoilt) -> None:
        """Append a table; dates are texts, as in most tables that come by mail."""
        names = spoilt.table.column_names
        if not self.rows:
            self._head(names)
        number = self._book.add_format({"num_format": "0"})
        for row, values in enumerate(zip(*spoilt.table.to_pydict().values(), strict=True)):
            at = self.HEADER_ROW + 1 + self.rows + row
            for column, value in enumerate(values):
                if value is None:
                    continue
                if (names[column], row) in spoilt.numbers:
                    self._sheet.write_number(at, column, float(value), number)
                elif isinstance(value, int | float):
                    self._sheet.write_number(at, column, value)
                else:
                    self._sheet.write_string(at, column, str(value))
        self.rows += spoilt.table.num_rows

    def close(self) -> None:
        """Finish the file."""
        self._book.close()


@dataclass
class ParquetFile:
    """A Parquet file whose metadata says that the data are made up."""

    path: Path
    rows: int = 0
    _writer: pq.ParquetWriter | None = None

    def write(self, spoilt: Spoilt) -> None:
        """Append a table as a row group."""
        table = spoilt.table
        if self._writer is None:
            schema = table.schema.with_metadata({"notice": NOTICE})
            self._writer = pq.ParquetWriter(self.path, schema, compression="zstd")
        self._writer.write_table(table.replace_schema_metadata({"notice": NOTICE}))
        self.rows += table.num_rows

    def close(self) -> None:
        """Finish the file."""
        if self._writer is not None:
            self._writer.close()


def _as_text(table: pa.Table) -> pa.Table:
    """Return dates as texts of the form 20240131, as population files have them."""
    for place, name in enumerate(table.column_names):
        if pa.types.is_date(table.schema.field(name).type):
            text = pc.call_function("strftime", [table.column(name)], pc.StrftimeOptions("%Y%m%d"))
            table = table.set_column(place, name, text)
    return table
