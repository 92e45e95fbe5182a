"""What the tab of reports asks for: the rows set aside, their file, the quality of the data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog

from ..language import tr
from .quarantine_dialog import MOST, QuarantineDialog
from .quarantine_rows import Quarantine, read_quarantine
from .reports import quality_lines

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QWidget

    from .asking import Asker
    from .described import Workspace
    from .reports_tab import ReportsTab
    from .session import Session


class Reporting(QObject):
    """Shows the quarantine and the quality of the open workspace; ``saved`` has a sentence."""

    saved = pyqtSignal(str)

    def __init__(
        self, asker: Asker, session: Session, tab: ReportsTab, window: QWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._asker = asker
        self._session = session
        self._tab = tab
        self._window = window
        self.dialog: QuarantineDialog | None = None
        tab.quarantine_asked.connect(self.show_quarantine)
        tab.quality_asked.connect(self.assess)

    def show_quarantine(self, import_number: int | None) -> None:
        """Show the rows that were set aside, of one import or of all."""
        workspace = self._session.workspace
        if workspace is None:
            return
        asked = ["quarantine", str(workspace.path), f"--limit={MOST}"]

        def take(told: Quarantine) -> None:
            self._open(workspace, told, import_number)

        self._asker.ask(tr("Quarantine"), asked, take, read=read_quarantine)

    def assess(self) -> None:
        """Assess how good the tables are, and show it."""
        workspace = self._session.workspace
        if workspace is None:
            return
        self._asker.ask(
            tr("Data quality"),
            ["quality", str(workspace.path)],
            lambda lines: self._tab.show_quality(workspace, lines),
            read=lambda told: quality_lines(workspace, told),
        )

    def end(self) -> None:
        """Close what is open."""
        if self.dialog is not None:
            self.dialog.close()

    def _open(self, workspace: Workspace, told: Quarantine, import_number: int | None) -> None:
        self.end()
        self.dialog = QuarantineDialog(workspace, told, self._window)
        self.dialog.finished.connect(self._closed)
        self.dialog.save_asked.connect(lambda: self._save(workspace))
        self.dialog.show_import(import_number)
        self.dialog.show()

    def _closed(self, _how: int) -> None:
        self.dialog = None

    def _save(self, workspace: Workspace) -> None:
        kinds = "XLSX (*.xlsx);;CSV (*.csv);;GeoPackage (*.gpkg);;Parquet (*.parquet)"
        file, kind = QFileDialog.getSaveFileName(self.dialog, tr("Save the Quarantine"), "", kinds)
        if not file:
            return
        if not Path(file).suffix:
            file += kind[kind.index("*") + 1 : -1]
        self._asker.ask(
            tr("Save the quarantine"),
            ["quarantine", str(workspace.path), f"--out={file}"],
            lambda told: self.saved.emit(
                tr("“{file}”: {rows} rows.", file=file, rows=told["file"]["rows"])
            ),
        )
