"""Measuring: what was drawn stays until the next click, its length or area beside the pointer."""

from abc import ABC, abstractmethod

from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QPainter

from gridloom_desktop.canvas import View
from gridloom_desktop.window.map.tools.bands import draw_note, draw_path
from gridloom_desktop.window.map.tools.polygon import VertexTool
from gridloom_desktop.window.map.tools.tool import How, MapView, Place, Pointer
from gridloom_desktop.window.model.measuring import Ruler, area_text, length_text
from gridloom_layers.language import tr


class _Measure(VertexTool, ABC):
    """Measures with the canvas's ruler; without one (no CRS is known) there is nothing to tell."""

    def __init__(self, canvas: MapView) -> None:
        super().__init__(canvas)
        self._done: list[Place] = []

    @property
    def lines(self) -> list[str]:
        """What is told of what is drawn."""
        drawn = self.path or self._done
        ruler = self.canvas.ruler
        return self.told(ruler, drawn) if ruler is not None and drawn else []

    @abstractmethod
    def told(self, ruler: Ruler, drawn: list[Place]) -> list[str]:
        """Return the lines beside the pointer."""

    def release(self, pointer: Pointer) -> None:
        """Set a vertex; what was measured before goes."""
        self._done = []
        super().release(pointer)

    def ended(self, vertices: list[Place], how: How) -> None:  # noqa: ARG002 - it selects nothing
        """Let what was measured stand."""
        self._done = vertices

    def cancel(self) -> bool:
        """Drop what is drawn, or what was measured."""
        measured, self._done = bool(self._done), []
        return super().cancel() or measured

    def draw(self, painter: QPainter, view: View) -> None:
        """Draw what is measured, and the figures at its end."""
        drawn = self.path or self._done
        if not drawn:
            return
        draw_path(painter, view, drawn, closed=self.closed)
        if lines := self.lines:
            draw_note(painter, view, QPointF(*view.to_frame(*drawn[-1])), lines)


class MeasureDistance(_Measure):
    """Measures along a line."""

    name = "measure-distance"
    title = tr("Measure a distance")
    icon = "mdi6.ruler"
    keys = "D"
    closed = False

    def told(self, ruler: Ruler, drawn: list[Place]) -> list[str]:
        """Return the length of all, and of the last stretch where there are several."""
        whole = length_text(ruler.length(drawn))
        lines = [str(tr("Length {length}", length=whole))]
        if len(drawn) > 2:
            last = length_text(ruler.length(drawn[-2:]))
            lines.append(str(tr("Last stretch {length}", length=last)))
        return lines


class MeasureArea(_Measure):
    """Measures within a polygon."""

    name = "measure-area"
    title = tr("Measure an area")
    icon = "mdi6.ruler-square"
    keys = "A"

    def told(self, ruler: Ruler, drawn: list[Place]) -> list[str]:
        """Return area and perimeter."""
        around = length_text(ruler.length([*drawn, drawn[0]]))
        return [
            str(tr("Area {area}", area=area_text(ruler.area(drawn)))),
            str(tr("Perimeter {length}", length=around)),
        ]
