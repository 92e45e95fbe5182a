"""The interval of a count that chance made."""

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv

Floats = npt.NDArray[np.float64]


def poisson_interval(cases: Floats, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the exact bounds of the mean of which ``cases`` (shape (n,), ≥ 0) are one draw.

    Garwood 1936 (Biometrika 28: 437-442): half of what the interval may miss lies in each tail; 0
    cases have the lower bound 0. Divide by the population, or by what is expected, for the
    interval of a rate or of a ratio.

    >>> lower, upper = poisson_interval(np.array([0.0, 10.0]))
    >>> lower.round(4), upper.round(4)
    (array([0.    , 4.7954]), array([ 3.6889, 18.3904]))
    """
    tail = (1 - confidence) / 2
    some = np.where(cases > 0, cases, 1.0)
    lower = np.where(cases > 0, gammaincinv(some, tail), 0.0)
    return lower, gammaincinv(cases + 1, 1 - tail)
