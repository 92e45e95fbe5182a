"""QGIS, run in its own Python without a window."""

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

PEER = "QGIS"
QGIS_PYTHON = Path("/usr/bin/python3")
PEERS = Path(__file__).resolve().parents[1] / "peers"


def run_peer(script: str, job: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """Run a script on a job; return its JSON lines, none where QGIS is not installed.

    ``started`` of the job is the time (``time.time()``) right before the process begins.
    """
    order = folder / "job.json"
    # Its own Python packages only.
    environment = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    if not QGIS_PYTHON.exists():
        return []
    order.write_text(json.dumps({**job, "started": time.time()}), encoding="utf-8")
    done = subprocess.run(
        [QGIS_PYTHON, PEERS / script, order],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
