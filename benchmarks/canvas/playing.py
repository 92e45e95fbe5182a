"""Playing events through time: a frame of 500,000 points; with ``--full`` of 5 million.

Three years of made-up events by month, in six classes. Cutting time into slices comes once; then
the passes that a frame needs in the window's thread, against a drawing with a mask (agreement: the
root mean square difference of the two pictures), and the whole way to the pixels. Last a window
that plays as fast as its greatest speed: the seconds between the frames that it paints.
"""

import datetime as dt
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import shapely

from benchmarks.canvas.frames import HEIGHT, WIDTH, difference
from benchmarks.canvas.layers import COLOURS
from benchmarks.measuring import Measurement, compared, timed
from gridloom_desktop.canvas import (
    Drawing,
    Shapes,
    Symbol,
    View,
    build_shapes,
    paint,
    parse_colour,
    warm_up,
)
from gridloom_desktop.window.model.time.axis import DAY
from gridloom_desktop.window.model.time.period import Film, Period
from gridloom_desktop.window.model.time.player import SPEEDS
from gridloom_desktop.window.model.time.sliced import sliced
from gridloom_layers.workspace import TableField, TableSpec, create_workspace

SEED, YEARS, SIDE, PLAYED_S = 1, 3, 40_000.0, 4.0


def measure(full: bool) -> Iterator[Measurement]:
    """Yield cutting, a frame's passes, a frame, and the window."""
    n = 5_000_000 if full else 500_000
    yield from measure_frames(n)
    yield from measure_window(n)


def events(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return made-up points around a hundred places (n, 2), and moments in seconds since 1970."""
    draw = np.random.default_rng(SEED)
    places = draw.uniform(0, SIDE, (100, 2))
    xy = places[draw.integers(0, 100, n)] + draw.normal(0, SIDE / 30, (n, 2))
    return xy, draw.integers(0, YEARS * 365 * DAY, n)


def measure_frames(n: int) -> Iterator[Measurement]:
    """Yield what a frame takes without a window."""
    warm_up(["point"])
    (xy, moments), keys = events(n), np.arange(n)
    seconds, cut = timed(lambda: sliced(keys, moments, "month", with_hours=True), repeat=2)
    yield Measurement("playing: time cut into slices", n, seconds)
    shapes = build_shapes("point", [pa.array(shapely.to_wkb(shapely.points(xy)), pa.binary())])
    classes = (keys % len(COLOURS)).astype(np.int16)
    symbol = Symbol(tuple(parse_colour(one) for one in COLOURS), classes, radius=2.2)
    seconds, film = timed(lambda: Film(Drawing(shapes, symbol), Period(cut, range(1))), repeat=2)
    yield Measurement("playing: the film of a layer", n, seconds)
    yield from measure_frame(shapes, symbol, film, Period(cut, range(7, 8)))


def measure_frame(
    shapes: Shapes, symbol: Symbol, film: Film, period: Period
) -> Iterator[Measurement]:
    """Yield one frame up to its drawing, and up to its pixels."""
    n, shown = len(shapes), period.shown
    assert shapes.extent is not None
    view = View.of_box(shapes.extent, WIDTH, HEIGHT)
    small = replace(symbol, radius=0.8)  # as large as points of a crowd are in both

    def ours() -> Drawing:
        period.kept()
        return film.frame(shown)

    def gap(one: Drawing, other: Drawing) -> float:
        one.symbol = replace(one.symbol, radius=0.8)
        return difference(paint([one], view), paint([other], view))

    yield compared(
        "playing: a frame in the window's thread", n, ours, "a drawing with a mask",
        lambda: Drawing(shapes, small, period.kept()), gap, repeat=9,
    )  # fmt: skip
    seconds, _ = timed(lambda: paint([ours()], view), repeat=5)
    yield Measurement("playing: a frame to pixels", n, seconds)


def measure_window(n: int) -> Iterator[Measurement]:
    """Yield how often a window paints while it plays."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gridloom_desktop.window.screenshot import opened_window  # late: it loads Qt

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "playing.gridloom"
        write(path, n)
        with opened_window(path, 1600, 1000) as window:
            apart, longest = play(window)
    yield Measurement(f"playing: between two frames at {SPEEDS[-1]} a second", n, apart)
    yield Measurement("playing: longest the window's thread is held (p95)", n, longest)


def write(path: Path, n: int) -> None:
    """Write the events into a workspace."""
    xy, moments = events(n)
    ones = pa.array(np.ones(n, dtype=np.int64))
    columns = {
        "row_key": pa.array(np.arange(1, n + 1)), "source_number": ones, "source_row": ones,
        "reported_at": pa.array(moments * 1000).cast(pa.timestamp("ms")),
        "geometry": pa.array(shapely.to_wkb(shapely.points(xy)), pa.binary()),
    }  # fmt: skip
    store = create_workspace(path, "EPSG:4547", dt.date(2026, 1, 1))
    with store.change() as change:
        field = TableField(name="reported_at", type="datetime", canonical=True)
        spec = TableSpec("event", "event", (field,), geometry="point")
        change.write(spec, pa.table(columns).to_batches(100_000))
    store.close()


def play(window) -> tuple[float, float]:
    """Play a window; return the mean seconds between two frames, and those of a held thread."""
    from PyQt6.QtCore import QCoreApplication

    from gridloom_desktop.window.screenshot import wait_until_idle

    window.bench.timing.switch()
    wait_until_idle(window)
    painted, held = [], []
    window.canvas.painted.connect(lambda: painted.append(time.perf_counter()))
    window.bench.time.paced.emit(float(SPEEDS[-1]))
    window.bench.timing.play_or_pause()
    begun = time.perf_counter()
    while time.perf_counter() - begun < PLAYED_S:
        start = time.perf_counter()
        QCoreApplication.processEvents()
        held.append(time.perf_counter() - start)
        time.sleep(0.001)
    window.bench.timing.pause()
    wait_until_idle(window)
    working = [one for one in held if one > 1e-4]
    return PLAYED_S / max(len(painted), 1), float(np.quantile(working, 0.95))
