"""Workspaces that cannot be opened, written to or undone: a sentence each, and nothing lost."""

import errno
import json

import pytest
from filelock import FileLock
from PyQt6.QtWidgets import QMessageBox

from gridloom_desktop.window.model.autosave import kept_document
from gridloom_desktop.window.model.data_step import taken
from gridloom_desktop.window.screenshot import wait_until_idle, wait_while
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import folder, open_workspace
from gridloom_layers.workspace.encrypting import decrypt, encrypt

from .conftest import open_window, write_communities, write_persons


def told(window) -> str:
    """Return the one sentence that is told."""
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert "inside Gridloom" not in box.text() and "Traceback" not in box.text()
    return box.text()


def opening(workstation, workspace) -> str:
    workstation.open(workspace)
    wait_while(lambda: workstation.busy)
    assert workstation.windows == [] and workstation.start_page.isVisible()
    return told(workstation.start_page)


@pytest.fixture
def with_keys(monkeypatch, tmp_path):
    monkeypatch.setenv("GRIDLOOM_KEY_FILE", str(tmp_path / "keys"))


def edit(window, work) -> None:
    """Change the data as an edit does."""
    store, session = window.session.store, window.session
    window.operations.do(
        tr("Value"), lambda _: taken(store, work)[1],
        lambda step: session.take(tr("Value"), step),
    )  # fmt: skip
    wait_until_idle(window)


def test_a_workspace_of_a_newer_format_is_refused(workstation, workspace):
    manifest = json.loads((workspace / "manifest.json").read_text(encoding="utf-8"))
    (workspace / "manifest.json").write_text(json.dumps(manifest | {"format": 99}))
    assert "newer" in opening(workstation, workspace)


def test_a_damaged_manifest_is_told(workstation, workspace):
    (workspace / "manifest.json").write_text('{"format"')
    assert "manifest" in opening(workstation, workspace)


def test_damaged_shapes_are_told_and_the_others_shown(workstation, workspace):
    store = open_workspace(workspace)
    layer = workspace / str(store.tables["community"].layer)
    store.close()
    layer.write_bytes(b"x" * 4096)
    window = open_window(workstation, workspace)
    assert told(window) == "The files of “community” are damaged: it cannot be shown."
    assert window.session.layer("people") is not None


def test_an_encrypted_workspace_without_its_key_is_told(
    workstation, workspace, with_keys, tmp_path
):
    store = open_workspace(workspace)
    encrypt(store, Progress())
    store.close()
    (tmp_path / "keys").unlink()
    workstation.open(workspace)
    wait_while(lambda: workstation.busy)
    window = [*workstation.windows, workstation.start_page][0]
    if workstation.windows:
        wait_until_idle(window)
    assert "key" in told(window)


def test_a_workspace_that_another_process_changes_is_busy(window, workspace, monkeypatch):
    monkeypatch.setattr(folder, "LOCK_SECONDS", 0.1)
    with FileLock(workspace / folder.LOCK):
        edit(window, write_persons)
    assert told(window).startswith("Another process is changing the workspace")


def test_a_full_disk_is_told_and_the_data_stay(window, workspace, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(folder, "replace_text", full)
    edit(window, write_persons)
    assert told(window) == "The disk is full."
    assert window.session.store.sequence == open_workspace(workspace).sequence


def test_a_step_that_others_built_on_is_not_undone(window, workspace, qtbot):
    edit(window, lambda store: write_communities(store, aged=True))
    other = open_workspace(workspace)
    write_persons(other)
    other.close()
    window.menus.actions["undo"].trigger()
    wait_until_idle(window)
    assert told(window) == "Another program has changed “小城” meanwhile."


def test_encrypting_takes_the_plain_document_away_and_keeps_what_it_says(
    window, workspace, with_keys
):
    window.bench.layers.switch("community", False)
    window.close()
    store = open_workspace(workspace)
    encrypt(store, Progress())
    assert not (workspace / "window.json").exists()
    assert not kept_document(store).layer("community").visible
    decrypt(store, Progress())
    assert not (workspace / "window.parquet").exists()
    assert not kept_document(store).layer("community").visible
    store.close()
