"""Mouse, wheel and keyboard of the map, handed to the tool that is in use."""

from collections.abc import Callable, Sequence

import shapely
from PyQt6.QtCore import QEvent, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent
from PyQt6.QtWidgets import QWidget

from gridloom_desktop.window.map.key_pointer import KeyPointer
from gridloom_desktop.window.map.navigation import Navigation
from gridloom_desktop.window.map.tools import How, Pan, Place, Pointer, Tool
from gridloom_desktop.window.map.tools.tool import DRAG_START
from gridloom_desktop.window.model.measuring import Ruler

ZOOM_STEP = 1.25
PAN_SHARE, FINE = 0.25, 8
"""An arrow key moves the map by this share of its size, with Shift by so many pixels."""
ARROWS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
ZOOMING = {
    Qt.Key.Key_Plus: ZOOM_STEP,
    Qt.Key.Key_Equal: ZOOM_STEP,
    Qt.Key.Key_Minus: 1 / ZOOM_STEP,
}
KEYPAD = Qt.KeyboardModifier.KeypadModifier
SIDEWAYS = Qt.KeyboardModifier.AltModifier


class MapInput(Navigation):
    """The input of a map.

    Under any tool the middle button, and the left one while Space is held, drags the map; the
    wheel zooms at the pointer, arrows move, + and − zoom, Home asks for all, Alt and an arrow or
    the outer buttons of the mouse go to the previous and the next view. Space and Enter press at
    the middle, which a cross marks while the keys are used, Insert is a double click.

    ``pointed`` tells where the pointer is in the plane, ``departed`` that it has left; ``clicked``
    gives a place of the plane and the tolerance of a click in its units, ``drawn`` a geometry that
    a tool has drawn and what becomes of the selection by it (``How``);
    ``drawn_around`` a distance in metres around what is selected.

    ``ruler`` measures in the map's CRS (None: it is not known), ``selected_shapes`` gives the
    geometries that are selected, for the tools that need them.
    """

    pointed = pyqtSignal(float, float)
    departed = pyqtSignal()
    clicked = pyqtSignal(float, float, float)
    drawn = pyqtSignal(object, str)
    drawn_around = pyqtSignal(float, str)
    wants_all = pyqtSignal()
    tool_changed = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ruler: Ruler | None = None
        self.selected_shapes: Callable[[], Sequence[shapely.Geometry]] = tuple
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._hand = Pan(self)
        self.key_pointer = KeyPointer(self)
        self.tool: Tool = self._hand
        self._grabbed: Tool | None = None
        self._space = self._tapped = False
        self._set_cursor()

    def use(self, tool: Tool | None) -> None:
        """Let a tool answer the pointer from now on; None is the hand."""
        self.tool.cancel()
        self.key_pointer.rest()
        self.tool = tool or self._hand
        self.tool.begin()
        self._set_cursor()
        self.update()
        self.tool_changed.emit(self.tool.name)

    def click(self, place: Place) -> None:
        """Tell of a click on a place of the plane."""
        if self.view is not None:
            self.clicked.emit(*place, DRAG_START / self.view.scale)

    def finish(self, geometry: shapely.Geometry, how: How) -> None:
        """Tell of a geometry that a tool has drawn."""
        self.drawn.emit(geometry, how)

    def finish_around(self, metres: float, how: How) -> None:
        """Tell that what lies within a distance of the selection is meant."""
        self.drawn_around.emit(metres, how)

    def _set_cursor(self) -> None:
        held = self._grabbed or (self._hand if self._space else self.tool)
        dragging = held is self._hand and self._hand.dragging
        self.setCursor(Qt.CursorShape.ClosedHandCursor if dragging else held.cursor)

    @property
    def pressed(self) -> bool:
        """Whether a button is held on the map."""
        return self._grabbed is not None

    def _pointer(self, event: QMouseEvent) -> Pointer | None:
        if self.view is None:
            return None
        at = event.position()
        return Pointer(at, self.view.to_plane(at.x(), at.y()), event.modifiers())

    def wheelEvent(self, a0: QWheelEvent | None) -> None:  # noqa: N802 - Qt's name
        """Zoom at the pointer."""
        if a0 is not None and a0.angleDelta().y():
            self.zoom(ZOOM_STEP ** (a0.angleDelta().y() / 120), a0.position())
            a0.accept()

    def mousePressEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Hand a press to the tool, or take the map in the hand."""
        if a0 is None or (pointer := self._pointer(a0)) is None:
            return
        self._tapped = False
        self.key_pointer.rest()
        if a0.button() == Qt.MouseButton.BackButton:
            self.show_previous()
        elif a0.button() == Qt.MouseButton.ForwardButton:
            self.show_next()
        elif a0.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            middle = a0.button() == Qt.MouseButton.MiddleButton
            by_hand = middle or self._space or not self.tool.grasps(pointer)
            self._grabbed = self._hand if by_hand else self.tool
            self._grabbed.press(pointer)

    def mouseMoveEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Hand a move to the tool, and tell where the pointer is."""
        if a0 is None or (pointer := self._pointer(a0)) is None:
            return
        self.key_pointer.rest()
        (self._grabbed or self.tool).move(pointer)
        self._set_cursor()
        if self.view is not None:
            self.pointed.emit(*self.view.to_plane(pointer.at.x(), pointer.at.y()))

    def mouseReleaseEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Hand a release to the tool that was pressed; a mere click of the hand asks nothing."""
        grabbed, self._grabbed = self._grabbed, None
        if a0 is None or grabbed is None or (pointer := self._pointer(a0)) is None:
            return
        left = a0.button() == Qt.MouseButton.LeftButton
        asks = left and grabbed is self.tool and not self._space
        if asks or self._hand.dragging:
            grabbed.release(pointer)
        else:
            grabbed.cancel()
        self._set_cursor()

    def mouseDoubleClickEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Hand a double click to the tool."""
        if a0 is None or a0.button() != Qt.MouseButton.LeftButton:
            return
        if (pointer := self._pointer(a0)) is not None:
            self.tool.double(pointer)

    def leaveEvent(self, a0: QEvent | None) -> None:  # noqa: N802
        """Tell that the pointer has gone."""
        super().leaveEvent(a0)
        self.departed.emit()

    def event(self, a0: QEvent | None) -> bool:
        """Keep Undo for the tool while something is drawn, instead of the step before."""
        is_override = a0 is not None and a0.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(a0, QKeyEvent) and self._is_undo(a0):
            a0.accept()
            return True
        return super().event(a0)

    def _is_undo(self, event: QKeyEvent) -> bool:
        return event.matches(QKeySequence.StandardKey.Undo) and self.tool.drawing

    def keyPressEvent(self, a0: QKeyEvent | None) -> None:  # noqa: N802
        """Hand a key to the tool; else move, zoom or go to another view."""
        if a0 is None:
            return
        if self._is_undo(a0):
            self.tool.take_back()
            return
        how = Pointer(QPointF(), (0, 0), a0.modifiers()).how
        if a0.key() == Qt.Key.Key_Escape:
            self.key_pointer.rest()
        if not (self.tool.key(a0.key(), how) or self._steer(a0) or self._press(a0)):
            super().keyPressEvent(a0)

    def _steer(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in ARROWS and event.modifiers() & SIDEWAYS:
            self._turn_back(key)
        elif key in ARROWS and self.view is not None:
            self._move_below(ARROWS[Qt.Key(key)], event.modifiers())
        elif key in ZOOMING:
            self.zoom(ZOOMING[Qt.Key(key)])
        elif key == Qt.Key.Key_Home:
            self.wants_all.emit()
        else:
            return False
        return True

    def _press(self, event: QKeyEvent) -> bool:
        """Press at the middle; Space when it is let go, as the map can be dragged meanwhile."""
        if event.key() == Qt.Key.Key_Space:
            self._tapped = self._tapped or not self._space
            self._space = True
            self._set_cursor()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.key_pointer.press(event.modifiers() & ~KEYPAD)
        elif event.key() == Qt.Key.Key_Insert:
            self.key_pointer.double(event.modifiers())
        else:
            return False
        return True

    def _move_below(self, way: tuple[int, int], keys: Qt.KeyboardModifier) -> None:
        """Move the map below the pointer of the keys, and tell where that is then."""
        x, y = way
        fine = bool(keys & Qt.KeyboardModifier.ShiftModifier)
        step = (FINE, FINE) if fine else (self.width() * PAN_SHARE, self.height() * PAN_SHARE)
        if self.view is not None:
            self.set_view(self.view.panned(step[0] * x, step[1] * y))
        if (pointer := self.key_pointer.follow()) is not None:
            self.pointed.emit(*pointer.place)

    def _turn_back(self, key: int) -> None:
        if key == Qt.Key.Key_Left:
            self.show_previous()
        elif key == Qt.Key.Key_Right:
            self.show_next()

    def keyReleaseEvent(self, a0: QKeyEvent | None) -> None:  # noqa: N802
        """Let go of the map."""
        if a0 is not None and a0.key() == Qt.Key.Key_Space and not a0.isAutoRepeat():
            tapped = self._tapped
            self._release_space()
            if tapped:
                self.key_pointer.press(a0.modifiers())
        else:
            super().keyReleaseEvent(a0)

    def focusOutEvent(self, a0: QFocusEvent | None) -> None:  # noqa: N802
        """Let go of the map: the release of a key that is held goes elsewhere."""
        super().focusOutEvent(a0)
        self.key_pointer.rest()
        self._release_space()

    def _release_space(self) -> None:
        self._space = self._tapped = False
        self._set_cursor()
