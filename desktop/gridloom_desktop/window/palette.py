"""The command palette (Ctrl+K): everything that can be done, found by a few letters of it."""

from collections.abc import Callable, Iterable

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gridloom_desktop.window.command import PLACES, Command
from gridloom_desktop.window.following import say
from gridloom_desktop.window.icons import icon
from gridloom_desktop.window.model.searching import best
from gridloom_layers.language import Message, tr

SIZE = (560, 420)
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class Palette(QDialog):
    """Lists commands while one types; Enter does the one that is chosen, Esc none."""

    def __init__(self, commands: Callable[[], Iterable[Command]], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._all = commands
        self._commands: list[Command] = []
        self.search, self.list = QLineEdit(), QListWidget()
        self.setObjectName("palette")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._do())
        self.resize(*SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say(self.search.setPlaceholderText, tr("Type what you want to do …"))
        say(self.search.setAccessibleName, tr("Commands"))

    def ask(self) -> None:
        """Show the palette in the upper middle of its window, with nothing typed."""
        self.search.clear()
        self._fill("")
        window = self.parentWidget()
        if window is not None:
            corner = window.mapToGlobal(window.rect().topLeft())
            self.move(corner.x() + (window.width() - self.width()) // 2, corner.y() + 90)
        self.show()
        self.search.setFocus()

    def _fill(self, wanted: str) -> None:
        enabled = [one for one in self._all() if one.is_enabled()]
        self._commands = best(wanted, [(_texts(one), one) for one in enabled])
        self.list.clear()
        for command in self._commands:
            text = f"{command.title()}   ·   {PLACES[command.place]}"
            item = QListWidgetItem(icon(command.icon), text, self.list)
            item.setToolTip(command.keys)
        self.list.setCurrentRow(0)

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:  # noqa: N802 - Qt's name
        """Move in the list, and choose, while the line keeps the keys."""
        if a0 is self.search and isinstance(a1, QKeyEvent) and a1.type() == QEvent.Type.KeyPress:
            if (step := MOVES.get(Qt.Key(a1.key()))) is not None:
                last = self.list.count() - 1
                self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), last))
                return True
            if a1.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do()
                return True
        return super().eventFilter(a0, a1)

    def _do(self) -> None:
        row = self.list.currentRow()
        self.close()
        if 0 <= row < len(self._commands):
            self._commands[row].do()


def _texts(command: Command) -> list[str]:
    """Return what a command is called, in both languages: hands remember either."""
    title = command.title()
    both = title.both().values() if isinstance(title, Message) else [title]
    return [*both, command.name]
