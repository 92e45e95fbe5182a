"""How unlikely it is that the cases of a window are as many as they are: likelihood ratios."""

from math import log

import numba as nb
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

HIGH, LOW, BOTH = 1, -1, 0
"""Windows with more cases than expected, with fewer, or with either."""
NONE_OF_THEM = 1e-9
"""Counts under this are 0: they are differences of sums of floats."""


@nb.njit(cache=True, nogil=True, inline="always")
def _information(inside: float, expected: float, total: float) -> float:
    outside, expected_outside = total - inside, total - expected
    found = 0.0
    if inside > NONE_OF_THEM:
        found += inside * log(inside / expected)
    if outside > NONE_OF_THEM:
        found += outside * log(outside / expected_outside)
    return found


@nb.njit(cache=True, nogil=True)
def likelihood_ratio(
    cases: float, expected: float, total: float, people: float, side: int
) -> float:
    """Return the log likelihood ratio of a window with ``cases`` where ``expected`` are due.

    ``total`` are all cases, which are all the expected ones too. Poisson and space-time
    permutation (Kulldorff 1997, 2005; ``people`` infinite): c ln(c/e) + (C−c) ln((C−c)/(C−e)).
    Bernoulli (``people`` cases and controls in all): the same of the controls is added to it. 0
    where the window is on the other ``side`` of what is expected.

    >>> round(likelihood_ratio(85.0, 49.71, 552.0, np.inf, HIGH), 2)
    11.58
    """
    if side * (cases - expected) < 0.0 or expected <= 0.0 or expected >= total:
        return 0.0
    found = _information(cases, expected, total)
    if people < np.inf:
        here = expected * people / total
        found += _information(here - cases, here - expected, people - total)
    return max(found, 0.0)


@nb.njit(cache=True, nogil=True)
def least_above(expected: float, level: float, total: float, people: float) -> int:
    """Return the least number of cases above ``expected`` whose ratio reaches ``level``.

    One more than there can be where none does. It does not fall as ``expected`` rises.
    """
    most = total if people == np.inf else min(total, expected * people / total)
    low, high = int(expected), int(most) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if middle > expected and likelihood_ratio(middle, expected, total, people, HIGH) >= level:
            high = middle
        else:
            low = middle
    return high


@nb.njit(cache=True, nogil=True)
def most_below(expected: float, level: float, total: float, people: float) -> int:
    """Return the greatest number of cases below ``expected`` whose ratio reaches ``level``.

    One less than there can be where none does. It does not fall as ``expected`` rises.
    """
    least = 0.0 if people == np.inf else max(0.0, total - people + expected * people / total)
    low, high = int(np.ceil(least)) - 1, int(np.ceil(expected))
    while high - low > 1:
        middle = (low + high) // 2
        if likelihood_ratio(middle, expected, total, people, LOW) >= level:
            low = middle
        else:
            high = middle
    return low
