"""What ``gridloom describe`` tells of a workspace, read once and checked by reading it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..language import spoken

Titles = dict[str, dict[str, dict[str, str]]]


@dataclass(frozen=True)
class Field:
    """A field: what it is called, and what its values are where they stand for words."""

    title: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A table; ``file`` is the GeoPackage of a layer, None where rows pass the gate first.

    ``extent`` is (xmin, ymin, xmax, ymax) in the CRS of the workspace, nothing without a place.
    """

    name: str
    title: str
    rows: int
    geometry: str | None
    file: Path | None
    fields: Mapping[str, Field]
    extent: tuple[float, ...] = ()


@dataclass(frozen=True)
class Kept:
    """A kept measure or result; ``about`` says what it is of."""

    name: str
    title: str
    about: str


@dataclass(frozen=True)
class Workspace:
    """A workspace at one commit, in the language of QGIS."""

    path: Path
    name: str
    crs: str
    data_date: str
    commit: int
    tables: tuple[Table, ...]
    measures: tuple[Kept, ...]
    results: tuple[Kept, ...]
    imports: tuple[dict[str, Any], ...] = ()
    links: tuple[dict[str, Any], ...] = ()
    words: Titles = field(default_factory=dict)

    def table(self, name: str) -> Table | None:
        """Return the table of that name; None where there is none."""
        return next((table for table in self.tables if table.name == name), None)

    def called(self, name: str) -> str:
        """Return what a table is called; its name where it is gone."""
        table = self.table(name)
        return name if table is None else table.title

    def word(self, kind: str, code: str) -> str:
        """Return what a code of a report is called; the code itself where nobody says it."""
        return spoken(self.words.get(kind, {}).get(code, {})) or code


def read(told: dict[str, Any]) -> Workspace:
    """Return what ``describe`` told; raise ``KeyError``, ``TypeError`` … where it is not that."""
    path = Path(told["path"]).resolve()
    return Workspace(
        path=path,
        name=str(told["name"]),
        crs=str(told["crs"]),
        data_date=str(told["data_date"]),
        commit=int(told["commit"]),
        tables=tuple(_table(one, path) for one in told["tables"]),
        measures=tuple(_kept(one, one["text"]) for one in told["measures"]),
        results=tuple(_kept(one, one["name"]) for one in told["results"]),
        imports=tuple(dict(one) for one in told["imports"]),
        links=tuple(dict(one) for one in told["links"]),
        words=dict(told["words"]),
    )


def _table(told: dict[str, Any], path: Path) -> Table:
    return Table(
        name=str(told["name"]),
        title=spoken(told["title"]),
        rows=int(told["rows"]),
        geometry=told["geometry"],
        file=path / told["file"] if told["file"] else None,
        fields=dict(_fields(told["fields"])),
        extent=tuple(map(float, told["extent"] or ())),
    )


def _fields(told: Iterable[dict[str, Any]]) -> Iterable[tuple[str, Field]]:
    for one in told:
        values = one["values"] or {}
        yield (
            str(one["name"]),
            Field(spoken(one["title"]), {key: spoken(both) for key, both in values.items()}),
        )


def _kept(told: dict[str, Any], about: str) -> Kept:
    return Kept(str(told["name"]), spoken(told["title"]), str(about))
