"""Linked views: what follows a brush, on 100,000 buildings; with ``--full`` on 1.2 million.

First the passes that count what is selected, against numpy and pandas, which count it anew; then a
window with six charts and the map, in which the mouse is dragged over a histogram: the seconds from
each of 200 moves until all charts show it, and until the map does too; and how long the window's
own thread works for a move while 60 of them come in a second (the 95th percentiles). The agreement
is by how many rows charts and selection differ after that. Under Xvfb, or offscreen.
"""

import datetime as dt
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from benchmarks.measuring import Measurement, compared
from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.model.charts.bars import bars
from gridloom_desktop.window.model.charts.box import boxes
from gridloom_desktop.window.model.charts.column import Categories, Numbers
from gridloom_desktop.window.model.charts.histogram import histogram
from gridloom_desktop.window.model.charts.lorenz import lorenz
from gridloom_desktop.window.model.charts.marking import warm_up
from gridloom_desktop.window.model.charts.scatter import densities, scatter
from gridloom_desktop.window.model.charts.view import ChartKind, ChartView
from gridloom_desktop.window.model.row_keys import positions_of
from gridloom_layers.roles import FieldType
from gridloom_layers.workspace import FolderStore, TableField, TableSpec, create_workspace

MOVES, HERTZ = 200, 60
USES = ("residential", "office", "shop", "factory", "school", "other")
TITLE: Bilingual = {"zh": "", "en": ""}
SHOWN: tuple[tuple[ChartKind, tuple[str, ...]], ...] = (
    ("histogram", ("floors",)), ("histogram", ("floor_area",)), ("bars", ("use",)),
    ("scatter", ("floors", "floor_area")), ("box", ("floor_area", "use")),
    ("lorenz", ("floor_area",)),
)  # fmt: skip
CHARTS = [ChartView(kind=kind, table="building", fields=fields) for kind, fields in SHOWN]
KINDS: dict[str, FieldType] = {"floors": "integer", "floor_area": "number", "use": "text"}


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the passes over the rows, then the window."""
    stock = buildings(1_200_000 if full else 100_000)
    yield from measure_passes(stock)
    yield from measure_window(stock)


def buildings(n: int) -> pd.DataFrame:
    """Return made-up buildings on their row keys."""
    draw = np.random.default_rng(1)
    floors = draw.geometric(0.15, n).clip(1, 90)
    return pd.DataFrame(
        {
            "floors": floors,
            "floor_area": (floors * draw.lognormal(5, 0.8, n)).round(1),
            "use": pd.Categorical.from_codes(
                draw.choice(6, n, p=[0.5, 0.2, 0.1, 0.1, 0.05, 0.05]), USES
            ),
        },
        index=np.arange(1, n + 1),
    )


def measure_passes(stock: pd.DataFrame) -> Iterator[Measurement]:
    """Yield what each chart does for a selection of half of the rows."""
    warm_up()
    n, half = len(stock), np.flatnonzero(stock["floors"] >= 5)
    keys = stock.index.to_numpy()
    floors = Numbers("floors", TITLE, stock["floors"].to_numpy(float), whole=True)
    area = Numbers("floor_area", TITLE, stock["floor_area"].to_numpy())
    use = Categories("use", TITLE, stock["use"].cat.codes.to_numpy(np.int32), USES, (TITLE,) * 6)
    yield compared(
        "linked: rows of keys", n, lambda: positions_of(keys, keys[half]),
        "numpy isin", lambda: np.flatnonzero(np.isin(keys, keys[half])), _apart, repeat=5,
    )  # fmt: skip
    counts: Any = histogram(floors)
    yield compared(
        "linked: histogram", n, lambda: counts.coded.counts(half)[:-1],
        "numpy histogram", lambda: np.histogram(floors.values[half], counts.edges)[0], _apart, 5,
    )  # fmt: skip
    kinds: Any = bars(use)
    yield compared(
        "linked: bars", n, lambda: kinds.coded.counts(half)[:-1],
        "pandas value_counts",
        lambda: stock["use"].iloc[half].value_counts(sort=False).to_numpy(), _apart, 5,
    )  # fmt: skip
    spread: Any = boxes(area, use)
    spread.marked(half)
    yield compared(
        "linked: box plots", n,
        lambda: np.array([one.quartiles for one in spread.marked(half)]),
        "pandas quantile", lambda: _quartiles(stock.iloc[half]), _apart, 5,
    )  # fmt: skip
    curve: Any = lorenz(area)
    curve.marked(half)
    yield compared(
        "linked: Lorenz curve", n, lambda: np.array([curve.marked(half).gini]),
        "numpy sort", lambda: np.array([_gini(area.values[half])]), _apart, 5,
    )  # fmt: skip
    cloud: Any = scatter(floors, area)
    yield compared(
        "linked: scatter plot", n,
        lambda: np.array([cloud.line(half).r, densities(cloud.cells, half).sum()]),
        "numpy corrcoef, histogram2d", lambda: _cloud(stock.iloc[half]), _apart, 5,
    )  # fmt: skip


def _apart(ours: np.ndarray, theirs: np.ndarray) -> float:
    return float(np.abs(np.asarray(ours, float) - np.asarray(theirs, float)).max())


def _quartiles(stock: pd.DataFrame) -> np.ndarray:
    found = stock.groupby("use", observed=False)["floor_area"].quantile(np.array([0.25, 0.5, 0.75]))
    return found.unstack().to_numpy()


def _gini(values: np.ndarray) -> float:
    ascending, n = np.sort(values), len(values)
    return float(((2 * np.arange(1, n + 1) - n - 1) * ascending).sum() / (n * ascending.sum()))


def _cloud(stock: pd.DataFrame) -> np.ndarray:
    x, y = stock["floors"].to_numpy(float), stock["floor_area"].to_numpy()
    return np.array([np.corrcoef(x, y)[0, 1], np.histogram2d(x, y, (144, 96))[0].sum()])


def measure_window(stock: pd.DataFrame) -> Iterator[Measurement]:
    """Yield how long charts and map take to follow the mouse."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gridloom_desktop.window.screenshot import opened_window  # late: it loads Qt

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "linked.gridloom"
        store = create_workspace(path, "EPSG:4547", dt.date(2026, 1, 1))
        write(store, stock)
        store.close()
        with opened_window(path, 1600, 1000) as window:
            *steps, (_, apart) = brush(window)
    for step, seconds in steps:
        yield Measurement(f"linked: {step}", len(stock), seconds, agreement=apart)


