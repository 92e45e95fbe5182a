"""Run in a process of its own: drag and zoom the map of a workspace with the mouse.

Prints one JSON line: what was measured, in seconds. See ``moving``. With ``dressed`` as second
argument the layer has labels, a part of it is selected, and the map is so close that both are seen.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import QMouseEvent, QWheelEvent
from PyQt6.QtWidgets import QApplication

from benchmarks.canvas.layers import COLOURS
from benchmarks.canvas.workspace import FIELD
from gridloom_analytics.selecting import Where
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.screenshot import opened_window, wait_until_idle
from gridloom_layers.language import tr

EVENTS, GESTURE = 200, 20
"""Events in all, and those of one gesture."""
CLOSE = 80.0
"""How much closer than the whole city labels are looked at."""
INTERVAL_S = 1 / 60
PATIENCE_S = 10.0
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NO_KEY = Qt.KeyboardModifier.NoModifier
WHEEL = (120, QPointF(700, 450)), (-120, QPointF(300, 600))
DRAG = QPointF(9, 5), QPointF(-7, -6)


@dataclass
class Stopwatch:
    """How long the canvas takes to paint itself, each time."""

    paints: list[float] = field(default_factory=list)

    def watch(self, canvas: MapCanvas) -> None:
        """Take the time of each paint event from now on."""
        paint = canvas.paintEvent

        def timed(event) -> None:  # Qt finds it on the instance
            begin = time.perf_counter()
            paint(event)
            self.paints.append(time.perf_counter() - begin)

        canvas.paintEvent = timed  # pyright: ignore[reportAttributeAccessIssue]


def gestures() -> Iterator[list[QEvent]]:
    """Yield drags and turns of the wheel by turns, each with its events."""
    for number in range(EVENTS // GESTURE):
        if number % 2 == 0:
            yield list(dragged(DRAG[number // 2 % 2]))
        else:
            angle, at = WHEEL[number // 2 % 2]
            yield [wheel(angle, at) for _ in range(GESTURE)]


def dragged(step: QPointF) -> Iterator[QEvent]:
    """Yield a press, moves by a step each, a release."""
    at = QPointF(600, 400)
    yield QMouseEvent(QEvent.Type.MouseButtonPress, at, at, LEFT, LEFT, NO_KEY)
    for _ in range(GESTURE - 2):
        at = at + step
        yield QMouseEvent(QEvent.Type.MouseMove, at, at, NONE, LEFT, NO_KEY)
    yield QMouseEvent(QEvent.Type.MouseButtonRelease, at, at, LEFT, NONE, NO_KEY)


def wheel(angle: int, at: QPointF) -> QEvent:
    """Return one notch of the wheel."""
    phase = Qt.ScrollPhase.NoScrollPhase
    return QWheelEvent(at, at, QPoint(), QPoint(0, angle), NONE, NO_KEY, phase, False)


def play(canvas: MapCanvas, events: list[QEvent]) -> float:
    """Send events as a hand does; return the seconds from the last one until its frame is shown."""
    for event in events:
        sent = time.perf_counter()
        QApplication.sendEvent(canvas, event)
        while time.perf_counter() - sent < INTERVAL_S:
            QApplication.processEvents()
    while not canvas.idle and time.perf_counter() - sent < PATIENCE_S:
        QApplication.processEvents()
    canvas.repaint()
    return time.perf_counter() - sent


def dress(window: CityWindow) -> None:
    """Label the layer, select the rows of its last class and come close to a building."""
    (layer,) = window.session.document.layers
    labelled = window.session.document.changed(layer.name, labels=FIELD)
    window.session.apply(tr("Labels"), labelled)
    window.session.select(layer.table, Where(text=f"{FIELD} = {len(COLOURS) - 1}"))
    wait_until_idle(window)
    shapes = window.session.layers[0].shapes
    xmin, ymin, xmax, ymax = (shapes.boxes[len(shapes) // 2] + np.tile(shapes.origin, 2)).tolist()
    window.canvas.zoom(CLOSE)
    window.canvas.centre_on((xmin + xmax) / 2, (ymin + ymax) / 2)
    wait_until_idle(window)
    if not window.canvas.label_texts:
        raise SystemExit("there is no label to be moved")


def main() -> None:
    """Open the window on the workspace that is named and move its map."""
    size = int(os.environ["GRIDLOOM_WIDTH"]), int(os.environ["GRIDLOOM_HEIGHT"])
    watch = Stopwatch()
    with opened_window(Path(sys.argv[1]), *size) as window:
        wait_until_idle(window)
        if "dressed" in sys.argv[2:]:
            dress(window)
        watch.watch(window.canvas)
        waits = [play(window.canvas, events) for events in gestures()]
    told = {
        "paint, median": float(np.median(watch.paints)),
        "paint, p95": float(np.quantile(watch.paints, 0.95)),
        "new frame after the last event, p95": float(np.quantile(waits, 0.95)),
    }
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
