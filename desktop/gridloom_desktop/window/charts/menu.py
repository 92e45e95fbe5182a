"""What can be done with a chart: its options, what leaves, its end."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PyQt6.QtWidgets import QMenu, QWidget

from gridloom_desktop.window.model.charts.histogram import Histogram
from gridloom_desktop.window.model.charts.making import ReadyChart
from gridloom_desktop.window.model.charts.timeline import Timeline
from gridloom_desktop.window.model.charts.view import KIND_OF_CHART, ChartView, Period
from gridloom_layers.language import Message, tr

BINS = (10, 20, 40, 80)
PERIODS: dict[Period, Message] = {
    "day": tr("by the day"),
    "week": tr("by the week"),
    "month": tr("by the month"),
    "year": tr("by the year"),
}
Change = Callable[[ChartView], Any]


def add_options(menu: QMenu, chart: ReadyChart, change: Change) -> None:
    """Offer what a chart of this kind can be told."""
    kind = KIND_OF_CHART[chart.view.kind]
    if kind.log:
        log = bool(getattr(chart.drawn, "log", False))
        _switch(menu, tr("Logarithmic scale"), log, partial(_changed, chart, change, log=not log))
    if kind.bins and isinstance(chart.drawn, Histogram):
        _choose_bins(menu, chart, change)
    if isinstance(chart.drawn, Timeline):
        for period, title in PERIODS.items():
            chosen = chart.drawn.period == period
            _switch(menu, title, chosen, partial(_changed, chart, change, period=period))


def _choose_bins(menu: QMenu, chart: ReadyChart, change: Change) -> None:
    more = QMenu(str(tr("Number of bins")), menu)
    current = chart.view.bins
    _switch(
        more,
        tr("as suits the values"),
        current is None,
        partial(_changed, chart, change, bins=None),
    )
    for count in BINS:
        title = tr("about {count}", count=count)
        _switch(more, title, current == count, partial(_changed, chart, change, bins=count))
    menu.addMenu(more)


def _switch(menu: QMenu, title: Message, on: bool, do: Callable[[], Any]) -> None:
    action = menu.addAction(str(title))
    if action is not None:
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(lambda _: do())


def _changed(chart: ReadyChart, change: Change, **options: object) -> None:
    change(chart.view.model_copy(update=options))


def add(menu: QMenu, title: Message, do: Callable[[], Any]) -> None:
    """Offer something to do."""
    action = menu.addAction(str(title))
    if action is not None:
        action.triggered.connect(lambda _: do())


def new_menu(parent: QWidget) -> QMenu:
    """Return a menu that is gone when it was closed."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
