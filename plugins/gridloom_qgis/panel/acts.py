"""What can be done with an entry: its menu, measures and conditions that are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsVectorLayer
from qgis.PyQt.QtCore import QObject

from ..language import tr
from .entries import MEASURE, TABLE, Entry, written_measure
from .writing_dialog import ConditionDialog, MeasureDialog, WritingDialog

if TYPE_CHECKING:
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtWidgets import QMenu, QWidget

    from .asking import Asker
    from .described import Workspace
    from .map_layers import MapLayers
    from .mapping import Mapping
    from .session import Session

EXAMPLE = "kind = '…' and reported_at >= '2025-01-01'"


class Acts(QObject):
    """Puts entries on the map and takes them off; asks for measures and conditions."""

    def __init__(
        self,
        iface: QgisInterface,
        asker: Asker,
        session: Session,
        mapping: Mapping,
        layers: MapLayers,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._iface = iface
        self._asker = asker
        self._session = session
        self._mapping = mapping
        self._layers = layers

    def tick(self, entry: Entry, wanted: bool) -> None:
        """Show an entry on the map, or switch its layers off."""
        workspace = self._session.workspace
        if workspace is None:
            return
        shown = self._layers.showing(workspace.path, entry.key)
        if wanted and not shown:
            self._mapping.put(workspace, entry)
        if not wanted:
            self._mapping.stop(entry)
        self._layers.show(shown, visible=wanted)

    def fill(self, menu: QMenu, entry: Entry) -> None:
        """Fill the menu of an entry."""
        workspace = self._session.workspace
        if workspace is None or not entry.mappable:
            return
        shown = self._layers.showing(workspace.path, entry.key)
        if shown:
            self._fill_for_layer(menu, shown[0])
            title = tr("Remove from Project")
            _add(menu, "mActionRemoveLayer", title, lambda: self._layers.remove(shown))
        else:
            _add(menu, "mActionAddLayer", tr("Show on Map"), lambda: self.tick(entry, True))
        if entry.kind == TABLE:
            title = tr("Show Rows by a Condition…")
            _add(menu, "mActionFilter2", title, lambda: self.write_condition(entry))
        if entry.kind == MEASURE:
            title = tr("Change a Copy…")
            _add(menu, "mIconExpression", title, lambda: self.write_measure(entry.about))

    def write_measure(self, text: str = "") -> MeasureDialog | None:
        """Ask for a measure, keep it where it has a name, and put it on the map."""
        workspace = self._session.workspace
        if workspace is None:
            return None
        dialog = MeasureDialog(self._window)
        dialog.offer(workspace.tables)
        dialog.text.setPlainText(text)
        dialog.written.connect(lambda told: self._measure(workspace, told, dialog))
        dialog.show()
        return dialog

    def write_condition(self, entry: Entry) -> ConditionDialog | None:
        """Ask for a condition, and put the rows that it selects on the map."""
        workspace = self._session.workspace
        table = workspace.table(entry.name) if workspace else None
        if workspace is None or table is None:
            return None
        dialog = ConditionDialog(table, EXAMPLE, self._window)
        dialog.written.connect(lambda told: self._put(workspace, entry, told, dialog))
        dialog.show()
        return dialog

    @property
    def _window(self) -> QWidget:
        return self._iface.mainWindow()

    def _measure(self, workspace: Workspace, text: str, dialog: MeasureDialog) -> None:
        name = dialog.name.text().strip()
        if not name:
            self._put(workspace, written_measure(text), None, dialog)
            return

        def kept(_told: object) -> None:
            self._session.refresh()
            entry = Entry("measures", MEASURE, name, name, text)
            self._put(workspace, entry, None, dialog)

        asked = ["measure", str(workspace.path), name, text]
        work = self._asker.ask(tr("Keep a measure"), asked, kept, refused=dialog.refuse)
        dialog.finished.connect(lambda _code: self._asker.stop(work))

    def _put(
        self, workspace: Workspace, entry: Entry, where: str | None, dialog: WritingDialog
    ) -> None:
        """Put what was written on the map; closing the dialog before that stops it."""
        work = self._mapping.put(workspace, entry, where, dialog.close, dialog.refuse)
        dialog.finished.connect(lambda _code: self._asker.stop(work))

    def _fill_for_layer(self, menu: QMenu, layer: object) -> None:
        if not isinstance(layer, QgsVectorLayer):
            return

        def zoom() -> None:
            self._iface.setActiveLayer(layer)
            self._iface.zoomToActiveLayer()

        _add(menu, "mActionZoomToLayer", tr("Zoom to Layer"), zoom)
        title = tr("Open Attribute Table")
        _add(menu, "mActionOpenTable", title, lambda: self._iface.showAttributeTable(layer))


def _add(menu: QMenu, icon: str, title: str, act) -> None:
    action = menu.addAction(QgsApplication.getThemeIcon(f"/{icon}.svg"), title)
    action.triggered.connect(lambda _checked=False: act())
