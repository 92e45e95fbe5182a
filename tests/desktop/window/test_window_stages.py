"""A window in two stages: its map first, then all that is around it."""

import datetime as dt
import os
import subprocess
import sys
import threading

import pytest
from PyQt6.QtWidgets import QApplication, QDockWidget
from tests.desktop.window.conftest import open_window

from gridloom_desktop.window import workstation as program
from gridloom_desktop.window.map.tool_strip import ToolStrip
from gridloom_desktop.window.model.presence import was_left_open
from gridloom_desktop.window.model.starting import open_session
from gridloom_desktop.window.parts import Parts
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.workspace import create_workspace

HEAVY = "pandas geopandas pyogrio duckdb sqlglot pyproj keyring openpyxl fiona matplotlib qtawesome"
AT_THE_FIRST_MAP = """
import sys
from pathlib import Path
from gridloom_desktop.window.main import application
from gridloom_desktop.window.workstation import Workstation
app, station = application(), Workstation()
def painted():
    if window.session.layers:
        print(*sorted(set(sys.argv[2].split()) & set(sys.modules)), flush=True)
        app.quit()
station.open(Path(sys.argv[1]))
while not station.windows:
    app.processEvents()
window = station.windows[0]
window.canvas.painted.connect(painted)
app.exec()
station.close()
"""


@pytest.fixture
def unfurnished(workstation, workspace):
    """A window that shows its first map, before the workbench is there."""
    workstation.open(workspace)
    while not workstation.windows:
        QApplication.processEvents()
    window = workstation.windows[0]
    window.showNormal()
    window.resize(1280, 800)
    return window


def test_a_program_that_is_quit_as_a_workspace_is_opened_shows_no_window(
    qtbot, workstation, workspace, monkeypatch
):
    there = threading.Event()

    def opened(path, progress):
        session = open_session(path, progress)
        there.set()
        return session

    monkeypatch.setattr(program, "open_session", opened)
    workstation.start()
    workstation.open(workspace)
    assert there.wait(10)
    workstation.quit()
    qtbot.waitUntil(lambda: not workstation.busy)
    assert not workstation.windows and not was_left_open(workspace)


def test_a_map_is_shown_before_anything_is_loaded_that_it_does_without(window, workspace):
    window.close()
    python = [sys.executable, "-c", AT_THE_FIRST_MAP, str(workspace), HEAVY]
    paths = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        python, env={**os.environ, **paths}, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stdout) == (0, "\n")


def test_the_map_does_not_move_when_the_workbench_comes(unfurnished, qtbot):
    sizes = []
    unfurnished.map_shown.connect(lambda: sizes.append(unfurnished.canvas.geometry()))
    wait_until_idle(unfurnished)
    assert sizes == [unfurnished.canvas.geometry()]


def test_a_city_opened_again_and_again_is_seen_at_the_same_scale(opened, workspace):
    views = [opened(workspace).canvas.view for _ in range(3)]
    assert views[1].scale == pytest.approx(views[0].scale)
    assert views[2].box == pytest.approx(views[1].box)


def test_the_tools_lie_on_the_map(window):
    assert window.canvas.findChild(ToolStrip).isVisible()


def test_the_sides_are_there_before_their_panels(unfurnished):
    sides = {dock.objectName() for dock in unfurnished.findChildren(QDockWidget)}
    assert sides == {"left", "right", "bottom"} and not unfurnished.panels.panels


def test_a_window_closed_before_it_is_furnished_lets_go_of_everything(unfurnished):
    with pytest.raises(RuntimeError, match="not furnished"):
        unfurnished.bench  # noqa: B018
    assert unfurnished.busy and unfurnished.close()


def test_a_city_without_layers_is_furnished_too(workstation, tmp_path):
    create_workspace(tmp_path / "空.gridloom", "EPSG:4547", dt.date(2026, 1, 1)).close()
    window = open_window(workstation, tmp_path / "空.gridloom")
    assert window.bench.layers.isVisible() and not window.session.layers


def test_every_part_lets_go_in_order_though_one_fails():
    ended = []

    class Part:
        def __init__(self, name: str) -> None:
            self.name = name

        def end(self) -> None:
            ended.append(self.name)
            if self.name == "b":
                raise OSError("the drive is gone")

    with pytest.raises(OSError, match="gone"):
        Parts([Part("a"), object(), Part("b"), Part("c")]).end()
    assert ended == ["a", "b", "c"]


def test_a_table_is_shown_without_what_writes_files():
    shown = "gridloom_desktop.window.attribute_table.attribute_table"
    seen = f"import sys, {shown}; print('gridloom_desktop.publishing.export' in sys.modules)"
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", seen], env=paths, capture_output=True, text=True)
    assert done.stdout == "False\n"
