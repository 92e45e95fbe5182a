"""A workspace whose sources come from departments, and what it holds in plain words."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from gridloom_layers.importing import ImportOptions, ImportReport, import_source
from gridloom_layers.ownership.listing import conflicts_of
from gridloom_layers.workspace import FolderStore, create_workspace

Row = tuple[Any, ...]


class Office:
    """A workspace with a table of persons that departments write to."""

    def __init__(self, folder: Path, name: str = "city") -> None:
        self.folder = folder
        self.store: FolderStore = create_workspace(
            folder / f"{name}.gridloom", "EPSG:4547", dt.date(2026, 1, 1)
        )

    def hear(
        self, department: str | None, day: str | None, text: str, file: str = "a.csv", **more: Any
    ) -> ImportReport:
        """Import rows of CSV as a source from a department."""
        path = self.folder / file
        path.write_text(text, encoding="utf-8")
        as_of = dt.date.fromisoformat(day) if day else None
        return import_source(
            self.store,
            path,
            ImportOptions(
                "person", department=department, as_of=as_of, **{"mode": "upsert", **more}
            ),
        )

    def rows(self, *columns: str) -> list[Row]:
        """Return some columns of the persons."""
        table = self.store.attributes("person", columns)
        return [tuple(row.values())[1:] for row in table.to_pylist()]

    def conflicts(self) -> list[Row]:
        """Return row key, field, both values and departments, how decided and how it stands."""
        wanted = ("row_key", "field", "kept", "kept_from", "other", "other_from", "decided_by",
                  "state")  # fmt: skip
        return [
            tuple(row[name] for name in wanted)
            for listed in conflicts_of(self.store, "person")
            for row in listed.to_pylist()
        ]


def as_csv(headers: Sequence[str], rows: Sequence[Sequence[str | None]]) -> str:
    """Return rows as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows([["" if value is None else value for value in row] for row in rows])
    return text.getvalue()


@pytest.fixture
def new_office(tmp_path: Path) -> Iterator[Callable[[], Office]]:
    """Make workspaces; they are closed at the end."""
    made: list[Office] = []

    def make() -> Office:
        made.append(Office(tmp_path, f"city{len(made)}"))
        return made[-1]

    yield make
    for office in made:
        office.store.close()


@pytest.fixture
def office(new_office: Callable[[], Office]) -> Office:
    """A workspace."""
    return new_office()