def write(store: FolderStore, stock: pd.DataFrame) -> None:
    """Write the buildings as squares beside each other."""
    side, place = int(np.sqrt(len(stock))), np.arange(len(stock))
    x, y = place % side * 20.0, place // side * 20.0
    squares = shapely.multipolygons(shapely.box(x, y, x + 14, y + 14)[:, None])
    ones = pa.array(np.ones(len(stock), dtype=np.int64))
    columns = {
        "row_key": pa.array(stock.index.to_numpy()), "source_number": ones, "source_row": ones,
        "floors": pa.array(stock["floors"]), "floor_area": pa.array(stock["floor_area"]),
        "use": pa.array(stock["use"].astype(str)),
        "geometry": pa.array(shapely.to_wkb(squares), pa.binary()),
    }  # fmt: skip
    fields = tuple(TableField(name=name, type=kind) for name, kind in KINDS.items())
    with store.change() as change:
        spec = TableSpec("building", "building", fields, geometry="area")
        change.write(spec, pa.table(columns).to_batches(100_000))


def brush(window: Any) -> Iterator[tuple[str, float]]:
    """Drag over the first chart to and fro; yield what is told of it, and the seconds."""
    from gridloom_desktop.window.screenshot import wait_until_idle

    dock_of(window)
    for view in CHARTS:
        window.bench.charts.add(view)
    wait_until_idle(window)
    hand = Hand(window.bench.charts.frames[0].plot)
    hand.press()
    steps = np.array([hand.follow(window, move) for move in range(MOVES)])
    p95 = np.quantile(steps, 0.95, axis=0).tolist()
    yield f"{len(CHARTS)} charts follow the mouse (p95)", p95[0]
    yield "charts and map follow the mouse (p95)", p95[1]
    busy = [hand.moved_at(move / HERTZ) for move in range(MOVES)]
    thread = float(np.quantile(busy, 0.95))
    yield f"window's thread at {HERTZ} moves a second, processor (p95)", thread
    while window.busy:
        hand.turn()
    yield "rows apart", float(hand.apart(window))


def dock_of(window: Any) -> None:
    """Give the panel below more room."""
    from PyQt6.QtCore import Qt
    from PyQt6.QtWidgets import QDockWidget

    dock = window.findChild(QDockWidget, "bottom")
    window.resizeDocks([dock], [560], Qt.Orientation.Vertical)


class Hand:
    """Holds the mouse over a histogram."""

    def __init__(self, plot: Any) -> None:
        self._plot = plot
        self._start, self._width = plot.on(1, 0).x(), plot.width() * 0.7
        self._begun = 0.0

    def _send(self, moved: bool, x: float) -> None:
        from PyQt6.QtCore import QCoreApplication, QEvent, QPointF, Qt
        from PyQt6.QtGui import QMouseEvent

        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        kind = QEvent.Type.MouseMove if moved else QEvent.Type.MouseButtonPress
        at = QPointF(x, 0.5 * self._plot.height())
        event = QMouseEvent(
            kind, at, self._plot.mapToGlobal(at), none if moved else left, left,
            Qt.KeyboardModifier(0),
        )  # fmt: skip
        QCoreApplication.sendEvent(self._plot.viewport(), event)

    def press(self) -> None:
        """Begin to brush."""
        self._send(False, self._start)
        self._begun = time.perf_counter()

    def _move(self, move: int) -> None:
        share = 0.1 + 0.9 * abs(np.sin(move / 9))
        self._send(True, self._start + share * self._width)

    def turn(self) -> None:
        """Let the window take what has come, or sleep until something comes."""
        from PyQt6.QtCore import QCoreApplication, QEventLoop

        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def follow(self, window: Any, move: int) -> tuple[float, float]:
        """Move once; return the seconds until the charts show it, and until the map does too."""
        begun = time.perf_counter()
        self._move(move)
        self.turn()
        while window.bench.charts.busy:
            self.turn()
        charts = time.perf_counter() - begun
        while not window.canvas.idle or window.bench.charts.busy:
            self.turn()
        return charts, time.perf_counter() - begun

    def moved_at(self, moment: float) -> float:
        """Move when its moment has come; return the processor's time of the window's thread."""
        from PyQt6.QtCore import QCoreApplication

        if not moment:
            self._begun = time.perf_counter()
        worked = time.thread_time()
        self._move(round(moment * HERTZ))
        QCoreApplication.processEvents()
        worked = time.thread_time() - worked
        while (rest := self._begun + moment + 1 / HERTZ - time.perf_counter()) > 0:
            time.sleep(min(rest, 0.002))  # threads deliver meanwhile
            begun = time.thread_time()
            QCoreApplication.processEvents()
            worked += time.thread_time() - begun
        return worked

    def apart(self, window: Any) -> int:
        """Return how many rows the charts show otherwise than they are selected."""
        rows = len(window.session.selection.keys)
        return sum(abs(len(one.marked.positions) - rows) for one in window.bench.charts.frames)
