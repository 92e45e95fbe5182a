"""Masked values opened for a reason, for a quarter of an hour, under a bar that says so."""

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget

from gridloom_analytics.bilingual import Given
from gridloom_desktop.window.attribute_table.arranging import Arranging
from gridloom_desktop.window.attribute_table.unmask_dialog import UnmaskDialog
from gridloom_desktop.window.attribute_table.unmasked_bar import UnmaskedBar
from gridloom_layers.errors import BadInput
from gridloom_layers.language import listed


class Unmasking(QObject):
    """Asks for a reason, logs it, opens the values of one table and masks them again."""

    changed = pyqtSignal()
    refused = pyqtSignal(object)

    def __init__(self, arranging: Arranging, parent: QWidget) -> None:
        super().__init__(parent)
        self._arranging, self._parent = arranging, parent
        self.bar = UnmaskedBar(parent)
        self.bar.ended.connect(self._mask)

    @property
    def offered(self) -> bool:
        """Whether there is anything to unmask."""
        masked = any(column.masked for column in self._arranging.rows.columns)
        return masked and self._arranging.permission is None

    def ask(self) -> None:
        """Ask for a reason."""
        columns = (column for column in self._arranging.rows.columns if column.masked)
        fields = listed(Given.of(column.title) for column in columns)
        dialog = UnmaskDialog(fields, self._parent)
        dialog.reasoned.connect(self.open)
        dialog.open()

    def open(self, reason: str) -> None:
        """Open the values for a reason, which is in the log before they are seen."""
        # late: it knows the gate, which loads all writers of files
        from gridloom_desktop.window.model.rows.unmasking import SECONDS, unmask

        try:
            permission = unmask(self._arranging.store, self._arranging.table, reason)
        except BadInput as error:
            self.refused.emit(error)
            return
        self._arranging.open(permission)
        self.bar.start(permission.reason, SECONDS)
        self.changed.emit()

    def _mask(self) -> None:
        self._arranging.mask()
        self.changed.emit()

    def close(self) -> None:
        """Stop the clock."""
        self.bar.quit()
