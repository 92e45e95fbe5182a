"""The tabs over attribute tables: what can be done with a table, by the menu or by F2."""

from PyQt6.QtCore import QEvent, QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QContextMenuEvent, QKeyEvent
from PyQt6.QtWidgets import QMenu, QTabBar, QWidget

from gridloom_desktop.window.icons import icon
from gridloom_layers.language import tr


class TabBar(QTabBar):
    """``renaming_asked`` and ``closing_asked`` tell of a tab by its place."""

    renaming_asked = pyqtSignal(int)
    closing_asked = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.menu = QMenu(self)

    def event(self, a0: QEvent | None) -> bool:
        """Take F2 for the table in front while the tabs have the keys, not for a selected row."""
        if isinstance(a0, QKeyEvent) and a0.key() == Qt.Key.Key_F2 and self.count():
            if a0.type() == QEvent.Type.ShortcutOverride:
                a0.accept()
                return True
            if a0.type() == QEvent.Type.KeyPress:
                self.renaming_asked.emit(self.currentIndex())
                return True
        return super().event(a0)

    def contextMenuEvent(self, a0: QContextMenuEvent | None) -> None:  # noqa: N802 - Qt's name
        """Offer what can be done with the table under the mouse, or with that in front."""
        if a0 is None or not self.count():
            return
        by_mouse = a0.reason() == QContextMenuEvent.Reason.Mouse
        place = self.tabAt(a0.pos()) if by_mouse else self.currentIndex()
        if place >= 0:
            self.offer(place, a0.globalPos())

    def offer(self, place: int, at: QPoint) -> None:
        """Show the menu of a tab."""
        self.menu.clear()
        acts = (
            ("mdi6.form-textbox", tr("Rename in the workspace …"), self.renaming_asked),
            ("mdi6.close", tr("Close this table"), self.closing_asked),
        )
        for name, title, asked in acts:
            action = self.menu.addAction(icon(name), str(title))
            if action is not None:
                action.triggered.connect(lambda _, signal=asked: signal.emit(place))
        self.menu.popup(at)
