"""A window that was killed, a second one on the same workspace, a workspace that others change."""

import shutil
import subprocess
import sys
import time

import pytest
from PyQt6.QtCore import Qt

from gridloom_desktop.window.failures import FaultBox
from gridloom_desktop.window.model.autosave import kept_document
from gridloom_desktop.window.model.presence import MARK, Presence, was_left_open
from gridloom_desktop.window.model.starting import open_session
from gridloom_desktop.window.screenshot import wait_until_idle, wait_while
from gridloom_desktop.window.workstation import Workstation
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import open_workspace

from .conftest import open_window, write_communities, write_persons

HELD = """
import sys
from pathlib import Path
from gridloom_desktop.window.model.presence import Presence
here = Presence(Path(sys.argv[1]))
print(here.keeps, flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def other(workspace):
    """Another process that has a window on the workspace; it can be killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HELD, str(workspace)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None and process.stdout.readline() == "True\n"
    yield process
    process.kill()
    process.communicate()


def hide(window) -> None:
    window.bench.layers.switch("community", False)


def kept(workspace):
    store = open_workspace(workspace)
    document = kept_document(store)
    store.close()
    return document


def changed_elsewhere(workspace) -> None:
    store = open_workspace(workspace)
    write_communities(store, aged=True)
    store.close()


def test_a_window_that_was_closed_leaves_no_mark(window, workspace):
    window.close()
    assert not (workspace / MARK).exists() and not list((workspace / "readers").iterdir())


def test_a_window_that_was_killed_leaves_a_mark(other, workspace):
    assert not was_left_open(workspace)
    other.kill()
    other.wait()
    assert was_left_open(workspace)


def test_the_start_page_tells_what_was_not_closed_and_opens_it_again(
    other, workstation, workspace, qtbot
):
    workstation.preferences.opened(workspace)
    other.kill()
    other.wait()
    workstation.start()
    qtbot.waitUntil(workstation.start_page.crashed.isVisible)
    qtbot.mouseClick(workstation.start_page.again, Qt.MouseButton.LeftButton)
    wait_while(lambda: workstation.busy)
    wait_until_idle(workstation.windows[0])
    assert "was not closed properly" in workstation.windows[0].status.currentMessage()


def test_the_start_page_tells_nothing_after_a_proper_end(workstation, window, workspace):
    window.close()
    workstation.start()
    assert workstation.start_page.crashed.isHidden()


def test_a_second_window_tells_that_it_keeps_nothing_and_does_so(other, workstation, workspace):
    window = open_window(workstation, workspace)
    assert "open in another program" in window.status.currentMessage()
    hide(window)
    window.close()
    assert kept(workspace) is None


def test_who_is_left_keeps_the_document(other, workstation, workspace):
    window = open_window(workstation, workspace)
    other.kill()
    other.wait()
    hide(window)
    window.close()
    assert not kept(workspace).layer("community").visible


def test_a_map_that_moves_all_the_time_is_kept_within_a_second(window, workspace, qtbot):
    hide(window)
    moving = window.startTimer(16)
    window.timerEvent = lambda _: window.canvas.zoom(1.01)
    qtbot.waitUntil(lambda: kept(workspace) is not None, timeout=1000)
    window.killTimer(moving)


def test_what_another_program_commits_is_shown_within_two_seconds(window, workspace, qtbot):
    changed_elsewhere(workspace)
    fields = lambda: [one.name for one in window.session.store.tables["community"].fields]  # noqa: E731
    qtbot.waitUntil(lambda: "age" in fields(), timeout=2000)
    qtbot.waitUntil(lambda: "Another program" in window.status.currentMessage(), timeout=2000)
    wait_until_idle(window)


def test_its_own_work_is_not_told_as_that_of_others(window, qtbot):
    store = window.session.store
    window.operations.do(
        window.session.store.name, lambda _: write_persons(store),
        lambda _: window.session.follow_data({"people"}),
    )  # fmt: skip
    with qtbot.assertNotEmitted(window.bench.watching.said, wait=1500):
        wait_until_idle(window)


def test_a_workspace_that_was_moved_is_told_and_found_again(window, workspace, qtbot):
    away = workspace.with_name("away")
    workspace.rename(away)
    qtbot.waitUntil(lambda: "no longer where" in window.status.currentMessage(), timeout=3000)
    away.rename(workspace)
    qtbot.waitUntil(lambda: "there again" in window.status.currentMessage(), timeout=3000)
    wait_until_idle(window)


def test_reading_a_workspace_that_is_gone_is_one_sentence(window, workspace):
    shutil.rmtree(workspace)
    window.bench.tables.open("people")
    wait_until_idle(window)
    (box,) = window.findChildren(FaultBox)
    assert box.text() == "The workspace “小城” is no longer where it was."


def test_an_analysis_of_a_workspace_that_is_gone_is_one_sentence(window, workspace):
    shutil.rmtree(workspace)
    window.bench.analysing.ask("hotspots", "community", {"value": "residents"})
    wait_until_idle(window)
    told = [box.text() for box in window.findChildren(FaultBox)]
    assert told == ["The workspace “小城” is no longer where it was."]


def test_a_window_whose_workspace_is_gone_closes(window, workspace):
    shutil.rmtree(workspace)
    assert window.close() and not workspace.exists()


def test_a_workspace_that_takes_no_mark_opens(workstation, workspace):
    (workspace / MARK).mkdir()
    assert open_window(workstation, workspace).session.layer("community") is not None


def test_a_session_lets_go_of_its_marks_on_another_thread(workspace):
    session = open_session(workspace, Progress())
    presence = Presence(workspace)
    assert session.presence.keeps and not presence.keeps
    session.close()
    assert presence.take()
    presence.close()


def test_a_workspace_that_was_closed_while_it_was_opened_was_not_left_open(qapp, workspace):
    station = Workstation()
    station.open(workspace)
    while not (workspace / MARK).exists():
        time.sleep(0.001)  # without events: the session is there, and no window takes it
    station.close()
    station.deleteLater()
    assert not was_left_open(workspace)
