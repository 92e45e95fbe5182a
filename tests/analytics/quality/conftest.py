"""The sample city with its planted faults, imported and joined; and small tables made by hand."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from gridloom_analytics.quality import TableQuality, assess
from gridloom_layers.importing import ImportOptions, import_source
from gridloom_layers.joins import join
from gridloom_layers.workspace import FolderStore, create_workspace
from gridloom_sample.importing import import_options

TABLES = ("grid", "building", "component", "person", "entity", "lease", "event")
JOINS = (
    ("building", "grid", "place"), ("component", "grid", "place"), ("event", "grid", "place"),
    ("person", "building", "code"), ("entity", "building", "code"),
)  # fmt: skip
Check = Callable[..., tuple[int, int]]


@pytest.fixture(scope="session")
def planted(sample: Path) -> dict[str, dict[str, int]]:
    """How many rows of each table got each fault, by the table's name."""
    manifest = json.loads((sample / "manifest.json").read_text(encoding="utf-8"))
    names = {entry["file"]: entry["name"] for entry in manifest["files"]}
    truth = json.loads((sample / "ground_truth.json").read_text(encoding="utf-8"))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for fault in truth["faults"]:
        found[names[fault["file"]]][fault["fault"]] = fault["count"]
    return found


@pytest.fixture(scope="session")
def city(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> FolderStore:
    """The sample city as a workspace."""
    manifest = json.loads((sample / "manifest.json").read_text(encoding="utf-8"))
    store = create_workspace(
        tmp_path_factory.mktemp("stores") / "样本.gridloom", "EPSG:4547", dt.date(2026, 1, 1)
    )
    for entry in (one for one in manifest["files"] if one["name"] in TABLES):
        import_source(store, sample / entry["file"], import_options(entry))
    for left, right, by in JOINS:
        join(store, left, right, by)
    return store


@pytest.fixture(scope="session")
def check(city: FolderStore) -> Check:
    """Return what a check asked and how many failed, in a table of the sample city."""
    assessed: dict[str, TableQuality] = {}

    def found(table: str, dimension: str, name: str) -> tuple[int, int]:
        if table not in assessed:
            assessed[table] = assess(city, [table]).tables[0]
        return counted(assessed[table], dimension, name)

    return found


@pytest.fixture(scope="session")
def counts() -> Check:
    """Return the function that looks a check up: what was asked, what failed."""
    return counted


def counted(one: TableQuality, dimension: str, name: str) -> tuple[int, int]:
    """Return ``asked`` and ``failed`` of a check."""
    rows = one.checks[(one.checks["dimension"] == dimension) & (one.checks["name"] == name)]
    assert len(rows) == 1
    return int(rows["asked"].iloc[0]), int(rows["failed"].iloc[0])


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., FolderStore]:
    """Import frames as CSV files, one after the other, into one table of a new workspace."""

    def make(role: str, *frames: pd.DataFrame, mode: str = "new", **dates: str) -> FolderStore:
        store = create_workspace(tmp_path / "小.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
        for number, frame in enumerate(frames):
            path = tmp_path / f"{role} {number}.csv"
            frame.to_csv(path, index=False)
            as_of = dates.get(f"as_of_{number}")
            day = dt.date.fromisoformat(as_of) if as_of else None
            options = ImportOptions(role=role, as_of=day, mode=mode if number else "new")
            import_source(store, path, options)
        return store

    return make
