"""Icons by their names. They ask for the colours of the theme whenever they are painted."""

from functools import cache

from PyQt6.QtCore import QPoint, QRect, QSize, Qt
from PyQt6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from gridloom_desktop.window.theme import Theme, theme

MIDDLE = Qt.AlignmentFlag.AlignCenter


def icon(name: str, *, pale: bool = False) -> QIcon:
    """Return an icon of qtawesome's that follows the theme; a pale one is as captions are."""
    return QIcon(_ThemeEngine(name, pale=pale))


class _ThemeEngine(QIconEngine):
    def __init__(self, name: str, *, pale: bool) -> None:
        super().__init__()
        self._name, self._pale = name, pale

    def paint(
        self, painter: QPainter | None, rect: QRect, mode: QIcon.Mode, state: QIcon.State
    ) -> None:
        _drawn(self._name, self._pale, theme()).paint(painter, rect, MIDDLE, mode, state)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        return picture

    def clone(self) -> "_ThemeEngine":
        return _ThemeEngine(self._name, pale=self._pale)


@cache
def _drawn(name: str, pale: bool, c: Theme) -> QIcon:
    import qtawesome  # late: it takes longer to load than a map to draw

    ink = c.muted if pale else c.ink
    return qtawesome.icon(name, color=ink, color_active=c.accent, color_disabled=c.faint)
