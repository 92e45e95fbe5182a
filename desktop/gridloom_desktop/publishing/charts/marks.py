"""The marks of a chart on its axes: lines, points, bars, pyramids, and what they are held against.

``flat`` bars lie on their side, so that their names can be read.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from gridloom_analytics.cartography import Style
from gridloom_analytics.chart import Chart
from gridloom_desktop.publishing.charts.data import Drawn
from gridloom_desktop.publishing.charts.legend import DIAGONAL_DASHES, EDGE
from gridloom_desktop.publishing.charts.look import BAND, colour, dashes
from gridloom_desktop.publishing.sheet.column import SOFT

FEW = 30
"""Up to so many points on a line, each is marked."""
MANY = 20_000
"""More points than this are drawn as dots of an image, as a file of outlines would be huge."""
BAR, INTERVAL = 0.78, 0.97
"""The part of its place that a bar fills, one of a name and one of an interval of numbers."""


def draw_marks(
    axes: Axes, chart: Chart, data: Drawn, scale: float, style: Style | None, *, flat: bool
) -> None:
    """Draw what a chart shows; ``style`` colours the points of one that is classed."""
    if len(data.envelope) == 2:
        axes.fill_between(data.x, *data.envelope, color=BAND, linewidth=0, zorder=1)
    _references(axes, chart, data, scale)
    if chart.kind == "lines":
        _lines(axes, data, scale)
    elif style is not None and data.classes is not None:
        _classed_points(axes, data, data.classes, style, scale)
    elif chart.kind == "points":
        _points(axes, data, scale)
    elif chart.kind == "bars":
        _bars(axes, data, flat=flat)
    else:
        _pyramid(axes, data)


def _references(axes: Axes, chart: Chart, data: Drawn, scale: float) -> None:
    """Draw the line y = x, and those where x and y are 0."""
    if chart.diagonal:
        low, high = data.extent
        ends = [min(low, data.x.min()), max(high, data.x.max())]
        axes.plot(
            ends, ends, color=SOFT, linestyle=DIAGONAL_DASHES, linewidth=0.9 * scale, zorder=1.5
        )
    if chart.zero:
        for line in (axes.axhline, axes.axvline):
            line(0, color=SOFT, linewidth=0.8 * scale, zorder=1.5)


def _lines(axes: Axes, data: Drawn, scale: float) -> None:
    marked = {"marker": "o", "markersize": 3.2 * scale} if len(data.x) <= FEW else {}
    for number, values in enumerate(data.series):
        axes.plot(
            data.x,
            values,
            color=colour(number),
            linestyle=dashes(number),
            linewidth=1.6 * scale,
            zorder=3,
            **marked,
        )


def _points(axes: Axes, data: Drawn, scale: float) -> None:
    """Draw dots that are the smaller and the paler the more they are."""
    many = len(data.x)
    size = _dot(many, scale)
    for number, values in enumerate(data.series):
        axes.plot(
            data.x,
            values,
            "o",
            color=colour(number),
            markersize=size,
            markeredgewidth=0,
            alpha=0.85 if many < 100 else 0.5,
            zorder=3,
            rasterized=many > MANY,
        )


def _dot(count: int, scale: float) -> float:
    """Return how large each of so many dots is."""
    return float(np.clip(60 / np.sqrt(max(count, 1)), 1.2, 5.0)) * scale


def _classed_points(
    axes: Axes, data: Drawn, classes: npt.NDArray[np.int16], style: Style, scale: float
) -> None:
    """Draw points in the colours of the map, the rarer classes over the most frequent one.

    All others are as large as they may be together, so that their colours are seen.
    """
    counts = np.bincount(classes[classes >= 0], minlength=len(style.classes))
    order = np.argsort(-counts, kind="stable")
    places = np.column_stack([data.x, data.series[0]])
    for rank, number in enumerate(order):
        rows = classes == number
        alike = rows if rank == 0 else classes != order[0]
        axes.plot(
            data.x[rows],
            data.series[0][rows],
            "o",
            color=style.classes[number].colour,
            markersize=1.5 * _dot(len(np.unique(places[alike], axis=0)), scale),
            markeredgecolor=SOFT,
            markeredgewidth=EDGE * scale,
            zorder=3 + rank / len(style.classes),
            rasterized=len(data.x) > MANY,
        )


def _bars(axes: Axes, data: Drawn, *, flat: bool) -> None:
    place = _spacing(data.x) * (INTERVAL if data.scale == "numbers" else BAR)
    thick = place / len(data.series)
    draw: Callable[..., object] = axes.barh if flat else axes.bar
    for number, values in enumerate(data.series):
        offset = (number + 0.5) * thick - place / 2
        draw(data.x + offset, np.nan_to_num(values), thick, color=colour(number), zorder=3)


def _pyramid(axes: Axes, data: Drawn) -> None:
    for number, (side, values) in enumerate(zip((-1, 1), data.series, strict=True)):
        axes.barh(data.x, side * np.nan_to_num(values), 0.9, color=colour(number), zorder=3)


def _spacing(x: np.ndarray) -> float:
    """Return the least distance between two bars."""
    apart = np.diff(np.unique(x))
    return float(apart.min()) if len(apart) else 1.0
