"""Cutting an area by a line."""

import shapely
from PyQt6.QtGui import QPainter

from gridloom_desktop.canvas import View
from gridloom_desktop.window.map.tools.bands import draw_path
from gridloom_desktop.window.map.tools.shape_tool import ShapeTool
from gridloom_desktop.window.map.tools.tool import MapView, Pointer
from gridloom_desktop.window.model.editing import Outline
from gridloom_desktop.window.model.snapping import Spot, Surroundings
from gridloom_layers.language import tr


class Cut(ShapeTool):
    """Sets the corners of the line by clicks; a double click or Enter ends, Delete goes back."""

    name = "split"
    title = tr("Split the area")
    hint = tr("Click the corners of the cutting line, from outside to outside; "
              "double-click its end.")  # fmt: skip
    icon = "mdi6.content-cut"

    def __init__(self, canvas: MapView, outline: Outline) -> None:
        super().__init__(canvas, outline)
        self._around = Surroundings.of([outline.sketch.shape])
        self._pointer: Spot | None = None

    @property
    def is_changed(self) -> bool:
        """Whether there is a line."""
        return len(self.line) > 1

    @property
    def cutting(self) -> shapely.LineString:
        """The line."""
        return shapely.LineString(self.line)

    def move(self, pointer: Pointer) -> None:
        """Draw on to the pointer."""
        self._pointer = self.snapped(pointer, self._around)
        self.canvas.update()

    def release(self, pointer: Pointer) -> None:
        """Set a corner; a double click comes as two at one place."""
        spot = self.snapped(pointer, self._around)
        if self.line[-1:] != (spot,):
            before, self.line = self.line, (*self.line, spot)
            self.remember((self.sketch, before))

    def double(self, pointer: Pointer) -> None:  # noqa: ARG002 - the first click has set it
        """End the line."""
        self.ended.emit(True)

    def take_out(self) -> None:
        """Take the last corner back."""
        self.take_back()

    def draw_new(self, painter: QPainter, view: View) -> None:
        """Draw the line on to the pointer."""
        there = [self._pointer] if self.line and self._pointer else []
        draw_path(painter, view, [*self.line, *there], closed=False)
