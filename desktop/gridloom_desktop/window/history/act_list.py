"""The acts of a workspace in a list, by day."""

import datetime as dt
from collections.abc import Sequence

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFont
from PyQt6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from gridloom_desktop.window.following import follow_colours, follow_language
from gridloom_desktop.window.icons import icon
from gridloom_desktop.window.model.history.act import Act
from gridloom_desktop.window.model.history.listing import ICONS, Day, days, time_of
from gridloom_desktop.window.theme import theme
from gridloom_layers.language import tr

ACT = Qt.ItemDataRole.UserRole


class ActList(QListWidget):
    """Lists acts under their days, the newest first; several can be chosen.

    ``opened`` is an act that was double-clicked, or on which Enter was pressed.
    """

    opened = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acts: Sequence[Act] = ()
        self.setWordWrap(True)
        self.setIconSize(QSize(16, 16))
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setObjectName("acts")
        self.setSpacing(2)  # not padding, which wrapped lines do not reckon with
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(self._open)
        follow_language(self._fill)
        follow_colours(self._fill)

    def show_acts(self, acts: Sequence[Act]) -> None:
        """List acts, given the oldest first."""
        if tuple(acts) != tuple(self._acts):
            self._acts = acts
            self._fill()

    def _fill(self) -> None:
        self.clear()
        for day in days(self._acts, dt.datetime.now().astimezone().date()):
            self._add_day(day)
            for act in day.acts:
                self._add(act)

    def _add_day(self, day: Day) -> None:
        item = QListWidgetItem(str(day.title), self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(QColor(theme().muted))
        font = QFont(self.font())
        font.setBold(True)
        item.setFont(font)

    def _add(self, act: Act) -> None:
        told = f"{time_of(act)}  {act.what}".strip()
        item = QListWidgetItem(icon(ICONS[act.kind]), told, self)
        item.setData(ACT, act)
        item.setToolTip(f"{act.what}\n{act.note}" if act.note is not None else str(act.what))
        if not act.is_current:
            item.setForeground(QColor(theme().muted))
            item.setText(str(tr("{act} (replaced or removed since)", act=told)))

    def chosen(self) -> list[Act]:
        """Return the acts that are chosen, the oldest first."""
        there = [item.data(ACT) for item in self.selectedItems()]
        return [act for act in self._acts if any(act is one for one in there)]

    def _open(self, item: QListWidgetItem) -> None:
        if (act := item.data(ACT)) is not None:
            self.opened.emit(act)
