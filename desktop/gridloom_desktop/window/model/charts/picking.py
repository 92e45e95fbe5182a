"""From what was brushed to a condition, and to the rows that would be selected by it."""

import numpy as np

from gridloom_analytics.selecting import Condition, Found, How, Rows, Where
from gridloom_desktop.window.model.charts.column import Integers
from gridloom_desktop.window.model.charts.making import ReadyChart
from gridloom_desktop.window.model.charts.wording import Pick


def condition_of(chart: ReadyChart, pick: Pick) -> Condition:
    """Return what the rows of a pick have in common, as a condition on the chart's table."""
    if pick.text is None:
        return Rows(keys=tuple(chart.rows.keys[pick.positions].tolist()))
    if chart.view.result:
        return Found(result=chart.view.result, text=pick.text)
    return Where(text=pick.text)


def joined(n: int, old: Integers, new: Integers, how: How) -> Integers:
    """Return positions among n rows, ascending: ``new`` instead of ``old``, with, without, in both.

    >>> joined(5, np.array([0, 1]), np.array([1, 4]), "add").tolist()
    [0, 1, 4]
    """
    if how == "replace":
        return new
    before, after = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    before[old], after[new] = True, True
    if how == "add":
        return np.flatnonzero(before | after)
    return np.flatnonzero(before & ~after if how == "remove" else before & after)
