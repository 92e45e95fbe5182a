"""From the description of a chart to what is drawn: read, binned, ready to be brushed."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.measures import counts_persons
from gridloom_desktop.window.model.charts.bars import Bars, bars
from gridloom_desktop.window.model.charts.box import Boxes, boxes
from gridloom_desktop.window.model.charts.column import (
    NONE,
    Categories,
    Column,
    Days,
    Integers,
    Numbers,
    Rows,
)
from gridloom_desktop.window.model.charts.fields import Offered, table_fields
from gridloom_desktop.window.model.charts.histogram import Histogram, histogram
from gridloom_desktop.window.model.charts.lorenz import Lorenz, lorenz
from gridloom_desktop.window.model.charts.marking import warm_up
from gridloom_desktop.window.model.charts.moran import Moran, moran
from gridloom_desktop.window.model.charts.parallel import Parallel, parallel
from gridloom_desktop.window.model.charts.pyramid import Pyramid, pyramid
from gridloom_desktop.window.model.charts.reading import Columns
from gridloom_desktop.window.model.charts.results import ResultColumns
from gridloom_desktop.window.model.charts.scatter import Scatter, scatter
from gridloom_desktop.window.model.charts.timeline import Timeline, timeline
from gridloom_desktop.window.model.charts.titles import chart_title
from gridloom_desktop.window.model.charts.view import KIND_OF_CHART, ChartView
from gridloom_desktop.window.model.row_keys import positions_of
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore

Drawn = Histogram | Bars | Scatter | Boxes | Timeline | Pyramid | Lorenz | Moran | Parallel


@dataclass(frozen=True, eq=False)
class ReadyChart:
    """A chart with its rows: ``drawn`` has all that is drawn of them; ``title`` is its title.

    ``missing`` is how many rows have no place in it, as a value is missing.
    """

    view: ChartView
    rows: Rows
    columns: tuple[Column, ...]
    drawn: Drawn
    title: Bilingual
    missing: int

    def marked(self, keys: Integers, instead: Message | None = None) -> "Marked":
        """Return what is shown of the rows with these sorted keys: at once, on any thread.

        Where there are none for a reason it is told ``instead`` of their number.
        """
        positions = self.rows.positions(keys)
        return Marked(keys, positions, self.drawn.marked(positions), instead)


@dataclass(frozen=True, eq=False)
class Marked:
    """What a chart shows of the rows with these ``keys``: where they are, and what is drawn.

    ``positions`` are ascending. ``instead`` says why there are none, where there is a reason.
    """

    keys: Integers
    positions: Integers
    drawn: Any
    instead: Message | None = None


NOTHING_MARKED = Marked(NONE, NONE, None)


class ChartMaker:
    """Makes the charts of one workspace; belongs on the store's own thread."""

    def __init__(self, store: FolderStore) -> None:
        self.store = store
        self.columns = Columns(store)
        self.results = ResultColumns(self.columns)

    def fields(self, table: str, result: str | None) -> list[Offered]:
        """Return what charts of a table, or of a kept result on it, can show."""
        return self.results.fields(result) if result else table_fields(self.store, table)

    def make(self, view: ChartView, progress: Progress) -> ReadyChart:
        """Return a chart; raise ``BadInput`` where it cannot be drawn, saying why."""
        self._check(view)
        warm_up()
        rows = self.columns.rows(view.table)
        columns = tuple(self._column(view, name) for name in view.fields)
        drawn = self._drawn(view, rows, columns, progress)
        if drawn is None:
            raise nothing_to_draw(columns, log=bool(view.log))
        title = chart_title(view, [one.title for one in columns])
        return ReadyChart(view, rows, columns, drawn, title, missing(drawn, len(rows.keys)))

    def _check(self, view: ChartView) -> None:
        """Refuse what would show single persons, whoever wrote it into a document."""
        if counts_persons(self.store.table(view.table)) and not KIND_OF_CHART[view.kind].persons:
            raise BadInput(
                "single-persons",
                tr("This kind of chart would show single persons."),
                Where(layer=view.table),
                tr("Use a histogram, a bar chart or an age pyramid, which only count them."),
            )

    def _column(self, view: ChartView, name: str) -> Column:
        offered = {one.name: one for one in self.fields(view.table, view.result)}
        if name not in offered:
            raise BadInput(
                "no-such-field",
                tr("“{name}” is not, or no longer, a field that a chart can show.", name=name),
                Where(layer=view.table, column=name),
                tr("Choose another field, or close the chart."),
            )
        if view.result:
            return self.results.column(view.table, view.result, offered[name])
        return self.columns.column(view.table, offered[name])

    def _drawn(
        self, view: ChartView, rows: Rows, columns: tuple[Column, ...], progress: Progress
    ) -> Drawn | None:
        if view.kind == "moran":
            return self._moran(view, cast(Numbers, columns[0]), rows, progress)
        return _DRAW[view.kind](view, rows, *columns)

    def _moran(
        self, view: ChartView, column: Numbers, rows: Rows, progress: Progress
    ) -> Moran | None:
        def neighbours() -> tuple[Any, Message]:
            # Late: it loads geopandas and the graphs, which the other charts do without.
            from gridloom_desktop.window.model.charts.neighbours import neighbours_of

            return neighbours_of(self.store, view.table)

        progress.report("neighbours", 0, 0)
        graph, who = self.columns.kept((view.table, "", "neighbours"), neighbours)
        return moran(column, graph, positions_of(rows.keys, np.asarray(graph.ids)), who)


