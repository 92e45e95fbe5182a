"""What every store of a city offers, whether a folder or, later, a database schema."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import geopandas as gpd
import pyarrow as pa
from sqlglot import exp

from gridloom_layers.workspace.manifest import (
    ImportEntry,
    Link,
    MeasureEntry,
    ResultEntry,
    SourceInfo,
    TableField,
    TableInfo,
)

ROW_KEY = "row_key"
"""The opaque int64 that identifies a row of a table for ever; links hold it."""
GEOMETRY = "geometry"
"""The column of batches that holds geometries as WKB in the workspace's CRS."""
SOURCE_NUMBER, SOURCE_ROW = "source_number", "source_row"
"""Where a row came from: ``SourceInfo.number`` and the row number that the user sees there."""


@dataclass(frozen=True)
class TableSpec:
    """A table about to be written. ``fields`` must match the batches, in order."""

    name: str
    role: str
    fields: tuple[TableField, ...]
    key: str | None = None
    geometry: Literal["area", "line", "point"] | None = None
    scheme: str | None = None
    as_of: dt.date | None = None
    sources: tuple[SourceInfo, ...] = ()


class Change(Protocol):
    """A set of writes that becomes visible at once when its ``with`` block ends without error."""

    def write(self, spec: TableSpec, batches: Iterable[pa.RecordBatch]) -> TableInfo:
        """Write a new generation of a table from a stream of batches.

        Batches hold ``row_key``, ``source_number``, ``source_row``, the fields of ``spec`` and,
        for a layer, ``geometry`` (WKB). Links from and to an older generation are dropped.
        """
        ...

    def link(self, link: Link, keys: pa.ChunkedArray) -> None:
        """Add (or replace) the link column of ``link.left``: one right row key or null a row."""
        ...

    def record_import(
        self, table: str, report: Mapping[str, object], quarantined: pa.Table | None
    ) -> ImportEntry:
        """Keep the report of an import and its quarantined rows."""
        ...

    def remember_mapping(self, headers: str, mapping: Mapping[str, str]) -> None:
        """Keep the mapping chosen for a set of source headers (``headers`` is their digest)."""
        ...

    def put_measure(self, name: str, text: str) -> None:
        """Keep a measure under a name."""
        ...

    def new_file(self, folder: str, name: str, suffix: str) -> tuple[Path, str]:
        """Return a path to write a file of this change to, and its name for ``put_result``."""
        ...

    def put_result(
        self, name: str, analysis: str, document: Mapping[str, object], files: Mapping[str, str]
    ) -> None:
        """Keep a result under a name, replacing an older one."""
        ...

    def remove(self, name: str) -> None:
        """Remove the table, measure or result called ``name``; links to it go with it."""
        ...

    def rename(self, old: str, new: str) -> None:
        """Rename a table, measure or result."""
        ...


class Store(Protocol):
    """A city at one commit: what is in it, and the ways to read and to change it."""

    @property
    def name(self) -> str: ...
    @property
    def crs(self) -> str: ...
    @property
    def data_date(self) -> dt.date: ...
    @property
    def tables(self) -> Mapping[str, TableInfo]: ...
    @property
    def links(self) -> Sequence[Link]: ...
    @property
    def measures(self) -> Mapping[str, MeasureEntry]: ...
    @property
    def results(self) -> Mapping[str, ResultEntry]: ...
    @property
    def imports(self) -> Sequence[ImportEntry]: ...
    @property
    def mappings(self) -> Mapping[str, Mapping[str, str]]: ...

    def table(self, name: str) -> TableInfo:
        """Return the table called ``name``; raise ``BadInput`` that lists what there is."""
        ...

    def attributes(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return ``row_key`` and the columns of a table, in row order."""
        ...

    def scan(self, name: str, *, geometry: bool = False) -> Iterator[pa.RecordBatch]:
        """Yield all columns of a table in row order, with WKB ``geometry`` where asked for."""
        ...

    def shapes(self, name: str) -> Iterator[pa.RecordBatch]:
        """Yield ``row_key`` and WKB ``geometry`` of a layer in row order, for drawing it."""
        ...

    def layer(self, name: str, columns: Sequence[str] | None = None) -> gpd.GeoDataFrame:
        """Return a layer with its geometries in the workspace's CRS, indexed by row key."""
        ...

    def select(self, query: exp.Query, given: Mapping[str, pa.Table] | None = None) -> pa.Table:
        """Run a query over tables by their names, and over the tables ``given`` with it."""
        ...

    def quarantined(self, number: int) -> pa.Table:
        """Return the quarantined rows of import ``number`` (empty where there are none)."""
        ...

    def result_file(self, name: str, kind: str) -> Path:
        """Return the path of a file of a kept result."""
        ...

    def change(self) -> AbstractContextManager[Change]:
        """Open a change; one at a time over all processes."""
        ...

    def log(self, act: str, details: Mapping[str, object]) -> None:
        """Append an act to the workspace's log, durably."""
        ...

    def acts(self) -> list[dict[str, object]]:
        """Return the acts in the log, oldest first."""
        ...

    def problems(self) -> list[str]:
        """Check the integrity of every file; return what is wrong, a line each."""
        ...
