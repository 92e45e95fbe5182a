"""The command in this process, and a small city to ask."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pytest

from gridloom_desktop.command.main import run
from gridloom_layers.workspace import TableField, TableSpec, open_workspace


class Said(NamedTuple):
    """What a command said: its exit code, standard output and standard error."""

    exit: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The envelope on standard output."""
        return json.loads(self.out)


Gridloom = Callable[..., Said]


@pytest.fixture
def gridloom() -> Gridloom:
    """Return a function that runs one command, in English where no language is given."""

    def call(*arguments: object) -> Said:
        out, err = io.StringIO(), io.StringIO()
        language = () if "--lang" in arguments else ("--lang", "en")
        code = run([*map(str, arguments), *language], out, err)
        return Said(code, out.getvalue(), err.getvalue())

    return call


@pytest.fixture
def city(tmp_path: Path, gridloom: Gridloom) -> Path:
    """Return an empty workspace with a space and Chinese in its path."""
    path = tmp_path / "一座 城.gridloom"
    assert gridloom("create", path, "--crs", "EPSG:4547", "--data-date", "2026-01-01").exit == 0
    return path


@pytest.fixture
def peopled(city: Path) -> Path:
    """Return the workspace with a table of three entities."""
    spec = TableSpec("entity", "entity", (TableField(name="name", type="text"),))
    batch = pa.RecordBatch.from_pydict(
        {
            "row_key": pa.array([1, 2, 3], pa.int64()),
            "source_number": pa.array([1, 1, 1], pa.int64()),
            "source_row": pa.array([2, 3, 4], pa.int64()),
            "name": ["甲", "乙", "丙"],
        }
    )
    store = open_workspace(city)
    with store.change() as change:
        change.write(spec, [batch])
    store.close()
    return city
