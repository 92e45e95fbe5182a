"""Renaming results in the workspace: one step to undo, which all that names them follows."""

from functools import partial

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from gridloom_analytics.titles import result_title
from gridloom_desktop.window.model.data_step import DataStep, taken
from gridloom_desktop.window.model.renaming import check_new_name, rename_result, renamed
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.rename_dialog import RenameDialog
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import Message, tr


class Renaming(QObject):
    """Asks for the new name of a kept result, and gives it."""

    def __init__(self, session: Session, operations: Operations, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._operations, self._window = session, operations, window

    def ask_of_layer(self, name: str) -> None:
        """Ask what the result that a layer shows shall be called."""
        view = self._session.document.layer(name)
        if view is not None and view.result is not None:
            self.ask(view.result)

    def ask(self, result: str) -> None:
        """Ask what a kept result shall be called."""
        store = self._session.store
        if result not in store.results:
            return
        title = result_title(store, result)
        check = partial(check_new_name, store, result)
        dialog = RenameDialog(self._window, result, lambda: shown(title), check)
        dialog.named.connect(partial(self.rename, result))
        dialog.open()

    def rename(self, old: str, new: str) -> None:
        """Rename a kept result: a step that can be undone."""
        title = tr("Rename “{old}” to “{new}”", old=old, new=new)
        self._operations.do(
            title,
            lambda progress: taken(
                self._session.store, lambda store: rename_result(store, old, new, progress)
            ),
            partial(self._take, title, old, new),
        )

    def _take(self, title: Message, old: str, new: str, done: tuple[None, DataStep | None]) -> None:
        document = renamed(self._session.document, old, new)
        self._session.take(title, done[1], document)
