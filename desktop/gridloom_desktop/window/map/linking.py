"""Maps that look at the same part of the plane."""

from collections.abc import Sequence
from functools import partial

from PyQt6.QtCore import QObject

from gridloom_desktop.window.map.canvas import MapCanvas


class LinkedViews(QObject):
    """Moves all maps when one is moved, and echoes its pointer in the others as a cross."""

    def __init__(self, canvases: Sequence[MapCanvas], parent: QObject) -> None:
        super().__init__(parent)
        self._canvases = tuple(canvases)
        self._following = False
        self._connections = []
        for canvas in self._canvases:
            self._connections += [
                canvas.moved.connect(partial(self._follow, canvas)),
                canvas.pointed.connect(partial(self._echo, canvas)),
                canvas.departed.connect(self._end_echo),
            ]

    def end(self) -> None:
        """Let each map go its own way."""
        self._end_echo()
        for connection in self._connections:
            self.disconnect(connection)
        self.deleteLater()

    def _others(self, canvas: MapCanvas) -> list[MapCanvas]:
        return [one for one in self._canvases if one is not canvas]

    def _follow(self, moved: MapCanvas) -> None:
        """Let the others look where one looks: the same middle, the same scale."""
        if self._following or moved.view is None:
            return
        self._following = True
        try:
            for other in self._others(moved):
                other.set_view(moved.view.resized(max(other.width(), 1), max(other.height(), 1)))
        finally:
            self._following = False

    def _echo(self, pointed: MapCanvas, x: float, y: float) -> None:
        pointed.echo(None)
        for other in self._others(pointed):
            other.echo((x, y))

    def _end_echo(self) -> None:
        for canvas in self._canvases:
            canvas.echo(None)
