"""Putting entries of a workspace on the map, drawn as Gridloom draws them, and keeping them new."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..calling.faults import Broken, Fault
from ..language import tr
from ..manifest import ROW_KEY, file_of
from ..plain import one_line
from ..properties import MEASURES_OF, TABLE_OF, WHERE_OF, measures_of
from .definition import read_definition
from .entries import MEASURE, RESULT, TABLE, Entry, Key, section_title, written_measure
from .map_layers import key_of
from .released import is_of_commit
from .taking_over import mark_style, take_over

if TYPE_CHECKING:
    from collections.abc import Mapping as Titled

    from qgis.core import QgsMapLayer

    from ..background import Background
    from .asking import Asker, Take
    from .described import Workspace
    from .map_layers import MapLayers
    from .released import Released

VALUE = "value"
"""The column of a written measure."""


class Mapping(QObject):
    """Adds layers and renews them; ``added`` has each layer that the user asked for."""

    added = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(
        self, asker: Asker, layers: MapLayers, released: Released, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._released = released
        self._asker = asker
        self._layers = layers
        self._awaited: dict[Key, Background] = {}
        self._gone: set[str] = set()

    def put(
        self,
        workspace: Workspace,
        entry: Entry,
        where: str | None = None,
        done: Callable[[], object] = lambda: None,
        refused: Take | None = None,
    ) -> Background:
        """Put an entry on the map, of records those that a condition selects.

        Then ``done`` is called; ``refused`` gets the fault, if there is one, instead of ``failed``.
        What is awaited already is not asked for twice.
        """
        if where is None and self._is_awaited(entry):
            return self._awaited[entry.key]

        def take(layers: list[QgsMapLayer]) -> None:
            groups = (section_title(entry.section),) if entry.kind in (MEASURE, RESULT) else ()
            for layer in reversed(layers):
                self._layers.add(layer, (workspace.path, workspace.name), groups)
                self.added.emit(layer)
            done()

        work = self._make(workspace, entry, where, take, refused or self.failed.emit)
        if where is None:
            self._awaited[entry.key] = work
        return work

    def stop(self, entry: Entry) -> None:
        """Await an entry no longer."""
        if self._is_awaited(entry):
            self._awaited.pop(entry.key).cancel()

    def _is_awaited(self, entry: Entry) -> bool:
        work = self._awaited.get(entry.key)
        return work is not None and self._asker.is_open(work)

    def renew(self, workspace: Workspace, entries: Titled[Key, Entry]) -> None:
        """Have the layers of a workspace show its newest commit, drawn as Gridloom draws it."""
        stale: dict[tuple[Entry, str | None], list[str]] = {}
        for layer in self._layers.of(workspace.path):
            entry = _entry(layer, entries)
            if entry is None:
                self._tell_gone(layer)
            elif isinstance(layer, QgsVectorLayer) and not _is_current(workspace, entry, layer):
                where = layer.customProperty(WHERE_OF) or None
                stale.setdefault((entry, where), []).append(layer.id())
        for (entry, where), layers in stale.items():
            self._renew(workspace, entry, where, layers)

    def _tell_gone(self, layer: QgsMapLayer) -> None:
        """Say once of a layer that what it shows was removed or renamed in the workspace.

        Basemaps and surfaces show no entry.
        """
        if key_of(layer) is None or layer.id() in self._gone:
            return
        self._gone.add(layer.id())
        told = tr(
            "“{layer}” stays as it was: the workspace has it no more.",
            layer=one_line(layer.name(), 60),
        )
        self._asker.noted.emit(told)

    def _renew(
        self, workspace: Workspace, entry: Entry, where: str | None, stale: list[str]
    ) -> None:
        def take(fresh: list[QgsMapLayer]) -> None:
            for layer in self._layers.of(workspace.path):  # some may be gone by now
                if layer.id() in stale and isinstance(layer, QgsVectorLayer):
                    self._take_over(layer, fresh)

        self._make(workspace, entry, where, take, self.failed.emit)

    def _take_over(self, layer: QgsVectorLayer, fresh: list[QgsMapLayer]) -> None:
        """Have a layer take over its own of several; a single one may be called otherwise."""
        drawn = [one for one in fresh if isinstance(one, QgsVectorLayer)]
        own = [one for one in drawn if len(drawn) == 1 or _part(one) == _part(layer)]
        before = file_of(layer.source())
        for one in own[:1]:
            take_over(layer, one)
        self._released.forget([before])

    def _make(
        self,
        workspace: Workspace,
        entry: Entry,
        where: str | None,
        take: Callable[[list[QgsMapLayer]], None],
        refused: Take,
    ) -> Background:
        """Have Gridloom write what an entry is drawn by, and make its layers."""

        def made(told: list[Callable[[], QgsMapLayer]]) -> None:
            try:
                layers = [make() for make in told]
            except Fault as fault:
                refused(fault)
                return
            for layer in layers:
                mark_style(layer)
                if where:
                    layer.setCustomProperty(WHERE_OF, where)
                    layer.setName(f"{layer.name()} ({one_line(where, 60)})")
            take(layers)

        title = tr("Map “{name}”", name=one_line(entry.title, 60))
        file = self._released.new_file(workspace, ".gpkg" if entry.written else ".qlr")
        asked, read = (
            _written(workspace, entry, file)
            if entry.written
            else _drawn(workspace, entry, where, file)
        )
        return self._asker.ask(title, asked, made, read=read, refused=refused)


def _entry(layer: QgsMapLayer, entries: Titled[Key, Entry]) -> Entry | None:
    """Return which entry a layer shows; a measure that is not kept is in no list."""
    kind, name = key_of(layer) or ("", "")
    is_written = kind == MEASURE and VALUE in (measures_of(layer) or {})
    return entries.get((kind, name), written_measure(name) if is_written else None)


def _is_current(workspace: Workspace, entry: Entry, layer: QgsVectorLayer) -> bool:
    """Return whether a layer shows the workspace as it is.

    Rows that a condition selects in a file of the workspace may be others though that file is the
    same: the condition may ask for linked tables.
    """
    if not layer.isValid():
        return False
    table = workspace.table(entry.name) if entry.kind == TABLE else None
    if table is None or table.file is None or file_of(layer.source()) != table.file:
        return is_of_commit(layer.source(), workspace)
    return not layer.customProperty(WHERE_OF) and ROW_KEY not in layer.subsetString()


def _drawn(
    workspace: Workspace, entry: Entry, where: str | None, file: Path
) -> tuple[list[str], Any]:
    """Return what is asked to have an entry drawn, and how the answer is read."""
    asked = ["publish", str(workspace.path), "qgis", f"--{entry.kind}={entry.name}"]
    condition = [f"--where={where}"] if where else []

    def read(told: dict[str, Any]) -> list[Callable[[], QgsMapLayer]]:
        return [one.made for one in read_definition(Path(told["file"]))]

    return [*asked, *condition, f"--out={file}"], read


def _written(workspace: Workspace, entry: Entry, file: Path) -> tuple[list[str], Any]:
    """Return the same for a measure that is not kept."""
    asked = ["publish", str(workspace.path), "layer", f"--measure={entry.name}", f"--out={file}"]

    def read(told: dict[str, Any]) -> list[Callable[[], QgsMapLayer]]:
        table, path = str(told["table"]), Path(told["file"])
        return [lambda: _measured(path, entry.name, table, workspace.called(table))]

    return asked, read


def _measured(file: Path, text: str, table: str, called: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(str(file), f"{called} · {one_line(text, 80)}", "ogr")
    if not layer.isValid():
        raise Broken(tr("QGIS cannot open “{file}”.", file=file.name), str(file))
    layer.setCustomProperty(TABLE_OF, table)
    layer.setCustomProperty(MEASURES_OF, json.dumps({VALUE: text}, ensure_ascii=False))
    return layer


def _part(layer: QgsMapLayer) -> str:
    """Return which layer of its file it is."""
    return layer.source().partition("|layername=")[2].split("|")[0]
