"""What every store of a city offers, whether a folder or, later, a database schema."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.workspace.arrays import Arrays
from gridloom_layers.workspace.holding import Commit, Hold
from gridloom_layers.workspace.manifest import (
    ImportEntry,
    Link,
    MeasureEntry,
    Ownership,
    Part,
    ResultEntry,
    SourceInfo,
    TableField,
    TableInfo,
)
from gridloom_layers.workspace.sealing import Seal

if TYPE_CHECKING:  # a map does without them
    import geopandas as gpd
    from sqlglot import exp

ROW_KEY = "row_key"
"""The opaque int64 that identifies a row of a table for ever; links hold it."""
GEOMETRY = "geometry"
"""The column of batches that holds geometries as WKB in the workspace's CRS."""
SOURCE_NUMBER, SOURCE_ROW = "source_number", "source_row"
"""Where a row came from: ``SourceInfo.number`` and the row number that the user sees there."""
ENDED_BY = "ended_by"
"""In the history of a table: the number of the source that changed or removed the row."""
OWN_COLUMNS = frozenset({ROW_KEY, GEOMETRY, SOURCE_NUMBER, SOURCE_ROW, ENDED_BY})
"""What no field of a table may be called: the columns that the store adds."""


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
        """Write a table anew from a stream of batches.

        Batches hold ``row_key`` (rising), ``source_number``, ``source_row``, the fields of
        ``spec`` and, where it has a place, ``geometry`` (WKB). What there was under its name, its
        history and the links from and to it are dropped.
        """
        ...

    def append(self, spec: TableSpec, batches: Iterable[pa.RecordBatch]) -> TableInfo:
        """Add rows, by rising row keys above all that were ever used, to a table.

        ``spec`` has all fields of the table and perhaps further ones, null in the older rows.
        Links stay; in the new rows their columns are null.
        """
        ...

    def revise(
        self,
        spec: TableSpec,
        revised: Iterable[pa.RecordBatch],
        removed: npt.NDArray[np.int64],
        ended_by: int,
    ) -> TableInfo:
        """Replace rows by their new versions and take rows out; the old ones become history.

        ``revised`` holds whole rows by rising row key, ``removed`` row keys, ``ended_by`` is the
        number of the source that says so. Records keep their history, layers do not.
        """
        ...

    @property
    def pending(self) -> Reading:
        """The city as it will be when this change is done."""
        ...

    def link(
        self, link: Link, keys: pa.ChunkedArray, scores: pa.ChunkedArray | None = None
    ) -> None:
        """Add (or replace) the link column of ``link.left``: one right row key or null a row.

        ``scores`` go to the column ``link.score``. A link that is replaced keeps its place.
        """
        ...

    def unlink(self, link: Link) -> None:
        """Drop a link."""
        ...

    def record_import(
        self, table: str, report: Mapping[str, object], quarantined: pa.Table | None
    ) -> ImportEntry:
        """Keep the report of an import and its quarantined rows."""
        ...

    def note(self, act: str, details: Mapping[str, object]) -> None:
        """Have an act logged when this change is done: names only, no text of persons."""
        ...

    def remember_mapping(self, headers: str, mapping: Mapping[str, str]) -> None:
        """Keep the mapping chosen for a set of source headers (``headers`` is their digest)."""
        ...

    def put_ownership(self, table: str, owned: Ownership) -> None:
        """Keep whose values a table holds; its parts are files of this change or of before."""
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
        """Rename a table, measure or result; it is logged."""
        ...


