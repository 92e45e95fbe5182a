"""The city that records are measured on: sources, workspace and plain Parquet of the same rows.

Made once and kept in the folder that ``GRIDLOOM_BENCH`` names (else under the system's temporary
folder), by the number of persons and the seed. A step that broke off leaves nothing behind and is
taken again.
"""

import datetime as dt
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.records.plain import export
from gridloom_layers.importing import import_source
from gridloom_layers.joins import By, join
from gridloom_layers.workspace import FolderStore, create_workspace, open_workspace
from gridloom_layers.workspace.manifest import FORMAT
from gridloom_sample import make_city
from gridloom_sample.importing import import_options

CRS, SEED = "EPSG:4547", 1
MILLION, TENTH, FULL = 1_000_000, 1_800_000, 18_000_000
TABLES = (
    "district", "street", "community", "grid", "building",
    "person", "entity", "lease", "employment", "social_insurance", "event",
)  # fmt: skip
JOINS: tuple[tuple[str, str, By], ...] = (
    ("street", "district", "code"),
    ("community", "street", "code"),
    ("grid", "community", "code"),
    ("building", "grid", "place"),
    ("person", "building", "code"),
    ("entity", "building", "code"),
    ("entity", "person", "code"),
    ("lease", "person", "code"),
    ("employment", "person", "code"),
    ("employment", "entity", "code"),
    ("social_insurance", "person", "code"),
    ("event", "grid", "place"),
)


@dataclass(frozen=True)
class Base:
    """Where the three forms of one city are."""

    persons: int
    folder: Path

    @property
    def sources(self) -> Path:
        """The departments' files and ``manifest.json``."""
        return self.folder / "sources"

    @property
    def workspace(self) -> Path:
        """The workspace that the sources were imported into and joined in."""
        return self.folder / f"format-{FORMAT}" / "city.gridloom"

    @property
    def plain(self) -> Path:
        """A Parquet file for each table, UTF-8, with the workspace's row keys; see ``plain``."""
        return self.folder / f"format-{FORMAT}" / "plain"

    def table(self, name: str) -> Path:
        """Return the plain Parquet file of a table."""
        return self.plain / f"{name}.parquet"


def base(persons: int) -> Base:
    """Return the city of ``persons``, made now where it is not kept from before."""
    root = Path(os.environ.get("GRIDLOOM_BENCH") or Path(tempfile.gettempdir()) / "gridloom-bench")
    found = Base(persons, root / f"city-{persons}-{SEED}")
    once(found.sources, lambda folder: make_city(folder, persons, SEED))
    once(found.workspace, lambda folder: build_tables(found.sources, folder))
    once(found.plain, lambda folder: _export(found.workspace, folder))
    return found


def once(folder: Path, make: Callable[[Path], object]) -> None:
    """Make ``folder`` where it is not there yet: beside its place first, whole or not at all."""
    if folder.exists():
        return
    staging = folder.with_name(f"making-{folder.name}")
    shutil.rmtree(staging, ignore_errors=True)
    staging.parent.mkdir(parents=True, exist_ok=True)
    make(staging)
    staging.rename(folder)


def build_tables(sources: Path, workspace: Path, tables: Collection[str] = TABLES) -> None:
    """Import some tables and join them, as a user does."""
    manifest = json.loads((sources / "manifest.json").read_text(encoding="utf-8"))
    store = create_workspace(workspace, CRS, dt.date.fromisoformat(manifest["data_date"]))
    try:
        build(store, sources, manifest, tables)
    finally:
        store.close()


def build(
    store: FolderStore, sources: Path, manifest: Mapping[str, Any], tables: Collection[str] = TABLES
) -> None:
    """Import the files of a sample that are measured on, and join them."""
    for entry in manifest["files"]:
        if entry["name"] in tables:
            import_source(store, sources / entry["file"], import_options(entry))
    for left, right, by in JOINS:
        if {left, right} <= set(tables):
            join(store, left, right, by)


def _export(workspace: Path, folder: Path) -> None:
    store = open_workspace(workspace)
    try:
        folder.mkdir(parents=True)
        export(store, folder)
    finally:
        store.close()
