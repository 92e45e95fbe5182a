"""Join counts: do sites of one kind touch each other more often than chance would have it?"""

from itertools import combinations_with_replacement

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.autocorrelation.pairs import Pairs, Score, score

Codes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]


def colour_pairs(colours: int) -> list[tuple[int, int]]:
    """Return all pairs of colours, each with itself too.

    >>> colour_pairs(2)
    [(0, 0), (0, 1), (1, 1)]
    """
    return list(combinations_with_replacement(range(colours), 2))


def join_table(codes: Codes, colours: int, pairs: Pairs) -> Floats:
    """Return the joins between sites of each two colours, shape (colours, colours), symmetric.

    ``codes`` (0 … colours − 1) has shape (n,). Of a binary symmetric graph these are whole
    numbers: a pair of neighbours is one join.
    """
    flat = codes[pairs.first].astype(np.int64) * colours + codes[pairs.second]
    counted = np.bincount(flat, pairs.weights / 2, minlength=colours**2)
    return both_ways(counted.reshape(colours, colours).astype(np.float64))


def both_ways(tables: Floats) -> Floats:
    """Return tables of joins, whose last two axes are colours, without regard to direction."""
    turned = tables + np.swapaxes(tables, -1, -2)
    diagonal = np.arange(tables.shape[-1])
    turned[..., diagonal, diagonal] /= 2
    return turned


def join_counts(codes: Codes, colours: int, pairs: Pairs) -> list[Score]:
    """Return the joins of each pair of colours, in the order of :func:`colour_pairs`.

    The moments are those of sampling without replacement (nonfree: the number of sites of each
    colour is as observed), as in spdep's ``joincount.test`` and ``joincount.multi``. Cliff & Ord
    1981, Spatial Processes, pp. 19-21.
    """
    table = join_table(codes, colours, pairs)
    sizes = np.bincount(codes, minlength=colours).astype(np.float64)
    found = []
    for one, other in colour_pairs(colours):
        if one == other:
            rows = (codes == one) * (sizes[one] - 1)
            squares = sizes[one] * (sizes[one] - 1)
        else:
            rows = (codes == one) * sizes[other] + (codes == other) * sizes[one]
            squares = 2 * sizes[one] * sizes[other]
        found.append(score(pairs, 2 * table[one, other], rows, squares, 0.5))
    return found


def unlike_joins(codes: Codes, colours: int, pairs: Pairs) -> Score:
    """Return the joins between sites of different colours, whichever they are (Jtot)."""
    sizes = np.bincount(codes, minlength=colours).astype(np.float64)
    others = len(codes) - sizes
    unlike = codes[pairs.first] != codes[pairs.second]
    gamma = float(pairs.weights[unlike].sum())
    return score(pairs, gamma, others[codes], float((sizes * others).sum()), 0.5)
