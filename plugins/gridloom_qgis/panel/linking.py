"""The linked query: asked for the row that is clicked, followed from row to row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeatureRequest, QgsVectorLayer
from qgis.PyQt.QtCore import QObject

from ..language import tr
from ..manifest import ROW_KEY
from ..properties import TABLE_OF
from .linked import RowOf, linked_lines
from .spotlight import Spotlight

if TYPE_CHECKING:
    from qgis.core import QgsFeature, QgsGeometry, QgsMapLayer
    from qgis.gui import QgisInterface

    from ..background import Background
    from .asking import Asker
    from .linked_tab import LinkedTab
    from .map_layers import MapLayers
    from .session import Session

LIMIT = 20


class Linking(QObject):
    """Asks what is linked to a row; the newest question wins."""

    def __init__(
        self,
        iface: QgisInterface,
        asker: Asker,
        session: Session,
        layers: MapLayers,
        tab: LinkedTab,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._asker = asker
        self._session = session
        self._layers = layers
        self._tab = tab
        self._spotlight = Spotlight(iface.mapCanvas())
        self._before: list[RowOf] = []
        self._here: RowOf | None = None
        self._asked: Background | None = None
        tab.followed.connect(self.follow)
        tab.back.connect(self._go_back)

    def pick(self, layer: QgsMapLayer, feature: QgsFeature) -> None:
        """Ask for the row that was clicked, and light it up."""
        self._spotlight.show(feature.geometry(), layer.crs())
        row = RowOf(str(layer.customProperty(TABLE_OF)), int(feature[ROW_KEY]))
        self.ask(row)

    def follow(self, row: RowOf) -> None:
        """Ask for a linked row, and go where it lies."""
        self.ask(row)
        self._seek(row)

    def ask(self, row: RowOf) -> None:
        """Ask what is linked to a row."""
        if self._here is not None and self._here != row:
            self._before.append(self._here)
        self._put(row)

    def forget(self) -> None:
        """Show nothing any more."""
        self._before, self._here = [], None
        self._spotlight.hide()
        self._tab.clear()

    def _go_back(self) -> None:
        row = self._before.pop()
        self._put(row)
        self._seek(row)

    def _put(self, row: RowOf) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        self._here = row
        if self._asked is not None and self._asker.is_open(self._asked):
            self._asked.cancel()
        asked = ["linked", str(workspace.path), row.table, f"--row={row.row_key}"]

        def read(told: dict[str, Any]) -> Any:
            return linked_lines(workspace, told)

        self._asked = self._asker.ask(
            tr("Linked rows"), [*asked, f"--limit={LIMIT}"], self._show, read=read
        )

    def _show(self, lines: Any) -> None:
        self._tab.show_lines(lines, earlier=bool(self._before))

    def _seek(self, row: RowOf) -> None:
        """Find the shape of a row, in the background, and go there; rows without one are let be."""
        workspace = self._session.workspace
        table = workspace.table(row.table) if workspace else None
        if workspace is None or table is None or table.geometry is None:
            return
        source = self._source(row) if table.file is None else str(table.file)
        if source is None:
            return

        def found(_work: Background) -> Any:
            return shape_of(source, row.row_key)

        def take(shape: Any) -> None:
            if shape is not None:
                self._spotlight.go_to(*shape)

        self._asker.work(tr("Find the row on the map"), found, take)

    def _source(self, row: RowOf) -> str | None:
        """Return a layer of the map that has rows of the table."""
        workspace = self._session.workspace
        layers = self._layers.of(workspace.path) if workspace else []
        return next((one.source() for one in layers if isinstance(one, QgsVectorLayer)
                     and one.customProperty(TABLE_OF) == row.table), None)  # fmt: skip


def shape_of(source: str, row_key: int) -> tuple[QgsGeometry, Any] | None:
    """Return the shape of a row of a layer and its CRS; for any thread."""
    layer = QgsVectorLayer(source, "rows", "ogr")
    request = QgsFeatureRequest().setFilterExpression(f'"{ROW_KEY}" = {row_key}').setLimit(1)
    for feature in layer.getFeatures(request.setNoAttributes()):
        return feature.geometry(), layer.crs()
    return None
