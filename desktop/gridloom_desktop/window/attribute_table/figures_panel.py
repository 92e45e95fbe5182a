"""What the values of the current column are like: figures, and a picture of how they spread."""

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import (
    QGridLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.model.rows.figures import Bars, Figures
from gridloom_desktop.window.texts import shown
from gridloom_desktop.window.theme import theme
from gridloom_layers.language import tr

WIDTH, BARS_HEIGHT = 224, 96


class BarsView(QWidget):
    """A small histogram."""

    def __init__(self, bars: Bars, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = bars
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return how much room it takes."""
        return QSize(WIDTH - 40, BARS_HEIGHT)

    def paintEvent(self, a0: QPaintEvent | None) -> None:  # noqa: N802, ARG002
        """Paint a bar for each class, and the ends below."""
        with QPainter(self) as painter:
            foot = self.fontMetrics().height() + 4
            height, counts = self.height() - foot, self._bars.counts
            step, most = self.width() / len(counts), max(int(counts.max()), 1)
            colour = QColor(theme().accent)
            for place, count in enumerate(counts.tolist()):
                tall = max(height * count / most, 1.0 if count else 0.0)
                painter.fillRect(
                    QRectF(place * step, height - tall, max(step - 1, 1), tall), colour
                )
            painter.fillRect(QRectF(0, height, self.width(), 1), QColor(theme().line))
            painter.setPen(QColor(theme().muted))
            below = QRectF(0, height + 2, self.width(), foot)
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self._bars.low)
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, self._bars.high)


class FiguresPanel(QScrollArea):
    """Shows the figures of a column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: Figures | None = None
        self._counting = False
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(WIDTH)
        follow_language(self.retranslate)

    def show_figures(self, figures: Figures) -> None:
        """Show figures."""
        self._figures, self._counting = figures, False
        self.retranslate()

    def wait(self) -> None:
        """Say that figures are counted; those of the same column may stay."""
        self._counting = True
        if self._figures is None:
            self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the current language."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        if self._figures is None:
            said = tr("Counting …") if self._counting else tr("Click the title of a column.")
            column.addWidget(_label(str(said), "caption"))
        else:
            _fill(column, self._figures)
        column.addStretch(1)
        self.setWidget(content)


def _fill(column: QVBoxLayout, figures: Figures) -> None:
    column.addWidget(_label(shown(figures.column.title), "heading"))
    if figures.note is not None:
        column.addWidget(_label(str(figures.note), "caption"))
    if figures.bars is not None:
        column.addWidget(BarsView(figures.bars))
    rows = QGridLayout()
    rows.setHorizontalSpacing(12)
    for place, (title, value) in enumerate(figures.told):
        rows.addWidget(_label(str(title), "caption"), place, 0)
        rows.addWidget(_figure(value), place, 1)
    rows.setColumnStretch(1, 1)
    column.addLayout(rows)
    if figures.frequent:
        column.addWidget(_label(str(tr("Most frequent values")), "caption"))
        column.addLayout(_frequent(figures))


def _frequent(figures: Figures) -> QGridLayout:
    """Return the most frequent values with a bar and the count of each."""
    rows, most = QGridLayout(), figures.frequent[0].count
    rows.setVerticalSpacing(2)
    for place, one in enumerate(figures.frequent):
        rows.addWidget(_label(shown(one.label) or "—"), 2 * place, 0)
        rows.addWidget(_figure(f"{one.count:,}"), 2 * place, 1)
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setFixedHeight(5)
        bar.setRange(0, 1000)
        bar.setValue(1000 * one.count // most)
        rows.addWidget(bar, 2 * place + 1, 0, 1, 2)
    rows.setColumnStretch(0, 1)
    return rows


def _label(text: str, name: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _figure(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignRight)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
