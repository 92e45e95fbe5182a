"""The feature that was clicked: highlighted on the map, told in its panel, selected."""

from functools import partial

from PyQt6.QtCore import QObject, pyqtSignal

from gridloom_analytics.selecting import Rows
from gridloom_desktop.window.feature_panel import FeaturePanel
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.model.city_map import Hit, hit
from gridloom_desktop.window.model.identifying import Fact, facts
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_layers.progress import Progress


class Identifying(QObject):
    """Tells what is known of the feature under a click, and selects it where it is a row.

    ``found`` follows where there is one.
    """

    found = pyqtSignal()

    def __init__(
        self, session: Session, operations: Operations, canvas: MapCanvas, panel: FeaturePanel
    ) -> None:
        super().__init__(panel)
        self._session, self._operations = session, operations
        self._canvas, self._panel = canvas, panel
        self._hit: Hit | None = None
        canvas.clicked.connect(self.identify)
        session.shown.connect(self._forget_hidden)

    def identify(self, x: float, y: float, tolerance: float) -> None:
        """Show what is known of the feature at a place; beside all features, of none."""
        found = hit(self._session.layers, x, y, tolerance)
        self._show(found)
        if found is None:
            self._session.clear_selection()
            return
        self.found.emit()
        if found.layer.attributes is None:
            key = int(found.layer.row_keys[found.row])
            self._session.select(found.layer.table, Rows(keys=(key,)))
        self._operations.read(partial(self._facts, found), partial(self._show_facts, found))

    def _facts(self, found: Hit, _: Progress) -> list[Fact]:
        return facts(self._session.store, found.layer, found.row)

    def _forget_hidden(self) -> None:
        """Tell nothing of a feature whose layer is not visible any more."""
        if self._hit is None:
            return
        layer = self._session.layer(self._hit.layer.name)
        if layer is None or not layer.visible:
            self._show(None)

    def _show(self, found: Hit | None) -> None:
        """Highlight a feature, or none; what was told of an earlier one goes."""
        self._hit = found
        self._canvas.select(found.rings() if found else [])
        if found is None:
            self._panel.clear()

    def _show_facts(self, found: Hit, told: list[Fact]) -> None:
        if self._hit is found:  # another may have been clicked meanwhile
            self._panel.show_feature(found.layer.subject, told)
