"""Whatever becomes of the command: a sentence in the message bar, and a panel that lives on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QApplication, QDockWidget
from scripts import script
from small_window import SmallWindow, settled, until

from gridloom_qgis import classFactory
from gridloom_qgis.calling.command import use_command
from gridloom_qgis.calling.conversation import Conversation
from gridloom_qgis.panel.panel import Panel

TOLD = """{"id": 1, "ok": true, "version": 1, "data": {"gridloom": "0.1.0", "analyses": ""}}"""


@pytest.fixture
def window() -> Iterator[SmallWindow]:
    shown = SmallWindow()
    yield shown
    shown.close()
    QgsProject.instance().clear()


def gone(window: SmallWindow) -> bool:
    """Let Qt delete what is to be deleted; return whether no dock is left."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return not window.findChildren(QDockWidget)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("exit 7", "exit code 7"),
        ("while read line; do echo hello; done", "not Gridloom"),
        (f"read x; echo '{TOLD}'; read x; exit 3", "exit code 3"),
        (f"""read x; echo '{TOLD}'; read x
          echo '{{"id": 2, "ok": true, "version": 1, "data": [1]}}'; read x""", "not understand"),
        (f"""read x; echo '{TOLD}'; read x
          echo '{{"id": 2, "ok": false, "version": 1, "error": {{"message": "<b>No</b>."}}}}'
          read x""", "<b>No</b>."),
    ],
    ids=["dies", "nonsense", "dies at work", "another answer", "refuses"],
)  # fmt: skip
def test_a_faulty_command_is_told_and_the_panel_lives(
    window: SmallWindow, tmp_path: Path, city: Path, conversation, text: str, sentence: str
) -> None:
    panel = Panel(
        window, Conversation(lambda: script(tmp_path, text, "no gridloom")), QIcon(), window.tell
    )
    panel.open(city)
    until(lambda: any(sentence in one for one in window.messages()))
    assert not panel.asker.waiting and panel.session.workspace is None
    panel.asker._conversation = conversation
    panel.open(city)
    until(lambda: panel.session.workspace)
    panel.remove()


def test_no_command_at_all_is_told(window: SmallWindow, city: Path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", "")
    panel = Panel(window, Conversation(), QIcon(), window.tell)
    panel.open(city)
    assert "not found" in until(window.messages)[0]
    window.bar.clearWidgets()
    panel.window.open(city)
    assert "not found" in until(window.messages)[0]
    panel.remove()


def test_a_folder_that_is_no_workspace_is_told(window, conversation, tmp_path: Path) -> None:
    panel = Panel(window, conversation, QIcon(), window.tell)
    panel.open(tmp_path)
    assert str(tmp_path.name) in until(window.messages)[0]
    panel.remove()


def test_a_workspace_that_is_moved_away_is_told_and_let_go(
    window: SmallWindow, conversation, city: Path
) -> None:
    panel = Panel(window, conversation, QIcon(), window.tell)
    panel.open(city)
    until(lambda: panel.session.workspace)
    settled(panel)
    city.rename(city.with_name("moved.gridloom"))
    until(lambda: any("is not there any more" in one for one in window.messages()))
    assert panel.session.workspace is None
    panel.remove()


def test_what_keeps_gridloom_from_opening_is_told(
    window: SmallWindow, conversation, tmp_path: Path, monkeypatch
) -> None:
    refused = """echo '{"ok": false, "error": {"message": "The window needs PyQt6."}}'; exit 2"""
    monkeypatch.setattr("gridloom_qgis.panel.detached.find_command",
                        lambda: script(tmp_path, refused, "no gridloom"))  # fmt: skip
    panel = Panel(window, conversation, QIcon(), window.tell)
    panel.window.open(tmp_path)
    assert "The window needs PyQt6." in until(window.messages)[0]
    panel.remove()


def test_the_plugin_takes_everything_away_with_it(
    window: SmallWindow, command: Path, city: Path
) -> None:
    use_command(command)
    before = threading.active_count()
    plugin = classFactory(window)
    plugin.initGui()
    plugin.panel.open(city)
    until(lambda: plugin.panel.session.workspace)
    process = plugin.conversation._process._popen
    plugin.unload()  # while the layers are asked for
    until(lambda: gone(window))
    assert window.menu.isEmpty() and not window.toolbar.actions() and not window.drops
    assert process.poll() is not None and threading.active_count() <= before
    until(lambda: not QgsApplication.taskManager().activeTasks())
    use_command(None)


def test_it_can_be_loaded_again(window: SmallWindow, command: Path, city: Path) -> None:
    use_command(command)
    for _ in range(2):
        plugin = classFactory(window)
        plugin.initGui()
        assert [one.objectName() for one in window.findChildren(QDockWidget)] == ["GridloomPanel"]
        plugin.panel.open(city)
        until(lambda plugin=plugin: plugin.panel.session.workspace)
        settled(plugin.panel)
        plugin.unload()
        until(lambda: gone(window))
    use_command(None)
