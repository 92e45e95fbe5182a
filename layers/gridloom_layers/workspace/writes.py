"""What can be written to a city: all of a change at once, whatever store it lies in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.workspace.manifest import (
    ImportEntry,
    Link,
    Ownership,
    SourceInfo,
    TableField,
    TableInfo,
)
from gridloom_layers.workspace.reads import Reading


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

    def reword(
        self, measures: Mapping[str, str], documents: Mapping[str, Mapping[str, object]]
    ) -> None:
        """Give kept measures other texts, and results other documents, that say the same."""
        ...
