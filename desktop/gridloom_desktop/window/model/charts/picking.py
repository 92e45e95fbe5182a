"""From what was brushed to a condition, and to the rows that would be selected by it."""

import numpy as np

from gridloom_analytics.selecting import NOTHING, Condition, Found, How, Rows, Where
from gridloom_desktop.window.model.charts.column import NONE, Integers
from gridloom_desktop.window.model.charts.making import ReadyChart
from gridloom_desktop.window.model.charts.wording import Pick
from gridloom_desktop.window.model.session import Selected
from gridloom_layers.progress import Progress


def selected_by(
    chart: ReadyChart, pick: Pick, how: How, before: Selected | None, _: Progress
) -> Selected:
    """Return what is selected while the brush over a pick has not ended yet.

    It reads no store: of a pick that no expression says the condition is not made, only its rows.
    """
    rows, old = chart.rows, NONE
    if how != "replace" and before is not None and before.table == rows.table:
        old = rows.positions(before.keys)
    positions = joined(len(rows.keys), old, pick.positions, how)
    said = NOTHING if pick.text is None else condition_of(chart, pick)
    return Selected(rows.table, said, rows.keys_at(positions))


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
