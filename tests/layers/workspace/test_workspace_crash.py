"""A crash at any instant loses at most the change under way."""

import multiprocessing as mp
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore, open_workspace

from .conftest import put_grid, put_persons

OLD, NEW = ["p", "q", "r"], [str(number) for number in range(3000)]


def rewrite_for_ever(path: Path, begun: Event) -> None:
    store = open_workspace(path)
    while True:
        put_persons(store, NEW)
        begun.set()
        put_grid(store, NEW)
        put_persons(store, OLD)


@pytest.mark.parametrize("milliseconds", [30, 80, 130, 210, 340])
def test_a_killed_writer_leaves_a_whole_workspace(city: FolderStore, milliseconds: int) -> None:
    fork = mp.get_context("fork")
    begun = fork.Event()
    writer = fork.Process(target=rewrite_for_ever, args=(city.path, begun), daemon=True)
    writer.start()
    assert begun.wait(60), "the writer has written nothing"
    time.sleep(milliseconds / 1000)
    writer.kill()
    writer.join()
    store = open_workspace(city.path)
    assert store.manifest.sequence > city.manifest.sequence
    assert store.problems() == []
    assert store.attributes("person")["code"].to_pylist() in (OLD, NEW)
    put_persons(store, OLD)
    assert not (store.path / "staging").exists()


def test_a_second_writer_is_told_to_wait(
    city: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridloom_layers.workspace.folder.LOCK_SECONDS", 0.1)
    other = open_workspace(city.path)
    with city.change(), pytest.raises(BadInput, match="Another process"), other.change():
        pass
