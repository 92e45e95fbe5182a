"""Selecting within a circle."""

import math

import shapely
from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QPainter

from gridloom_desktop.canvas import View
from gridloom_desktop.window.map.tools.bands import draw_circle, draw_note
from gridloom_desktop.window.map.tools.rectangle import touched
from gridloom_desktop.window.map.tools.tool import MapView, Pointer, Tool
from gridloom_desktop.window.model.measuring import length_text
from gridloom_layers.language import tr

QUARTER = 32
"""Sides of a quarter of the circle: its area is 0.04 % too small."""


class CircleSelect(Tool):
    """Drags a circle from its middle; the radius is shown meanwhile."""

    name = "circle"
    title = tr("Select by circle")
    icon = "mdi6.vector-circle-variant"
    keys = "C"
    drags = True

    def __init__(self, canvas: MapView) -> None:
        super().__init__(canvas)
        self._middle: Pointer | None = None
        self._edge: Pointer | None = None

    def press(self, pointer: Pointer) -> None:
        """Set the middle."""
        self._middle, self._edge = pointer, None

    def move(self, pointer: Pointer) -> None:
        """Drag the edge."""
        if self._middle is not None and (self._edge is not None or pointer.away(self._middle)):
            self._edge = pointer
            self.canvas.update()

    def release(self, pointer: Pointer) -> None:
        """Give the circle, or the place that was clicked."""
        middle, edge = self._middle, self._edge
        self.cancel()
        if middle is not None and edge is not None:
            radius = math.dist(middle.place, pointer.place)
            circle = shapely.buffer(shapely.Point(middle.place), radius, quad_segs=QUARTER)
            self.canvas.finish(circle, pointer.how)
        elif middle is not None:
            self.canvas.finish(touched(self.canvas, pointer.place), pointer.how)

    def cancel(self) -> bool:
        """Drop the circle."""
        begun = self._middle is not None
        self._middle = self._edge = None
        self.canvas.update()
        return begun

    def draw(self, painter: QPainter, view: View) -> None:
        """Draw the circle and write its radius."""
        if self._middle is not None and self._edge is not None:
            middle, edge = (
                QPointF(*view.to_frame(*one.place)) for one in (self._middle, self._edge)
            )
            draw_circle(
                painter, middle, math.dist(self._middle.place, self._edge.place) * view.scale
            )
            radius = length_text(math.dist(self._middle.place, self._edge.place))
            draw_note(painter, view, edge, [str(tr("Radius {length}", length=radius))])