def _histogram(view: ChartView, rows: Rows, values: Numbers) -> Histogram | None:
    return histogram(values, log=view.log, bins=view.bins, persons=rows.persons)


def _bars(_: ChartView, rows: Rows, column: Categories) -> Bars | None:
    return bars(column, persons=rows.persons)


def _scatter(view: ChartView, _: Rows, across: Numbers, upwards: Numbers) -> Scatter | None:
    return scatter(across, upwards, log=bool(view.log))


def _boxes(view: ChartView, _: Rows, values: Numbers, column: Categories) -> Boxes | None:
    return boxes(values, column, log=bool(view.log))


def _timeline(view: ChartView, rows: Rows, days: Days) -> Timeline | None:
    return timeline(days, view.period, persons=rows.persons)


def _pyramid(_: ChartView, rows: Rows, age: Numbers, sex: Categories) -> Pyramid | None:
    return pyramid(age, sex, persons=rows.persons)


def _lorenz(_: ChartView, __: Rows, values: Numbers) -> Lorenz | None:
    return lorenz(values)


def _parallel(_: ChartView, rows: Rows, *columns: Categories) -> Parallel | None:
    return parallel(columns, persons=rows.persons)


_DRAW: dict[str, Any] = {
    "histogram": _histogram,
    "bars": _bars,
    "scatter": _scatter,
    "box": _boxes,
    "time": _timeline,
    "pyramid": _pyramid,
    "lorenz": _lorenz,
    "parallel": _parallel,
}


def missing(drawn: Drawn, n: int) -> int:
    """Return how many of n rows have no place in a chart."""
    if isinstance(drawn, Boxes | Lorenz):
        return n - len(drawn.order)
    if isinstance(drawn, Scatter):
        return int(np.isnan(drawn.x).sum())
    if isinstance(drawn, Parallel):
        return max(int(one.coded.counts()[-1]) for one in drawn.axes)
    return int(drawn.coded.counts()[-1])


def nothing_to_draw(columns: tuple[Column, ...], *, log: bool) -> BadInput:
    """Return the refusal of a chart that no row has a place in."""
    names = " · ".join(one.name for one in columns)
    if log:
        return BadInput(
            "nothing-to-draw",
            tr("No row has a value above 0, as a logarithmic scale needs it."),
            Where(column=names),
            tr("Switch the logarithmic scale off."),
        )
    return BadInput(
        "nothing-to-draw",
        tr("No row has a value that this chart could show."),
        Where(column=names),
        tr("Choose another field, or import values for it."),
    )
