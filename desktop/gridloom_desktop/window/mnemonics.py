"""Alt and a letter reach what menus and dialogs show: the letters are marked when they are shown.

The style calls :func:`give_letters` for each widget that comes to the screen, so nobody who fills a
menu or a form thinks of them.
"""

from collections.abc import Callable, Iterator
from functools import partial

from PyQt6 import sip
from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QGroupBox,
    QLabel,
    QMenu,
    QTabBar,
    QToolButton,
    QWidget,
)

from gridloom_desktop.window.model.letters import lettered, plain
from gridloom_layers.language import current_language

NAME = "letters"
Lettered = tuple[str, Callable[[str], object]]
"""A text that may have a letter, and what puts another in its place."""
TELLING = (QEvent.Type.Show, QEvent.Type.LayoutRequest)
"""Events that follow when a text of a form is another one."""


def give_letters(widget: QWidget) -> None:
    """Mark letters in a menu or a dialog whenever it is shown, or shows other texts."""
    kind = MenuLetters if isinstance(widget, QMenu) else DialogLetters
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    if isinstance(widget, QMenu | QDialog) and widget.findChild(QObject, NAME, direct) is None:
        kind(widget)


def mark_menu(menu: QWidget) -> None:
    """Mark a letter in each entry of a menu or a menu bar."""
    _mark([(one.text(), one.setText) for one in menu.actions() if one.text()])


def plain_text(widget: QLabel | QAbstractButton) -> str:
    """Return the text of a widget without the mark of its letter."""
    return plain(widget.text())


class MenuLetters(QObject):
    """Marks the letters of a menu each time that it opens."""

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        self.setObjectName(NAME)
        menu.aboutToShow.connect(partial(mark_menu, menu))


class DialogLetters(QObject):
    """Marks the letters of what a dialog shows, and again when it shows something else."""

    def __init__(self, dialog: QWidget) -> None:
        super().__init__(dialog)
        self.setObjectName(NAME)
        self._dialog = dialog
        self._watch(dialog)

    def _watch(self, dialog: QWidget) -> None:
        for widget in (dialog, *dialog.findChildren(QWidget)):
            if widget.layout() is not None:  # a change of a text is told to the layout around it
                widget.installEventFilter(self)

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:  # noqa: N802 - Qt's name
        """Mark what is new."""
        gone = sip.isdeleted(self._dialog)  # its parts go after it
        if not gone and a1 is not None and a1.type() in TELLING and self._dialog.isVisible():
            self._watch(self._dialog)
            _mark(list(lettered_texts(self._dialog)))
        return super().eventFilter(a0, a1)


def _mark(texts: list[Lettered]) -> None:
    marked = lettered((text for text, _ in texts), current_language())
    for (text, put), new in zip(texts, marked, strict=True):
        if new != text:
            put(new)


def lettered_texts(dialog: QWidget) -> Iterator[Lettered]:
    """Yield what is seen of a dialog and leads somewhere."""
    for widget in dialog.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not dialog:
            continue
        if isinstance(widget, QTabBar):
            for number in range(widget.count()):
                yield widget.tabText(number), partial(widget.setTabText, number)
        elif isinstance(widget, QGroupBox) and widget.isCheckable():
            yield widget.title(), widget.setTitle
        elif _leads(widget):
            yield widget.text(), widget.setText


def _leads(widget: QWidget) -> bool:
    if isinstance(widget, QLabel):
        return bool(widget.text()) and widget.buddy() is not None
    if isinstance(widget, QToolButton):
        style = widget.toolButtonStyle()
        return bool(widget.text()) and style != Qt.ToolButtonStyle.ToolButtonIconOnly
    return isinstance(widget, QAbstractButton) and bool(widget.text())
