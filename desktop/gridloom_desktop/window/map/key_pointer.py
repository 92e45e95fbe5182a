"""The pointer of the keys: it rests in the middle of the map, which moves below it."""

from typing import Protocol

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QPainter

from gridloom_desktop.canvas import View
from gridloom_desktop.window.map.outlines import draw_cross
from gridloom_desktop.window.map.tools.tool import Pointer, Tool

Keys = Qt.KeyboardModifier


class Aimed(Protocol):
    """A map that can be aimed at."""

    view: View | None
    tool: Tool

    def update(self) -> None:
        """Draw the map again."""


class KeyPointer:
    """Hands presses at the middle of a map to its tool; ``shown`` while the keys are used.

    A tool that draws by clicks gets one with each press. One that drags is pressed by the first and
    released by the second, at the place that came under the pointer meanwhile.
    """

    def __init__(self, canvas: Aimed) -> None:
        self._canvas = canvas
        self.shown = False
        self._pressed_in: View | None = None

    def pointer(self, keys: Keys = Keys.NoModifier) -> Pointer | None:
        """Return where the pointer is: pixels are those of the view in which it was pressed."""
        view = self._canvas.view
        if view is None:
            return None
        place = view.to_plane(view.width / 2, view.height / 2)
        return Pointer(QPointF(*(self._pressed_in or view).to_frame(*place)), place, keys)

    def press(self, keys: Keys) -> None:
        """Press, or let go of what is dragged."""
        if (pointer := self.pointer(keys)) is None:
            return
        tool, dragged, self._pressed_in = self._canvas.tool, self._pressed_in, None
        if dragged is not None:
            tool.release(pointer)
        elif tool.grasps(pointer):
            tool.press(pointer)
            if tool.drags:
                self._pressed_in = self._canvas.view
            else:
                tool.release(pointer)
        self.follow()

    def double(self, keys: Keys) -> None:
        """Answer what is a double click of the mouse."""
        if (pointer := self.pointer(keys)) is not None:
            self._canvas.tool.double(pointer)
            self.follow()

    def follow(self) -> Pointer | None:
        """Show the pointer, and tell the tool where it is now."""
        self.shown = True
        if (pointer := self.pointer()) is not None:
            self._canvas.tool.move(pointer)
        self._canvas.update()
        return pointer

    def rest(self) -> None:
        """Give way to the mouse, or to another tool."""
        if self.shown:
            self.shown, self._pressed_in = False, None
            self._canvas.update()

    def draw(self, painter: QPainter, view: View) -> None:
        """Draw it as a cross."""
        if self.shown:
            draw_cross(painter, QPointF(view.width / 2, view.height / 2))
