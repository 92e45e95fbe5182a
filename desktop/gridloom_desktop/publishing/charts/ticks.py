"""Where the axes of a chart are marked, with what, and how far they reach."""

from dataclasses import dataclass

import numpy as np
from matplotlib.dates import AutoDateLocator, num2date
from matplotlib.ticker import MaxNLocator

from gridloom_analytics.chart import Chart
from gridloom_desktop.publishing.charts.data import Drawn
from gridloom_desktop.publishing.charts.look import tick_texts
from gridloom_desktop.publishing.sheet.column import POINT
from gridloom_desktop.publishing.sheet.lines import text_width

ROOM = 0.04
"""Free space beyond the marks as a share of an axis."""


@dataclass(frozen=True)
class Ticks:
    """Where an axis is marked, with what, and how far it reaches."""

    at: list[float]
    texts: list[str]
    limits: tuple[float, float]


def lying(chart: Chart, data: Drawn, texts: list[str]) -> Ticks:
    """Return the upright axis of bars on their side: the first on top, in a pyramid at the foot."""
    foot, top = -0.6, len(data.x) - 0.4
    return Ticks(list(data.x), texts, (foot, top) if chart.kind == "pyramid" else (top, foot))


def from_zero(chart: Chart) -> bool:
    """Tell whether marks are as long as their values, so that their axis has to hold 0."""
    return chart.kind in ("bars", "pyramid")


def reach(chart: Chart, data: Drawn) -> tuple[float, float]:
    """Return how far the axis of the values reaches."""
    low, high = data.extent
    if chart.kind == "pyramid":
        most = max(abs(low), abs(high))
        return -most, most
    if chart.diagonal:
        low, high = min(low, data.x.min()), max(high, data.x.max())
    if chart.zero or from_zero(chart):
        low, high = min(low, 0.0), max(high, 0.0)
    return low, high


def along(chart: Chart, data: Drawn, width: float, size: float) -> Ticks:
    """Return the axis below, of what the values stand against."""
    if data.scale == "texts":
        every = Ticks(list(data.x), list(data.labels), (-0.6, len(data.x) - 0.4))
        widest = max(text_width(text, size) for text in data.labels) * 1.15
        return thinned(every, width / len(data.x) / widest)
    ends = float(data.x.min()), float(data.x.max())
    if chart.kind == "bars":
        half = float(np.diff(np.unique(data.x)).min()) / 2 if len(set(data.x)) > 1 else 0.5
        ends = ends[0] - half, ends[1] + half
    if chart.zero and data.scale == "numbers":
        ends = min(ends[0], 0.0), max(ends[1], 0.0)
    if data.scale == "days":
        days = day_ticks(ends)
        widest = max((text_width(text, size) for text in days.texts), default=0.0) * 1.4
        return thinned(days, width / max(len(days.texts) * widest, 1e-9))
    most = width / (size * POINT * 6)
    return number_ticks(ends, most, free=chart.kind != "bars", whole=data.whole_along)


def number_ticks(ends: tuple[float, float], most: float, *, free: bool, whole: bool) -> Ticks:
    """Return at most about ``most`` round ticks from end to end, room beyond both if ``free``.

    Between ``whole`` numbers, such as counts, there is nothing to mark.
    """
    low, high = ends
    if low == high:
        low, high = low - 0.5, high + 0.5
    margin = (high - low) * ROOM
    limits = (low - margin * (free or low < 0), high + margin)
    found = MaxNLocator(
        nbins=int(np.clip(most, 2, 8)), steps=[1, 2, 2.5, 5, 10], integer=whole
    ).tick_values(*limits)
    near = 1e-9 * (high - low)  # an end that is a round number but for rounding errors
    inside = [float(tick) for tick in found if limits[0] - near <= tick <= limits[1] + near]
    return Ticks(inside, tick_texts(inside), limits)


def day_ticks(ends: tuple[float, float]) -> Ticks:
    """Return ticks at round days, months or years."""
    margin = (ends[1] - ends[0]) * ROOM or 1.0
    limits = ends[0] - margin, ends[1] + margin
    locator = AutoDateLocator(minticks=3, maxticks=7)
    found = locator.tick_values(num2date(limits[0]), num2date(limits[1]))
    inside = [float(tick) for tick in found if limits[0] <= tick <= limits[1]]
    days = [num2date(tick) for tick in inside]
    form = "%Y-%m-%d"
    if all(day.day == 1 for day in days):
        form = "%Y" if all(day.month == 1 for day in days) else "%Y-%m"
    return Ticks(inside, [day.strftime(form) for day in days], limits)


def thinned(ticks: Ticks, room: float) -> Ticks:
    """Return every second, third … tick where there is room for a share ``room`` of them only."""
    step = max(1, int(np.ceil(1 / room)))
    return Ticks(ticks.at[::step], ticks.texts[::step], ticks.limits)
