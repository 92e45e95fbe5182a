"""Opening small multiples of what a window shows."""

from collections.abc import Callable

from PyQt6.QtWidgets import QWidget

from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.time.multiples import split_layer
from gridloom_desktop.window.time.multiples_window import MultiplesWindow
from gridloom_layers.language import tr


class Multiplying:
    """Opens a window of small multiples; ``go`` brings the map to a period chosen there."""

    def __init__(
        self, session: Session, canvas: MapCanvas, go: Callable[[int, int], None], parent: QWidget
    ) -> None:
        self._session, self._canvas, self._parent = session, canvas, parent
        self._go = go
        self.window: MultiplesWindow | None = None

    def open(self) -> None:
        """Show the topmost layer with time or classes in small multiples."""
        self.end()
        view = self._canvas.view
        box = view.box if view is not None else None
        self.window = window = MultiplesWindow(self._session.layers, box, self._parent)
        window.chosen.connect(self._go)
        window.finished.connect(self._forget)
        window.show()

    def _forget(self) -> None:
        self.window = None

    @property
    def busy(self) -> bool:
        """Whether a small map is still to be painted."""
        return self.window is not None and not self.window.grid.idle

    def end(self) -> None:
        """Close the window, if there is one."""
        if self.window is not None:
            self.window.close()
            self.window = None

    def _can_split(self) -> bool:
        return split_layer(self._session.layers) is not None

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "multiples", "view", lambda: tr("Small multiples …"), "mdi6.view-grid",
                self.open, "Ctrl+Shift+G", group="time", is_enabled=self._can_split,
            )
        ]  # fmt: skip
