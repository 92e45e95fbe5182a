"""The doctor: what it says of a command that is well, and of each that is not."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtWidgets import QApplication
from scripts import script
from waiting import wait_until

from gridloom_qgis.calling.command import SETTING, use_command
from gridloom_qgis.calling.conversation import Conversation
from gridloom_qgis.calling.faults import Broken
from gridloom_qgis.setting_up.check import Check
from gridloom_qgis.setting_up.checks import as_text, checks
from gridloom_qgis.setting_up.doctor import Doctor
from gridloom_qgis.setting_up.machine_checks import other_processes
from gridloom_qgis.setting_up.marks import Mark

ANSWER = """read line; echo '{"id": 1, "version": %s}'; cat > /dev/null"""
ILL = {
    "dies": ("echo the cellar is on fire >&2; exit 3", "Start", "ended unexpectedly (exit code 3)"),
    "nonsense": ("while read line; do echo hello; done", "Start", "is not Gridloom's"),
    "too old": (ANSWER % '1, "ok": true, "data": {"gridloom": "0.0.9"}', "Start", "too old"),
    "too new": (ANSWER % '7, "ok": true', "Start", "Update the plugin"),
}


@pytest.fixture(autouse=True)
def no_setting() -> Iterator[None]:
    yield
    QgsSettings().remove(SETTING)


def found(title: str, path: Path) -> Check:
    """Return one check of the command at ``path``."""
    use_command(path)
    return next(one for one in checks() if one.title == title)


@pytest.fixture(scope="module")
def well(command: Path) -> list[Check]:
    use_command(command)
    return list(checks())


def test_all_is_well_with_the_real_command(well: list[Check]) -> None:
    assert [one for one in well if one.mark in (Mark.FAULT, Mark.WARNING)] == []


@pytest.mark.parametrize(
    "title",
    ["Command", "Start", "Version", "Protocol", "Analyses", "Its Python", "Window", "QGIS",
     "Folders", "Processes"],
)  # fmt: skip
def test_it_looks_at_everything(well: list[Check], title: str) -> None:
    assert [one.title for one in well].count(title) == 1


def test_every_check_is_one_sentence(well: list[Check]) -> None:
    assert [one for one in well if not re.fullmatch(r"[^\n]+[.?]", one.sentence)] == []


@pytest.mark.parametrize(("text", "title", "sentence"), ILL.values(), ids=ILL)
def test_each_fault_says_what_and_what_to_do(
    tmp_path: Path, text: str, title: str, sentence: str
) -> None:
    check = found(title, script(tmp_path, text))
    advised = "Plugins →" in check.sentence and "Doctor" not in check.sentence
    assert (check.mark, sentence in check.sentence, advised) == (Mark.FAULT, True, True)


def test_a_command_that_dies_leaves_its_last_words(tmp_path: Path) -> None:
    assert found("Start", script(tmp_path, ILL["dies"][0])).details == "the cellar is on fire"


def test_a_command_that_is_gone_is_told(tmp_path: Path) -> None:
    assert "There is no file" in found("Command", tmp_path / "gridloom").sentence


def test_without_a_command_it_says_how_to_set_it_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    first = next(checks())
    assert (first.mark, "Set up" in first.sentence) == (Mark.FAULT, True)


def test_packages_that_do_not_fit_are_named(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'fiona 1.10 requires click, which is missing.'\nexit 1")
    python.chmod(0o755)
    told = f'"gridloom": "0.1.0", "python": "3.11.2", "executable": "{python}"'
    answers = f"""while read line; do n=$((n+1))
        echo '{{"id": '$n', "version": 1, "ok": true, "data": {{{told}}}}}'; done"""
    assert "fiona 1.10 requires click" in found("Its Python", script(tmp_path, answers)).sentence


def last_fault(path: Path) -> Broken | None:
    """Return how a command that is asked dies."""
    conversation = Conversation(lambda: path)
    with pytest.raises(Broken):
        conversation.ask(["analyses"])
    return conversation.last_fault


def test_how_the_warm_command_died_is_remembered(command: Path, tmp_path: Path) -> None:
    died = last_fault(script(tmp_path, ILL["dies"][0]))
    use_command(command)
    assert "    the cellar is on fire" in as_text(list(checks(died)))


def test_a_command_that_dies_again_is_told_once(tmp_path: Path) -> None:
    path = script(tmp_path, ILL["dies"][0])
    use_command(path)
    assert as_text(list(checks(last_fault(path)))).count("the cellar is on fire") == 1


def test_a_gridloom_that_others_have_started_is_listed(command: Path) -> None:
    shell = f'exec 3<&0; "{command}" serve --stdio <&3 & echo $!; wait'
    with subprocess.Popen(["/bin/sh", "-c", shell], stdin=subprocess.PIPE, stdout=-1) as other:
        number = other.stdout.readline().decode().strip()
        wait_until(lambda: number in other_processes())
        other.stdin.close()


def test_the_window_shows_and_copies_all_of_it(host, command: Path) -> None:
    use_command(command)
    shown = Doctor(host, Conversation(), lambda: None)
    shown.show()
    wait_until(lambda: not shown.looks)
    shown.copying.click()
    lines = QApplication.clipboard().text().splitlines()
    assert (shown.summary.label.text(), len(lines)) == ("Gridloom works.", len(shown.found))


def test_the_window_begins_with_the_worst(host, tmp_path: Path) -> None:
    use_command(script(tmp_path, ILL["too new"][0]))
    shown = Doctor(host, Conversation(), lambda: None)
    shown.show()
    wait_until(lambda: not shown.looks)
    assert "Update the plugin" in shown.summary.label.text()


def test_the_window_looks_anew_when_it_is_opened_again(host, tmp_path: Path, command) -> None:
    use_command(script(tmp_path, ILL["too new"][0]))
    shown = Doctor(host, Conversation(), lambda: None)
    shown.show()
    wait_until(lambda: not shown.looks)
    shown.close()
    use_command(command)
    shown.show()
    wait_until(lambda: not shown.looks)
    assert shown.summary.label.text() == "Gridloom works."


def test_python_of_qgis_is_told(well: list[Check]) -> None:
    told = next(one.sentence for one in well if one.title == "QGIS")
    assert ".".join(map(str, sys.version_info[:3])) in told
