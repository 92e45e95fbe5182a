"""The command as a planner starts it: a process of its own for each call."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import libpysal
import numpy as np
import pytest

LOADED = (0, 3)
"""Exit codes of a call that did its work: done, or done with rows quarantined."""


def call(*arguments: object) -> Any:
    """Run ``gridloom`` and return the data of its JSON answer, or None without ``--json``."""
    command = [Path(sys.executable).with_name("gridloom"), "--lang", "en", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode in LOADED, done.stderr
    return json.loads(done.stdout)["data"] if "--json" in arguments else None


@pytest.fixture(scope="session")
def gridloom():
    """Call the command."""
    return call


def queen(areas: gpd.GeoDataFrame) -> libpysal.weights.W:
    """Return who shares a point with whom, by GEOS; real outlines overlap, so not by vertices."""
    left, right = areas.sindex.query(areas.geometry, predicate="intersects")
    neighbours = {row: right[(left == row) & (right != row)].tolist() for row in np.unique(left)}
    return libpysal.weights.W(neighbours, silence_warnings=True)
