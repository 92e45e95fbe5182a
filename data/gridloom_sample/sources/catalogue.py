"""Every source of the city: what it is called, who sends it, in which format."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from gridloom_sample.fault_plans import plan
from gridloom_sample.faults import FaultPlanter
from gridloom_sample.sources.clock import DATA_DATE
from gridloom_sample.sources.tables import (
    MOST_IN_CSV,
    MOST_IN_XLSX,
    CsvFile,
    ParquetFile,
    TableFile,
    XlsxFile,
)
from gridloom_sample.streams import stream


@dataclass(frozen=True)
class Source:
    """A table that a department sends: role, table name, file stem, format for small sizes."""

    role: str
    name: str
    stem: str
    department: str
    preferred: str
    encoding: str = "gb18030"
    datum: str | None = None
    crs: str | None = None
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """One file of the manifest: everything that its import needs to be told."""

    file: str
    role: str
    name: str
    layer: str | None
    format: str
    encoding: str | None
    datum: str | None
    crs: str | None
    department: str
    rows: int
    options: dict[str, Any]


TABLES = {
    source.name: source
    for source in (
        Source("room", "room", "房屋_住建局", "市住房和建设局", "parquet"),
        Source(
            "component", "component", "部件_城管局", "市城市管理和综合执法局", "csv",
            datum="gcj02", crs="EPSG:4326", options={"x": "经度", "y": "纬度"},
        ),
        Source(
            "facility", "facility", "公共设施_规划局", "市规划和自然资源局", "xlsx",
            datum="wgs84", crs="EPSG:4326", options={"x": "经度", "y": "纬度"},
        ),
        Source("person", "person", "人口_公安局", "市公安局", "csv"),
        Source("entity", "entity", "法人_市场监管局", "市市场监督管理局", "xlsx"),
        Source(
            "event", "event", "事件_网格办", "市委政法委网格办", "csv", "utf-8-sig",
            datum="cgcs2000", crs="EPSG:4547", options={"x": "X坐标", "y": "Y坐标"},
        ),
        Source("register", "lease", "租赁合同_住建局", "市住房和建设局", "xlsx"),
        Source("register", "employment", "就业登记_人社局", "市人力资源和社会保障局", "csv"),
        Source("register", "social_insurance", "社会保险_社保局", "市社会保险管理局", "parquet"),
        Source("register", "school_roll", "学籍_教育局", "市教育局", "xlsx"),
    )
}  # fmt: skip
BLANK_ROWS = {"xlsx": 3, "csv": 4, "parquet": 0}


def suitable_format(preferred: str, rows: int) -> str:
    """Return the format for about ``rows`` rows: spreadsheets, then CSV, are for small files only.

    >>> suitable_format("xlsx", 500), suitable_format("xlsx", 10**6), suitable_format("csv", 10**7)
    ('xlsx', 'csv', 'parquet')
    """
    if preferred == "xlsx" and rows <= MOST_IN_XLSX:
        return "xlsx"
    return "csv" if preferred != "parquet" and rows <= MOST_IN_CSV else "parquet"


class Sink:
    """Takes the chunks of one source, plants its faults, writes the file, tells the manifest."""

    def __init__(self, folder: Path, source: Source, file_format: str, seed: int) -> None:
        self.source = source
        self.format = file_format
        path = folder / f"{source.stem}.{file_format}"
        self._file = _open(path, source, file_format)
        number = list(TABLES).index(source.name) * 2 + (file_format == "parquet")
        self.planter = FaultPlanter(
            path.name,
            plan(source.name, file_format),
            stream(seed, "faults", number),
            blank_rows=BLANK_ROWS[file_format],
        )

    @property
    def rows(self) -> int:
        """Rows written so far."""
        return self._file.rows

    def write(self, table: pa.Table) -> None:
        """Append a chunk."""
        self._file.write(self.planter.spoil(table))

    def close(self, mode: str = "new") -> Entry:
        """Finish the file and return its entry."""
        self._file.close()
        source = self.source
        return Entry(
            file=self.planter.file,
            role=source.role,
            name=source.name,
            layer=None,
            format=self.format,
            encoding=source.encoding if self.format == "csv" else None,
            datum=source.datum,
            crs=source.crs,
            department=source.department,
            rows=self._file.rows,
            options={"as_of": DATA_DATE.isoformat(), "mode": mode, **source.options},
        )


def _open(path: Path, source: Source, file_format: str) -> TableFile:
    if file_format == "xlsx":
        return XlsxFile(
            path, f"深圳市{source.stem.split('_')[0]}信息表（模拟数据）", source.department
        )
    if file_format == "csv":
        return CsvFile(path, source.encoding)
    return ParquetFile(path)
