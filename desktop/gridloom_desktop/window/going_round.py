"""Ctrl+F6 leads round the parts of a window, Escape back to the map: as in programs with panels."""

from collections.abc import Iterator, Sequence

from PyQt6 import sip
from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSlot
from PyQt6.QtGui import QFocusEvent, QKeyEvent
from PyQt6.QtWidgets import QApplication, QDockWidget, QFrame, QMenuBar, QTabWidget, QWidget

from gridloom_desktop.window.command import Command, Commands
from gridloom_layers.language import tr

REASON = Qt.FocusReason.TabFocusReason


class GoingRound(QObject):
    """Takes the focus from one part of a window to the next.

    Each panel gets the focus where it was last. The map shows by a frame that it has come by a key.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._areas: Sequence[QWidget] = ()
        self._last: dict[QWidget, QWidget] = {}
        self._frame = QFrame(parent)
        self._frame.hide()

    def lead(self, areas: Sequence[QWidget]) -> None:
        """Lead round these parts; the first is the map, to which Escape leads from any other."""
        self._areas = areas
        self._frame.setParent(areas[0])
        self._frame.setObjectName("reached")
        self._frame.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for area in areas:
            area.installEventFilter(self)
        if isinstance(app := QApplication.instance(), QApplication):
            app.focusChanged.connect(self._note)

    def go(self, step: int) -> None:
        """Give the focus to the next part that is seen, or to the one before."""
        seen = [one for one in self._areas if one.isVisible()]
        holding = [place for place, one in enumerate(seen) if _holds(one)]
        here = holding[-1] if holding else 0  # the tools lie on the map
        for turn in range(1, len(seen) + 1):
            if self.enter(seen[(here + step * turn) % len(seen)]):
                return

    def enter(self, area: QWidget) -> bool:
        """Give the focus to a part, where it was last; say whether anything there can have it."""
        if isinstance(area, QMenuBar):
            _enter_menus(area)
            return area.hasFocus()
        page = _page(area)
        last = area if _takes_tab(area) else self._last.get(page)
        if last is None or not _can_have(last) or not _within(last, page):
            last = next(_reachable(page), None) or next(_reachable(area), None)
        if last is not None:
            last.setFocus(REASON)
        return last is not None

    @pyqtSlot(QWidget, QWidget)
    def _note(self, _: QWidget | None, new: QWidget | None) -> None:
        """Remember what has the focus of each part."""
        for area in self._areas:
            if new is not None and _within(new, area):
                self._last[_page(area)] = new
        self._last = {page: one for page, one in self._last.items() if not _gone(page, one)}

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:  # noqa: N802 - Qt's name
        """Go back to the map by an Escape that nobody had use for; frame a map that is reached."""
        the_map = self._areas[0]
        if a0 is the_map and a1 is not None:
            self._frame_map(the_map, a1)
        elif isinstance(a1, QKeyEvent) and _is_escape(a1):
            return self.enter(the_map)
        return super().eventFilter(a0, a1)

    def _frame_map(self, the_map: QWidget, event: QEvent) -> None:
        if isinstance(event, QFocusEvent) and event.gotFocus() and event.reason() in BY_KEY:
            self._frame.setGeometry(the_map.rect())
            self._frame.show()
        elif event.type() in (QEvent.Type.FocusOut, QEvent.Type.MouseButtonPress):
            self._frame.hide()
        elif event.type() == QEvent.Type.Resize:
            self._frame.setGeometry(the_map.rect())

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "next-part", "view", lambda: tr("Next part of the window"),
                "mdi6.arrow-right-box", lambda: self.go(1), "Ctrl+F6", group="panels",
            ),
            Command(
                "previous-part", "view", lambda: tr("Previous part of the window"),
                "mdi6.arrow-left-box", lambda: self.go(-1), "Ctrl+Shift+F6", group="panels",
            ),
        ]  # fmt: skip


BY_KEY = (REASON, Qt.FocusReason.BacktabFocusReason)


def _is_escape(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape


def _enter_menus(bar: QMenuBar) -> None:
    """Mark the first menu, as Alt does: Qt has no other way that does not open it."""
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
        QApplication.sendEvent(bar.window(), key)


def _page(area: QWidget) -> QWidget:
    """Return the panel that is in front on a side; of any other part the part."""
    tabs = area.widget() if isinstance(area, QDockWidget) else None
    front = tabs.currentWidget() if isinstance(tabs, QTabWidget) else None
    return front or area


def _within(widget: QWidget, area: QWidget) -> bool:
    return widget is area or area.isAncestorOf(widget)


def _holds(area: QWidget) -> bool:
    here = QApplication.focusWidget()
    return here is not None and _within(here, area)


def _gone(*widgets: QWidget) -> bool:
    return any(sip.isdeleted(one) for one in widgets)


def _can_have(widget: QWidget) -> bool:
    return not sip.isdeleted(widget) and widget.isVisible() and widget.isEnabled()


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)


def _reachable(area: QWidget) -> Iterator[QWidget]:
    """Yield what Tab would reach in a part, in its order."""
    here: QWidget | None = area
    while here is not None:
        if _takes_tab(here) and _can_have(here) and _within(here, area):
            yield here
        here = here.nextInFocusChain()
        if here is area:
            return
