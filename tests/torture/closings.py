"""A real window, closed in the midst of something: ``python -m tests.torture.closings``.

The process is the command's own, from its arguments to its exit code. What is done in the window
and when it is closed is told by two further arguments.
"""

import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from itertools import count, cycle
from pathlib import Path

from PyQt6 import sip
from PyQt6.QtCore import QTimer

from gridloom_analytics.bilingual import same
from gridloom_desktop.command.main import main
from gridloom_desktop.window import main as program
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.editing.reason_dialog import ReasonDialog
from gridloom_desktop.window.model.asking.subjects import Subject
from gridloom_desktop.window.model.charts.view import ChartView
from gridloom_desktop.window.model.publishing import ShownResult, publish
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.workstation import Workstation
from gridloom_layers.importing.importing import import_source
from gridloom_layers.importing.options import ImportOptions
from gridloom_layers.language import tr

FRAME_MS = 16
Activity = Callable[[CityWindow], None]


def _analyse(analysis: str, layer: str, window: CityWindow, **settings: object) -> None:
    window.bench.analysing.ask(analysis, layer, settings)


def _analysis(analysis: str, layer: str, **settings: object) -> Activity:
    return partial(_analyse, analysis, layer, **settings)


def _import(window: CityWindow) -> None:
    source, store = sources(window) / "部件_城管局.csv", window.session.store
    options = ImportOptions("component", name="更多")
    window.operations.do(
        tr("Opening “{name}”", name=source.name),
        lambda progress: import_source(store, source, options, progress),
        lambda _: window.session.take(tr("Select"), None),
    )


def sources(window: CityWindow) -> Path:
    """Return the folder of the sources, beside the workspace."""
    return window.session.store.path.parent / "sources"


def _publish(window: CityWindow) -> None:
    store, result = window.session.store, next(iter(window.session.store.results))
    out = store.path.parent / "map.html"
    work = partial(publish, store, "web-map", out, ShownResult(result), "zh")
    window.operations.do(tr("Publishing"), work, window.bench.publishing.tell)


def _chart(window: CityWindow) -> None:
    for kind, fields in (("histogram", ("floors",)), ("scatter", ("height", "floor_area"))):
        window.bench.charts.add(ChartView(kind=kind, table="building", fields=fields))


def _paint(window: CityWindow) -> None:
    factors = cycle((1.1, 1.1, 1 / 1.1, 1 / 1.1))
    _repeat(window, lambda: window.canvas.zoom(next(factors)))


def _scroll(window: CityWindow) -> None:
    table = window.bench.tables.open("person")
    rows = cycle(range(0, 100_000, 777))
    _repeat(window, lambda: table.view.verticalScrollBar().setValue(next(rows)))


def _edit(window: CityWindow) -> None:
    """Edit the document without an end; tell each title and when it was given, in nanoseconds."""
    numbers = count()

    def edit() -> None:
        name = f"title {next(numbers)}"
        window.session.apply(tr("Rename"), window.session.document.changed("grid", title=name))
        sys.stdout.write(f"{time.time_ns()} {name}\n")
        sys.stdout.flush()

    _repeat(window, edit)


def _correct(window: CityWindow) -> None:
    """Give a building other codes by the dialog, and undo some, without an end.

    Tells the commit after each. What names the building by its code follows, so each of these acts
    changes two tables and a join.
    """
    codes = cycle([f"4403060096{number:05d}T017" for number in (90_001, 90_002, 90_003)])
    subject, told = Subject("building", 1, same("it")), [0]

    def go_on() -> None:
        if window.busy:
            return
        dialog = window.bench.editing.committing.dialog
        if dialog is not None and not sip.isdeleted(dialog) and _answered(dialog):
            return
        commit = window.session.store.at_commit.sequence
        sys.stdout.write(f"{commit}\n")
        sys.stdout.flush()
        told[0] += 1
        if told[0] % 3:
            window.bench.editing.correct_field(subject, "code", next(codes))
        else:
            window.bench.undoing.undo()

    _repeat(window, go_on)


def _answered(dialog: ReasonDialog) -> bool:
    """Answer a dialog that waits; say whether it is still there."""
    if dialog.isVisible() and not dialog.reason.toPlainText():
        dialog.reason.setPlainText("counted anew")
        dialog.author.setText("Li")
        dialog.buttons.accepted.emit()
    return dialog.isVisible()


def _repeat(window: CityWindow, act: Callable[[], object]) -> None:
    timer = QTimer(window)
    timer.timeout.connect(act)
    timer.start(FRAME_MS)


def _opening(_: CityWindow) -> None:
    """Do nothing: it is closed before."""


def _nothing(_: CityWindow) -> None:
    """Do nothing but show itself."""


SHARE = "share of residents over 64"
RATE = "events per 1,000 residents"
ACTIVITIES: Mapping[str, Activity] = {
    "opening": _opening,
    "nothing": _nothing,
    "density": _analysis("density", "event", adaptive=True, cell=40.0),
    "explain": _analysis("explain", "grid", value=RATE, by=[SHARE, "events per km²"]),
    "emerging": _analysis("emerging", "grid", events="event"),
    "clusters": _analysis("clusters", "event", method="hdbscan"),
    "near-repeat": _analysis("near-repeat", "event", permutations=9999),
    "hotspots": _analysis("hotspots", "grid", value=SHARE, permutations=99999),
    "scan": _analysis("scan", "event", scan="space-time", model="permutation", draws=9999),
    "import": _import,
    "publish": _publish,
    "chart": _chart,
    "painting": _paint,
    "scrolling": _scroll,
    "editing": _edit,
    "correcting": _correct,
}


class Driven(Workstation):
    """Begins an activity as soon as the window can do it, and closes it so much later."""

    activity: Activity
    delay_ms: int

    def open(self, path: Path) -> None:
        """Open the workspace; close while it is being opened, if that is what is tried."""
        super().open(path)
        if self.activity is _opening:
            self.start()
            self._finish_later()

    def _show(self, operations: Operations, session: Session) -> None:
        super()._show(operations, session)
        if self.activity is _nothing:
            self._finish_later()  # at any moment of its first map and of what comes around it
        elif self.activity is not _opening:
            self.windows[0].furnished.connect(self._begin)

    def _begin(self) -> None:
        self.activity(self.windows[0])
        self._finish_later()

    def _finish_later(self) -> None:
        QTimer.singleShot(self.delay_ms, self._finish)

    def _finish(self) -> None:
        for window in self.windows:
            window.end()
        self.quit()


if __name__ == "__main__":
    city, name, delay = sys.argv[1:]
    Driven.activity, Driven.delay_ms = staticmethod(ACTIVITIES[name]), int(delay)
    setattr(program, "Workstation", Driven)  # noqa: B010 - what the command makes
    sys.argv = ["gridloom", "desktop", city, "--json"]
    main()
