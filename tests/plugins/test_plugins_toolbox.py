"""QGIS's real main window on a screen of its own: algorithms run, cancelled, and in a batch."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from benchmarks.canvas.screen import on_screen
from benchmarks.plugin import PYTHON, QGIS, prepared

SCRIPT = Path(__file__).parent / "in_window" / "toolbox.py"

pytestmark = pytest.mark.skipif(
    not (QGIS.exists() and PYTHON.exists() and shutil.which("Xvfb")),
    reason="QGIS or a screen for it is not here",
)


def test_algorithms_are_run_and_cancelled_from_dialogs_of_qgis(tmp_path: Path) -> None:
    place, environment = prepared(tmp_path, 400), {"GRIDLOOM_PLACE": str(tmp_path)}
    call = [QGIS, "--nologo", "--noversioncheck", "--profiles-path", place, "--code", SCRIPT]
    with on_screen(environment):
        done = subprocess.run(call, env=os.environ | environment, capture_output=True, timeout=200)
    told = json.loads((place / "told.json").read_text())
    assert told.get("fault") is None, told["fault"] + done.stderr.decode()
    assert told["an_algorithm"] == {
        "title": True, "name": "rook", "log": True, "rows": 400, "renderer": "categorizedSymbol",
    }  # fmt: skip
    assert told["a_cancelled_one"] == {"layers": 0, "told": True}
    assert told["a_batch"] == {"rows": [400, 400]}
