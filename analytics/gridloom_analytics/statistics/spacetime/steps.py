"""Time cut into steps of equal length, the last of which is whole."""

from typing import Literal

import numpy as np
import numpy.typing as npt

Step = Literal["day", "week", "month", "quarter", "year"]
Days = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

DAYS: dict[str, int] = {"day": 1, "week": 7}
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}


def step_edges(first: float, last: float, step: Step) -> Days:
    """Return the edges of the whole steps between two moments, as days since 1970-01-01.

    Step t begins with day ``edges[t]`` and ends before ``edges[t + 1]``. The last step ends with
    the day of ``last`` (as ArcGIS' alignment to the end), the first one begins no sooner than the
    day of ``first``: what does not fill a step at the beginning is in none. Months end a whole
    number of months before that day; where that day is a month's last, they are the calendar's.
    Fewer than two edges mean that not one step is filled.

    >>> step_edges(0.5, 20.9, "week")
    array([ 0,  7, 14, 21])
    >>> step_edges(15.0, 89.0, "month").astype("datetime64[D]")[[0, -1]].tolist()
    [datetime.date(1970, 2, 1), datetime.date(1970, 4, 1)]
    """
    begin, end = int(np.floor(first)), int(np.floor(last)) + 1
    if step in DAYS:
        length = DAYS[step]
        return end - length * np.arange((end - begin) // length, -1, -1, dtype=np.int64)
    months = MONTHS[step]
    back = np.arange((end - begin) // (28 * months) + 1, -1, -1)
    edges = _months_before(end, back * months)
    return edges[edges >= begin]


def step_of(days: Floats, edges: Days | Floats) -> npt.NDArray[np.int64]:
    """Return the number of the step in which each moment lies, −1 before the first.

    >>> step_of(np.array([-0.1, 0.0, 6.9, 7.0]), np.array([0, 7, 14])).tolist()
    [-1, 0, 0, 1]
    """
    return np.searchsorted(edges, days, side="right") - 1


def _months_before(day: int, months: npt.NDArray[np.int64]) -> Days:
    """Return the days that many calendar months before ``day``, or the last of a shorter month."""
    month = np.datetime64(day, "D").astype("datetime64[M]")
    into = day - month.astype("datetime64[D]").astype(np.int64)
    begins = (month - months).astype("datetime64[D]").astype(np.int64)
    after = (month - months + 1).astype("datetime64[D]").astype(np.int64)
    return np.minimum(begins + into, after - 1)
