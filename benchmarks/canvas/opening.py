"""From the start of the program to the first map of a whole city, and the memory it then holds.

A fresh process opens the window on a workspace until a map is on its canvas: once as it was left,
by the picture that is kept of it, and once with nothing kept, when the layer is painted. The
agreement is how far that is from the map when all has been read and painted, and the peak is then.
QGIS opens the same GeoPackage, with one plain symbol, and ends when it has rendered it: once with
its main window, like ours, once without any. Caches are warm: each has been opened once before.
The clock starts right before the process does; the best of three runs counts.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.canvas.peer import PEER, run_peer, run_peer_window
from benchmarks.canvas.screen import on_screen
from benchmarks.measuring import Measurement
from gridloom_layers.workspace.views import PICTURE

SIZE = (1600, 1000)
TIMES = 3


def measure(workspace: Path, file: Path, n: int) -> Iterator[Measurement]:
    """Yield the start of ours beside QGIS's, with the peak of the window's process."""
    kept, anew = (starts(workspace, kept=one) for one in (True, False))
    peak = max((one["peak_mib"] for one in (*kept, *anew) if one["peak_mib"]), default=None)
    for name, ours in (("", kept), (", nothing kept", anew)):
        best = min(ours, key=lambda one: one["seconds"])
        for peer, seconds in peers(workspace, file).items():
            yield Measurement(
                f"canvas: start to first map{name}", n, best["seconds"],
                peer if seconds else None, seconds, best["apart"], peak_mib=peak,
            )  # fmt: skip


def starts(workspace: Path, *, kept: bool) -> list[dict[str, Any]]:
    """Start some times, with the picture of the map as it was left or without; not the first."""
    found = []
    for _ in range(1 + TIMES):
        if not kept:
            (workspace / PICTURE).unlink(missing_ok=True)
        found.append(in_window("window_start", workspace))
    return found[1:]


@cache
def peers(workspace: Path, file: Path) -> dict[str, float | None]:
    """Return the best seconds of QGIS with its window, and without any."""
    found = {}
    for peer, start in ((f"{PEER}'s window", peer_window), (f"{PEER}, no window", peer_start)):
        times = [start(file, workspace.parent) for _ in range(1 + TIMES)][1:]
        found[peer] = min((one for one in times if one is not None), default=None)
    return found


def in_window(script: str, workspace: Path, *more: str, **environment: str) -> dict[str, Any]:
    """Run one of the scripts beside this module in a process of its own, on a screen."""
    # By its path: as a module of this package it would begin with all that measuring needs.
    command = [sys.executable, str(Path(__file__).with_name(f"{script}.py")), str(workspace), *more]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        # Not the settings of who measures.
        **dict.fromkeys(("XDG_CONFIG_HOME", "XDG_STATE_HOME"), str(workspace.parent)),
        "GRIDLOOM_WIDTH": str(SIZE[0]),
        "GRIDLOOM_HEIGHT": str(SIZE[1]),
        **environment,
    }
    with on_screen(environment):
        environment["GRIDLOOM_STARTED"] = repr(time.time())
        done = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
    return json.loads(done.stdout.splitlines()[-1])


def peer_start(file: Path, folder: Path) -> float | None:
    """Return the seconds from the start of QGIS to its first map; None where it is not here."""
    lines = run_peer("qgis_start.py", peer_job(file), folder)
    return lines[0]["seconds"] if lines else None


def peer_window(file: Path, folder: Path) -> float | None:
    """Return the seconds from the start of QGIS's window to its first map, or None."""
    told = run_peer_window("qgis_window.py", peer_job(file), folder)
    return told["seconds"] if told else None


def peer_job(file: Path) -> dict[str, Any]:
    """Return what QGIS is to show."""
    return {"file": str(file), "layer": "layer", "width": SIZE[0], "height": SIZE[1]}
