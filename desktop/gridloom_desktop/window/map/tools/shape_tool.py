"""Drawing at the outline of one row: what the tools for it have in common."""

from typing import ClassVar

from psygnal import Signal
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QPainter

from gridloom_desktop.canvas import View
from gridloom_desktop.window.map.tools.bands import draw_outline, draw_snap
from gridloom_desktop.window.map.tools.tool import How, MapView, Pointer, Tool
from gridloom_desktop.window.model.editing import Outline
from gridloom_desktop.window.model.sketch import Sketch
from gridloom_desktop.window.model.snapping import Snap, Spot, Surroundings
from gridloom_layers.language import Message

REACH = 8.0
"""Pixels within which a vertex or a side is grasped, and snapped to."""
Drawn = tuple[Sketch, tuple[Spot, ...]]


class ShapeTool(Tool):
    """Draws a shape anew, or a line through it, until that is applied or given up.

    Undo takes back what was drawn, step by step. ``changed`` follows each change,
    ``ended(accepted)`` Enter or Escape. Beside the shape the map is dragged.
    """

    changed = Signal()
    ended = Signal(bool)
    hint: ClassVar[Message]
    stays = True

    def __init__(self, canvas: MapView, outline: Outline) -> None:
        super().__init__(canvas)
        self.outline = outline
        self.sketch = outline.sketch
        self.line: tuple[Spot, ...] = ()
        self._past: list[Drawn] = []
        self._snap: Snap | None = None

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to apply."""
        return self.sketch is not self.outline.sketch

    @property
    def drawing(self) -> bool:
        """Always: the step before must not be undone under a shape that is drawn."""
        return True

    @property
    def reach(self) -> float:
        """How far the pointer reaches, in units of the plane."""
        return REACH / self.canvas.view.scale if self.canvas.view else 0.0

    def snapped(self, pointer: Pointer, to: Surroundings) -> Spot:
        """Return the place of the pointer, or what it is snapped to, which is marked."""
        self._snap = to.snap(pointer.place, self.reach)
        return self._snap.spot if self._snap else pointer.place

    def remember(self, before: Drawn) -> None:
        """Keep what was there before a change, and tell of the change."""
        self._past.append(before)
        self.changed.emit()
        self.canvas.update()

    def take_back(self) -> None:
        """Take back what was drawn last."""
        if self._past:
            self.sketch, self.line = self._past.pop()
            self.changed.emit()
            self.canvas.update()

    def key(self, key: int, how: How) -> bool:  # noqa: ARG002 - nothing is selected here
        """Apply by Enter, give up by Escape, take out by Delete."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ended.emit(True)
        elif key == Qt.Key.Key_Escape:
            self.ended.emit(False)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.take_out()
        else:
            return False
        return True

    def take_out(self) -> None:
        """Answer Delete."""

    def draw(self, painter: QPainter, view: View) -> None:
        """Draw the shape as it was and as it is, and what the pointer is snapped to."""
        was = self.outline.sketch
        draw_outline(painter, view, was.lines, closed=was.closed, was=True)
        self.draw_new(painter, view)
        if self._snap is not None:
            draw_snap(painter, view, self._snap.spot, REACH, on_side=self._snap.on == "side")

    def draw_new(self, painter: QPainter, view: View) -> None:
        """Draw what is new."""
        draw_outline(painter, view, self.sketch.lines, closed=self.sketch.closed)
