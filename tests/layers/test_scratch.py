"""Scratch folders: gone after their work, and after a process that was killed."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from gridloom_layers.scratch import ScratchFolder

KILLED = (
    "import os, signal; from gridloom_layers.scratch import ScratchFolder\n"
    "folder = ScratchFolder()\nos.kill(os.getpid(), signal.SIGKILL)"
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def long_ago(place: Path) -> None:
    for mark in place.glob("*/*.lock"):
        os.utime(mark, (0, 0))


def test_a_scratch_folder_goes_with_its_work(place: Path) -> None:
    with ScratchFolder() as folder:
        assert [str(path) for path in place.iterdir()] == [folder]
    assert list(place.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_what_a_killed_process_left_is_removed_by_the_next(place: Path) -> None:
    paths = os.pathsep.join(sys.path)
    killed = {**os.environ, "TMPDIR": str(place), "PYTHONPATH": paths}
    assert subprocess.run([sys.executable, "-c", KILLED], env=killed).returncode == -9
    (left,) = place.iterdir()
    long_ago(place)
    ScratchFolder().cleanup()
    assert not left.exists()


def test_a_folder_in_use_is_left_alone(place: Path) -> None:
    with ScratchFolder() as folder:
        long_ago(place)
        ScratchFolder().cleanup()
        assert Path(folder).exists()
