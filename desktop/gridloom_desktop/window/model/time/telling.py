"""How many rows a period has, in words."""

from gridloom_desktop.window.model.counts import amount
from gridloom_desktop.window.model.time.cube import Cube
from gridloom_desktop.window.model.time.sliced import Counts, Sliced
from gridloom_layers.language import Message, tr


def told_counts_of(sliced: Sliced | Cube, period: range, marked: Counts | None) -> Message:
    """Return how many rows are in a period, are selected in it, or lie in no slice at all.

    Of persons they are told in full tens.
    """

    def told_of(count: int) -> Message | str:
        return amount(count, persons=sliced.persons)

    within = slice(period.start, period.stop)
    count, everything = int(sliced.counts[within].sum()), int(sliced.counts.sum())
    told = tr("{count} of {all}", count=told_of(count), all=told_of(everything))
    if marked is not None:
        selected = told_of(int(marked[within].sum()))
        told = tr("{told}; selected: {count}", told=told, count=selected)
    if sliced.missing:
        told = tr("{told}; without a time: {count}", told=told, count=told_of(sliced.missing))
    if sliced.beside:
        told = tr("{told}; far before or after: {count}", told=told, count=told_of(sliced.beside))
    return told
