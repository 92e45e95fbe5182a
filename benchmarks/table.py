"""The attribute table: opened, scrolled, sorted and filtered, QGIS's beside it in the same run.

Buildings and persons of the sample city (a tenth; with ``--full`` 1.2 million and 18 million).
Opening is asked in the window of the city, beside its map, and ends when the first rows are
painted: the first time, and the best of three with what the window's thread does of it. Scrolling
is 2,000 events of the wheel, of the keyboard and of the bar dragged to the end and back, of which
the 95th percentile of the window's thread is told; and how long after the last of some quick events
placeholders are seen. Sorting and filtering end when the new rows are painted; the agreement is how
many values of the sorted column are less than the one before them, and by how many rows the filter
differs from the count of the engine. QGIS opens its table on the same GeoPackage of buildings, and
sorts it by the same column.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.measuring import Measurement
from benchmarks.records import city
from gridloom_analytics.selecting import Where
from gridloom_analytics.selecting.rows import count_of
from gridloom_layers.workspace import FolderStore, open_workspace
from gridloom_layers.workspace.views import PLAIN
from gridloom_sample import make_city

TABLES = ("district", "street", "community", "grid", "building", "person")
EVENTS, STOPS = 2_000, 40
WIDTH, HEIGHT = 1200, 800
QGIS_PYTHON, SCRIPT = Path("/usr/bin/python3"), Path(__file__).parent / "peers" / "qgis_table.py"
PEER = "QGIS"
SORTED_BY = "floor_area"


def measure(full: bool) -> Iterator[Measurement]:
    """Yield what the tables of buildings and of persons took."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    workspace = made_workspace(city.FULL if full else city.TENTH)
    store = open_workspace(workspace)
    try:
        peer = qgis_seconds(workspace / str(store.table("building").layer))
        yield from measure_opening(workspace, store, peer)
        for name, column, where in (
            ("building", SORTED_BY, "floors > 6 and use = '住宅小区'"),
            ("person", "building_code", "age >= 65 and sex = 'F'"),
        ):
            yield from measure_table(store, name, column, where, peer if name == "building" else {})
    finally:
        store.close()


def made_workspace(persons: int) -> Path:
    """Return a workspace with buildings and persons, made where it is not kept from before."""
    root = Path(os.environ.get("GRIDLOOM_BENCH") or Path(tempfile.gettempdir()) / "gridloom-bench")
    base = city.Base(persons, root / f"city-{persons}-{city.SEED}")
    found = base.workspace.with_name("rows.gridloom")
    city.once(base.sources, lambda folder: make_city(folder, persons, city.SEED))
    city.once(found, lambda folder: city.build_tables(base.sources, folder, TABLES))
    (found / PLAIN).unlink(missing_ok=True)  # tables that an earlier run left open
    return found


def measure_opening(
    workspace: Path, store: FolderStore, peer: dict[str, float]
) -> Iterator[Measurement]:
    """Yield how long tables take to open in the window of their city."""
    from gridloom_desktop.window.screenshot import opened_window  # late: it loads Qt

    with opened_window(workspace, WIDTH, HEIGHT) as window:
        window.panels.show("tables")
        for name in ("building", "person"):
            theirs = peer.get("open") if name == "building" else None
            rows, told = store.table(name).rows, None if theirs is None else PEER
            first, *others = [open_once(window, name) for _ in range(4)]
            yield Measurement(f"table {name}: open, first", rows, first[0], told, theirs)
            best = np.min(others, axis=0).tolist()
            yield Measurement(f"table {name}: open, again", rows, best[0], told, theirs)
            yield Measurement(f"table {name}: open, window's thread", rows, best[1])


def open_once(window: Any, name: str) -> tuple[float, float]:
    """Open a table until its first rows are painted; return seconds by the clock, and of the
    window's thread. It is closed again."""
    from PyQt6.QtCore import QCoreApplication, QEventLoop

    from gridloom_desktop.window.screenshot import wait_until_idle

    wait_until_idle(window)
    begin, worked = time.perf_counter(), time.thread_time()
    table = window.bench.tables.open(name)
    while table.rows.key_of(0) is None:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    QCoreApplication.processEvents()
    took = time.perf_counter() - begin, time.thread_time() - worked
    wait_until_idle(window)
    window.bench.tables.close_table(table)
    return took


def measure_table(
    store: FolderStore, name: str, column: str, where: str, peer: dict[str, float]
) -> Iterator[Measurement]:
    """Yield opening, scrolling, sorting and filtering of one table."""
    from gridloom_desktop.window.main import application  # late: most benchmarks need no window

    app = application()  # held: Qt ends with its last reference
    rows = store.table(name).rows
    seen = Seen(store, name)
    try:
        scrolled, waited = seen.scroll(), seen.placeholders()
        sort_s, descents = seen.sort(column), seen.descents(store, column)
        sorted_scrolled, sorted_waited = seen.scroll(), seen.placeholders()
        filter_s = seen.filter(where)
        for step, seconds, agreement in (
            ("scroll, window's thread p95", scrolled, None),
            ("placeholders after the last event, p95", waited, None),
            ("sort", sort_s, descents),
            ("scroll sorted, window's thread p95", sorted_scrolled, None),
            ("placeholders sorted, p95", sorted_waited, None),
            ("filter", filter_s, seen.apart(store, where)),
        ):
            theirs = peer.get(step)
            told = None if theirs is None else PEER
            yield Measurement(f"table {name}: {step}", rows, seconds, told, theirs, agreement)
    finally:
        seen.close()
        app.processEvents()


