"""The layers of a session on a canvas, what is selected above them."""

from PyQt6.QtCore import QObject, pyqtSignal

from gridloom_desktop.canvas import Painted
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.model.city_map import Drawings, highlights
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.naming import LabelSets
from gridloom_desktop.window.model.session import Session
from gridloom_layers.language import current_language


class Mapping(QObject):
    """Keeps a canvas as the session is. ``first_shown`` comes once, when there is a layer."""

    first_shown = pyqtSignal()

    def __init__(self, session: Session, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._session, self._canvas = session, canvas
        self._drawings, self._labels = Drawings(), LabelSets()
        self._ground: Painted | None = None
        self._preview: MapLayer | None = None
        self._begun = False
        session.shown.connect(self._show)
        session.played.connect(self._show)
        session.selected.connect(self._show)
        follow_language(self._show)  # labels are written in it

    def set_ground(self, ground: Painted | None) -> None:
        """Paint this under all layers from now on; None: nothing but paper."""
        self._ground = ground
        self._show()

    def set_preview(self, layer: MapLayer | None) -> None:
        """Paint this above all layers from now on, until there is another one; None: nothing."""
        if layer is not self._preview:
            self._preview = layer
            self._show()

    def _show(self) -> None:
        session = self._session
        above = () if self._preview is None else (self._preview,)
        drawings: list[Painted] = [*self._drawings.of((*session.layers, *above))]
        if session.selection is not None:
            selection = session.selection
            drawings += highlights(session.layers, selection.table, selection.keys)
        if self._ground is not None:
            drawings.insert(0, self._ground)
        labels = self._labels.of(session.layers, current_language())
        self._canvas.show_drawings(drawings, labels)
        if session.layers and not self._begun:
            self._begun = True
            self.first_shown.emit()
