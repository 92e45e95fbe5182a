"""Putting entries of a workspace on the map: layers as they lie there, the rest through the gate."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..calling.faults import Broken, Fault
from ..language import tr
from .entries import LAYERS, MEASURES, RECORDS, RESULTS, Entry
from .map_layers import FILTER, MEASURES_SHOWN, RESULT, TABLE
from .plain import one_line
from .released import released_file

if TYPE_CHECKING:
    from .asking import Asker, Take
    from .described import Workspace
    from .map_layers import MapLayers

VALUE = "value"
"""The column of a released measure that holds it."""
Done = Callable[[QgsVectorLayer], None]


class Mapping(QObject):
    """Adds and renews layers; ``added`` has each layer that came by the user's wish."""

    added = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(self, asker: Asker, layers: MapLayers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asker = asker
        self._layers = layers

    def put(
        self,
        workspace: Workspace,
        entry: Entry,
        where: str | None = None,
        refused: Take | None = None,
    ) -> None:
        """Put an entry on the map, of records those that a filter selects.

        ``refused`` gets the fault, if there is one, in place of ``failed``.
        """
        tell = refused or self.failed.emit
        self._make(workspace, entry, where, lambda layer: self._add(workspace, entry, layer), tell)

    def renew(self, workspace: Workspace, entries: dict[Any, Entry]) -> None:
        """Point the layers of a workspace to the files of its newest commit."""
        from .map_layers import key_of

        for layer in self._layers.of(workspace.path):
            entry = entries.get(key_of(layer))
            if entry is not None and isinstance(layer, QgsVectorLayer):
                self._renew(workspace, entry, layer)

    def _renew(self, workspace: Workspace, entry: Entry, layer: QgsVectorLayer) -> None:
        def point(newer: QgsVectorLayer) -> None:
            if newer.source() != layer.source():
                layer.setDataSource(newer.source(), layer.name(), "ogr")

        where = layer.customProperty(FILTER) or None
        self._make(workspace, entry, where, point, self.failed.emit)

    def _make(
        self, workspace: Workspace, entry: Entry, where: str | None, done: Done, refused: Take
    ) -> None:
        """Make the layer of an entry, at once or when Gridloom has released it."""
        if entry.section == LAYERS:
            table = workspace.table(entry.name)
            file = table.file if table else None
            self._loaded(entry, file or workspace.path, None, done, refused)
            return
        file = released_file(workspace, entry, where)

        def take(told: dict[str, Any]) -> None:
            self._loaded(entry, Path(told["file"]), where, done, refused)

        self._asker.ask(
            tr("Map “{name}”", name=one_line(entry.title, 60)),
            _request(workspace, entry, where, file),
            take,
            read=lambda told: {"file": _file_of(told)},
            refused=refused,
        )

    def _loaded(
        self, entry: Entry, file: Path, where: str | None, done: Done, refused: Take
    ) -> None:
        layer = QgsVectorLayer(str(file), _name(entry, where), "ogr")
        if not layer.isValid():
            refused(unreadable(file))
            return
        for name, value in _properties(entry, where).items():
            layer.setCustomProperty(name, value)
        done(layer)

    def _add(self, workspace: Workspace, entry: Entry, layer: QgsVectorLayer) -> None:
        self._layers.add(workspace, entry, layer)
        self.added.emit(layer)


def unreadable(file: Path) -> Fault:
    """Return the fault of a file that QGIS cannot open."""
    return Broken(tr("QGIS cannot open “{file}”.", file=file.name), str(file))


def _request(workspace: Workspace, entry: Entry, where: str | None, file: Path) -> list[str]:
    city, out = str(workspace.path), f"--out={file}"
    if entry.section == RECORDS:
        condition = [f"--where={where}"] if where else []
        return ["query", city, entry.name, *condition, out]
    asked = "--result" if entry.section == RESULTS else "--measure"
    return ["publish", city, "layer", f"{asked}={entry.name}", out]


def _file_of(told: dict[str, Any]) -> str:
    """Return the file that an answer of ``query`` or ``publish`` says it has written."""
    file = told["file"]
    return str(file["file"] if isinstance(file, dict) else file)


def _properties(entry: Entry, where: str | None) -> dict[str, str]:
    """Return what a layer says of itself, for the panel and for the algorithms."""
    if entry.section == RESULTS:
        return {RESULT: entry.name}
    if entry.section == MEASURES:
        return {MEASURES_SHOWN: json.dumps({VALUE: entry.name}, ensure_ascii=False)}
    return {TABLE: entry.name} | ({FILTER: where or ""} if entry.section == RECORDS else {})


def _name(entry: Entry, where: str | None) -> str:
    title = one_line(entry.title, 120)
    return f"{title} ({one_line(where, 60)})" if where else title
