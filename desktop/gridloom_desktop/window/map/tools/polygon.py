"""Drawing vertex by vertex: a polygon to select in, a line to measure along."""

import shapely
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QPainter

from gridloom_desktop.canvas import View
from gridloom_desktop.window.map.tools.bands import draw_path
from gridloom_desktop.window.map.tools.tool import How, MapView, Place, Pointer, Tool
from gridloom_layers.language import tr


class VertexTool(Tool):
    """Sets a vertex by each click.

    A double click or Enter ends, Backspace or Undo takes the last vertex back, Escape drops all.
    """

    closed = True

    def __init__(self, canvas: MapView) -> None:
        super().__init__(canvas)
        self.vertices: list[Place] = []
        self.pointer: Pointer | None = None

    @property
    def path(self) -> list[Place]:
        """The vertices and the place of the pointer, where the next one would be."""
        return self.vertices + ([self.pointer.place] if self.vertices and self.pointer else [])

    def release(self, pointer: Pointer) -> None:
        """Set a vertex."""
        if not self.vertices or self.vertices[-1] != pointer.place:
            self.vertices.append(pointer.place)
        self.canvas.update()

    def move(self, pointer: Pointer) -> None:
        """Draw on to the pointer."""
        self.pointer = pointer
        if self.vertices:
            self.canvas.update()

    def double(self, pointer: Pointer) -> None:
        """End; the first of the two clicks has set the last vertex."""
        self._end(pointer.how)

    def key(self, key: int, how: How) -> bool:
        """End by Enter, take a vertex back by Backspace, drop all by Escape."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.vertices:
            self._end(how)
            return True
        if key == Qt.Key.Key_Backspace and self.vertices:
            self.take_back()
            return True
        return super().key(key, how)

    @property
    def drawing(self) -> bool:
        """Whether there is a vertex to take back."""
        return bool(self.vertices)

    def take_back(self) -> None:
        """Take the last vertex back."""
        self.vertices.pop()
        self.canvas.update()

    def _end(self, how: How) -> None:
        vertices, self.vertices = self.vertices, []
        self.ended(vertices, how)
        self.canvas.update()

    def ended(self, vertices: list[Place], how: How) -> None:
        """Answer what was drawn."""

    def cancel(self) -> bool:
        """Drop all vertices."""
        begun, self.vertices = bool(self.vertices), []
        self.canvas.update()
        return begun

    def draw(self, painter: QPainter, view: View) -> None:
        """Draw the vertices and the way between them."""
        if self.vertices:
            draw_path(painter, view, self.path, closed=self.closed)


class PolygonSelect(VertexTool):
    """Selects within a polygon."""

    name = "polygon"
    title = tr("Select by polygon")
    icon = "mdi6.vector-polygon"
    keys = "P"

    def ended(self, vertices: list[Place], how: How) -> None:
        """Give the polygon; one that crosses itself as the areas that it surrounds."""
        if len(vertices) > 2:
            area = shapely.make_valid(shapely.Polygon(vertices))
            if shapely.area(area) > 0:
                self.canvas.finish(area, how)
