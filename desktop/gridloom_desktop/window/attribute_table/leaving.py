"""Rows that leave the table, to the clipboard or to a file: through the gate either way."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QMimeData, QObject, pyqtSignal
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QFileDialog

from gridloom_desktop.window.attribute_table.arranging import Arranging
from gridloom_desktop.window.attribute_table.rows_view import RowsView
from gridloom_desktop.window.model.rows.chosen import Chosen
from gridloom_layers.language import Message, current_language, tr, tr_n
from gridloom_layers.progress import Progress

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import ExportReport, Permission
    from gridloom_desktop.publishing.export.clipboard import Clip
    from gridloom_desktop.window.model.rows.columns import Column


class Leaving(QObject):
    """Copies what is picked, exports what is shown or selected; ``told`` says what was done."""

    told = pyqtSignal(object)
    refused = pyqtSignal(object)

    def __init__(self, arranging: Arranging, view: RowsView) -> None:
        super().__init__(view)
        self._arranging, self._view = arranging, view

    def copy(self) -> None:
        """Copy the block of cells that is picked, else the selected rows whole."""
        now, block = self._arranging, self._view.block
        if block is not None:
            chosen = Chosen(now.table, now.arrangement.at(block.top, block.bottom + 1))
            places = self._view.columns_of(block)
        elif len(now.selected):
            chosen, places = Chosen(now.table, keys=now.selected), self._view.seen_columns()
        else:
            return
        columns = tuple(now.rows.columns[place] for place in places)
        work = partial(self._copied, chosen, columns, now.permission)
        now.work.do(tr("Copying"), work, self._put, self.refused.emit)

    def _copied(
        self,
        chosen: Chosen,
        columns: "tuple[Column, ...]",
        permission: "Permission | None",
        progress: Progress,
    ) -> "Clip":
        # late: the gate loads all writers of files
        from gridloom_desktop.window.model.rows.leaving import copy_rows

        return copy_rows(
            self._arranging.store, chosen, columns, current_language(), permission, progress
        )

    def _put(self, clip: "Clip") -> None:
        content = QMimeData()
        content.setText(clip.text)
        content.setHtml(clip.html)
        if clipboard := QGuiApplication.clipboard():
            clipboard.setMimeData(content)
        self.told.emit(tr_n("{count:,} row is copied.", "{count:,} rows are copied.", clip.rows))

    def export(self, *, selected: bool) -> None:
        """Write the rows that are shown, or those that are selected, to a file."""
        now = self._arranging
        out = self._ask_file(f"{now.table}.xlsx")
        if out is None:
            return
        shown = Chosen(now.table, now.arrangement.positions)
        chosen = Chosen(now.table, keys=now.selected) if selected else shown
        work = partial(self._exported, chosen, out, now.permission)
        now.work.do(tr("Exporting"), work, self._tell, self.refused.emit)

    def _ask_file(self, name: str) -> Path | None:
        kinds = ("Excel (*.xlsx)", "CSV (*.csv)", "GeoPackage (*.gpkg)", "Parquet (*.parquet)")
        chosen, kind = QFileDialog.getSaveFileName(
            self._view, str(tr("Export rows")), name, ";;".join(kinds)
        )
        if not chosen:
            return None
        out = Path(chosen)
        return out if out.suffix else out.with_suffix(kind[kind.index("*") + 1 : -1])

    def _exported(
        self, chosen: Chosen, out: Path, permission: "Permission | None", progress: Progress
    ) -> "ExportReport":
        # late: the gate loads all writers of files
        from gridloom_desktop.window.model.rows.leaving import export_table

        return export_table(self._arranging.store, chosen, out, permission, progress)

    def _tell(self, report: "ExportReport") -> None:
        said: Message = tr_n(
            "{count:,} row is written to {file}.",
            "{count:,} rows are written to {file}.",
            report.rows,
            file=report.file.name,
        )
        self.told.emit(said)
