"""The figures of the column that the user looks at, counted anew with the rows."""

from functools import partial

from PyQt6.QtCore import QObject

from gridloom_desktop.window.attribute_table.arranging import Arranging
from gridloom_desktop.window.attribute_table.figures_panel import FiguresPanel
from gridloom_desktop.window.model.rows.arranging import Arrangement
from gridloom_desktop.window.model.rows.columns import Column
from gridloom_desktop.window.model.rows.figures import Figures, figures
from gridloom_layers.progress import Progress


class Figuring(QObject):
    """Counts what the panel shows, while it is open."""

    def __init__(self, arranging: Arranging, panel: FiguresPanel) -> None:
        super().__init__(panel)
        self._arranging, self._panel = arranging, panel
        self._column: str | None = None
        arranging.shown.connect(self._count)

    def show(self, column: int) -> None:
        """Show the figures of a column."""
        self._column = self._arranging.rows.columns[column].name
        self._count()

    def _count(self) -> None:
        now = self._arranging
        column = next((one for one in now.rows.columns if one.name == self._column), None)
        if column is None or self._panel.isHidden():
            return
        self._panel.wait()
        unmasked = now.permission is not None
        work = partial(self._counted, column, now.arrangement, unmasked)
        now.work.read(work, partial(self._take, column, now.arrangement))

    def _counted(
        self, column: Column, arrangement: Arrangement, unmasked: bool, progress: Progress
    ) -> Figures:
        now = self._arranging
        return figures(now.store, now.table, column, arrangement, progress, unmasked=unmasked)

    def _take(self, column: Column, arrangement: Arrangement, counted: Figures) -> None:
        if column.name == self._column and arrangement is self._arranging.arrangement:
            self._panel.show_figures(counted)
