"""The figures that a chart shows, as a table: to be copied and saved."""

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np

from gridloom_desktop.publishing.figures import Figures
from gridloom_desktop.window.model.charts.bars import Bars
from gridloom_desktop.window.model.charts.box import Box, Boxes
from gridloom_desktop.window.model.charts.column import Floats, Integers
from gridloom_desktop.window.model.charts.histogram import Histogram
from gridloom_desktop.window.model.charts.lorenz import Lorenz
from gridloom_desktop.window.model.charts.making import ReadyChart
from gridloom_desktop.window.model.charts.moran import Moran
from gridloom_desktop.window.model.charts.parallel import Parallel
from gridloom_desktop.window.model.charts.pyramid import Pyramid
from gridloom_desktop.window.model.charts.scatter import Scatter, densities
from gridloom_desktop.window.model.charts.timeline import Timeline
from gridloom_layers.language import tr

Cells = Sequence[Any]
LABEL, ALL, MARKED = tr("group").both(), tr("all").both(), tr("selected").both()
TEN = 10.0


def figures(chart: ReadyChart, positions: Integers) -> Figures:
    """Return what a chart shows of all rows, and of those at some positions."""
    columns, rows, counts = _TABLES[type(chart.drawn)](chart.drawn, positions)
    return Figures(chart.title, tuple(columns), tuple(rows), counts, chart.rows.persons)


def _binned(drawn: Histogram | Timeline, positions: Integers) -> Any:
    labels = [drawn.label(one) for one in range(drawn.size)]
    return _counted([(one,) for one in labels], [LABEL], drawn, positions)


def _bars(drawn: Bars, positions: Integers) -> Any:
    return _counted([(one,) for one in drawn.labels], [drawn.column.title], drawn, positions)


def _pyramid(drawn: Pyramid, positions: Integers) -> Any:
    sexes = tr("women").both(), tr("men").both()
    labels = [(drawn.label(band), sex) for band in range(drawn.bands) for sex in sexes]
    return _counted(labels, [drawn.age.title, drawn.sex.title], drawn, positions)


def _counted(labels: Cells, titles: Cells, drawn: Any, positions: Integers) -> Any:
    both = drawn.coded.counts()[:-1].tolist(), drawn.coded.counts(positions)[:-1].tolist()
    rows = [(*label, *sizes) for label, *sizes in zip(labels, *both, strict=True)]
    return [*titles, ALL, MARKED], rows, (len(titles), len(titles) + 1)


def _scatter(drawn: Scatter, positions: Integers) -> Any:
    titles = [drawn.across.title, drawn.upwards.title]
    if drawn.cells is None:
        known = np.flatnonzero(np.isfinite(drawn.x))
        places = _axis(drawn.x[known], log=drawn.log), _axis(drawn.y[known], log=drawn.log)
        marked = np.isin(known, positions).tolist()
        return [*titles, MARKED], list(zip(*places, marked, strict=True)), ()
    cells = densities(drawn.cells), densities(drawn.cells, positions)
    row, column = np.nonzero(cells[0])
    places = [
        _axis(low + (place + 0.5) * (high - low) / count, log=drawn.log)
        for place, (low, high), count in zip(
            (column, row), drawn.places, cells[0].shape[::-1], strict=True
        )
    ]
    sizes = [one[row, column].tolist() for one in cells]
    return [*titles, ALL, MARKED], list(zip(*places, *sizes, strict=True)), (2, 3)


def _axis(values: Floats, *, log: bool) -> list[float]:
    return (TEN**values if log else values).tolist()


def _boxes(drawn: Boxes, positions: Integers) -> Any:
    both = (ALL, drawn.all), (MARKED, drawn.marked(positions))
    titles = [
        drawn.bars.column.title, tr("rows").both(), tr("number of rows").both(),
        tr("lower whisker").both(), tr("lower quartile").both(), tr("median").both(),
        tr("upper quartile").both(), tr("upper whisker").both(), tr("outliers").both(),
    ]  # fmt: skip
    rows = [
        (label, whose, *_box(box, log=drawn.log))
        for whose, boxes in both
        for label, box in zip(drawn.bars.labels, boxes, strict=True)
        if box is not None
    ]
    return titles, rows, (2,)


def _box(box: Box, *, log: bool) -> Cells:
    places = np.array([box.low, *box.quartiles, box.high])
    return (box.n, *_axis(places, log=log), box.beyond)


def _lorenz(drawn: Lorenz, positions: Integers) -> Any:
    titles = [
        tr("rows").both(),
        tr("share of the rows, the lowest first").both(),
        tr("share of the total").both(),
    ]
    both = (ALL, drawn.all), (MARKED, drawn.marked(positions))
    rows = [
        (whose, *place)
        for whose, curve in both
        if curve.gini is not None
        for place in zip(curve.rows.tolist(), curve.total.tolist(), strict=True)
    ]
    return titles, rows, ()


def _moran(drawn: Moran, positions: Integers) -> Any:
    titles, rows, counts = _scatter(drawn.points, positions)
    axes = [tr("value (standard deviations)").both(), tr("mean of the neighbours").both()]
    return [*axes, *titles[2:]], rows, counts


def _parallel(drawn: Parallel, positions: Integers) -> Any:
    titles = [tr("from").both(), tr("to").both(), ALL, MARKED]
    rows = [
        (left.labels[one.ends[0]], right.labels[one.ends[1]], one.count, one.marked)
        for one in drawn.ribbons(positions)
        for left, right in [cast(tuple[Bars, Bars], drawn.axes[one.axis : one.axis + 2])]
    ]
    return titles, rows, (2, 3)


_TABLES: dict[type, Callable[[Any, Integers], Any]] = {
    Histogram: _binned,
    Timeline: _binned,
    Bars: _bars,
    Pyramid: _pyramid,
    Scatter: _scatter,
    Boxes: _boxes,
    Lorenz: _lorenz,
    Moran: _moran,
    Parallel: _parallel,
}
