"""The QGIS plugin: what it costs over the warm command, and how long one waits in QGIS's window.

Hot spots with 99,999 permutations of cells like the city's grids (``--full``: 16,417, else 2,000).
*over the command*: the algorithm in a process of QGIS's Python beside the same request to the same
warm process; ours less the peer is what the plugin costs. The layer is a file, which goes as it is,
or one in memory, which is written for Gridloom. *in the window*: QGIS's own, on its own screen;
from the double click in the toolbox over its dialog and Run until the styled layer is drawn. The
first run of a session starts the command too. Agreement is the greatest difference of a value from
the command's. Before all that everything has run once, so code is compiled and files are in memory.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
from plugins.packing import built

from benchmarks.canvas.screen import on_screen
from benchmarks.measuring import Measurement
from benchmarks.statistics.places import GRIDS, cells

HERE = Path(__file__).parent
PYTHON = Path("/usr/bin/python3")
QGIS = Path("/usr/bin/qgis")
OF_QGIS = "/usr/share/qgis/python/plugins"
SMALL = 2_000
SETTINGS = """
[PythonPlugins]
gridloom_qgis=true
processing=true
[gridloom]
command={command}
[locale]
overrideFlag=true
userLocale=en_US
[qgis]
checkVersion=false
showTips=false
"""


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements; none where QGIS is not installed."""
    if not (PYTHON.exists() and QGIS.exists()):
        return
    n = GRIDS if full else SMALL
    with tempfile.TemporaryDirectory() as folder:
        place = prepared(Path(folder), n)
        for kind, one in over_the_command(place).items():
            yield Measurement(
                f"plugin: hot spots over the command, layer in {kind}", n, one["ours_s"],
                "warm command", one["peer_s"], one["agreement"],
            )  # fmt: skip
        for run, seconds in in_the_window(place).items():
            yield Measurement(f"plugin: toolbox to styled layer, {run} run", n, seconds)


def prepared(folder: Path, n: int) -> Path:
    """Make a layer, a command of this checkout, and a profile with the plugin as it is packed."""
    values = np.random.default_rng([n, 1]).gamma(2, size=n)
    frame = gpd.GeoDataFrame({"value": values}, geometry=cells(n), crs="EPSG:4547")
    frame.to_file(folder / "cells.gpkg", layer="cells")
    command = folder / "gridloom"
    paths = os.pathsep.join(filter(None, sys.path))
    call = f'export PYTHONPATH="{paths}"\nexec "{sys.executable}" -m gridloom_desktop.command "$@"'
    command.write_text(f"#!/bin/sh\n{call}\n", encoding="utf-8")
    command.chmod(0o755)
    make_profile(folder, command)
    return folder


def make_profile(folder: Path, command: Path) -> None:
    """Make a profile with the plugin as it is packed, for ``qgis --profiles-path FOLDER``."""
    profile = folder / "profiles" / "default"
    built(profile / "python" / "plugins")
    (profile / "QGIS").mkdir()
    settings = SETTINGS.format(command=command)
    (profile / "QGIS" / "QGIS3.ini").write_text(settings, encoding="utf-8")


def over_the_command(place: Path) -> dict[str, dict[str, float]]:
    """Return seconds of the plugin and of the command, and how far their values are apart."""
    own = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": f"{_plugins(place)}:{OF_QGIS}"}
    call = [str(PYTHON), str(HERE / "over_the_command.py"), str(place)]
    return _told(call, place, own)


def in_the_window(place: Path) -> dict[str, float]:
    """Return the seconds of the first and the second run of a session, best of three sessions."""
    environment: dict[str, str] = {}
    call = [str(QGIS), "--nologo", "--noversioncheck", "--profiles-path", str(place)]
    call += ["--code", str(HERE / "in_the_window.py")]
    with on_screen(environment):
        sessions = [_told(call, place, environment) for _ in range(4)][1:]
    return {run: min(one[run] for one in sessions) for run in sessions[0]}


def _told(call: list[str], place: Path, own: dict[str, str]) -> Any:
    """Run a script inside QGIS; return what it wrote of itself."""
    told = place / "told.json"
    told.unlink(missing_ok=True)
    inside = {"QGIS_CUSTOM_CONFIG_PATH": str(place), "GRIDLOOM_PLACE": str(place)}
    subprocess.run(call, env=os.environ | inside | own, check=True, capture_output=True)
    return json.loads(told.read_text())


def _plugins(place: Path) -> Path:
    return place / "profiles" / "default" / "python" / "plugins"
