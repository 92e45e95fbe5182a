"""A real window on a screen (Xvfb), driven with mouse and keys from outside Qt's offscreen mode."""

import os
import shutil
import subprocess
import sys

import pytest

SCRIPT = """
import sys
from pathlib import Path
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtTest import QTest
from gridloom_desktop.window.main import application
from gridloom_desktop.window.screenshot import wait_until_idle, wait_while
from gridloom_desktop.window.workstation import Workstation

app = application()
workstation = Workstation()
workstation.open(Path(sys.argv[1]))
wait_while(lambda: workstation.busy)
(window,) = workstation.windows
assert QTest.qWaitForWindowExposed(window)
wait_until_idle(window)
QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=window.canvas.position(350, 250))
wait_until_idle(window)
window.activateWindow()
assert QTest.qWaitForWindowActive(window)
QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
wait_until_idle(window)
screen = QGuiApplication.primaryScreen()
picture = screen.grabWindow(0).toImage()
seen = {picture.pixel(x, y) for x in range(0, picture.width(), 9) for y in range(0, 700, 9)}
print(QGuiApplication.platformName(), len(seen), window.bench.feature.table.item(0, 1).text())
print(window.menus.actions["zoom-all"].text())
workstation.close()
"""


@pytest.fixture
def display():
    """The command that gives a child process a screen."""
    if shutil.which("xvfb-run") is None:
        reason = "xvfb-run is not installed (Debian package xvfb)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    return ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24"]


def test_a_real_window_draws_answers_a_click_and_a_shortcut(display, workspace, tmp_path):
    script = tmp_path / "drive.py"
    script.write_text(SCRIPT, encoding="utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [*display, sys.executable, script, workspace]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    first, second = done.stdout.splitlines()[-2:] if done.returncode == 0 else (done.stderr, "")
    platform, colours, name = first.split()
    assert (platform, name, second) == ("xcb", "社区32", "全图")
    assert int(colours) > 20


TWICE = """
import sys
from pathlib import Path
from gridloom_desktop.window.screenshot import opened_window
for _ in range(2):
    with opened_window(Path(sys.argv[1]), 800, 600):
        pass
"""


def test_one_process_can_open_windows_one_after_another(workspace):
    python = [sys.executable, "-c", TWICE, str(workspace)]
    paths = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(python, env={**os.environ, **paths}, timeout=120, check=False)
    assert done.returncode == 0
