"""Several names: a list to tick, and a line for others."""

from collections.abc import Iterable, Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gridloom_analytics.analysis import NAME
from gridloom_layers.language import tr

MOST_ROWS = 5
"""Of the list that are seen at once."""


class NamesBox(QWidget):
    """Gives the names that are ticked, in their order, and those written below."""

    def __init__(self, choices: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list, self.others = QListWidget(), QLineEdit()
        for title, value in choices:
            item = QListWidgetItem(title, self.list)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setToolTip(title)
            item.setCheckState(Qt.CheckState.Unchecked)
        rows = min(self.list.count(), MOST_ROWS)
        self.list.setFixedHeight(max(self.list.sizeHintForRow(0), 18) * rows + 6)
        self.list.setVisible(rows > 0)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.others.setPlaceholderText(str(tr("others, with commas between them")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.list)
        column.addWidget(self.others)
        self.setFocusProxy(self.list if rows else self.others)

    def _items(self) -> list[QListWidgetItem]:
        found = (self.list.item(row) for row in range(self.list.count()))
        return [item for item in found if item is not None]

    def names(self) -> list[str]:
        """Return the names."""
        ticked = [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in self._items()
            if item.checkState() == Qt.CheckState.Checked
        ]
        written = [part.strip() for part in NAME.findall(self.others.text())]
        return [*ticked, *(part for part in written if part)]

    def choose(self, names: Sequence[str]) -> None:
        """Tick these names, and write those that the list does not have."""
        offered = []
        for item in self._items():
            value = str(item.data(Qt.ItemDataRole.UserRole))
            offered.append(value)
            on = value in names
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.others.setText(", ".join(name for name in names if name not in offered))
