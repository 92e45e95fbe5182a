"""An encrypted workspace is opened by its passphrase, which is kept nowhere."""

from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QMessageBox

from gridloom_desktop.window.screenshot import wait_until_idle, wait_while
from gridloom_desktop.window.unlocking import PassphraseDialog
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import open_workspace
from gridloom_layers.workspace.encrypting import encrypt

PHRASE = "东风夜放花千树 1207"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def asked(workspace: Path, workstation, monkeypatch: pytest.MonkeyPatch) -> PassphraseDialog:
    """The question that comes when an encrypted workspace is opened without its key."""
    monkeypatch.setenv("GRIDLOOM_PASSPHRASE", PHRASE)
    store = open_workspace(workspace)
    encrypt(store, Progress())
    store.close()
    monkeypatch.delenv("GRIDLOOM_PASSPHRASE")
    workstation.open(workspace)
    wait_while(lambda: workstation.busy)
    (dialog,) = workstation.start_page.findChildren(PassphraseDialog)
    return dialog


def test_the_right_passphrase_opens_the_workspace(qtbot, asked, workstation):
    qtbot.keyClicks(asked.phrase, PHRASE[8:])
    asked.phrase.setText(PHRASE)
    qtbot.keyClick(asked.phrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(workstation.windows), timeout=20_000)
    wait_until_idle(workstation.windows[0])
    assert [layer.table for layer in workstation.windows[0].session.layers] != []


def test_a_wrong_passphrase_is_a_sentence_and_may_be_corrected(qtbot, asked, workstation):
    asked.phrase.setText("something else")
    qtbot.mouseClick(asked.open_button, LEFT)
    qtbot.waitUntil(lambda: asked.fault.isVisible(), timeout=20_000)
    assert asked.fault.text() == "This is not the passphrase of “小城”."
    assert asked.phrase.selectedText() == "something else" and not workstation.windows
    asked.reject()


def test_the_passphrase_is_neither_seen_nor_kept(qtbot, asked, workstation, workspace, tmp_path):
    asked.phrase.setText(PHRASE)
    assert asked.phrase.displayText() == "●" * len(PHRASE)
    qtbot.keyClick(asked.phrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(workstation.windows), timeout=20_000)
    wait_until_idle(workstation.windows[0])
    workstation.windows[0].close()
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert not any(PHRASE.encode() in file.read_bytes() for file in files)


def test_nothing_is_asked_where_nothing_is_typed(qtbot, asked, workstation):
    assert not asked.open_button.isEnabled()
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert not workstation.windows
    boxes = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox)]
    assert boxes == []
