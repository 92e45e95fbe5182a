"""QGIS, run in its own Python without a window, or with its main window."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from benchmarks.canvas.screen import on_screen

PEER = "QGIS"
QGIS_PYTHON = Path("/usr/bin/python3")
PATIENCE_S = 300
PEERS = Path(__file__).resolve().parents[1] / "peers"


def run_peer(script: str, job: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """Run a script on a job; return its JSON lines, none where QGIS is not installed.

    ``started`` of the job is the time (``time.time()``) right before the process begins.
    """
    order = folder / "job.json"
    environment = own_environment()
    environment["QT_QPA_PLATFORM"] = "offscreen"
    if not QGIS_PYTHON.exists():
        return []
    order.write_text(json.dumps({**job, "started": time.time()}), encoding="utf-8")
    done = subprocess.run(
        [QGIS_PYTHON, PEERS / script, order],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def run_peer_window(script: str, job: dict[str, Any], folder: Path) -> dict[str, Any] | None:
    """Let QGIS's main window run a script on a job; return what it told, None without QGIS.

    It gets a profile of its own in the folder and a screen that is there before the clock starts.
    """
    program, order, told = shutil.which("qgis"), folder / "job.json", folder / "told.json"
    if program is None:
        return None
    told.unlink(missing_ok=True)
    command = [program, "--nologo", "--noversioncheck", "--profiles-path", str(folder)]
    environment = own_environment()
    environment["GRIDLOOM_JOB"] = str(order)
    with on_screen(environment):
        order.write_text(json.dumps({**job, "told": str(told), "started": time.time()}))
        subprocess.run(
            [*command, "--code", str(PEERS / script)],
            env=environment, capture_output=True, timeout=PATIENCE_S, check=False,
        )  # fmt: skip
    return json.loads(told.read_text()) if told.exists() else None


def own_environment() -> dict[str, str]:
    """Return an environment in which QGIS finds its own Python packages only."""
    return {name: value for name, value in os.environ.items() if "PYTHON" not in name}
