"""The numbers of the rows, by which whole rows are picked."""

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QHeaderView, QWidget

ROOM = 18


class RowNumbers(QHeaderView):
    """Numbers of one height, however many: Qt keeps nothing of a row that has the usual height.

    ``begun(row, modifiers)`` tells that the mouse begins to pick rows, ``reached(row)`` to which
    row it goes, ``ended`` that they are picked.
    """

    begun = pyqtSignal(int, object)
    reached = pyqtSignal(int)
    ended = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._down = False
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def set_height(self, height: int) -> None:
        """Let all rows be this high, in pixels."""
        self.setMinimumSectionSize(height)
        self.setDefaultSectionSize(height)

    def make_room(self, rows: int) -> None:
        """Be as wide as the last number."""
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(f"{max(rows, 100):,}") + ROOM)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room that is made: Qt would ask for the titles of 200 rows at each style."""
        return QSize(self.minimumWidth(), 0)

    def mousePressEvent(self, e: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        """Begin to pick rows."""
        row = self._row_at(e)
        if e is not None and row >= 0 and e.button() == Qt.MouseButton.LeftButton:
            self._down = True
            self.begun.emit(row, e.modifiers())

    def mouseMoveEvent(self, e: QMouseEvent | None) -> None:  # noqa: N802
        """Pick the rows to where the mouse is."""
        if self._down and (row := self._row_at(e)) >= 0:
            self.reached.emit(row)

    def mouseReleaseEvent(self, e: QMouseEvent | None) -> None:  # noqa: N802, ARG002
        """Tell which rows are picked."""
        self._down = False
        self.ended.emit()

    def _row_at(self, e: QMouseEvent | None) -> int:
        return -1 if e is None else self.logicalIndexAt(e.position().toPoint())
