"""The window “Set up Gridloom”, and the word in the message bar that leads to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtWidgets import QApplication, QLabel, QPushButton
from waiting import wait_until
from wheels import write_wheel

from gridloom_qgis.calling.command import SETTING, find_command, use_command
from gridloom_qgis.calling.conversation import Conversation
from gridloom_qgis.calling.faults import Broken, NotFound
from gridloom_qgis.setting_up.actions import actions
from gridloom_qgis.setting_up.dialog import SettingUp
from gridloom_qgis.setting_up.environment_choice import FROM_FOLDER
from gridloom_qgis.setting_up.marks import breakable
from gridloom_qgis.setting_up.notices import Notices
from gridloom_qgis.setting_up.recipe import environments, home, told


@pytest.fixture(autouse=True)
def clean_profile(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No environment, no setting, and no command on PATH."""
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    QgsSettings().remove(SETTING)
    yield
    QgsSettings().remove(SETTING)
    shutil.rmtree(home(), ignore_errors=True)


@pytest.fixture
def dialog(host) -> Iterator[SettingUp]:
    shown = SettingUp(host, Conversation())
    shown.show()
    wait_until(lambda: shown.environment.pythons.count() > 0)
    yield shown
    wait_until(lambda: not shown.works)
    shown.close()


def choose_folder(dialog: SettingUp, wheels: Path) -> None:
    dialog.by_environment.setChecked(True)
    dialog.environment.source.setCurrentIndex(dialog.environment.source.findData(FROM_FOLDER))
    dialog.environment.wheels.setFilePath(str(wheels))


def set_up(dialog: SettingUp, wheels: Path) -> str:
    """Make an environment from a folder; return what is told at the end."""
    choose_folder(dialog, wheels)
    dialog.starting.click()
    wait_until(lambda: not dialog.works)
    return dialog.outcome.label.text()


def look_at(dialog: SettingUp, path: Path) -> str:
    """Choose a command; return what is told of it."""
    dialog.by_command.setChecked(True)
    dialog.command.file.setFilePath(str(path))
    dialog.command.look()
    wait_until(lambda: not dialog.command.looks)
    return dialog.command.sentence.label.text()


def bar_buttons(host) -> list[QPushButton]:
    """Return the buttons of what is said in the message bar, without QGIS's own."""
    return [one for one in host.messageBar().findChildren(QPushButton) if "…" in one.text()]


def test_where_there_is_no_command_it_offers_an_environment(dialog: SettingUp) -> None:
    assert dialog.by_environment.isChecked()


def test_the_way_that_needs_no_index_is_offered_and_says_what_it_needs(dialog: SettingUp) -> None:
    wait_until(lambda: not dialog.environment.looks)
    asked = dialog.environment.sentence.label.text()
    assert (dialog.environment.source.currentData(), "make wheels" in asked) == (FROM_FOLDER, True)


def test_no_sentence_is_cut_in_a_narrow_window(dialog: SettingUp, tmp_path: Path) -> None:
    choose_folder(dialog, tmp_path)
    dialog.resize(420, 100)
    wait_until(lambda: dialog.height() > 100)
    cut = [
        label.text()
        for label in dialog.findChildren(QLabel)
        if label.isVisible() and label.height() < label.heightForWidth(label.width())
    ]
    assert not cut


def test_the_window_is_as_high_as_what_it_shows_before_anything_was_looked_at(host) -> None:
    shown = SettingUp(host, Conversation())
    shown.by_command.setChecked(True)
    assert shown.height() >= shown.layout().sizeHint().height() > 100


def test_the_exact_commands_are_shown_before_anything_runs(
    dialog: SettingUp, tmp_path: Path
) -> None:
    choose_folder(dialog, write_wheel(tmp_path / "城市 wheels"))
    recipe = dialog.environment.recipe()
    shown = dialog.terminal.toPlainText()
    assert (told(recipe.making) in shown, told(recipe.installing) in shown) == (True, True)


def test_a_folder_without_wheels_is_told_and_nothing_can_be_begun(
    dialog: SettingUp, tmp_path: Path
) -> None:
    choose_folder(dialog, tmp_path)
    told_so = "no wheel of Gridloom" in dialog.environment.sentence.label.text()
    assert (told_so, dialog.starting.isEnabled()) == (True, False)


def test_a_folder_makes_an_environment_that_is_called_from_then_on(
    dialog: SettingUp, tmp_path: Path
) -> None:
    outcome = set_up(dialog, write_wheel(tmp_path / "wheels"))
    assert outcome.startswith("Gridloom 0.1.0 is set up")
    assert [find_command().parent.parent] == environments()


@pytest.mark.slow
def test_what_pip_prints_is_shown_while_it_runs(dialog: SettingUp, tmp_path: Path) -> None:
    set_up(dialog, write_wheel(tmp_path / "wheels"))
    assert "Successfully installed gridloom" in dialog.terminal.toPlainText()


