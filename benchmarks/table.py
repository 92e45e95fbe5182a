"""The attribute table: opened, scrolled, sorted and filtered, QGIS's beside it in the same run.

Buildings and persons of the sample city (a tenth; with ``--full`` 1.2 million and 18 million).
Opening ends when the first rows are painted; scrolling is 2,000 events of the wheel, of the
keyboard and of the bar dragged to the end and back, of which the 95th percentile of the time to
paint is told; sorting and filtering end when the new rows are painted. QGIS opens its table on the
same GeoPackage of buildings, and sorts it by the same column.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import numpy as np

from benchmarks.measuring import Measurement
from benchmarks.records import city
from gridloom_layers.workspace import FolderStore, open_workspace
from gridloom_sample import make_city

TABLES = ("district", "street", "community", "grid", "building", "person")
EVENTS = 2_000
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
    return found


def measure_table(
    store: FolderStore, name: str, column: str, where: str, peer: dict[str, float]
) -> Iterator[Measurement]:
    """Yield opening, scrolling, sorting and filtering of one table."""
    from gridloom_desktop.window.main import application  # late: most benchmarks need no window

    app = application()  # held: Qt ends with its last reference
    rows = store.table(name).rows
    seen = Seen(store, name)
    try:
        scrolled = seen.scroll()
        sort_s, sorted_scrolled = seen.sort(column), seen.scroll()
        for step, seconds in (
            ("open", seen.opened_s),
            ("open, processor", seen.opened_processor_s),
            ("scroll, paint p95", scrolled[0]),
            ("scroll, paint p95, processor", scrolled[1]),
            ("sort", sort_s),
            ("scroll sorted, paint p95", sorted_scrolled[0]),
            ("scroll sorted, paint p95, processor", sorted_scrolled[1]),
            ("filter", seen.filter(where)),
        ):
            theirs = peer.get(step)
            yield Measurement(f"table {name}: {step}", rows, seconds, theirs and PEER, theirs)
    finally:
        seen.close()
        app.processEvents()


class Seen:
    """A table on the screen whose paints are timed."""

    def __init__(self, store: FolderStore, name: str) -> None:
        from gridloom_desktop.window.attribute_table.attribute_table import AttributeTable
        from gridloom_desktop.window.attribute_table.rows_view import RowsView
        from gridloom_desktop.window.operations import Operations

        self.paints: list[tuple[float, float]] = []
        self._operations = Operations()
        self._watch(RowsView)
        begin, worked = time.perf_counter(), time.process_time()
        self.table = AttributeTable(store, self._operations, name)
        self.table.resize(WIDTH, HEIGHT)
        self.table.show()
        self._until(lambda: self.table.rows.key_of(0) is not None)
        self.opened_s = time.perf_counter() - begin
        self.opened_processor_s = time.process_time() - worked

    def _watch(self, view: type) -> None:
        """Time each paint of a kind of view; its own is Qt's."""
        paint, paints = view.paintEvent, self.paints

        def timed(self: object, event: object) -> None:
            begin, worked = time.perf_counter(), time.thread_time()
            paint(self, event)
            paints.append((time.perf_counter() - begin, time.thread_time() - worked))

        self._patched = patch.object(view, "paintEvent", timed)
        self._patched.start()

    def _until(self, done: Callable[[], bool]) -> None:
        from PyQt6.QtCore import QCoreApplication

        end = time.monotonic() + 600
        while not done():
            QCoreApplication.processEvents()
            time.sleep(0.001)  # as an idle window does: the work needs the interpreter
            if time.monotonic() > end:
                raise TimeoutError("the table is still busy")
        QCoreApplication.processEvents()

    def scroll(self) -> tuple[float, float]:
        """Scroll by small steps, by pages and along the whole bar.

        Return the 95th percentiles of a paint: by the clock, and of the processor's time.
        """
        from PyQt6.QtCore import QCoreApplication

        self.paints.clear()
        bar = self.table.view.verticalScrollBar()
        last, dragged = bar.maximum(), EVENTS // 4
        steps = [3] * (EVENTS // 2) + [bar.pageStep()] * dragged
        for step in steps:
            bar.setValue(min(bar.value() + step, last))
            QCoreApplication.processEvents()
        for place in np.linspace(bar.value(), last, dragged).astype(int).tolist():
            bar.setValue(place)
            QCoreApplication.processEvents()
        self._until(lambda: not self.table.busy)
        bar.setValue(0)
        self._until(lambda: not self.table.busy)
        wall, processor = np.quantile(self.paints, 0.95, axis=0).tolist()
        return wall, processor

    def _shown_s(self, act: Callable[[], object]) -> float:
        model = self.table.rows
        before, begin = model.spread, time.perf_counter()
        act()
        self._until(lambda: model.spread is not before and model.key_of(0) is not None)
        return time.perf_counter() - begin

    def sort(self, column: str) -> float:
        """Sort; return the seconds until the first rows are painted."""
        from gridloom_desktop.window.model.rows.arranging import SortKey

        return self._shown_s(lambda: self.table.sort(SortKey(column)))

    def filter(self, where: str) -> float:
        """Filter the sorted rows; return the seconds until the first rows are painted."""
        return self._shown_s(lambda: self.table.filter(where))

    def close(self) -> None:
        """Take the table from the screen."""
        self.table.close()
        self._operations.end()
        self.table.deleteLater()
        self._patched.stop()


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