class Reading(Protocol):
    """A city at one commit: what is in it, and the ways to read it."""

    @property
    def name(self) -> str: ...
    @property
    def sequence(self) -> int: ...
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
    @property
    def ownership(self) -> Mapping[str, Ownership]: ...
    @property
    def seal(self) -> Seal:
        """What Parquet of this city is written and read with, in temporary files too."""
        ...

    def table(self, name: str) -> TableInfo:
        """Return the table called ``name``; raise ``BadInput`` that lists what there is."""
        ...

    def attributes(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return ``row_key`` and the columns of a table, in row order."""
        ...

    def scan(
        self, name: str, *, geometry: bool = False, columns: Sequence[str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Yield columns of a table (None: all) in row order, with WKB ``geometry`` if asked for."""
        ...

    def beside(self, parts: Sequence[Part]) -> Iterator[pa.RecordBatch]:
        """Yield all columns of parts that lie beside the records, by rising row key."""
        ...

    def shapes(self, name: str, row_keys: pa.Array | None = None) -> Iterator[pa.RecordBatch]:
        """Yield ``row_key`` and WKB ``geometry`` of rows (None: all) of a layer, in row order.

        Some thousand of a million rows take some hundredths of a second.
        """
        ...

    def arrays(self, kind: str, name: str, make: Callable[[], Arrays]) -> Arrays:
        """Return arrays made of the rows of a table: by ``make``, or kept from when they were.

        ``kind`` tells all that they depend on beside the rows. Those that are kept are mapped into
        memory; an encrypted workspace keeps none.
        """
        ...

    def near(
        self, name: str, box: tuple[float, float, float, float]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.object_]]:
        """Return the row keys and the shapes of a layer whose boxes meet ``box``, in row order."""
        ...

    def layer(self, name: str, columns: Sequence[str] | None = None) -> gpd.GeoDataFrame:
        """Return a layer with its geometries in the workspace's CRS, indexed by row key."""
        ...

    def find(self, name: str, field: str, values: pa.Array) -> pa.Table:
        """Return which rows have which of ``values`` in a field, compared as text.

        The answer is pairs: ``at`` (int64: the place in ``values``) and ``row_key`` (int64), in
        the order of ``values``, the rows of one in row order. Nulls are never found. The first
        call makes an index that is kept; then a thousand values take milliseconds. Values are
        told apart by 64 bits: among 18 million rows a wrong pair comes once in 10¹² values.
        """
        ...

    def referring(self, link: Link, row_keys: pa.Array) -> pa.Table:
        """Return which rows of ``link.left`` refer to which rows of ``link.right``.

        The answer is pairs as in :meth:`find`: ``at`` in ``row_keys``, ``row_key`` on the left.
        """
        ...

    def rows(self, name: str, row_keys: pa.Array, columns: Sequence[str] | None = None) -> pa.Table:
        """Return ``row_key`` and columns (None: all) of rows, in the order of ``row_keys``.

        Keys of rows that are not there are left out. A row takes about a millisecond; half a
        million take a tenth of a second a column, once the copy is made that they come from.
        """
        ...

    def rows_at(
        self, name: str, positions: npt.NDArray[np.int64], columns: Sequence[str] | None = None
    ) -> pa.Table:
        """Return ``row_key`` and columns (None: all) of the rows at positions, in their order.

        The first row of a table is at position 0. Rows beside each other are read in a few
        milliseconds, rows apart in about a millisecond each.
        """
        ...

    def positions(self, name: str, row_keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return at which position of a table each row is, −1 where it is not there."""
        ...

    def column(self, name: str, column: str) -> pa.ChunkedArray:
        """Return one column of a table in row order, read on all cores.

        Texts come as dictionaries, each chunk with one of its own: what repeats is never decoded.
        """
        ...

    def materialised(self, query: exp.Query) -> exp.Table:
        """Return a relation for further queries that holds the answer of a query over tables.

        It is kept until one of these tables changes; asked again it is read, not made.
        """
        ...

    def answer(self, query: exp.Query) -> pa.Table:
        """Run a query over tables and relations; keep the answer until one of them changes."""
        ...

    def kept_answer(
        self, question: str, tables: Sequence[str], make: Callable[[], pa.Table]
    ) -> pa.Table:
        """Return what ``make`` computes from tables or relations, by these names, and nothing else.

        ``question`` says all that the answer depends on beside them. It is kept like that of
        :meth:`answer`.
        """
        ...

    def select(self, query: exp.Query, given: Mapping[str, pa.Table] | None = None) -> pa.Table:
        """Run a query over tables by their names, and over the tables ``given`` with it."""
        ...

    def at(self, day: dt.date) -> Reading:
        """Return the city as it was at ``day``: records by their history, ages at that day.

        Layers keep no history: they are as they are now.
        """
        ...

    def quarantined(self, number: int) -> pa.Table:
        """Return the quarantined rows of import ``number`` (empty where there are none)."""
        ...

    def result_file(self, name: str, kind: str) -> Path:
        """Return the path of a file of a kept result."""
        ...


class Store(Reading, Protocol):
    """A city: read at one commit, and changed."""

    def change(self) -> AbstractContextManager[Change]:
        """Open a change; one at a time over all processes."""
        ...

    @property
    def at_commit(self) -> Commit: ...

    def hold(self) -> Hold:
        """Keep the commit that is read, to be restored later."""
        ...

    def restore(self, hold: Hold, after: Commit, act: str, what: str) -> None:
        """Make a held commit current again; ``BadInput`` if others have committed ``after``."""
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
