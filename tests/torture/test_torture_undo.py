"""kill -9 at any step of a change, its undo and its redo: one of the two states, and whole."""

import os
import shutil
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow as pa
import pytest

from gridloom_layers.workspace import TableField, TableSpec, open_workspace

from .children import CHANGING, FORKS
from .states import State, state_of
from .town import copy_town
from .trials import trials

ALL = 1_000
"""More than there are steps."""
NEXT = [pa.record_batch({
    **dict.fromkeys(("row_key", "source_number", "source_row"), pa.array([1], pa.int64())),
    "a": pa.array(["x"]),
})]  # fmt: skip
"""The rows of a table that is written after a crash."""


def _steps(city: Path) -> None:
    """Do, undo and do again: a table less, a layer of other rows."""
    store = open_workspace(city)
    before = store.hold()
    with store.change() as change:
        change.remove("person")
        batches = [batch.slice(0, 50) for batch in store.scan("grid", geometry=True)][:1]
        info = store.table("grid")
        spec = TableSpec(**{name: getattr(info, name) for name in TableSpec.__annotations__})
        change.write(spec, batches)
    after = store.hold()
    store.restore(before, after.commit, "undo", "it")
    store.restore(after, before.commit, "redo", "it")
    store.close()


def _live(city: Path, last: int, count: Connection) -> None:
    taken = 0

    def step(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal taken
        if event in CHANGING and str(arguments[0]).startswith(str(city)):
            if taken == last:
                os.kill(os.getpid(), signal.SIGKILL)
            taken += 1

    sys.addaudithook(step)
    _steps(city)
    count.send(taken)


def lived(city: Path, last: int = sys.maxsize) -> tuple[int | None, int]:
    """Let a child do the steps, killed before the step ``last``; return its exit and its steps."""
    here, there = FORKS.Pipe(duplex=False)
    child = FORKS.Process(target=_live, args=(city, last, there))
    child.start()
    there.close()
    child.join()
    try:
        return child.exitcode, here.recv()
    except EOFError:
        return child.exitcode, last


@pytest.fixture(scope="module")
def course(town: Path, tmp_path_factory) -> tuple[int, tuple[State, State]]:
    """How many steps there are, and the two states that there can be."""
    city = copy_town(town, tmp_path_factory.mktemp("course"))
    before = state_of(city)
    code, steps = lived(city)
    assert code == 0
    return steps, (before, state_of(city))


@trials(short=12, long=ALL)
def test_a_kill_at_any_step_of_an_undo_leaves_one_of_the_two_states(
    course, town, tmp_path, trials
) -> None:
    steps, states = course
    for last in range(0, steps, max(1, steps // trials)):
        city = copy_town(town, tmp_path)
        assert lived(city, last)[0] == -signal.SIGKILL
        assert state_of(city) in states, last
        store = open_workspace(city)
        assert store.problems() == [], last
        with store.change() as change:
            change.write(TableSpec("next", "register", (TableField(name="a", type="text"),)), NEXT)
        store.close()
        left = {f"{folder}/{path.name}" for folder in ("layers", "records")
                for path in (city / folder).iterdir()}  # fmt: skip
        assert left <= store.manifest.files(), last
        shutil.rmtree(city)
