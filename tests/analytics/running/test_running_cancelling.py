"""A signal stops a long analysis at once, whatever it computes: real processes, long work."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import box

from gridloom_analytics.statistics.significance import jobs
from gridloom_analytics.statistics.significance.jobs import run_abandonable
from gridloom_layers.errors import Cancelled
from gridloom_layers.progress import Progress

SIDE = 60
"""Cells along a side: with the settings below each analysis takes many minutes."""
SLOWEST = {
    "scan": ("scan", {"cases": "cases", "population": "people", "draws": 9_999}),
    "explain": ("bandwidth", {"value": "cases", "by": "people,x"}),
    "pattern": ("simulate", {"simulations": 9_999}),
}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    random, folder = np.random.default_rng(0), tmp_path_factory.mktemp("city")
    cells = [
        box(500_000 + 300 * i, 2_500_000 + 300 * j, 500_300 + 300 * i, 2_500_300 + 300 * j)
        for i in range(SIDE)
        for j in range(SIDE)
    ]
    people = random.integers(100, 900, SIDE**2)
    columns = {
        "people": people,
        "cases": random.poisson(people / 99),
        "x": random.normal(size=SIDE**2),
    }
    areas = gpd.GeoDataFrame(columns, geometry=cells, crs="EPSG:4547")
    areas.to_file(folder / "areas.gpkg")
    points = areas[["x"]].set_geometry(areas.sample_points(5, rng=1)).explode()
    points.to_file(folder / "points.gpkg")
    return folder


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGTERM cannot be handled there")
@pytest.mark.parametrize("analysis", SLOWEST)
def test_a_signal_stops_the_slowest_within_two_seconds(city: Path, analysis: str) -> None:
    step, settings = SLOWEST[analysis]
    layer = city / ("points.gpkg" if analysis == "pattern" else "areas.gpkg")
    given = [part for name, value in settings.items() for part in ("--set", f"{name}={value}")]
    process = subprocess.Popen(
        [sys.executable, "-m", "gridloom_desktop.command", "run", str(layer), analysis, *given,
         "--progress", "json"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        if json.loads(line)["step"] == step:
            break
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 130
    assert time.monotonic() - asked < 2


def test_work_without_a_report_is_left_to_itself() -> None:
    asked = Progress()

    def work() -> None:
        asked.cancel()
        time.sleep(1)  # a call into a library, which nobody can interrupt

    begun = time.monotonic()
    with pytest.raises(Cancelled):
        run_abandonable(work, asked)
    assert time.monotonic() - begun < 0.9


WINDOW = """
import time
from gridloom_analytics.statistics.significance.jobs import run_abandonable
from gridloom_desktop.command import main as command
from gridloom_layers.errors import Cancelled
from gridloom_layers.progress import Progress

def closed(*_):
    asked = Progress()
    asked.cancel()
    try:
        run_abandonable(lambda: time.sleep(60), asked)
    except Cancelled:
        return 0

command.run = closed
command.main()
"""


def test_a_process_ends_without_what_was_abandoned_in_it() -> None:
    begun = time.monotonic()
    assert subprocess.run([sys.executable, "-c", WINDOW], timeout=50).returncode == 0
    assert time.monotonic() - begun < 30


def test_work_that_ended_leaves_no_thread() -> None:
    before = set(threading.enumerate())
    assert run_abandonable(lambda: 7, Progress()) == 7
    assert set(threading.enumerate()) <= before


def test_an_interrupt_of_who_waits_ends_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    asked = Progress()
    monkeypatch.setattr(jobs, "_await", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_abandonable(lambda: None, asked)
    assert asked.cancelled


def test_what_work_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        run_abandonable(lambda: 1 / 0, Progress())
