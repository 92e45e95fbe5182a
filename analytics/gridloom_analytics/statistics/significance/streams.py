"""Random numbers for compiled loops: SplitMix64, a stream of its own for each piece of work.

A stream depends on the seed and the number of the piece alone, so results are the same bytes for
any number of threads.
"""

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt


def stream_key(seed: int, stream: int) -> np.uint64:
    """Return the start of an independent stream of random numbers."""
    return np.random.SeedSequence(seed, spawn_key=(stream,)).generate_state(1, np.uint64)[0]


@nb.njit(cache=True, nogil=True)
def next_number(state: np.uint64) -> tuple[np.uint64, np.uint64]:
    """Return the next state and number of SplitMix64 (Steele, Lea & Flood 2014)."""
    state += np.uint64(0x9E3779B97F4A7C15)
    mixed = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state, mixed ^ (mixed >> np.uint64(31))


@nb.njit(cache=True, nogil=True)
def next_share(state: np.uint64) -> tuple[np.uint64, float]:
    """Return the next state and a number from 0 (included) to 1 (not included)."""
    state, number = next_number(state)
    return state, (number >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@nb.njit(cache=True, nogil=True)
def deal(order: npt.NDArray[Any], size: int, state: np.uint64) -> np.uint64:
    """Put a random ordered sample without replacement in ``order[:size]`` (Fisher-Yates)."""
    n = len(order)
    for position in range(size):
        state, share = next_share(state)
        other = position + int(share * (n - position))
        order[position], order[other] = order[other], order[position]
    return state
