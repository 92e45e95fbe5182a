"""Drawing a box: to zoom to, or to select in."""

import shapely
from PyQt6.QtGui import QPainter

from gridloom_desktop.canvas import View
from gridloom_desktop.window.map.tools.bands import draw_box
from gridloom_desktop.window.map.tools.tool import DRAG_START, MapView, Place, Pointer, Tool
from gridloom_layers.language import tr


def zoom_between(canvas: MapView, one: Pointer, other: Pointer) -> None:
    """Zoom to the box between two places."""
    canvas.show_box(_bounds(one.place, other.place))


def touched(canvas: MapView, place: Place) -> shapely.Geometry:
    """Return what a click touches: the few pixels around it, as an area of the plane."""
    reach = DRAG_START / canvas.view.scale if canvas.view else 0.0
    return shapely.box(place[0] - reach, place[1] - reach, place[0] + reach, place[1] + reach)


def _bounds(one: Place, other: Place) -> tuple[float, float, float, float]:
    return (
        min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]),
    )  # fmt: skip


class _BoxTool(Tool):
    """Drags a box from corner to corner."""

    drags = True

    def __init__(self, canvas: MapView) -> None:
        super().__init__(canvas)
        self._first: Pointer | None = None
        self._last: Pointer | None = None

    def press(self, pointer: Pointer) -> None:
        """Set the first corner."""
        self._first, self._last = pointer, None

    def move(self, pointer: Pointer) -> None:
        """Drag the second corner."""
        if self._first is not None and (self._last is not None or pointer.away(self._first)):
            self._last = pointer
            self.canvas.update()

    def release(self, pointer: Pointer) -> None:
        """Set the second corner."""
        first, last = self._first, self._last
        self.cancel()
        if first is not None and last is not None:
            self.boxed(first, pointer)
        elif first is not None:
            self.clicked(pointer)
        self.canvas.update()

    def boxed(self, first: Pointer, last: Pointer) -> None:
        """Answer a box."""

    def clicked(self, pointer: Pointer) -> None:
        """Answer a click."""

    def cancel(self) -> bool:
        """Drop the box."""
        begun = self._first is not None
        self._first = self._last = None
        self.canvas.update()
        return begun

    def draw(self, painter: QPainter, view: View) -> None:
        """Draw the box."""
        if self._first is not None and self._last is not None:
            draw_box(painter, view, self._first.place, self._last.place)


class ZoomBox(_BoxTool):
    """Zooms to the box that is drawn; a click zooms in."""

    name = "zoom-box"
    title = tr("Zoom to a box")
    icon = "mdi6.magnify-plus-cursor"
    keys = "E"

    def boxed(self, first: Pointer, last: Pointer) -> None:
        """Zoom to the box."""
        zoom_between(self.canvas, first, last)

    def clicked(self, pointer: Pointer) -> None:
        """Zoom in at the pointer."""
        self.canvas.zoom(2.0, pointer.at)


class RectangleSelect(_BoxTool):
    """Selects what a rectangle, or a click, touches."""

    name = "rectangle"
    title = tr("Select by rectangle")
    icon = "mdi6.vector-rectangle"
    keys = "R"

    def boxed(self, first: Pointer, last: Pointer) -> None:
        """Give the rectangle."""
        self.canvas.finish(shapely.box(*_bounds(first.place, last.place)), last.how)

    def clicked(self, pointer: Pointer) -> None:
        """Give the place."""
        self.canvas.finish(touched(self.canvas, pointer.place), pointer.how)
