"""The layers of a session on a canvas, what is selected above them."""

from collections.abc import Mapping as Named

from PyQt6.QtCore import QObject, pyqtSignal

from gridloom_desktop.canvas import Painted
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.model.carrying import Carrying
from gridloom_desktop.window.model.city_map import Chosen, Drawings, highlighted, stacked
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.naming import LabelSets
from gridloom_desktop.window.model.session import Session
from gridloom_layers.language import current_language


class Mapping(QObject):
    """Keeps a canvas as the session is. ``first_shown`` comes once, when there is a layer."""

    first_shown = pyqtSignal()

    def __init__(self, session: Session, canvas: MapCanvas, carrying: Carrying) -> None:
        super().__init__(canvas)
        self._session, self._canvas, self._carrying = session, canvas, carrying
        self._drawings, self._labels = Drawings(), LabelSets()
        self._grounds: Named[str, Painted] = {}
        self._preview: MapLayer | None = None
        self._begun = False
        session.shown.connect(self._show)
        session.played.connect(self._show)
        session.selected.connect(self._show)
        carrying.found.connect(self._follow)
        follow_language(self._show)  # labels are written in it

    def set_grounds(self, grounds: Named[str, Painted]) -> None:
        """Paint these basemaps (by their names) where the document has them, from now on."""
        self._grounds = grounds
        self._show()

    def set_preview(self, layer: MapLayer | None) -> None:
        """Paint this above all layers from now on, until there is another one; None: nothing."""
        if layer is not self._preview:
            self._preview = layer
            self._show()

    def _show(self) -> None:
        session = self._session
        above = () if self._preview is None else (self._preview,)
        drawings = self._stacked(self._drawings.named((*session.layers, *above)))
        drawings += self.chosen
        labels = self._labels.of(session.layers, current_language())
        self._canvas.show_drawings(drawings, labels)
        if session.layers and not self._begun:
            self._begun = True
            self.first_shown.emit()

    def _stacked(self, layers: dict[str, Painted]) -> list[Painted]:
        """Return layers and basemaps in their order, the lowest first, then what is previewed."""
        stack = [one.name for one in self._session.document.stack]
        found = stacked(stack, layers, self._grounds)
        return [*found, *(layers[name] for name in layers if name not in stack)]

    @property
    def chosen(self) -> list[Chosen]:
        """Return the selected rows, and what they are linked to; some may follow a bit later."""
        session = self._session
        table = "" if session.selection is None else session.selection.table
        layers = highlighted(session.layers, table) if table else ()
        found = [(layer, self._carrying.rows_in(layer.table)) for layer in layers]
        return [Chosen(layer, rows.keys) for layer, rows in found if rows is not None]

    def _follow(self, table: str) -> None:
        if any(layer.table == table for layer in self._session.layers):
            self._show()
