"""What can be read of a city at one commit, whatever store it lies in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.workspace.arrays import Arrays
from gridloom_layers.workspace.manifest import (
    ImportEntry,
    Link,
    MeasureEntry,
    Ownership,
    Part,
    ResultEntry,
    TableInfo,
)
from gridloom_layers.workspace.sealing import Seal

if TYPE_CHECKING:  # a map does without them
    import geopandas as gpd
    from sqlglot import exp


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