def test_a_failure_is_one_sentence_and_the_output_stays(dialog: SettingUp, tmp_path: Path) -> None:
    outcome = set_up(dialog, write_wheel(tmp_path / "wheels", needs=["gridloom-nowhere"]))
    printed = dialog.terminal.toPlainText()
    assert ("gridloom-nowhere" in outcome, "ERROR:" in printed) == (True, True)


@pytest.mark.slow
def test_what_failed_can_still_be_read_when_it_is_opened_again(
    dialog: SettingUp, tmp_path: Path
) -> None:
    outcome = set_up(dialog, write_wheel(tmp_path / "wheels", needs=["gridloom-nowhere"]))
    dialog.close()
    dialog.show()
    wait_until(lambda: not dialog.environment.looks)
    kept = dialog.outcome.label.text(), "ERROR:" in dialog.terminal.toPlainText()
    assert kept == (outcome, True)


@pytest.mark.slow
def test_another_folder_shows_other_commands_and_forgets_the_outcome(
    dialog: SettingUp, tmp_path: Path
) -> None:
    set_up(dialog, write_wheel(tmp_path / "wheels", needs=["gridloom-nowhere"]))
    choose_folder(dialog, write_wheel(tmp_path / "others"))
    shown = "ERROR:" in dialog.terminal.toPlainText(), dialog.outcome.isVisible()
    assert shown == (False, False)


def test_stop_leaves_nothing_behind(dialog: SettingUp, tmp_path: Path) -> None:
    choose_folder(dialog, write_wheel(tmp_path / "wheels"))
    dialog.starting.click()
    wait_until(lambda: bool(environments()))
    dialog.stopping.click()
    wait_until(lambda: not dialog.works)
    assert (environments(), QgsSettings().contains(SETTING)) == ([], False)


def test_a_plugin_that_is_unloaded_stops_it_and_leaves_nothing(host, tmp_path: Path) -> None:
    set_up, _ = actions(host, Conversation())
    set_up.open()
    wait_until(lambda: set_up.window.environment.pythons.count() > 0)
    choose_folder(set_up.window, write_wheel(tmp_path / "wheels"))
    set_up.window.starting.click()
    wait_until(lambda: bool(environments()))
    set_up.deleteLater()
    for _ in ("the action", "its window"):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    wait_until(lambda: QgsApplication.taskManager().count() == 0)
    assert environments() == []


@pytest.mark.slow
def test_closed_it_goes_on_and_tells_in_the_message_bar(
    dialog: SettingUp, host, tmp_path: Path
) -> None:
    choose_folder(dialog, write_wheel(tmp_path / "wheels"))
    dialog.starting.click()
    dialog.close()
    wait_until(lambda: not dialog.works)
    assert "is set up" in host.messageBar().currentItem().text()


def test_a_command_is_tried_when_it_is_chosen(dialog: SettingUp, command: Path) -> None:
    assert look_at(dialog, command).startswith("Gridloom 0.1.0 on Python 3.")


def test_a_command_is_used_from_then_on(dialog: SettingUp, command: Path) -> None:
    look_at(dialog, command)
    dialog.starting.click()
    wait_until(lambda: not dialog.works)
    assert find_command() == command


@pytest.mark.parametrize("path", ["/bin/true", "/bin/cat", "/nowhere/gridloom"])
def test_what_is_no_gridloom_cannot_be_used(dialog: SettingUp, path: str) -> None:
    sentence = look_at(dialog, Path(path))
    assert (breakable(path) in sentence or "exit code" in sentence) and not dialog.command.found
    assert not dialog.starting.isEnabled()


def test_a_missing_command_is_told_once_with_a_button_that_opens_the_window(host) -> None:
    set_up, doctor = actions(host, Conversation())
    notices = Notices(host, set_up, doctor)
    notices.tell_where_missing()
    notices.tell_once(NotFound())
    (button,) = bar_buttons(host)
    button.click()
    assert set_up.window.isVisible()
    set_up.window.close()


def test_what_was_said_goes_from_the_bar_once_the_command_works(host) -> None:
    notices = Notices(host, *actions(host, Conversation()))
    notices.tell(NotFound())
    notices.tell(Broken("It ended."))
    notices.command_works.emit()
    assert host.messageBar().currentItem() is None


def test_a_command_that_broke_leads_to_the_doctor(host) -> None:
    set_up, doctor = actions(host, Conversation())
    Notices(host, set_up, doctor).tell(Broken("It ended."))
    (button,) = bar_buttons(host)
    button.click()
    assert doctor.window.isVisible()
    wait_until(lambda: not doctor.window.looks)


def test_nothing_is_told_where_there_is_a_command(host, command: Path) -> None:
    use_command(command)
    Notices(host, *actions(host, Conversation())).tell_where_missing()
    assert host.messageBar().currentItem() is None
