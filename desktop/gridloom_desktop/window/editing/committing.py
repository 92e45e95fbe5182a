"""How an edit is kept: asked why, made as one commit, taken as one step that can be undone."""

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtWidgets import QMessageBox, QWidget

from gridloom_desktop.window.editing.reason_dialog import ReasonDialog
from gridloom_desktop.window.model.data_step import DataStep, taken
from gridloom_desktop.window.model.editing import entitled
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operation, Operations
from gridloom_layers.editing import Edited
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore

Work = Callable[[FolderStore, Progress], object]


class Committing(QObject):
    """Asks by a dialog and commits what was asked for; ``dialog`` is the one asked last."""

    def __init__(self, session: Session, operations: Operations, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._operations, self._window = session, operations, window
        self.dialog: ReasonDialog | None = None
        self._saving: tuple[ReasonDialog, Operation] | None = None
        operations.ended.connect(self._end)

    def ask(self, dialog: ReasonDialog, then: Callable[[], None]) -> None:
        """Open a dialog; ``then`` follows each time that its answers are complete."""
        self.dialog = dialog
        dialog.asked.connect(then)
        dialog.open()

    def commit(
        self, title: Message, work: Work, dialog: ReasonDialog, then: Callable[[], object] = bool
    ) -> None:
        """Make an edit and close the dialog; what is wrong with it is told there.

        ``then`` follows where it was made.
        """
        operation = self._operations.do(
            title,
            lambda progress: taken(self._session.store, lambda store: work(store, progress)),
            partial(self._take, title, dialog, then),
            partial(self._refuse, dialog),
        )
        self._saving = dialog, operation

    def _end(self, operation: Operation) -> None:
        """Give the dialog of an edit that was cancelled back to the user."""
        dialog, saving = self._saving or (None, None)
        if dialog is not None and operation is saving and operation.ending == "cancelled":
            dialog.let(go=True)

    def _refuse(self, dialog: ReasonDialog, error: BaseException) -> None:
        if isinstance(error, BadInput):
            dialog.tell(entitled(self._session.store, error))
        else:
            dialog.let(go=True)
            dialog.reject()
            self._operations.report(error)

    def _take(
        self, title: Message, dialog: ReasonDialog, then: Callable[[], object],
        done: tuple[object, DataStep | None],
    ) -> None:  # fmt: skip
        answer, step = done
        self._session.take(title, step)  # first: it is made, whatever becomes of the dialog
        dialog.accept()
        then()
        if isinstance(answer, Edited) and answer.warnings:
            self._warn([str(each) for each in answer.warnings])

    def _warn(self, lines: list[str]) -> None:
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Gridloom")
        box.setText("\n".join(lines))
        box.open()
