"""What stands beside the marks of a chart: counts, lines and what has no place in it, in words."""

import numpy as np

from gridloom_analytics.bilingual import Given
from gridloom_desktop.window.model.charts.box import Box, Boxes
from gridloom_desktop.window.model.charts.histogram import Histogram
from gridloom_desktop.window.model.charts.lorenz import Curve, Lorenz
from gridloom_desktop.window.model.charts.making import Marked, ReadyChart
from gridloom_desktop.window.model.charts.moran import Moran
from gridloom_desktop.window.model.charts.scatter import Line
from gridloom_desktop.window.model.charts.ticks import number_text
from gridloom_desktop.window.model.counts import amount
from gridloom_layers.language import Message, tr


def counted(label: str, count: int, marked: int, *, persons: bool) -> Message:
    """Return what a bin is, how many rows it has, and how many of them are selected."""
    return tr(
        "{label}: {count}, of which {marked} selected",
        label=label,
        count=amount(int(count), persons=persons),
        marked=amount(int(marked), persons=persons) if marked or not persons else "0",
    )


def all_told(chart: ReadyChart) -> Message:
    """Return how many rows a chart shows, as its legend says it."""
    rows = len(chart.rows.keys) - chart.missing
    return tr("all: {count}", count=amount(rows, persons=chart.rows.persons))


def marked_told(chart: ReadyChart, marked: Marked) -> Message:
    """Return how many rows are selected, as the legend says it, or why there are none."""
    if marked.instead is not None:
        return marked.instead
    count = len(marked.positions)
    persons = chart.rows.persons and count > 0
    return tr("selected: {count}", count=amount(count, persons=persons))


def captions(chart: ReadyChart) -> list[Message]:
    """Return what else must be known: of which rows, what has no place, what is rounded."""
    found = [tr("Each row: {table}.", table=Given.of(chart.rows.title))]
    if chart.missing:
        found.append(
            tr(
                "Without a value here: {count}.",
                count=amount(chart.missing, persons=chart.rows.persons),
            )
        )
    if isinstance(chart.drawn, Histogram) and chart.drawn.tail:
        found.append(
            tr("The last bar holds all that is higher: {count}.",
               count=amount(chart.drawn.tail, persons=chart.rows.persons))
        )  # fmt: skip
    if isinstance(chart.drawn, Moran):
        found.append(chart.drawn.neighbours)
    if chart.rows.persons:
        found.append(tr("Persons are counted in full tens."))
    return found


def fitted(line: Line | None) -> str:
    """Return a line of least squares as an equation, with how close it is."""
    if line is None:
        return ""
    equation = f"y = {number_text(line.slope, 3)} x"
    if line.intercept:
        sign = "−" if line.intercept < 0 else "+"
        equation = f"{equation} {sign} {number_text(abs(line.intercept), 3)}"
    return f"r = {number_text(line.r, 3)} · {equation}"


def sloped(line: Line | None, *, whole: bool) -> Message | str:
    """Return the slope of a Moran scatter plot: of all places it is Moran's I."""
    if line is None:
        return ""
    value = number_text(line.slope, 3)
    return tr("Moran's I {value}", value=value) if whole else tr("slope {value}", value=value)


def concentrated(curve: Curve) -> Message | str:
    """Return the Gini coefficient of a curve."""
    return "" if curve.gini is None else tr("Gini {value}", value=number_text(curve.gini, 3))


def spread(label: str, box: Box | None, marked: Box | None, boxes: Boxes) -> Message | str:
    """Return quartiles and median of a category, of all rows and of the selected ones."""
    if box is None:
        return ""
    texts = [quartiles(one, log=boxes.log) for one in (box, marked) if one is not None]
    if len(texts) == 1:
        return tr("{label}: {all}", label=label, all=texts[0])
    return tr("{label}: {all}; selected: {marked}", label=label, all=texts[0], marked=texts[1])


def quartiles(box: Box, *, log: bool) -> Message:
    """Return the median of a box with the quartiles and the number of rows."""
    low, middle, high = (number_text(10.0**one if log else one) for one in box.quartiles)
    return tr(
        "median {middle} ({low}–{high}), n = {n:,}", middle=middle, low=low, high=high, n=box.n
    )


def poorest(lorenz: Lorenz, share: float) -> Message:
    """Return which part of the total the poorest share of the rows has."""
    total = float(np.interp(share, lorenz.all.rows, lorenz.all.total))
    return tr(
        "The lowest {rows} % of the rows have {total} % of the total.",
        rows=number_text(100 * share, 3),
        total=number_text(100 * total, 3),
    )
