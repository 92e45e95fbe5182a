"""What of a workspace may be listed and put on the map."""

from __future__ import annotations

from dataclasses import dataclass

from ..language import tr
from .described import Table, Workspace

TABLE, MEASURE, RESULT = "table", "measure", "result"
LAYERS, RECORDS, MEASURES, RESULTS = "layers", "records", "measures", "results"
Key = tuple[str, str]
"""Tells entries apart: the kind and the name."""


@dataclass(frozen=True)
class Entry:
    """A table, measure or result of a workspace; ``section`` is where it is listed.

    ``geometry`` is ``area``, ``line``, ``point`` or None; of a measure and a result it is not said.
    A ``written`` measure is not kept: its name is its text.
    """

    section: str
    kind: str
    name: str
    title: str
    about: str
    count: int | None = None
    geometry: str | None = None
    written: bool = False

    @property
    def key(self) -> Key:
        """What tells it apart."""
        return self.kind, self.name

    @property
    def mappable(self) -> bool:
        """Whether it can be put on the map."""
        return self.geometry is not None or self.kind != TABLE


def section_title(section: str) -> str:
    """Return what a section is called."""
    return {
        LAYERS: tr("Layers"),
        RECORDS: tr("Records"),
        MEASURES: tr("Measures"),
        RESULTS: tr("Results"),
    }[section]


def entries_of(workspace: Workspace) -> dict[str, list[Entry]]:
    """Return the entries of a workspace by section, in the order in which they are listed."""
    tables = [_of_table(one) for one in workspace.tables]
    return {
        LAYERS: [one for one in tables if one.section == LAYERS],
        RECORDS: [one for one in tables if one.section == RECORDS],
        MEASURES: [Entry(MEASURES, MEASURE, m.name, m.title, m.about) for m in workspace.measures],
        RESULTS: [Entry(RESULTS, RESULT, r.name, r.title, r.about) for r in workspace.results],
    }


def written_measure(text: str) -> Entry:
    """Return the entry of a measure that is not kept."""
    return Entry(MEASURES, MEASURE, text, text, text, written=True)


def _of_table(table: Table) -> Entry:
    fields = ", ".join(field.title for field in table.fields.values())
    section = RECORDS if table.file is None else LAYERS
    return Entry(section, TABLE, table.name, table.title, fields, table.rows, table.geometry)
