"""Moving the map, and asking what is under the pointer."""

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QPainter

from gridloom_desktop.canvas import View
from gridloom_desktop.window.map.tools.bands import draw_box
from gridloom_desktop.window.map.tools.rectangle import zoom_between
from gridloom_desktop.window.map.tools.tool import MapView, Pointer, Tool
from gridloom_layers.language import tr


class Pan(Tool):
    """Drags the map; a click asks, Shift and a drag zooms to a box, a double click zooms in."""

    name = "pan"
    title = tr("Move and identify")
    icon = "mdi6.hand-back-right-outline"
    keys = "H"
    shows_tips = True
    cursor = Qt.CursorShape.OpenHandCursor

    def __init__(self, canvas: MapView) -> None:
        super().__init__(canvas)
        self._pressed: Pointer | None = None
        self._last: Pointer | None = None
        self._boxed = False

    def press(self, pointer: Pointer) -> None:
        """Begin a click, a drag or a box."""
        self._pressed, self._last = pointer, None
        self._boxed = bool(pointer.keys & Qt.KeyboardModifier.ShiftModifier)

    def move(self, pointer: Pointer) -> None:
        """Drag the map along, or the corner of the box."""
        if self._pressed is None or (self._last is None and not pointer.away(self._pressed)):
            return
        before, self._last = self._last or self._pressed, pointer
        if self._boxed:
            self.canvas.update()
        elif self.canvas.view is not None:
            step: QPointF = pointer.at - before.at
            self.canvas.set_view(self.canvas.view.panned(step.x(), step.y()))

    @property
    def dragging(self) -> bool:
        """Whether the map is being dragged."""
        return self._last is not None and not self._boxed

    def release(self, pointer: Pointer) -> None:
        """End a drag, zoom to the box, or tell of the click."""
        pressed, last = self._pressed, self._last
        self._pressed = self._last = None
        if pressed is None:
            return
        if last is None:
            self.canvas.click(pointer.place)
        elif self._boxed:
            zoom_between(self.canvas, pressed, pointer)

    def double(self, pointer: Pointer) -> None:
        """Zoom in at the pointer."""
        self.canvas.zoom(2.0, pointer.at)

    def cancel(self) -> bool:
        """Let go of the map, or of the box."""
        begun = self._last is not None
        self._pressed = self._last = None
        return begun

    def draw(self, painter: QPainter, view: View) -> None:
        """Draw the box."""
        if self._boxed and self._pressed is not None and self._last is not None:
            draw_box(painter, view, self._pressed.place, self._last.place)
