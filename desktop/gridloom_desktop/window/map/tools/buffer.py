"""Selecting around what is selected."""

import shapely
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QPainter

from gridloom_desktop.canvas import View
from gridloom_desktop.window.map.tools.bands import draw_note, draw_path
from gridloom_desktop.window.map.tools.tool import How, MapView, Pointer, Tool
from gridloom_desktop.window.model.targeting import around
from gridloom_layers.language import tr

DIGITS = {getattr(Qt.Key, f"Key_{digit}"): str(digit) for digit in range(10)}
FIRST_METRES = 500
MOST_DIGITS = 6
MOST_DRAWN, SEGMENTS = 200, 4
"""Of more shapes no preview is drawn: their union takes longer than a frame."""


class Buffer(Tool):
    """Asks for metres around the selected shapes, which are typed; the area is shown meanwhile.

    Enter or a click selects within that distance.
    """

    name = "buffer"
    title = tr("Select within a distance of the selection")
    icon = "mdi6.circle-expand"
    keys = "B"

    def __init__(self, canvas: MapView) -> None:
        super().__init__(canvas)
        self._typed = ""
        self._at: QPointF | None = None
        self._shown: tuple[object, shapely.Geometry] | None = None

    def begin(self) -> None:
        """Ask anew."""
        self._typed, self._shown = "", None

    @property
    def metres(self) -> float:
        """How far the area reaches."""
        return float(self._typed or FIRST_METRES)

    def move(self, pointer: Pointer) -> None:
        """Take the note along."""
        self._at = pointer.at
        self.canvas.update()

    def release(self, pointer: Pointer) -> None:
        """Select within the distance."""
        self._give(pointer.how)

    def key(self, key: int, how: How) -> bool:
        """Take digits of the metres, Backspace and Enter."""
        if key in DIGITS:
            self._typed = (self._typed + DIGITS[Qt.Key(key)])[:MOST_DIGITS]
        elif key == Qt.Key.Key_Backspace:
            self._typed = self._typed[:-1]
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give(how)
        else:
            return super().key(key, how)
        self.canvas.update()
        return True

    def _give(self, how: How) -> None:
        if self.metres > 0 and self.canvas.selected_shapes():
            self.canvas.finish_around(self.metres, how)

    def cancel(self) -> bool:
        """Forget what was typed."""
        typed, self._typed = bool(self._typed), ""
        self.canvas.update()
        return typed

    def draw(self, painter: QPainter, view: View) -> None:
        """Draw the area, and write the metres beside the pointer."""
        at = self._at or QPointF(view.width / 2, view.height / 2)
        if not self.canvas.selected_shapes():
            draw_note(painter, view, at, [str(tr("Select something first"))])
            return
        if (area := self._preview()) is not None:
            for ring in _rings(area):
                draw_path(painter, view, ring, closed=False, vertices=False)
        metres = str(tr("Within {metres:,.0f} m", metres=self.metres))
        draw_note(painter, view, at, [metres, str(tr("Type metres; Enter selects"))])

    def _preview(self) -> shapely.Geometry | None:
        """Return the area, made again only when the metres or the shapes change."""
        shapes = self.canvas.selected_shapes()
        if len(shapes) > MOST_DRAWN:
            return None
        now = self.metres, id(shapes)
        if self._shown is None or self._shown[0] != now:
            self._shown = now, around(shapes, self.metres, quad_segs=SEGMENTS)
        return self._shown[1]


def _rings(area: shapely.Geometry) -> list[list[tuple[float, float]]]:
    rings = shapely.get_rings(shapely.get_parts(area))
    return [[(x, y) for x, y in shapely.get_coordinates(ring).tolist()] for ring in rings]
