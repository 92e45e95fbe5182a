"""A workspace for imports, and an import in one line."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gridloom_layers.importing import ImportOptions, ImportReport, import_source
from gridloom_layers.workspace import FolderStore, create_workspace

Make = Callable[[str, str], FolderStore]


@pytest.fixture
def make_store(tmp_path: Path) -> Iterator[Make]:
    """Make workspaces; they are closed at the end."""
    made: list[FolderStore] = []

    def make(crs: str = "EPSG:4547", data_date: str = "2026-01-01") -> FolderStore:
        folder = tmp_path / f"city{len(made)}.gridloom"
        made.append(create_workspace(folder, crs, dt.date.fromisoformat(data_date)))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture
def store(make_store: Make) -> FolderStore:
    """A workspace in Shenzhen's CRS."""
    return make_store("EPSG:4547", "2026-01-01")


@pytest.fixture
def import_text(store: FolderStore, tmp_path: Path) -> Callable[..., ImportReport]:
    """Import a text as a CSV file into ``store``: ``import_text(text, "person", **options)``."""

    def run(text: str, role: str, file: str = "source.csv", **options: Any) -> ImportReport:
        path = tmp_path / file
        path.write_text(text, encoding="utf-8", newline="")
        return import_source(store, path, ImportOptions(role, **options))

    return run
