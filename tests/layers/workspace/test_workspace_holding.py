"""A commit that is held can be restored: what was done is undone and done again."""

import datetime as dt
import multiprocessing as mp
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloom_layers.errors import BadInput
from gridloom_layers.joins import join
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import (
    FolderStore,
    Hold,
    TableSpec,
    create_workspace,
    open_workspace,
)
from gridloom_layers.workspace.backup import back_up, restore
from gridloom_layers.workspace.encrypting import encrypt

from .conftest import FIELDS, cells, put_persons, records


def holding(store: FolderStore) -> dict[str, Any]:
    """Return all that a workspace holds, in plain values, and an answer asked of an index."""
    found: dict[str, Any] = {"links": [link.model_dump() for link in store.links]}
    for name in store.tables:
        found[name] = [batch.to_pydict() for batch in store.scan(name, geometry=True)]
        found[f"where {name}"] = store.find(name, "code", pa.array(["a", "p"])).to_pydict()
    return found | {"measures": dict(store.measures), "results": sorted(store.results)}


def data_files(store: FolderStore) -> set[str]:
    return {
        path.name for folder in ("layers", "records") for path in (store.path / folder).iterdir()
    }


def put_measure(store: FolderStore) -> None:
    with store.change() as change:
        change.put_measure("m", "count(person)")


def undo(store: FolderStore, hold: Hold) -> None:
    store.restore(hold, store.at_commit, "undo", "it")


def test_what_was_done_is_undone(city: FolderStore) -> None:
    before, hold = holding(city), city.hold()
    put_persons(city, ["x"])
    with city.change() as change:
        change.remove("grid")
    undo(city, hold)
    assert holding(city) == before
    assert city.problems() == []


def test_an_undone_change_is_done_again(city: FolderStore) -> None:
    before = city.hold()
    put_persons(city, ["x"])
    done, after = holding(city), city.hold()
    undo(city, before)
    undo(city, after)
    assert holding(city) == done


def test_undo_is_a_commit_of_its_own_that_others_see(city: FolderStore) -> None:
    other, hold = open_workspace(city.path), city.hold()
    put_persons(city, ["x"])
    undo(city, hold)
    assert other.refresh()
    assert (other.sequence, holding(other)) == (hold.commit.sequence + 2, holding(city))


def test_the_log_keeps_what_was_done_and_that_it_was_undone(city: FolderStore) -> None:
    hold = city.hold()
    put_persons(city, ["x"])
    city.restore(hold, city.at_commit, "undo", "Import of persons")
    said = city.acts()[-1]
    known = (said["act"], said["what"], said["as_of"], said["commit"])
    assert known == ("undo", "Import of persons", hold.commit.sequence, city.sequence)


def test_what_another_has_done_since_is_not_undone(city: FolderStore) -> None:
    hold = city.hold()
    put_persons(city, ["x"])
    mine = city.at_commit
    put_persons(open_workspace(city.path), ["of another"])
    with pytest.raises(BadInput, match="changed") as refused:
        city.restore(hold, mine, "undo", "it")
    assert refused.value.code == "changed-meanwhile"
    assert city.attributes("person")["code"].to_pylist() == ["of another"]


def test_steps_are_undone_one_by_one_though_each_undo_is_a_new_commit(city: FolderStore) -> None:
    states, holds, after = [holding(city)], [city.hold()], []
    for code in "xyz":
        put_persons(city, [code])
        after.append(city.at_commit)
        states.append(holding(city))
        holds.append(city.hold())
    for step in (2, 1, 0):
        city.restore(holds[step], after[step], "undo", "it")
        assert holding(city) == states[step]


def test_held_files_are_not_swept_and_released_ones_are(city: FolderStore) -> None:
    files, hold = data_files(city), city.hold()
    for code in "xy":
        put_persons(city, [code])
    assert files <= data_files(city)
    hold.release()
    put_persons(city, ["z"])
    assert not files <= data_files(city)


def test_after_an_undo_the_files_of_what_was_undone_are_swept(city: FolderStore) -> None:
    files, hold = data_files(city), city.hold()
    put_persons(city, ["x"])
    undo(city, hold)
    hold.release()
    put_measure(city)
    assert data_files(city) == files


