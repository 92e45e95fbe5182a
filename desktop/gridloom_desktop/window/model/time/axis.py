"""An axis of time, cut into slices: hours, days, weeks from Monday, the calendar's months …"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_desktop.window.model.time.view import STEPS, Step

Seconds = npt.NDArray[np.int64]
Slices = npt.NDArray[np.int16]

HOUR, DAY, WEEK = 3600, 86_400, 7 * 86_400
MONDAY = 4 * DAY
"""1970-01-05, the first Monday, in seconds since 1970."""
MONTHS: dict[Step, int] = {"month": 1, "quarter": 3, "year": 12}
LENGTHS: dict[Step, int] = {
    "hour": HOUR, "day": DAY, "week": WEEK, "month": 28 * DAY, "quarter": 90 * DAY,
    "year": 365 * DAY,
}  # fmt: skip
"""Of the shortest slice of each step."""
LONGEST: dict[Step, int] = {
    "hour": 3 * DAY, "day": 92 * DAY, "week": 732 * DAY, "month": 10 * 366 * DAY,
    "quarter": 30 * 366 * DAY,
}  # fmt: skip
"""Up to such a span time is cut by the hour, by the day …; else by the year."""
MOST_SLICES = 1000
NO_TIME = np.iinfo(np.int64).min
"""Where a row has no moment: what numpy calls NaT."""


@dataclass(frozen=True, eq=False)
class TimeAxis:
    """Slices of one ``step``, without a gap; None: of stretches of days that someone chose.

    Slice i begins at ``edges[i]`` and ends before ``edges[i + 1]``, in seconds since 1970 as the
    clock showed them; int64 (size + 1,).
    """

    step: Step | None
    edges: Seconds

    @property
    def size(self) -> int:
        """The number of slices."""
        return len(self.edges) - 1

    def begin(self, number: int) -> dt.datetime:
        """Return when a slice begins; of ``size`` when the last one has ended."""
        return moment(int(self.edges[number]))

    def slices(self, values: Seconds) -> Slices:
        """Return the slice of each moment, −1 for those that lie in none or are ``NO_TIME``."""
        found = np.searchsorted(self.edges, values, side="right").astype(np.int16)
        found -= 1
        found[found == self.size] = -1
        return found

    def slice_at(self, at: dt.datetime | None) -> int:
        """Return the slice that holds a moment, the nearest one where it lies beside the axis.

        None is the last slice.
        """
        if at is None:
            return self.size - 1
        seconds = int((at.replace(tzinfo=None) - dt.datetime(1970, 1, 1)).total_seconds())
        found = int(np.searchsorted(self.edges, seconds, side="right")) - 1
        return min(max(found, 0), self.size - 1)


def moment(seconds: int) -> dt.datetime:
    """Return seconds since 1970 as day and time."""
    return dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds)


def axis_of(first: int, last: int, step: Step) -> TimeAxis:
    """Return the slices from that of one moment to that of another, both in seconds since 1970.

    >>> axis_of(0, 40 * DAY, "month").edges.astype("datetime64[s]").astype("datetime64[D]")
    array(['1970-01-01', '1970-02-01', '1970-03-01'], dtype='datetime64[D]')
    """
    if step in MONTHS:
        return TimeAxis(step, _month_edges(first, last, MONTHS[step]))
    length = LENGTHS[step]
    start = MONDAY if step == "week" else 0
    begin = (first - start) // length * length + start
    return TimeAxis(step, np.arange(begin, last + length + 1, length, dtype=np.int64))


def _month_edges(first: int, last: int, months: int) -> Seconds:
    ends = np.array([first, last]).astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    begin, end = ends // months * months
    edges = np.arange(begin, end + months + 1, months).astype("datetime64[M]")
    return edges.astype("datetime64[s]").astype(np.int64)


def fitting_steps(span: int, *, with_hours: bool) -> Sequence[Step]:
    """Return the steps that cut a span of so many seconds into no more than ``MOST_SLICES``."""
    return [
        step
        for step in STEPS
        if (with_hours or step != "hour") and span // LENGTHS[step] + 2 <= MOST_SLICES
    ] or ["year"]


def suited_step(span: int, *, with_hours: bool) -> Step:
    """Return the step by which a span of so many seconds is cut where nobody chose one.

    >>> suited_step(2 * DAY, with_hours=True), suited_step(365 * DAY, with_hours=True)
    ('hour', 'week')
    """
    for step, longest in LONGEST.items():
        if span <= longest and (with_hours or step != "hour"):
            return step
    return "year"
