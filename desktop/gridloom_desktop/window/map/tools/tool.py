"""What all tools of the map have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

import shapely
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QPainter

from gridloom_analytics.selecting import How
from gridloom_desktop.canvas import Box, View
from gridloom_desktop.window.model.measuring import Ruler
from gridloom_layers.language import Message

Place = tuple[float, float]
DRAG_START = 4
"""So many pixels from where it was pressed the pointer drags."""


@dataclass(frozen=True)
class Pointer:
    """Where the pointer is: in pixels of the widget and in the plane; the keys that are held."""

    at: QPointF
    place: Place
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def how(self) -> How:
        """Shift adds, Ctrl or Alt removes, both together keep what is within: as in QGIS."""
        adds = bool(self.keys & Qt.KeyboardModifier.ShiftModifier)
        removes = bool(
            self.keys & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        )
        if adds:
            return "within" if removes else "add"
        return "remove" if removes else "replace"

    def away(self, other: "Pointer") -> bool:
        """Say whether the pointer has left the place of ``other`` for good."""
        return (self.at - other.at).manhattanLength() >= DRAG_START


class MapView(Protocol):
    """What a tool may do to its map."""

    view: View | None
    ruler: Ruler | None
    """Measures in the map's CRS; None where it is not known."""
    selected_shapes: Callable[[], Sequence[shapely.Geometry]]
    """Gives the geometries that are selected."""

    def set_view(self, view: View) -> None:
        """Show another part of the plane."""

    def show_box(self, box: Box) -> None:
        """Zoom to a box of the plane."""

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom around a pixel position."""

    def click(self, place: Place) -> None:
        """Tell of a click."""

    def finish(self, geometry: shapely.Geometry, how: How) -> None:
        """Tell of a geometry that was drawn."""

    def finish_around(self, metres: float, how: How) -> None:
        """Tell that what lies within a distance of the selection is meant."""

    def update(self) -> None:
        """Draw the map again."""


class Tool:
    """Does nothing: a tool answers what it cares for.

    ``draw`` lays rubber bands over the map, in pixels of the widget. Places are in the plane, so
    that what is drawn stays where it is when the map is moved meanwhile.
    """

    name: ClassVar[str]
    title: ClassVar[Message]
    icon: ClassVar[str]
    keys: ClassVar[str] = ""
    shows_tips: ClassVar[bool] = False
    """Whether what is under the pointer is told while the tool is in use."""
    stays: ClassVar[bool] = False
    """Whether no other tool is taken before this one is done with."""
    drags: ClassVar[bool] = False
    """Whether something is drawn while the button is held."""
    cursor: Qt.CursorShape = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: MapView) -> None:
        self.canvas = canvas

    def begin(self) -> None:
        """Get ready: the tool was chosen."""

    def grasps(self, pointer: Pointer) -> bool:  # noqa: ARG002 - for those that drag something
        """Say whether a press is the tool's; else it takes the map in the hand."""
        return True

    def press(self, pointer: Pointer) -> None:
        """Answer a press of the left button."""

    def move(self, pointer: Pointer) -> None:
        """Answer a move of the pointer, pressed or not."""

    def release(self, pointer: Pointer) -> None:
        """Answer the release of the button."""

    def double(self, pointer: Pointer) -> None:
        """Answer a double click."""

    def key(self, key: int, how: How) -> bool:  # noqa: ARG002 - for those that draw
        """Answer a key; say whether the tool took it."""
        return key == Qt.Key.Key_Escape and self.cancel()

    def cancel(self) -> bool:
        """Drop what was begun; say whether there was something."""
        return False

    @property
    def drawing(self) -> bool:
        """Whether something is being drawn, so that Undo is asked of the tool."""
        return False

    def take_back(self) -> None:
        """Take back what was drawn last."""

    def draw(self, painter: QPainter, view: View) -> None:
        """Draw what is under way."""
