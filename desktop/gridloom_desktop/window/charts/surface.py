"""What a chart is drawn on: two quiet axes around a plane, without menus or zoom of its own.

It is put together from the view box and the axes of pyqtgraph, not its plot: that brings menus
along, one of which writes files past the gate.
"""

from typing import Any

import pyqtgraph as pg
from PyQt6.QtCore import QPointF
from PyQt6.QtWidgets import QSizePolicy, QWidget

from gridloom_desktop.window.charts import look
from gridloom_desktop.window.charts.axis import Axis, Ticker
from gridloom_layers.language import Message

EDGES = (4, 8, 20, 2)
"""Pixels left free at the left, on top, at the right and at the foot."""


class Surface(pg.GraphicsView):
    """A plane with an axis ``below`` and one at the ``left``; None for none."""

    def __init__(
        self, below: Ticker | None, left: Ticker | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAntialiasing(True)
        self.setFrameShape(self.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.box: Any = pg.ViewBox(enableMouse=False, enableMenu=False)
        self.axes: dict[str, Axis] = {}
        layout: Any = pg.GraphicsLayout()
        layout.setSpacing(0)
        layout.setContentsMargins(*EDGES)
        layout.addItem(self.box, row=0, col=1)
        for side, ticker, place in (("bottom", below, (1, 1)), ("left", left, (0, 0))):
            if ticker is not None:
                self.axes[side] = axis = Axis(side, ticker)
                layout.addItem(axis, *place)
                axis.linkToView(self.box)
        self.setCentralItem(layout)

    def draw(self, *items: object) -> None:
        """Draw items, the first undermost."""
        for item in items:
            self.box.addItem(item, ignoreBounds=True)

    def remove(self, item: object) -> None:
        """Draw an item no more."""
        self.box.removeItem(item)

    def reach(self, x: tuple[float, float], y: tuple[float, float], padding: float = 0.02) -> None:
        """Show the plane from end to end, with a little room beyond."""
        self.box.setXRange(*x, padding=padding)
        self.box.setYRange(*y, padding=padding)

    def turn_over(self) -> None:
        """Let the axis at the left begin on top."""
        self.box.invertY(True)

    def entitle(self, below: Message | str, left: Message | str) -> None:
        """Say what the axes are; nothing where a text is empty."""
        for side, text in (("bottom", str(below)), ("left", str(left))):
            self.axes[side].entitle(text[:1].upper() + text[1:])

    def recolour(self) -> None:
        """Take the window's colours; kinds of charts draw their marks anew."""
        self.setBackground(look.paper())
        for axis in self.axes.values():
            axis.recolour()

    def at(self, place: QPointF) -> QPointF:
        """Return a place of the widget in terms of the axes."""
        return QPointF(self.box.mapSceneToView(self.mapToScene(place.toPoint())))

    def on(self, x: float, y: float) -> QPointF:
        """Return where a place of the axes is on the widget."""
        return QPointF(self.mapFromScene(self.box.mapViewToScene(QPointF(x, y))))
