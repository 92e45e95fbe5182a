"""Compiled loops of the global permutation; they hold no lock and share no state."""

import numba as nb
import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.significance.streams import deal

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int32]


@nb.njit(cache=True, nogil=True)
def shuffled_products(
    values: Floats, first: Positions, second: Positions, weights: Floats, draws: int, key: np.uint64
) -> Floats:
    """Return Σ w x_i x_j over the pairs for each of ``draws`` shuffles of the values."""
    shuffled, state = values.copy(), key
    sums = np.empty(draws)
    for draw in range(draws):
        state = deal(shuffled, len(shuffled), state)
        total = 0.0
        for pair in range(len(first)):
            total += weights[pair] * shuffled[first[pair]] * shuffled[second[pair]]
        sums[draw] = total
    return sums


@nb.njit(cache=True, nogil=True)
def shuffled_differences(
    values: Floats, first: Positions, second: Positions, weights: Floats, draws: int, key: np.uint64
) -> Floats:
    """Return Σ w (x_i − x_j)² over the pairs for each of ``draws`` shuffles of the values."""
    shuffled, state = values.copy(), key
    sums = np.empty(draws)
    for draw in range(draws):
        state = deal(shuffled, len(shuffled), state)
        total = 0.0
        for pair in range(len(first)):
            gap = shuffled[first[pair]] - shuffled[second[pair]]
            total += weights[pair] * gap * gap
        sums[draw] = total
    return sums


@nb.njit(cache=True, nogil=True)
def shuffled_joins(
    codes: npt.NDArray[np.int8],
    colours: int,
    first: Positions,
    second: Positions,
    weights: Floats,
    draws: int,
    key: np.uint64,
) -> Floats:
    """Return Σ w over the pairs from each colour to each, for each of ``draws`` shuffles."""
    shuffled, state = codes.copy(), key
    tables = np.zeros((draws, colours, colours))
    for draw in range(draws):
        state = deal(shuffled, len(shuffled), state)
        for pair in range(len(first)):
            tables[draw, shuffled[first[pair]], shuffled[second[pair]]] += weights[pair]
    return tables
