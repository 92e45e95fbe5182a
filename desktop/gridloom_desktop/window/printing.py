"""Printing the sheet of the topmost result: what is released for it, never the window's picture."""

from functools import partial

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.map.status_line import StatusLine
from gridloom_desktop.window.model.publishing import sheet_to_print, shown_result
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_layers.language import current_language, tr


class Printing(QObject):
    """Prints what a window shows; a preview comes before."""

    def __init__(
        self, session: Session, operations: Operations, parent: QWidget, status: StatusLine
    ) -> None:
        super().__init__(parent)
        self._session, self._operations = session, operations
        self._parent, self._status = parent, status

    def ask(self) -> None:
        """Make the sheet of the topmost result, then show how it will be printed."""
        result = shown_result(self._session)
        if result is None:
            told = tr(
                "There is nothing to print yet: a sheet shows a result. Run an analysis first."
            )
            self._status.tell(told)
            return
        work = partial(sheet_to_print, self._session.store, result, current_language())
        self._operations.do(tr("Preparing to print"), work, self.preview)

    def preview(self, sheet: bytes) -> None:
        """Show a sheet as it will be printed."""
        from gridloom_desktop.window.sheet_preview import SheetPreview  # few ever print

        SheetPreview(sheet, self._parent).open()

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "print", "publish", lambda: tr("Print …"), "mdi6.printer-outline", self.ask,
                "Ctrl+P", group="print",
            )
        ]  # fmt: skip