def test_the_files_of_a_restored_commit_outlive_its_hold(city: FolderStore) -> None:
    before, hold = holding(city), city.hold()
    put_persons(city, ["x"])
    undo(city, hold)
    hold.release()
    put_measure(city)
    assert {**holding(city), "measures": {}} == before
    assert city.problems() == []


def _hold_and_die(path: Path) -> None:
    hold = open_workspace(path).hold()
    os.kill(os.getpid(), signal.SIGKILL)
    hold.release()


def test_a_hold_ends_with_its_process_however_that_ends(city: FolderStore) -> None:
    files = data_files(city)
    child = mp.get_context("fork").Process(target=_hold_and_die, args=(city.path,))
    child.start()
    child.join()
    put_persons(city, ["x"])
    put_persons(city, ["y"])
    assert child.exitcode == -9
    assert not files <= data_files(city)


def test_what_was_not_held_is_told_and_nothing_is_changed(city: FolderStore) -> None:
    hold = city.hold()
    hold.release()
    put_persons(city, ["x"])
    put_persons(city, ["y"])
    with pytest.raises(BadInput) as refused:
        undo(city, hold)
    assert refused.value.code == "cannot-restore"
    assert city.attributes("person")["code"].to_pylist() == ["y"]


def test_an_encryption_cannot_be_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIDLOOM_KEY_FILE", str(tmp_path / "keys"))
    store = create_workspace(tmp_path / "c.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
    put_persons(store, ["p"])
    hold = store.hold()
    encrypt(store, Progress())
    with pytest.raises(BadInput) as refused:
        undo(store, hold)
    assert (refused.value.code, store.seal.encrypted) == ("cannot-restore", True)


def test_a_backup_holds_the_current_commit_only(city: FolderStore, tmp_path: Path) -> None:
    hold = city.hold()
    put_persons(city, ["x"])
    back_up(city, tmp_path / "b.zip", Progress())
    restore(tmp_path / "b.zip", tmp_path / "copy.gridloom", Progress())
    copy = open_workspace(tmp_path / "copy.gridloom")
    assert holding(copy) == holding(city)
    assert hold.manifest.files() - copy.manifest.files() and data_files(copy) < data_files(city)


Act = Callable[[FolderStore, int], None]


def _replace(store: FolderStore, number: int) -> None:
    put_persons(store, [f"p{number}", "a"])


def _append(store: FolderStore, number: int) -> None:
    info = store.table("person")
    spec = TableSpec(**{name: getattr(info, name) for name in TableSpec.__annotations__})
    first = max((part.last for part in info.records), default=-1) + 1
    with store.change() as change:
        change.append(spec, [records([f"more{number}"], first)])


def _revise(store: FolderStore, number: int) -> None:
    spec = TableSpec("grid", "grid", FIELDS, key="code", geometry="area")
    with store.change() as change:
        change.revise(spec, [cells([f"g{number}"])], np.array([1]), 1)


def _measure(store: FolderStore, number: int) -> None:
    with store.change() as change:
        change.put_measure("m", f"count(person) + {number}")


def _join(store: FolderStore, number: int) -> None:
    join(store, "person", "grid", "code", "code=code")


ACTS: tuple[Act, ...] = (_replace, _append, _revise, _measure, _join)


@given(steps=st.lists(st.one_of(st.sampled_from(ACTS), st.sampled_from(["undo", "redo"])),
                      max_size=8))  # fmt: skip
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_any_order_undo_and_redo_lead_back_to_what_there_was(
    tmp_path_factory: pytest.TempPathFactory, city: FolderStore, steps: list[Any]
) -> None:
    copy = tmp_path_factory.mktemp("undo") / "copy.gridloom"
    shutil.copytree(city.path, copy)
    store = open_workspace(copy)
    states, holds, at = [holding(store)], [store.hold()], 0
    for number, step in enumerate(steps):
        to = {"undo": at - 1, "redo": at + 1}.get(step, at) if isinstance(step, str) else None
        if to is None:
            step(store, number)
            at += 1
            states[at:], holds[at:] = [holding(store)], [store.hold()]
        elif 0 <= to < len(states):
            store.restore(holds[to], holds[at].commit, step, "it")
            at = to
        assert holding(store) == states[at]
    assert store.problems() == []
    store.close()
    shutil.rmtree(copy)
