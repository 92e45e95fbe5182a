"""Renaming tables and results in the workspace: one step to undo, which all follows."""

from functools import partial

from PyQt6 import sip
from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.renaming.following import Following, rename, staying
from gridloom_analytics.titles import result_title, table_heading
from gridloom_desktop.window.model.data_step import DataStep, taken
from gridloom_desktop.window.model.renaming import check_new_name, renamed
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.table_names import table_renamed
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.rename_dialog import OF_RESULT, OF_TABLE, RenameDialog, Wording
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import Message, tr


class Renaming(QObject):
    """Asks for the new name of a table or a kept result, and gives it."""

    def __init__(self, session: Session, operations: Operations, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._operations, self._window = session, operations, window

    def ask_of_layer(self, name: str) -> None:
        """Ask what the result that a layer shows, or its table, shall be called."""
        view = self._session.document.layer(name)
        if view is not None and view.result is not None:
            self.ask(view.result)
        elif view is not None:
            self.ask_table(view.table)

    def ask(self, result: str) -> None:
        """Ask what a kept result shall be called."""
        store = self._session.store
        if result in store.results:
            self._open(result, result_title(store, result), OF_RESULT)

    def ask_table(self, table: str) -> None:
        """Ask what a table shall be called, and tell what would not follow."""
        if table not in self._session.store.tables:
            return
        title = table_heading(self._session.store.table(table))
        dialog = self._open(table, title, OF_TABLE)
        self._operations.read(lambda _: staying(self._session.store, table), partial(_warn, dialog))

    def _open(self, old: str, title: Bilingual, wording: Wording) -> RenameDialog:
        check = partial(check_new_name, self._session.store, old)
        dialog = RenameDialog(self._window, old, lambda: shown(title), check, wording)
        dialog.named.connect(partial(self.rename, old))
        dialog.open()
        return dialog

    def rename(self, old: str, new: str) -> None:
        """Rename a table or a kept result: a step that can be undone."""
        title = tr("Rename “{old}” to “{new}”", old=old, new=new)
        self._operations.do(
            title,
            lambda progress: taken(
                self._session.store, lambda store: rename(store, old, new, progress)
            ),
            partial(self._take, title, old, new),
        )

    def _take(
        self, title: Message, old: str, new: str, done: tuple[Following, DataStep | None]
    ) -> None:
        now, store = self._session.document, self._session.store
        is_table = new in store.tables
        document = table_renamed(now, store, old, new) if is_table else renamed(now, old, new)
        self._session.take(title, done[1], document)


def _warn(dialog: RenameDialog, stays: tuple[Message, ...]) -> None:
    if not sip.isdeleted(dialog):  # it may be closed by now
        dialog.warn(stays)
