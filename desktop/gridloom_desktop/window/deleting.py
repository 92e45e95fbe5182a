"""Deleting layers and results from the workspace: told what rests on them, then done."""

from functools import partial

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtWidgets import QMessageBox, QWidget

from gridloom_analytics.bilingual import Given
from gridloom_desktop.window.model.data_step import DataStep, taken
from gridloom_desktop.window.model.document import LayerView
from gridloom_desktop.window.model.outline import title_of
from gridloom_desktop.window.model.removing import remove
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.texts import shown
from gridloom_layers.editing import dependents
from gridloom_layers.language import Message, tr

MOST_LINES = 8
"""Things that are named before the others are only counted."""


class Deleting(QObject):
    """Asks before anything is deleted; what shows it goes with it."""

    def __init__(self, session: Session, operations: Operations, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._operations, self._window = session, operations, window

    def ask(self, name: str) -> None:
        """Ask whether what a layer shows shall be deleted from the workspace."""
        if (view := self._session.document.layer(name)) is not None:
            self._ask(view)

    def ask_result(self, name: str) -> None:
        """Ask whether a kept result shall be deleted, whether a layer shows it or not."""
        if (entry := self._session.store.results.get(name)) is not None:
            self._ask(LayerView(name=name, table=str(entry.document["layer"]), result=name))

    def _ask(self, view: LayerView) -> None:
        title = shown(title_of(self._session.store, view))
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Gridloom")
        box.setText(str(tr("Delete “{layer}” from the workspace?", layer=title)))
        box.setInformativeText(self._consequence(view))
        box.addButton(str(tr("Cancel")), QMessageBox.ButtonRole.RejectRole)
        delete = box.addButton(str(tr("Delete")), QMessageBox.ButtonRole.DestructiveRole)
        if delete is not None:
            delete.setObjectName("delete")
            delete.clicked.connect(partial(self.delete, view))
        box.open()

    def _consequence(self, view: LayerView) -> str:
        """Return what becomes of what rests on a layer."""
        lines = [one.told for one in dependents(self._session.store, view.result or view.table)]
        more = len(lines) - MOST_LINES
        if more > 0:
            lines[MOST_LINES:] = [tr("and {count} more", count=more)]
        lines.append(tr("It can be taken back by “Undo”."))
        return "\n".join(map(str, lines))

    def delete(self, view: LayerView) -> None:
        """Delete what a layer shows: a step that can be undone."""
        title = tr("Delete “{name}”", name=Given.of(title_of(self._session.store, view)))
        self._operations.do(
            title,
            lambda progress: taken(
                self._session.store, lambda store: remove(store, view, progress)
            ),
            partial(self._take, title),
        )

    def _take(self, title: Message, done: tuple[None, DataStep | None]) -> None:
        self._session.take(title, done[1])
