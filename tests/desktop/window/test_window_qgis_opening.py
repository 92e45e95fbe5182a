"""Opening the map in QGIS from the window, and what is said where that is not there."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from gridloom_desktop.window.model.qgis import program
from gridloom_desktop.window.model.qgis.program import find_qgis, new_folder, start_qgis
from gridloom_desktop.window.screenshot import wait_until_idle, wait_while

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stands in for QGIS by a script")


@pytest.fixture
def empty_path(monkeypatch, tmp_path) -> Path:
    """A PATH on which nothing is."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


@pytest.fixture
def stand_in(empty_path: Path, tmp_path: Path) -> Path:
    """A program called qgis that writes down what it is asked to open."""
    script = empty_path / "qgis"
    script.write_text(f'#!/bin/sh\nprintf %s "$1" > "{tmp_path}/asked"\n', encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return script


def test_the_map_opens_in_the_qgis_that_is_on_the_path(window, stand_in, tmp_path):
    window.menus.actions["open-in-qgis"].trigger()
    wait_until_idle(window)
    asked = tmp_path / "asked"
    wait_while(lambda: not (asked.exists() and asked.read_text(encoding="utf-8")))
    project = Path(asked.read_text(encoding="utf-8"))
    assert project.name == "小城.qgs" and tmp_path / "cache" in project.parents
    assert "<maplayer" in project.read_text(encoding="utf-8")


def button_of(window, name: str) -> QPushButton:
    box = window.findChild(QMessageBox, "no-qgis")
    return box.findChild(QPushButton, name)


def test_without_qgis_it_is_said_and_the_project_can_be_saved(
    window, empty_path, tmp_path, monkeypatch
):
    out = tmp_path / "out.qgs"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    window.menus.actions["open-in-qgis"].trigger()
    assert "not found" in window.findChild(QMessageBox, "no-qgis").text()
    button_of(window, "save-project").click()
    wait_until_idle(window)
    assert out.exists() and "out.qgs" in window.status.currentMessage()


def test_the_program_that_the_user_shows_is_remembered(window, stand_in, tmp_path, monkeypatch):
    own = stand_in.rename(tmp_path / "my-qgis")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(own), ""))
    window.menus.actions["open-in-qgis"].trigger()
    button_of(window, "choose-qgis").click()
    wait_until_idle(window)
    assert window.preferences.settings.qgis == str(own)
    wait_while(lambda: not (tmp_path / "asked").exists())


def test_a_program_that_cannot_be_started_is_told(window, stand_in, monkeypatch):
    stand_in.write_bytes(b"\x7fnothing")
    told = []
    monkeypatch.setattr(window.operations, "report", told.append)
    window.menus.actions["open-in-qgis"].trigger()
    wait_until_idle(window)
    assert "cannot be started" in str(told[0])


def test_qgis_is_found_by_preference_then_path(stand_in, tmp_path):
    assert find_qgis() == stand_in
    assert find_qgis(str(tmp_path / "gone")) == stand_in
    assert find_qgis(sys.executable) == Path(sys.executable)


def test_qgis_gets_none_of_our_python(stand_in, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/ours")
    given = []
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **more: given.append(more["env"]))
    start_qgis(stand_in, tmp_path / "x.qgs")
    assert "PYTHONPATH" not in given[0] and given[0]["PATH"] == os.environ["PATH"]


def test_folders_of_weeks_before_go(empty_path):
    old, older = new_folder(), new_folder()
    os.utime(older, (0, 0))
    assert new_folder().exists() and old.exists() and not older.exists()
    assert old.parent == program.user_cache_path("gridloom", appauthor=False) / "qgis"
