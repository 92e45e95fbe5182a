"""Opening small multiples of what a window shows."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QWidget

from gridloom_desktop.canvas import Box
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.time.leaving import save_multiples
from gridloom_desktop.window.model.time.multiples import By, split_layer
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.publish_dialog import ask_sheet_file
from gridloom_desktop.window.time.multiples_window import MultiplesWindow
from gridloom_layers.language import current_language, tr

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import ExportReport


class Multiplying:
    """Opens a window of small multiples, and saves them as a sheet.

    ``go`` brings the map to a period chosen there; ``tell`` gets the report of a sheet.
    """

    def __init__(
        self,
        session: Session,
        operations: Operations,
        canvas: MapCanvas,
        go: Callable[[int, int], None],
        parent: QWidget,
    ) -> None:
        self._session, self._operations = session, operations
        self._canvas, self._parent = canvas, parent
        self._go = go
        self.tell: Callable[[ExportReport], object] = lambda _: None
        self.window: MultiplesWindow | None = None

    def open(self) -> None:
        """Show the topmost layer with time or classes in small multiples."""
        self.end()
        view = self._canvas.view
        box = view.box if view is not None else None
        self.window = window = MultiplesWindow(self._session.layers, box, self._parent)
        window.chosen.connect(self._go)
        window.saved.connect(self.save)
        window.finished.connect(self._forget)
        window.show()

    def save(self, layers: Sequence[MapLayer], layer: MapLayer, by: By, box: Box) -> None:
        """Save small multiples as a sheet, to a file that the user chooses."""
        out = ask_sheet_file(self.window or self._parent, layer.name)
        if out is not None:
            work = partial(
                save_multiples, self._session.store, layers, layer, by, box, out,
                current_language(),
            )  # fmt: skip
            self._operations.do(tr("Publishing"), work, self.tell)

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
