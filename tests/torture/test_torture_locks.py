"""Somebody else has a layer of the workspace open: in SQLite, or in QGIS."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from .accounts import town_account
from .changes import CHANGES, READING, asked, is_told
from .children import FORKS, gridloom
from .states import state_of
from .town import BLOCK, areas, copy_town

LOCKS = ("DEFERRED", "IMMEDIATE", "EXCLUSIVE")
QGIS_PYTHON = Path("/usr/bin/python3")
EDITOR = Path(__file__).with_name("qgis_editor.py")


def hold(files: list[Path], lock: str, line: Connection) -> None:
    """Be the other process: hold a lock on each file until told to let go."""
    held = [sqlite3.connect(file, isolation_level=None) for file in files]
    for connection in held:
        connection.execute(f"BEGIN {lock}")
        connection.execute("SELECT count(*) FROM layer").fetchone()
    line.send(len(held))
    line.recv()


@contextmanager
def held(city: Path, lock: str) -> Iterator[None]:
    here, there = FORKS.Pipe()
    files = sorted(city.glob("layers/*.gpkg"))
    other = FORKS.Process(target=hold, args=(files, lock, there), daemon=True)
    other.start()
    assert here.recv() == len(files) > 0
    try:
        yield
    finally:
        here.send("let go")
        other.join(60)


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize("name", [*CHANGES, *READING])
def test_a_locked_layer_stops_nothing_or_is_told(
    town, sources, old, figures, tmp_path, lock, name
) -> None:
    city, command = copy_town(town, tmp_path), {**CHANGES, **READING}[name]
    with held(city, lock):
        said = gridloom(*asked(command, city, sources))
    if not is_told(said):
        assert said.error["code"] == "file-locked", said
        assert state_of(city) == old
        assert gridloom(*asked(command, city, sources)).exit in (0, 3)
    assert gridloom("check", city).exit == 0
    figures.account(town_account(state_of(city)))
    figures.tried(f"locks on a GeoPackage: {'told' if said.exit == 2 else 'went well'}")


def test_a_source_that_another_program_locks_is_told(town, sources, figures, tmp_path) -> None:
    city, source = copy_town(town, tmp_path), tmp_path / "layers" / "网格.gpkg"
    source.parent.mkdir()
    areas(9, BLOCK, "{number}").to_file(source, layer="layer")
    with held(tmp_path, "EXCLUSIVE"):
        said = gridloom("import", city, source, "--role", "grid", "--mode", "replace")
    assert (said.exit, said.error["code"]) == (2, "file-locked")
    figures.tried("locks on a GeoPackage: told")


@contextmanager
def edited(layer: Path, end: str) -> Iterator[None]:
    """Have QGIS change a layer, and save that or roll it back when the block ends."""
    qgis = subprocess.Popen(
        [QGIS_PYTHON, EDITOR, layer, end],
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": os.environ["PATH"], "HOME": "/tmp"},  # noqa: S108
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert qgis.stdin and qgis.stdout
    assert qgis.stdout.readline() == "editing\n"
    try:
        yield
    finally:
        rest, _ = qgis.communicate("end\n", timeout=60)
    assert rest == f"{end}\n"


def journals(city: Path) -> set[tuple[str, int]]:
    """Return the files that QGIS has beside a layer in edit mode, with their inodes."""
    return {(file.name, file.stat().st_ino) for file in city.glob("layers/*.gpkg-*")}


def has_qgis() -> bool:
    asked = [str(QGIS_PYTHON), "-c", "import qgis.core"]
    return QGIS_PYTHON.exists() and subprocess.run(asked, capture_output=True).returncode == 0


@pytest.mark.skipif(not has_qgis(), reason="QGIS is not installed")
@pytest.mark.parametrize(("end", "edits"), [("saved", 1), ("rolled back", 0)])
def test_a_layer_that_qgis_edits_stops_nothing_and_loses_no_edit(
    town, sources, figures, tmp_path, end, edits
) -> None:
    city = copy_town(town, tmp_path)
    (layer,) = city.glob("layers/building*.gpkg")
    with edited(layer, end):
        kept = journals(city)
        for name in ("import", "upsert", "join", "check", "query"):
            assert is_told(gridloom(*asked({**CHANGES, **READING}[name], city, sources))), name
            figures.tried("commands beside QGIS in edit mode: went well")
        assert journals(city) == kept
    with closing(sqlite3.connect(layer)) as file:
        count = file.execute("SELECT count(*) FROM layer WHERE code = 'edited'").fetchone()
        assert (count, file.execute("PRAGMA integrity_check").fetchone()) == ((edits,), ("ok",))
    assert is_told(gridloom("check", city)) == (end != "saved")  # what QGIS saved is told
    assert is_told(gridloom(*asked(CHANGES["replace"], city, sources)))
