"""The ratio of two rates of Poisson counts: estimate, exact interval, exact p-value.

Given their sum, the second of two independent Poisson counts is binomial (Przyborowski &
Wilenski 1940, Biometrika 31: 313-323), so that nothing is approximate, however small the counts.
Arrays are float, of shape (n,) or such as can be broadcast; counts are whole and not negative,
exposures (persons, days …; 1 for plain counts) positive.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, betaincc, betaincinv

Floats = npt.NDArray[np.float64]


def rate_ratio(
    first: Floats, second: Floats, of_first: Floats, of_second: Floats, level: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """Return the ratio second / first of the rates with its exact interval at ``level``.

    The interval is Clopper & Pearson's (1934), taken from shares to ratios: central, and at
    least as wide as it says. Without a case in the first the ratio and the upper bound are
    infinite, without one in both all three are NaN.

    >>> [round(float(one), 3) for one in rate_ratio(*np.array([[10.0], [30], [1], [1]])[:, 0])]
    [3.0, 1.427, 6.879]
    """
    tail = (1 - level) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (second / of_second) / (first / of_first)
        low = np.where(second > 0, betaincinv(second, first + 1, tail), 0.0)
        high = np.where(first > 0, betaincinv(second + 1, first, 1 - tail), 1.0)
        scale = of_first / of_second
        bounds = [share / (1 - share) * scale for share in (low, high)]
    none = (first + second) == 0
    return (
        np.where(none, np.nan, ratio),
        np.where(none, np.nan, bounds[0]),
        np.where(none, np.nan, bounds[1]),
    )


def rate_ratio_p(
    first: Floats,
    second: Floats,
    of_first: Floats,
    of_second: Floats,
    expected: float = 1.0,
) -> Floats:
    """Return the exact two-sided p-values of the ratio second / first being ``expected``.

    Twice the smaller tail, at most 1, which agrees with the interval of :func:`rate_ratio`; NaN
    without a case in either.

    >>> round(float(rate_ratio_p(*np.array([[10.0], [30], [1], [1]])[:, 0])), 5)
    0.00222
    """
    share = expected * of_second / (of_first + expected * of_second)
    with np.errstate(invalid="ignore"):
        at_least = np.where(second > 0, betainc(second, first + 1, share), 1.0)
        at_most = np.where(first > 0, betaincc(second + 1, first, share), 1.0)
    p = np.minimum(1.0, 2 * np.minimum(at_least, at_most))
    return np.where((first + second) == 0, np.nan, p)
