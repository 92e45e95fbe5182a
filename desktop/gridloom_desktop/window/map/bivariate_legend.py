"""The legend of two columns: a square of nine colours on its corner, an arrow for each column."""

from PyQt6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTransform,
)
from PyQt6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gridloom_analytics.cartography.bivariate import BivariateStyle, K
from gridloom_desktop.publishing.units import with_unit
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.model.counts import features_told
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import current_language, tr

SIDE = 30
"""Of one of the nine squares, before they are turned."""
GAP = 2
ROOM = 34
"""Around the diamond, for the titles along its lower edges."""


class BivariateLegend(QWidget):
    """Shows the nine colours; pointing at one tells its ranges and how many features it has."""

    def __init__(
        self, style: BivariateStyle, layer: MapLayer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._style, self._layer, self._counts = style, layer, layer.class_counts()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        follow_language(self.retranslate)

    def retranslate(self) -> None:
        """Tell in the current language what is seen, for those who do not see it."""
        first, second = (self._title(up) for up in (False, True))
        told = tr("Nine colours by {first} and {second}", first=first, second=second)
        self.setAccessibleName(str(told))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for the diamond and the titles along its lower edges."""
        diagonal = round(K * SIDE * 2**0.5)
        return QSize(diagonal + 2 * ROOM, diagonal + ROOM)

    def _title(self, up: bool) -> str:
        style = self._style.second if up else self._style.first
        return with_unit(shown(style.title), style.unit, current_language())

    def _placing(self) -> QTransform:
        """Return how the upright square, little in its lower left corner, lies in the widget."""
        middle = QPointF(self.width() / 2, K * SIDE * 2**0.5 / 2 + 4)
        return QTransform().translate(middle.x(), middle.y()).rotate(-45)

    def _square(self, across: int, up: int) -> QRectF:
        half = K * SIDE / 2
        left, top = across * SIDE - half, half - (up + 1) * SIDE
        return QRectF(left, top, SIDE - GAP, SIDE - GAP)

    def paintEvent(self, a0: QPaintEvent | None) -> None:  # noqa: N802
        """Draw the squares and the titles."""
        super().paintEvent(a0)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setTransform(self._placing(), combine=True)
            painter.setPen(Qt.PenStyle.NoPen)
            for up in range(K):
                for across in range(K):
                    painter.setBrush(QColor(self._style.colour(across, up)))
                    painter.drawRect(self._square(across, up))
            half = K * SIDE / 2
            self._draw_axis(painter, QPointF(-half, half + 8), self._title(up=False))
            painter.rotate(90)
            self._draw_axis(painter, QPointF(-half, half + 8), self._title(up=True), back=True)

    def _draw_axis(self, painter: QPainter, at: QPointF, title: str, *, back: bool = False) -> None:
        """Draw an arrow along an edge towards much, and its title below it."""
        length = K * SIDE
        ink = self.palette().text().color()
        painter.setPen(QPen(ink, 1.2))
        start, end = at, at + QPointF(length, 0)
        if back:
            start, end = end, start
        painter.drawLine(start, end)
        turn = -1 if back else 1
        tip = [end, end + QPointF(-6 * turn, -3), end + QPointF(-6 * turn, 3)]
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF(tip))
        metrics = QFontMetricsF(painter.font())
        text = metrics.elidedText(title, Qt.TextElideMode.ElideRight, length + 2 * ROOM * 0.6)
        room = QRectF(at.x() - ROOM, at.y() + 5, length + 2 * ROOM, metrics.height() + 2)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def told(self, place: QPointF) -> str:
        """Return what the colour at a pixel means, "" where there is none."""
        back, _ = self._placing().inverted()
        at = back.map(place)
        for up in range(K):
            for across in range(K):
                if self._square(across, up).contains(at):
                    return self._meaning(across, up)
        return ""

    def _meaning(self, across: int, up: int) -> str:
        style, lines = self._style, []
        for one, position in ((style.first, across), (style.second, up)):
            if position < len(one.classes):
                title = with_unit(shown(one.title), one.unit, current_language())
                label = shown(one.classes[position].label)
                lines.append(str(tr("{title}: {value}", title=title, value=label)))
        count = int(self._counts[up * K + across])
        return "\n".join([*lines, str(features_told(count, persons=self._layer.persons))])

    def event(self, a0: QEvent | None) -> bool:
        """Tell what the colour under the pointer means."""
        if isinstance(a0, QHelpEvent):
            QToolTip.showText(a0.globalPos(), self.told(QPointF(a0.pos())), self)
            return True
        return super().event(a0)
