"""Cases as chance alone would lay them out: one stream of random numbers for each draw."""

from collections.abc import Callable

import numba as nb
import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.scanning.study import Counts, Study
from gridloom_analytics.statistics.significance.streams import deal, next_share

Floats = npt.NDArray[np.float64]
Cells = npt.NDArray[np.int32]
Draw = Callable[[np.uint64], Cells]


def drawn_by(study: Study) -> Draw:
    """Return a function that draws the cell (place times periods, plus period) of each case.

    Poisson: given their total, cases fall as expected (multinomial). Bernoulli: cases are dealt
    to people without replacement. Permutation: places keep their cases, whose periods are
    shuffled, so that every place and every period keeps its total.
    """
    total = study.total
    if study.model == "poisson":
        until = np.cumsum(study.expected.ravel())
        until /= until[-1]
        guide = np.searchsorted(until, np.arange(len(until)) / len(until), side="right")
        guide = guide.astype(np.int32)
        return lambda key: drop(until, guide, total, key)
    if study.model == "bernoulli":
        people = np.rint(study.expected * (study.people / total)).astype(np.int64)
        homes = np.repeat(np.arange(people.size, dtype=np.int32), people.ravel())
        return lambda key: choose(homes, total, key)
    cells = np.repeat(np.arange(study.cases.size, dtype=np.int32), study.cases.ravel())
    return lambda key: shuffle(cells // study.periods, cells % study.periods, study.periods, key)


@nb.njit(cache=True, nogil=True)
def drop(until: Floats, guide: Cells, total: int, key: np.uint64) -> Cells:
    """Draw cells by cumulated shares; ``guide`` says where to begin (Chen & Asau 1974)."""
    found, state, n = np.empty(total, dtype=np.int32), key, len(until)
    for case in range(total):
        state, share = next_share(state)
        cell = guide[int(share * n)]
        while until[cell] <= share:
            cell += 1
        found[case] = cell
    return found


@nb.njit(cache=True, nogil=True)
def choose(homes: Cells, total: int, key: np.uint64) -> Cells:
    """Draw the cells of ``total`` different people."""
    order = np.arange(len(homes)).astype(np.int32)
    deal(order, total, key)
    return homes[order[:total]]


@nb.njit(cache=True, nogil=True)
def shuffle(places: Cells, periods: Cells, most: int, key: np.uint64) -> Cells:
    """Draw cells with the given places and periods in a random match."""
    order = np.arange(len(places)).astype(np.int32)
    deal(order, len(order), key)
    return places * np.int32(most) + periods[order]


@nb.njit(cache=True, nogil=True)
def lay_out(cells: Cells, draws: Counts, block: int, lane: int) -> None:
    """Put the counts of one draw, added up over time, in its lane (blocks, n, periods, width)."""
    _, n, periods, _ = draws.shape
    counts = np.zeros(n * periods, dtype=np.int32)
    for cell in cells:
        counts[cell] += 1
    for place in range(n):
        running = 0
        for period in range(periods):
            running += counts[place * periods + period]
            draws[block, place, period, lane] = running


@nb.njit(cache=True, nogil=True)
def rearrange(draws: Counts, order: npt.NDArray[np.int64]) -> None:
    """Put the draws (blocks times width of them) in another order, in place."""
    blocks, n, periods, width = draws.shape
    row = np.empty(blocks * width, dtype=draws.dtype)
    for place in range(n):
        for period in range(periods):
            for draw in range(blocks * width):
                row[draw] = draws[draw // width, place, period, draw % width]
            for draw in range(blocks * width):
                draws[draw // width, place, period, draw % width] = row[order[draw]]
