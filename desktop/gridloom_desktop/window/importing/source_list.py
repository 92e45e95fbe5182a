"""The sources of an import beside its pages: which are ticked, how far each is."""

from PyQt6.QtCore import QSignalBlocker, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QIcon
from PyQt6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from gridloom_analytics.bilingual import begun
from gridloom_desktop.window.following import say
from gridloom_desktop.window.icons import icon
from gridloom_desktop.window.model.importing.batch import STATES, Batch, Entry, State
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr
from gridloom_layers.roles import role

ICONS: dict[State, str] = {
    "further": "mdi6.layers-outline", "looking": "mdi6.timer-sand", "ready": "mdi6.circle-outline",
    "question": "mdi6.help-circle-outline", "unreadable": "mdi6.close-circle-outline",
    "running": "mdi6.progress-download", "done": "mdi6.check-circle",
    "refused": "mdi6.alert-circle-outline",
}  # fmt: skip
WIDTH = 230


class SourceList(QListWidget):
    """Shows a batch; ``chosen`` gives the place of an entry, ``ticked`` follows a tick."""

    chosen = pyqtSignal(int)
    ticked = pyqtSignal()

    def __init__(self, batch: Batch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._batch = batch
        self.setFixedWidth(WIDTH)
        self.setIconSize(QSize(18, 18))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        say(self.setAccessibleName, tr("Sources"))
        self.currentRowChanged.connect(self.chosen)
        self.itemChanged.connect(self._tick)

    def refresh(self) -> None:
        """Show the entries as they are now; the current one stays."""
        blocker = QSignalBlocker(self)
        entries = self._batch.entries
        while self.count() > len(entries):
            self.takeItem(self.count() - 1)
        while self.count() < len(entries):
            self.addItem(QListWidgetItem())
        for row, entry in enumerate(entries):
            if (item := self.item(row)) is not None:
                self._show(item, entry)
        del blocker

    def _show(self, item: QListWidgetItem, entry: Entry) -> None:
        state = entry.state(self._batch.store)
        about = str(STATES[state])
        if entry.draft is not None:
            about = f"{shown(begun(role(entry.draft.role).title))} · {about}"
        item.setText(f"{entry.name}\n{about}")
        item.setToolTip(f"{entry.path}\n{about}")
        item.setIcon(_icon(state))
        item.setCheckState(Qt.CheckState.Checked if entry.ticked else Qt.CheckState.Unchecked)

    def _tick(self, item: QListWidgetItem) -> None:
        entry = self._batch.entries[self.row(item)]
        entry.ticked = item.checkState() == Qt.CheckState.Checked
        self.ticked.emit()


def _icon(state: State) -> QIcon:
    return icon(ICONS[state])
