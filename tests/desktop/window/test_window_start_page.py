"""The page at the start by keys, and what it lists."""

import threading
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from gridloom_desktop.window import recents
from gridloom_desktop.window.model.preferences import MOST_RECENT

LONG = "/a folder/" + "with a name that goes on and on/" * 8
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(workstation, workspace, tmp_path, qtbot):
    """The page with a workspace that is there, and before it one that is gone."""
    workstation.preferences.change(recent=(str(tmp_path / "gone.gridloom"), str(workspace)))
    workstation.start()
    page = workstation.start_page
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.waitUntil(lambda: not page.recent[0].open.isEnabled())
    return page


def test_control_q_ends_the_program_from_its_first_page(page, qtbot):
    QTest.keyClick(page, Qt.Key.Key_Q, CONTROL)
    qtbot.waitUntil(lambda: not page.isVisible())


def test_control_l_shows_the_page_in_the_other_language(page):
    QTest.keyClick(page, Qt.Key.Key_L, CONTROL)
    assert "打开" in page.open.text()
    QTest.keyClick(page, Qt.Key.Key_L, CONTROL)


def test_a_workspace_that_is_gone_is_told_to_be_and_cannot_be_opened(page):
    gone, there = page.recent
    assert "not there" in gone.open.text() and not gone.open.isEnabled()
    assert "not there" not in there.open.text() and there.open.isEnabled()


def test_one_that_is_gone_is_taken_off_the_list_by_the_mouse(page, qtbot, workstation, workspace):
    qtbot.mouseClick(page.recent[0].off, Qt.MouseButton.LeftButton)
    assert workstation.preferences.settings.recent == (str(workspace),)
    assert len(page.recent) == 1 and workspace.exists()


def test_one_that_is_gone_is_taken_off_the_list_by_keys(page, qtbot, workstation, workspace):
    page.new.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.recent[0].off
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert workstation.preferences.settings.recent == (str(workspace),)


def test_a_folder_that_does_not_answer_keeps_nobody_waiting(
    workstation, workspace, qtbot, monkeypatch
):
    answer, was_there = threading.Event(), recents._is_there
    monkeypatch.setattr(
        recents, "_is_there",
        lambda path: answer.wait(20) and False if path.startswith("//") else was_there(path),
    )  # fmt: skip
    workstation.preferences.change(recent=("//server/city.gridloom", str(workspace) + "-gone"))
    workstation.start()
    page = workstation.start_page
    qtbot.waitUntil(lambda: not page.recent[1].open.isEnabled())
    assert page.isVisible() and page.recent[0].open.isEnabled()
    answer.set()
    qtbot.waitUntil(lambda: not page.recent[0].open.isEnabled())


def test_long_folders_are_shortened_and_told_whole_in_a_tip(workstation, qtbot):
    workstation.start_page.show_recent((LONG + "city.gridloom",) * MOST_RECENT)
    workstation.start_page.show()
    (row, *_) = workstation.start_page.recent
    qtbot.waitUntil(lambda: "…" in row.open.text())
    assert row.open.text().startswith("city") and row.open.toolTip() == LONG + "city.gridloom"
    assert row.width() <= 560 and Path(LONG).name[-10:] in row.open.text()
