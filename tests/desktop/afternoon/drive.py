"""A planner's afternoon in a real window: a program of its own, driven with mouse and keys.

``python drive.py FOLDER TAIPEI`` writes a picture a station, and ``told.json``: what was seen, how
long each station took, and the longest time for which the window did not come back to its events.
"""

import faulthandler
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from hands import (
    Watch,
    choose,
    click,
    come_to,
    drag,
    drop,
    focused,
    press,
    tab_to,
    wait_for,
    when_asked,
    write,
)
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from gridloom_desktop.window.charts.dialog import ChartDialog
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.main import application
from gridloom_desktop.window.model.symbology import Variable
from gridloom_desktop.window.new_workspace import NewWorkspaceDialog
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_desktop.window.workstation import Workstation

SIZE = (1400, 900)
LONGEST_S = 150
"""After which a hang is told with its stack instead of being waited for."""
FILES = (
    "taipei_town.geojson",
    "taipei_village.geojson",
    "tw_village_population_docs_cunli_2021_03.csv",
    "crime_bicycle.csv",
)
POPULATION = "sum(tw_village_population_docs_cunli_2021_03.人口)"
Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
Shift = Qt.KeyboardModifier.ShiftModifier


class Afternoon:
    """One window on one city, and what is noted of it."""

    def __init__(self, folder: Path, taipei: Path) -> None:
        self.folder, self.taipei = folder, taipei
        self.path = folder / "taipei.gridloom"
        self.watch, self.station = Watch(), Workstation()
        self.seen: dict[str, object] = {}
        self.seconds: dict[str, float] = {}

    @property
    def window(self) -> CityWindow:
        """The window on the city."""
        return self.station.windows[0]

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        """Do a station, measure it, and take its picture."""
        begun = time.perf_counter()
        with self.watch.on(name):
            yield
            if self.station.windows:
                wait_until_idle(self.window)
        self.seconds[name] = time.perf_counter() - begun
        self.picture(name)

    def picture(self, name: str, of: QWidget | None = None) -> None:
        """Take a picture of the front window once what fades in is there."""
        QTest.qWait(250)
        if self.station.windows:
            self.window.status.clearMessage()  # it goes by itself, sooner or later
        front = self.window if self.station.windows else self.station.start_page
        (of or front).grab().save(str(self.folder / f"{name}.png"))

    def told(self) -> None:
        """Write what was noted."""
        worst = {name: gap._asdict() for name, gap in self.watch.worst.items()}
        told = {"seen": self.seen, "seconds": self.seconds, "worst": worst}
        (self.folder / "told.json").write_text(json.dumps(told, ensure_ascii=False))

    # The stations, in their order.

    def make_workspace(self) -> None:
        """From the page at the start, with keys alone."""
        self.station.start()
        page = self.station.start_page
        come_to(page)
        self.picture("01-start")
        tab_to(page.new)
        press(Key.Key_Space)
        dialog = page.findChild(NewWorkspaceDialog)
        assert dialog is not None
        come_to(dialog)
        write(str(self.path))
        tab_to(dialog.crs)
        press(Key.Key_A, Ctrl)
        write("EPSG:3826")
        self.picture("02-new-workspace", dialog)
        press(Key.Key_Return)
        wait_for(lambda: self.station.windows)
        self.window.showNormal()
        self.window.move(0, 0)
        self.window.resize(*SIZE)
        come_to(self.window)
        wait_until_idle(self.window)
        self.picture("03-empty")

    def import_files(self) -> None:
        """Drop four files, look at each page by keys, import, join what is offered."""
        with self.at("04-import"):
            drop(self.window, *(self.taipei / file for file in FILES))
        dialog = self.window.bench.importing.dialog
        assert dialog is not None
        come_to(dialog)
        tab_to(dialog.sources)
        for _ in range(3):
            press(Key.Key_Down)
        wait_until_idle(self.window)
        self.picture("05-found", dialog)
        tab_to(dialog.next)
        press(Key.Key_Space)
        self.picture("06-fields", dialog)
        tab_to(dialog.begin)
        with self.at("07-imported"):
            press(Key.Key_Space)
        tab_to(dialog.sources)
        press(Key.Key_Up)
        self._join(dialog, "statistics")
        press(Key.Key_Down)
        self._join(dialog, "event")
        self.picture("08-joined", dialog)
        tab_to(dialog.cancel)
        press(Key.Key_Space)
        store = self.window.session.store
        self.seen["rows"] = {table.role: table.rows for table in store.tables.values()}
        come_to(self.window)

    def _join(self, dialog: QWidget, role: str) -> None:
        wait_until_idle(self.window)
        button = self.window.bench.importing.dialog.report.findChild(QPushButton, "join")
        assert button is not None, f"no join is offered to {role}"
        tab_to(button)
        with self.at(f"08-join-{role}"):
            press(Key.Key_Space)
        labels = self.window.bench.importing.dialog.report.findChildren(QLabel, "summary")
        self.seen[f"joined-{role}"] = [one.text() for one in labels[1:]]
        tab_to(self.window.bench.importing.dialog.sources)

    def colour(self) -> None:
        """Colour the villages by their area, chosen in the box below the layers."""
        tree = self.window.bench.layers.tree
        click(tree.viewport(), tree.visualRect(tree.model().index(1, 0)).center())
        box = self.window.bench.layers.inspector.colour_by
        box.setFocus()
        with self.at("09-coloured"):
            choose(box, Variable(column="area_2"))
        self.seen["steps"] = str(self.window.session.steps.last.title)

    def find_hot_spots(self) -> None:
        """By the palette, with a measure of the joined figures."""
        press(Key.Key_K, Ctrl)
        write("hot spots")
        press(Key.Key_Return)
        panel = self.window.bench.analyses
        wait_for(lambda: panel.analysis is not None and panel.analysis.name == "hotspots")
        layer = panel.layer
        tab_to(layer)
        choose(layer, "community")
        wait_until_idle(self.window)  # its questions are other ones
        value = panel.form.findChild(QComboBox, "entry-value")
        tab_to(value)
        press(Key.Key_A, Ctrl)
        QApplication.clipboard().setText(POPULATION)
        press(Key.Key_V, Ctrl)
        self.seen["pasted"] = value.currentText()
        self.picture("10-form")
        tab_to(panel.run)
        with self.at("11-hot-spots"):
            press(Key.Key_Space)
        labels = self.window.bench.result.findChildren(QLabel, "summary")
        self.seen["summary"] = [one.text() for one in labels]

    def identify(self) -> None:
        """Click a village in the middle of the map."""
        canvas = self.window.canvas
        with self.at("12-identified"):
            click(canvas, QPoint(canvas.width() // 2, int(canvas.height() * 0.62)))
        self.seen["feature"] = self.window.bench.feature._heading.text()
        self.seen["linked"] = self.window.bench.feature.relations.topLevelItemCount()

    def select(self) -> None:
        """Draw a rectangle, brush a chart; the table follows both."""
        canvas = self.window.canvas
        with self.at("13-table"):
            press(Key.Key_F6)
        press(Key.Key_R, Ctrl | Shift)
        with self.at("14-rectangle"):
            middle = canvas.rect().center()
            drag(canvas, middle - QPoint(60, 60), middle + QPoint(60, 60))
        picked = self.window.session.selection
        self.seen["rectangle"] = len(picked.keys) if picked else 0
        press(Key.Key_H, Ctrl | Shift)

    def chart(self) -> None:
        """Add a histogram of the villages' area and brush it."""
        press(Key.Key_F9, Shift)
        wait_for(lambda: self.window.findChild(ChartDialog))
        dialog = self.window.findChild(ChartDialog)
        come_to(dialog)
        wait_until_idle(self.window)
        self.picture("15-chart-dialog", dialog)
        with self.at("16-chart"):
            press(Key.Key_Return)
            wait_for(
                lambda: self.window.bench.charts.frames and self.window.bench.charts.frames[0].plot
            )
        come_to(self.window)
        plot = self.window.bench.charts.frames[0].plot
        with self.at("17-brushed"):
            across = plot.viewport().rect()
            drag(
                plot.viewport(),
                QPoint(across.width() // 3, across.height() // 3),
                QPoint(across.width() * 2 // 3, across.height() // 2),
            )
        self.seen["brushed"] = len(self.window.session.selection.keys)

    def take_back(self) -> None:
        """Undo three steps and do them again."""
        before = self.window.session.document
        with self.at("18-undone"):
            for _ in range(3):
                press(Key.Key_Z, Ctrl)
                wait_until_idle(self.window)
        self.seen["undone"] = self.window.session.document != before
        with self.at("19-redone"):
            for _ in range(3):
                press(Key.Key_Z, Ctrl | Shift)
                wait_until_idle(self.window)
        self.seen["redone"] = self.window.session.document == before

    def publish(self) -> None:
        """A sheet and a web map, by the palette and the dialog for files."""
        for title, file in (("map sheet", "sheet.pdf"), ("offline web map", "map.html")):
            out = self.folder / file
            asked = when_asked(lambda dialog, out=out: _name_file(dialog, out))
            come_to(self.window)
            with self.at(f"20-{out.stem}"):
                press(Key.Key_K, Ctrl)
                write(title)
                press(Key.Key_Return)
                wait_for(out.exists, 60)
            asked.stop()
            self.seen[file] = out.stat().st_size

    def switch_looks(self) -> None:
        """The other language, the other colours."""
        come_to(self.window)
        with self.at("21-chinese"):
            press(Key.Key_L, Ctrl)
        press(Key.Key_K, Ctrl)
        write("dark")
        with self.at("22-dark"):
            press(Key.Key_Return)

    def come_again(self) -> None:
        """Close, and open what was open last."""
        before = self.window.session.document
        self.window.close()
        wait_for(lambda: not self.station.windows)
        self.station.start()
        come_to(self.station.start_page)
        self.picture("23-start-again")
        tab_to(self.station.start_page.recent[0].open)
        press(Key.Key_Space)
        wait_for(lambda: self.station.windows)
        self.window.showNormal()
        self.window.resize(*SIZE)
        wait_until_idle(self.window)
        self.picture("24-again")
        again = self.window.session.document
        same = {part for part, value in again if value == getattr(before, part)}
        if np.allclose(again.box, before.box, rtol=0, atol=0.001):  # of a metre
            same.add("box")
        self.seen["other"] = sorted(set(type(again).model_fields) - same)


def _name_file(dialog: QWidget, out: Path) -> None:
    come_to(dialog)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    line.setFocus()
    press(Key.Key_A, Ctrl)
    write(str(out))
    assert focused() is line
    QTest.keyClick(line, Key.Key_Return)


def main() -> None:
    """Spend the afternoon."""
    faulthandler.dump_traceback_later(LONGEST_S, exit=True)
    app = application()  # held: Qt ends with its last reference
    day = Afternoon(Path(sys.argv[1]), Path(sys.argv[2]))
    try:
        for station in (
            day.make_workspace, day.import_files, day.colour, day.find_hot_spots, day.identify,
            day.select, day.chart, day.take_back, day.publish, day.switch_looks, day.come_again,
        ):  # fmt: skip
            station()
    finally:
        day.told()
        day.watch.close()
        day.station.close()
        app.processEvents()


if __name__ == "__main__":
    main()
