"""The axis of a chart: a thin line, round ticks, numbers as the window writes them."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import pyqtgraph as pg
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QFontMetrics

from gridloom_desktop.window.charts import look
from gridloom_desktop.window.model.charts.ticks import (
    day_ticks,
    log_texts,
    log_ticks,
    number_texts,
    number_ticks,
)

Ticks = tuple[Sequence[float], Sequence[str]]
Ticker = Callable[[float, float, int], Ticks]
"""From the ends of an axis and how many ticks have room to where they are and what they say."""
EACH = {"bottom": 50, "top": 50, "left": 30, "right": 30}
"""Pixels that a tick takes along an axis."""
MOST_WIDTH = 116
"""Pixels that names at the left may take; longer ones are shortened."""


def numbers(low: float, high: float, most: int) -> Ticks:
    """Mark round numbers."""
    found = number_ticks(low, high, most)
    return found, number_texts(found)


def counts(low: float, high: float, most: int) -> Ticks:
    """Mark round whole numbers, whatever the side of zero."""
    found = number_ticks(low, high, most, whole=True)
    return found, [text.lstrip("−") for text in number_texts(found)]


def percents(low: float, high: float, most: int) -> Ticks:
    """Mark shares."""
    found = number_ticks(max(low, 0.0), min(high, 1.0), most)
    return found, [f"{text} %" for text in number_texts([100 * one for one in found])]


def powers(low: float, high: float, most: int) -> Ticks:
    """Mark numbers on a logarithmic scale."""
    found = log_ticks(low, high, most)
    return found, log_texts(found)


def days(low: float, high: float, most: int) -> Ticks:
    """Mark days, months or years."""
    return day_ticks(low, high, max(most, 2))


def names(words: Sequence[str]) -> Ticker:
    """Return what marks 0, 1, 2 … with words."""

    def mark(low: float, high: float, most: int) -> Ticks:
        step = max(1, -(-len(words) // max(2 * most, 1)))
        found = [one for one in range(0, len(words), step) if low <= one <= high]
        return found, [words[one] for one in found]

    return mark


class Axis(pg.AxisItem):
    """An axis with the ticks that a function gives it."""

    def __init__(self, side: str, ticker: Ticker = numbers) -> None:
        self._title = ""
        super().__init__(side)
        self.ticker = ticker
        self.setStyle(
            tickLength=0, autoExpandTextSpace=side in ("left", "right"), hideOverlappingLabels=False
        )
        self.recolour()

    def recolour(self) -> None:
        """Take the window's colours and font."""
        self.setPen(look.line(look.behind()))
        self.setTextPen(look.line(look.muted()))
        self.setTickFont(look.letters())
        self.picture = None
        self.update()

    def entitle(self, text: str) -> None:
        """Say what the axis shows, as much of it as has room; nothing without a text."""
        self._title = text
        css: Any = {"color": look.muted().name(), "font-size": f"{look.SMALL}px"}
        self.setLabel(escape(self._fitted()), **css)  # pyqtgraph writes it into HTML
        self.showLabel(bool(text))

    def _fitted(self) -> str:
        long = self.height() if self.orientation in ("left", "right") else self.width()
        metrics = QFontMetrics(look.letters())
        return metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, max(int(long), 40))

    def resizeEvent(self, ev: Any = None) -> None:  # noqa: N802 - Qt's name
        """Fit the title."""
        super().resizeEvent(ev)
        if self._title and escape(self._fitted()) != self.labelText:
            self.entitle(self._title)

    def mark_with(self, ticker: Ticker) -> None:
        """Mark the axis by another function."""
        self.ticker = ticker
        self.picture = None
        self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Any:  # noqa: N802, N803 - pyqtgraph's names
        """Return where ticks are, all of one kind."""
        most = max(2, int(size / EACH[self.orientation]))
        found, texts = self.ticker(min(minVal, maxVal), max(minVal, maxVal), most)
        self._texts = dict(zip(found, self._short(texts), strict=True))
        return [(1.0, list(found))]

    def tickStrings(self, values: Sequence[float], *_: object, **__: object) -> list[str]:  # noqa: N802
        """Return what ticks say."""
        return [self._texts.get(one, "") for one in values]

    def _short(self, texts: Sequence[str]) -> list[str]:
        if self.orientation not in ("left", "right"):
            return list(texts)
        metrics = QFontMetrics(look.letters())
        return [metrics.elidedText(one, Qt.TextElideMode.ElideRight, MOST_WIDTH) for one in texts]
