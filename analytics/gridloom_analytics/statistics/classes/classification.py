"""Class breaks of a variable: quantile, Jenks, equal intervals, standard deviations."""

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.classes.jenks import optimal_bounds

BreakMethod = Literal["quantile", "jenks", "equal", "std-dev"]
METHODS: tuple[BreakMethod, ...] = get_args(BreakMethod)

Floats = npt.NDArray[np.float64]


def breaks(values: npt.ArrayLike, method: BreakMethod, k: int) -> Floats:
    """Return the upper bounds of at most ``k`` classes, ascending; the last is the maximum.

    Class i holds ``bound[i-1] < x ≤ bound[i]``, the first one everything up to its bound. Values
    that are not finite are left out; without any, the answer is empty. Equal values never fall
    into different classes: with fewer distinct values than ``k`` there are fewer classes, and a
    constant has one. ``quantile`` interpolates linearly; ``jenks`` is exact (Fisher 1958);
    ``std-dev`` has classes one standard deviation (over n) wide, centred on the mean.

    >>> breaks([1, 2, 3, 4, float("nan")], "equal", 3)
    array([2., 3., 4.])
    >>> breaks([7, 7, 7], "jenks", 5)
    array([7.])
    """
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    numbers = np.asarray(values, dtype=float).ravel()
    numbers = np.sort(numbers[np.isfinite(numbers)])
    if not len(numbers):
        return np.empty(0)
    inner = _METHODS[method](numbers, k)
    inner = inner[(inner >= numbers[0]) & (inner < numbers[-1])]
    return np.append(np.unique(inner), numbers[-1])


def _quantile(ascending: Floats, k: int) -> Floats:
    return np.quantile(ascending, np.arange(1, k) / k)


def _equal(ascending: Floats, k: int) -> Floats:
    return np.linspace(ascending[0], ascending[-1], k + 1)[1:-1]


def _std_dev(ascending: Floats, k: int) -> Floats:
    return ascending.mean() + (np.arange(1, k) - k / 2) * ascending.std()


def _jenks(ascending: Floats, k: int) -> Floats:
    distinct, counts = np.unique(ascending, return_counts=True)
    bounds = optimal_bounds(distinct, counts.astype(float), min(k, len(distinct)))
    return distinct[bounds[:-1]]


_METHODS: dict[BreakMethod, Callable[[Floats, int], Floats]] = {
    "quantile": _quantile,
    "jenks": _jenks,
    "equal": _equal,
    "std-dev": _std_dev,
}
