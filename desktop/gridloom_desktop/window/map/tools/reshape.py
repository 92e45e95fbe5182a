"""Drawing an outline anew, vertex by vertex."""

import numpy as np
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QPainter

from gridloom_desktop.canvas import View
from gridloom_desktop.window.map.tools.bands import draw_handle
from gridloom_desktop.window.map.tools.shape_tool import Drawn, ShapeTool
from gridloom_desktop.window.map.tools.tool import MapView, Pointer
from gridloom_desktop.window.model.editing import Outline
from gridloom_desktop.window.model.sketch import Vertex
from gridloom_layers.language import tr

MOST_HANDLES = 4_000
"""Of an outline with more vertices in the view only so many have a square."""


class Reshape(ShapeTool):
    """Drags a vertex; a double click on a side puts one in, Delete takes the chosen one out."""

    name = "reshape"
    title = tr("Draw the outline anew")
    hint = tr("Drag a vertex; double-click a side for a new one; Delete takes one out.")
    icon = "mdi6.vector-polygon"
    drags = True

    def __init__(self, canvas: MapView, outline: Outline) -> None:
        super().__init__(canvas, outline)
        self._held: Vertex | None = None
        self._chosen: Vertex | None = None
        self._before: Drawn = self.sketch, ()
        self._around = outline.others

    def grasps(self, pointer: Pointer) -> bool:
        """Say whether a vertex is under the pointer."""
        self._chosen = self.sketch.vertex_near(pointer.place, self.reach)
        self.canvas.update()
        return self._chosen is not None

    def press(self, pointer: Pointer) -> None:  # noqa: ARG002 - what it grasps is known
        """Grasp the vertex; what follows it when it is dragged draws it back to nowhere."""
        self._held = self._chosen
        if self._held is not None:
            self._before = self.sketch, ()
            self._around = self.outline.others.without(self.sketch.spot(self._held))

    def move(self, pointer: Pointer) -> None:
        """Take the vertex along; without one, tell by the cursor what can be grasped."""
        if self._held is not None:
            self.sketch = self._before[0].moved(self._held, self.snapped(pointer, self._around))
            self.canvas.update()
            return
        near = self.sketch.vertex_near(pointer.place, self.reach)
        self.cursor = Qt.CursorShape.SizeAllCursor if near else Qt.CursorShape.CrossCursor

    def release(self, pointer: Pointer) -> None:  # noqa: ARG002 - it was moved there
        """Let go of the vertex."""
        held, self._held, self._snap = self._held, None, None
        if held is not None and self.sketch is not self._before[0]:
            self.remember(self._before)
        self.canvas.update()

    def double(self, pointer: Pointer) -> None:
        """Put a vertex into a side."""
        side = self.sketch.side_near(pointer.place, self.reach)
        if side is not None and self.sketch.vertex_near(pointer.place, self.reach) is None:
            after, at = side
            before, self.sketch = self.sketch, self.sketch.inserted(after, at)
            self._chosen = Vertex(after.line, after.place + 1)
            self.remember((before, ()))

    def take_out(self) -> None:
        """Take the chosen vertex out."""
        if self._chosen is None:
            return
        before, self.sketch = self.sketch, self.sketch.without(self._chosen)
        if self.sketch is not before:
            self._chosen = None
            self.remember((before, ()))

    def take_back(self) -> None:
        """Take back what was drawn last; another vertex may be chosen by then."""
        self._chosen = None
        super().take_back()

    def cancel(self) -> bool:
        """Let the vertex go back to where it was."""
        held, self._held, self._snap = self._held, None, None
        if held is not None:
            self.sketch = self._before[0]
        return held is not None

    def draw_new(self, painter: QPainter, view: View) -> None:
        """Draw the new outline with its vertices."""
        super().draw_new(painter, view)
        xmin, ymin, xmax, ymax = view.box
        for number, line in enumerate(self.sketch.lines):
            inside = (line >= (xmin, ymin)).all(axis=1) & (line <= (xmax, ymax)).all(axis=1)
            for place in np.flatnonzero(inside)[:MOST_HANDLES].tolist():
                vertex = Vertex(number, place)
                draw_handle(painter, view, self.sketch.spot(vertex), chosen=vertex == self._chosen)
