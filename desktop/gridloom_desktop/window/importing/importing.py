"""Files become layers: by drop, by the dialog of the system, by a pasted path."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QEvent, QObject, pyqtSignal
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QApplication, QFileDialog, QWidget

from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.failures import tell
from gridloom_desktop.window.importing.import_dialog import ImportDialog
from gridloom_desktop.window.model.asking.questions import with_table_shown
from gridloom_desktop.window.model.data_step import DataStep, taken
from gridloom_desktop.window.model.importing.batch import Entry
from gridloom_desktop.window.model.importing.dropping import pasted, sorted_out
from gridloom_desktop.window.model.importing.running import (
    Imported,
    JoinOffer,
    run_import,
    run_join,
)
from gridloom_desktop.window.model.importing.telling import offer_title
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operation, Operations
from gridloom_desktop.window.table_window import show_table
from gridloom_layers.errors import BadInput
from gridloom_layers.joins import JoinReport
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Store

if TYPE_CHECKING:  # a window does without pandas until someone asks
    from gridloom_desktop.window.model.tables import ToldTable


class Importing(QObject):
    """Imports files into the workspace of a session.

    ``imported`` follows each import with the table, once the map has it; ``workspace_dropped`` and
    ``tiles_dropped`` tell of what is no source but was dropped.
    """

    imported = pyqtSignal(str)
    workspace_dropped = pyqtSignal(object)
    tiles_dropped = pyqtSignal(object)

    def __init__(self, session: Session, operations: Operations, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._operations, self._window = session, operations, window
        self.dialog: ImportDialog | None = None
        self._operation: Operation | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        operations.stepped.connect(self._show_step)
        operations.ended.connect(self._end)

    # Ways in.

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:  # noqa: N802 - Qt's name
        """Take what is dropped onto the window."""
        if isinstance(a1, QDragEnterEvent) and _places(a1):
            a1.acceptProposedAction()
            return True
        if isinstance(a1, QDropEvent) and _is_drop(a1) and (places := _places(a1)):
            a1.acceptProposedAction()
            self.offer(places)
            return True
        return super().eventFilter(a0, a1)

    def choose(self) -> None:
        """Let the user choose files."""
        files, _ = QFileDialog.getOpenFileNames(self._window, str(tr("Import")))
        if files:
            self.offer(files)

    def paste(self) -> None:
        """Import the files on the clipboard, or those whose paths are on it."""
        clipboard = QApplication.clipboard()
        data = clipboard.mimeData() if clipboard is not None else None
        if data is None:
            return
        urls = [url.toLocalFile() or url.toString() for url in data.urls()]
        self.offer(urls or pasted(data.text()))

    def offer(self, places: list[str]) -> None:
        """Show what is in files; open workspaces and archives of tiles; refuse what is neither."""
        dropped = sorted_out(places)
        for path in dropped.workspaces:
            self.workspace_dropped.emit(path)
        for path in dropped.tiles:
            self.tiles_dropped.emit(path)
        for fault in dropped.faults:
            tell(self._window, fault)
        if dropped.files:
            self._opened().offer(dropped.files)

    def repeat(self, asked: Mapping[str, Any]) -> None:
        """Offer a file as it was imported before; ``asked`` is how, as the workspace keeps it."""
        path = Path(asked["path"])
        if path.exists():
            self._opened().offer([path], asked)
            return
        gone = tr("“{file}” is not there any more.", file=str(path))
        hint = tr("Import it from where it is now.")
        tell(self._window, BadInput("file-gone", gone, hint=hint))

    def _opened(self) -> ImportDialog:
        """Return the dialog; there is one at a time."""
        if self.dialog is None:
            dialog = self.dialog = ImportDialog(self._session.store, self._window)
            dialog.import_asked.connect(self.run_next)
            dialog.cancel_asked.connect(self._cancel)
            dialog.report.joins_asked.connect(self.join)
            dialog.report.quarantine_asked.connect(self.show_quarantine)
            dialog.finished.connect(self._close_dialog)
            dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        return self.dialog

    def _close_dialog(self, _: int) -> None:
        if self.dialog is not None:
            self.dialog.close_worker()
            self.dialog.deleteLater()
            self.dialog = None

    # What is done.

    def run_next(self) -> None:
        """Import the next source that is ready; the others follow it."""
        entry = self.dialog.batch.next_ready() if self.dialog is not None else None
        if self.dialog is None or entry is None or (draft := entry.draft) is None:
            return
        entry.running = True
        self.dialog.tell(entry)
        title = tr("Import “{file}”", file=entry.name)
        self._operation = self._operations.do(
            title,
            lambda progress: taken(
                self._session.store, lambda store: run_import(store, draft, progress)
            ),
            partial(self._take, title, entry),
            partial(self._refuse, entry),
        )

    def _take(self, title: Message, entry: Entry, done: tuple[Imported, DataStep | None]) -> None:
        imported, step = done
        entry.running, entry.imported = False, imported
        table = imported.report.table
        shown = with_table_shown(self._session.document, table)  # the map goes there next
        self._session.take(title, step, shown)
        self.imported.emit(table)
        self._follow(entry)

    def _refuse(self, entry: Entry, error: BaseException) -> None:
        entry.running = False
        if isinstance(error, BadInput):
            entry.fault = error
        else:
            entry.ticked = False
            self._operations.report(error)
        self._follow(entry)

    def _follow(self, entry: Entry) -> None:
        """Show what became of a source, and go on with the next one; end with what was refused."""
        if self.dialog is None:
            return
        self.dialog.tell(entry)
        if self.dialog.batch.next_ready() is not None:
            self.run_next()
        elif (refused := self.dialog.batch.first_refused()) is not None:
            self.dialog.tell(refused)

    def _end(self, operation: Operation) -> None:
        """Where the user cancelled, neither an answer nor a fault follows."""
        if operation is not self._operation or self.dialog is None:
            return
        self._operation = None
        if operation.ending == "cancelled":
            for entry in self.dialog.batch.entries:
                entry.running = False
            self.dialog.tell_cancelled()

    def _cancel(self) -> None:
        if self._operation is not None:
            self._operation.cancel()

    def _show_step(self, operation: Operation) -> None:
        if operation is self._operation and self.dialog is not None and operation.step is not None:
            self.dialog.show_step(operation.step)

    def join(self, offers: list[JoinOffer]) -> None:
        """Make joins one after another, each a step of its own; those before a fault stay."""
        for offer in offers:
            title = tr("Join: {join}", join=offer_title(self._session.store, offer))
            self._operations.do(
                title, partial(self._joined, offer), partial(self._take_join, title)
            )

    def _joined(self, offer: JoinOffer, progress: Progress) -> tuple[JoinReport, DataStep | None]:
        return taken(self._session.store, lambda store: run_join(store, offer, progress))

    def _take_join(self, title: Message, done: tuple[JoinReport, DataStep | None]) -> None:
        report, step = done
        self._session.take(title, step)
        if self.dialog is not None:
            self.dialog.report.show_join(report)

    def show_quarantine(self, number: int) -> None:
        """Show the rows that an import set aside."""
        self._operations.do(
            tr("Opening the quarantine"),
            partial(_quarantined, self._session.store, number),
            self._show_table,
        )

    def _show_table(self, table: "ToldTable") -> None:
        show_table(table, self.dialog or self._window)

    @property
    def busy(self) -> bool:
        """Whether a file is being looked at."""
        return self.dialog is not None and self.dialog.busy

    def end(self) -> None:
        """Let the dialog go with the window."""
        if self.dialog is not None:
            self.dialog.reject()

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "import", "file", lambda: tr("Import …"), "mdi6.tray-arrow-down", self.choose,
                "Ctrl+I", group="import", bar=True,
            ),
            Command(
                "import-pasted", "file", lambda: tr("Import what was copied"),
                "mdi6.clipboard-arrow-down-outline", self.paste, "Ctrl+V", group="import",
            ),
        ]  # fmt: skip


def _quarantined(store: Store, number: int, progress: Progress) -> "ToldTable":
    # Late: it loads the gate, which a window does without until someone wants something out.
    from gridloom_desktop.window.model.importing.quarantined import quarantined

    return quarantined(store, number, progress)


def _is_drop(event: QDropEvent) -> bool:
    return event.type() == QEvent.Type.Drop


def _places(event: QDropEvent) -> list[str]:
    """Return the paths that are dragged; addresses as they are."""
    data = event.mimeData()
    urls = data.urls() if data is not None and data.hasUrls() else []
    return [url.toLocalFile() or url.toString() for url in urls]
