"""Alt and a letter reach what menus and dialogs show: the letters are marked when they are shown.

The style calls :func:`give_letters` for each widget that comes to the screen, so nobody who fills a
menu or a form thinks of them.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from PyQt6 import sip
from PyQt6.QtCore import QEvent, QObject, Qt, QTimer
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QGroupBox,
    QLabel,
    QMenu,
    QMenuBar,
    QTabBar,
    QToolButton,
    QWidget,
)

from gridloom_desktop.window.model.letters import letter_of, lettered
from gridloom_layers.language import current_language

NAME = "letters"
Lettered = tuple[str, Callable[[str], object]]
"""A text that may have a letter, and what puts another in its place."""
TELLING = (QEvent.Type.Show, QEvent.Type.LayoutRequest)
"""Events that follow when a text of a form is another one."""


def give_letters(widget: QWidget) -> None:
    """Mark letters in a menu or a dialog whenever it is shown, or shows other texts."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    if not isinstance(widget, QMenu | QDialog) or widget.findChild(QObject, NAME, direct):
        return
    if isinstance(widget, QMenu):
        MenuLetters(widget)
    else:
        FormLetters(widget)


def mark_menu(menu: QWidget) -> None:
    """Mark a letter in each entry of a menu or a menu bar."""
    _mark([(one.text(), one.setText) for one in menu.actions() if one.text()])


class MenuLetters(QObject):
    """Marks the letters of a menu each time that it opens."""

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        self.setObjectName(NAME)
        menu.aboutToShow.connect(partial(mark_menu, menu))


class FormLetters(QObject):
    """Marks the letters of what a dialog shows, and again when it shows something else.

    A form that is part of a window leaves the letters of its menus, ``beside``, to these.
    """

    def __init__(self, form: QWidget, beside: QMenuBar | None = None) -> None:
        super().__init__(form)
        self.setObjectName(NAME)
        self._form, self._beside = form, beside
        self._soon = QTimer(self)  # one look for all texts of a page that change together
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look)
        self._watch()

    def _watch(self) -> None:
        for widget in (self._form, *self._form.findChildren(QWidget)):
            if widget.layout() is not None:  # a change of a text is told to the layout around it
                widget.installEventFilter(self)

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:  # noqa: N802 - Qt's name
        """Look for what is new, as soon as all is told."""
        if isinstance(a1, QShowEvent) and isinstance(a0, QWidget) and a0 is self.parent():
            self._form = a0  # the style may have seen it before Python knew it
        if a1 is not None and a1.type() in TELLING and not sip.isdeleted(self._soon):
            self._soon.start()
        return super().eventFilter(a0, a1)

    def _look(self) -> None:
        gone = sip.isdeleted(self._form)  # its parts go after it
        if gone or not self._form.isVisible():
            return
        self._watch()
        menus = self._beside.actions() if self._beside is not None else ()
        _mark(list(lettered_texts(self._form)), [letter_of(one.text()) for one in menus])


def _mark(texts: list[Lettered], taken: Iterable[str] = ()) -> None:
    marked = lettered((text for text, _ in texts), current_language(), taken)
    for (text, put), new in zip(texts, marked, strict=True):
        if new != text:
            put(new)


def lettered_texts(form: QWidget) -> Iterator[Lettered]:
    """Yield what is seen of a form and leads somewhere."""
    for widget in form.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not form.window():
            continue
        if isinstance(widget, QTabBar):
            for number in range(widget.count()):
                yield widget.tabText(number), partial(widget.setTabText, number)
        elif isinstance(widget, QGroupBox) and widget.isCheckable():
            yield widget.title(), widget.setTitle
        elif isinstance(widget, QLabel | QAbstractButton) and _leads(widget):
            yield widget.text(), widget.setText


def _leads(widget: QLabel | QAbstractButton) -> bool:
    if isinstance(widget, QLabel):
        return bool(widget.text()) and widget.buddy() is not None
    icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() == icon_only:
        return False
    return bool(widget.text())
