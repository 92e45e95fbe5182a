"""The legend of two variables: nine colours in a square on its corner, an arrow for each."""

from PyQt6.QtCore import QEvent, QPointF, QRectF, Qt
from PyQt6.QtGui import (
    QColor,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTransform,
)
from PyQt6.QtWidgets import QLabel, QToolTip, QVBoxLayout, QWidget

from gridloom_analytics.cartography.bivariate import BivariateStyle, K
from gridloom_desktop.publishing.units import with_unit
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.model.counts import features_told
from gridloom_desktop.window.model.map_layer import MapLayer, class_key
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import current_language, tr

SIDE = 30
"""Of one of the nine squares, before they are turned."""
GAP = 2
BESIDE, TOP, BELOW = 8, 4, 16
"""Pixels between squares and arrows, above the squares, and below them for the arrows."""
UP_RIGHT, UP_LEFT = "↗", "↖"
HOLLOW = 1.4


class BivariateLegend(QWidget):
    """Shows the nine colours; pointing at one tells its ranges and how many features it has.

    Below them is written, beside an arrow for each, what the two variables are.
    """

    def __init__(
        self, style: BivariateStyle, layer: MapLayer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._style, self._layer, self._counts = style, layer, layer.class_counts()
        self._titles = QLabel(), QLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, self._diamond + TOP + BELOW, 0, 0)
        column.setSpacing(2)
        for title in self._titles:
            title.setWordWrap(True)
            title.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(title)
        follow_language(self.retranslate)

    def retranslate(self) -> None:
        """Tell in the current language what is seen, for those who do not see it too."""
        first, second = (self._title(up) for up in (False, True))
        told = tr("Nine colours by {first} and {second}", first=first, second=second)
        self.setAccessibleName(str(told))
        for label, arrow, title in zip(
            self._titles, (UP_RIGHT, UP_LEFT), (first, second), strict=True
        ):
            label.setText(f"{arrow} {title}")
        self.update()

    @property
    def _diamond(self) -> int:
        """The height and width of the squares, which stand on their corner."""
        return round(K * SIDE * 2**0.5)

    def _title(self, up: bool) -> str:
        style = self._style.second if up else self._style.first
        return with_unit(shown(style.title), style.unit, current_language())

    def _placing(self) -> QTransform:
        """Return how the upright square, little in its lower left corner, lies in the widget."""
        middle = QPointF(self.width() / 2, self._diamond / 2 + TOP)
        return QTransform().translate(middle.x(), middle.y()).rotate(-45)

    def _square(self, across: int, up: int) -> QRectF:
        half = K * SIDE / 2
        left, top = across * SIDE - half, half - (up + 1) * SIDE
        return QRectF(left, top, SIDE - GAP, SIDE - GAP)

    def paintEvent(self, a0: QPaintEvent | None) -> None:  # noqa: N802
        """Draw the squares and the arrows."""
        super().paintEvent(a0)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setTransform(self._placing(), combine=True)
            for up in range(K):
                for across in range(K):
                    self._draw_square(painter, across, up)
            half = K * SIDE / 2
            self._draw_arrow(painter, QPointF(-half, half + BESIDE))
            painter.rotate(90)
            self._draw_arrow(painter, QPointF(-half, half + BESIDE), back=True)

    def _draw_square(self, painter: QPainter, across: int, up: int) -> None:
        """Draw the colour of a class as the map has it; one that is hidden is hollow."""
        number = up * K + across
        colour = QColor(self._layer.style.classes[number].colour)
        square = self._square(across, up)
        if class_key(self._layer.style, number) in self._layer.hidden:
            painter.setPen(QPen(colour, HOLLOW))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(square.adjusted(HOLLOW, HOLLOW, -HOLLOW, -HOLLOW))
        else:
            painter.fillRect(square, colour)

    def _draw_arrow(self, painter: QPainter, at: QPointF, *, back: bool = False) -> None:
        """Draw an arrow along an edge towards much."""
        ink = self.palette().text().color()
        painter.setPen(QPen(ink, 1.2))
        start, end = at, at + QPointF(K * SIDE, 0)
        if back:
            start, end = end, start
        painter.drawLine(start, end)
        turn = -1 if back else 1
        tip = [end, end + QPointF(-6 * turn, -3), end + QPointF(-6 * turn, 3)]
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF(tip))

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
