"""A Moran scatter plot: each place's value against the mean of its neighbours."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from gridloom_desktop.window.model.charts.coded import Coded
from gridloom_desktop.window.model.charts.column import Floats, Integers, Numbers
from gridloom_desktop.window.model.charts.scatter import Line, MarkedPoints, Scatter, scatter
from gridloom_desktop.window.model.charts.wording import Pick
from gridloom_layers.language import Message, tr

if TYPE_CHECKING:  # it loads scipy, which a window does without until someone asks
    from gridloom_analytics.statistics.graphs.graph import Graph

QUADRANTS = ("low-low", "low-high", "high-low", "high-high")


@dataclass(frozen=True, eq=False)
class Moran:
    """Standardised values (``points.x``) and the mean of the neighbours' (``points.y``).

    Rows without a value, a place or a neighbour have none. ``coded`` is the quadrant of each, as
    ``QUADRANTS`` has them; ``slope`` is Moran's I; ``neighbours`` says who counts as one.
    """

    column: Numbers
    points: Scatter
    coded: Coded
    line: Line | None
    neighbours: Message

    def of(self, positions: Integers) -> Line | None:
        """Return the line through some places: how like their neighbours these are."""
        return self.points.line(positions)

    def marked(self, positions: Integers) -> MarkedPoints:
        """Return what is drawn of some places."""
        return self.points.marked(positions)

    def quadrants(self, chosen: Iterable[int]) -> Pick:
        """Return the places in some quadrants."""
        return Pick(partial(self.coded.rows, sorted(set(chosen))))

    def boxed(self, left: float, right: float, bottom: float, top: float) -> Pick:
        """Return the places in a rectangle of the plot."""
        return Pick(self.points.boxed(left, right, bottom, top).find)


def moran(column: Numbers, graph: "Graph", rows: Integers, who: Message) -> Moran | None:
    """Return the plot of a column; ``rows`` are the positions of the graph's sites.

    z is standardised over the sites with a value, the graph row-standardised among these, as
    Anselin (1996) has it: the slope of the line is Moran's I where no site is an island. None
    without two different values next to each other.
    """
    values = column.values[rows]
    known = np.isfinite(values)
    if known.sum() < 3 or np.ptp(values[known]) == 0:
        return None
    z = np.where(known, (values - values[known].mean()) / values[known].std(), 0.0)
    among = graph.matrix @ known.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        lag = np.where(known & (among > 0), (graph.matrix @ z) / among, np.nan)
    across, upwards = (
        _placed(one, rows, len(column.values)) for one in (np.where(known, z, np.nan), lag)
    )
    points = scatter(_numbers(column, across), _numbers(column, upwards))
    if points is None:  # no place has a neighbour with a value
        return None
    line = points.line(np.arange(len(column.values)))
    return Moran(column, points, _quadrants(points.x, points.y), line, who)


def _placed(values: Floats, rows: Integers, n: int) -> Floats:
    found = np.full(n, np.nan)
    found[rows] = values
    return found


def _numbers(column: Numbers, values: Floats) -> Numbers:
    return Numbers(column.name, column.title, values)


def _quadrants(x: Floats, y: Floats) -> Coded:
    codes: npt.NDArray[np.uint16] = (2 * (x > 0) + (y > 0)).astype(np.uint16)
    codes[~np.isfinite(x)] = len(QUADRANTS)
    return Coded(codes, len(QUADRANTS))


def quadrant_title(number: int) -> Message:
    """Return what a quadrant is called."""
    return (
        tr("low among low"),
        tr("low among high"),
        tr("high among low"),
        tr("high among high"),
    )[number]