class Seen:
    """A table on the screen."""

    def __init__(self, store: FolderStore, name: str) -> None:
        from gridloom_desktop.window.attribute_table.attribute_table import AttributeTable
        from gridloom_desktop.window.operations import Operations

        self._operations, self._refused = Operations(), []
        self.table = AttributeTable(store, self._operations, name)
        self.table.arranging.refused.connect(self._refused.append)
        self.table.resize(WIDTH, HEIGHT)
        self.table.show()
        if self.table.unmasking.offered:  # else rows are not sorted by codes of buildings
            self.table.unmasking.open("a benchmark of sorting")
        self._until(lambda: self.table.rows.key_of(0) is not None)

    def _until(self, done: Callable[[], bool]) -> None:
        from PyQt6.QtCore import QCoreApplication

        end = time.monotonic() + 600
        while not done():
            QCoreApplication.processEvents()
            time.sleep(0.001)  # as an idle window does: the work needs the interpreter
            if self._refused:
                raise self._refused[0]
            if time.monotonic() > end:
                raise TimeoutError("the table is still busy")
        QCoreApplication.processEvents()

    def scroll(self) -> float:
        """Scroll by small steps, by pages and along the whole bar.

        Return the 95th percentile of what an event takes of the window's thread.
        """
        from PyQt6.QtCore import QCoreApplication

        bar: Any = self.table.view.verticalScrollBar()
        last, dragged, took = bar.maximum(), EVENTS // 4, []
        places = [3 * step for step in range(EVENTS // 2)]
        places += [places[-1] + bar.pageStep() * step for step in range(dragged)]
        places += np.linspace(places[-1], last, dragged).astype(int).tolist()
        for place in places:
            begin = time.thread_time()
            bar.setValue(min(place, last))
            QCoreApplication.processEvents()
            took.append(time.thread_time() - begin)
        self._until(lambda: not self.table.busy)
        return float(np.quantile(took, 0.95))

    def placeholders(self) -> float:
        """Drag the bar quickly, and stop: return until when there are placeholders (p95)."""
        from PyQt6.QtCore import QCoreApplication, QEventLoop

        view, draw, took = self.table.view, np.random.default_rng(1), []
        bar: Any = view.verticalScrollBar()
        for _ in range(STOPS):
            for place in draw.integers(0, bar.maximum(), 10).tolist():
                bar.setValue(place)
                QCoreApplication.processEvents()
            begin = time.perf_counter()
            while any(self.table.rows.key_of(row) is None for row in view.sight()):
                QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            QCoreApplication.processEvents()
            took.append(time.perf_counter() - begin)
        bar.setValue(0)
        self._until(lambda: not self.table.busy)
        return float(np.quantile(took, 0.95))

    def _shown_s(self, act: Callable[[], object]) -> float:
        model = self.table.rows
        before, begin = model.spread, time.perf_counter()
        act()
        self._until(lambda: model.spread is not before and model.key_of(0) is not None)
        return time.perf_counter() - begin

    def sort(self, column: str) -> float:
        """Sort; return the seconds until the first rows are painted."""
        from gridloom_desktop.window.model.rows.view import SortKey

        return self._shown_s(lambda: self.table.sort(SortKey(column)))

    def filter(self, where: str) -> float:
        """Filter the sorted rows; return the seconds until the first rows are painted."""
        return self._shown_s(lambda: self.table.filter(where))

    def descents(self, store: FolderStore, column: str) -> int:
        """Return how many values of the sorted column are less than the one before them."""
        positions = self.table.arranging.arrangement.positions
        values = store.column(self.table.name, column).combine_chunks().take(pa.array(positions))
        if pa.types.is_dictionary(values.type):
            values = values.dictionary_decode()
        values = values.drop_null()
        return pc.sum(pc.less(values[1:], values[:-1])).as_py()

    def apart(self, store: FolderStore, where: str) -> int:
        """Return by how many rows the filter differs from what is counted, of persons in tens."""
        count = count_of(store, self.table.name, Where(text=where))
        withheld = self.table.arranging.arrangement.withheld
        return abs(self.table.rows.rowCount() - (count // 10 * 10 if withheld else count))

    def close(self) -> None:
        """Take the table from the screen."""
        self.table.close()
        self._operations.end()
        self.table.deleteLater()


def qgis_seconds(file: Path) -> dict[str, float]:
    """Let QGIS open and sort the table of a layer; nothing where it is not installed."""
    if not QGIS_PYTHON.exists():
        return {}
    with tempfile.TemporaryDirectory() as folder:
        order = Path(folder) / "job.json"
        order.write_text(
            json.dumps({"file": str(file), "layer": "layer", "column": SORTED_BY}), "utf-8"
        )
        # Its own Python packages only, and no window.
        environment = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
        environment["QT_QPA_PLATFORM"] = "offscreen"
        done = subprocess.run(
            [QGIS_PYTHON, SCRIPT, order], env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        print(done.stderr, file=sys.stderr)
    return {line["step"]: line["seconds"] for line in lines}
