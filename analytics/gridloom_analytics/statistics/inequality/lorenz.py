"""How unequally a total is spread: the Lorenz curve and the Gini coefficient."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def gini(values: Floats) -> float | None:
    """Return the Gini coefficient: 0 where all values are equal, near 1 where one has all.

    Half the mean absolute difference over the mean, over all n² pairs. None where it is not
    defined: without values, with a negative one, or where all are 0.

    >>> gini(np.array([0.0, 0, 0, 8]))
    0.75
    """
    ascending = np.sort(values)
    n = len(ascending)
    if not n or ascending[0] < 0 or ascending[-1] == 0:
        return None
    ranks = 2 * np.arange(1, n + 1) - n - 1
    return float((ranks * ascending).sum() / (n * ascending.sum()))


def weighted_gini(values: Floats, weights: Floats) -> float:
    """Return the Gini coefficient of ``values`` spread over ``weights`` (persons, km² …).

    One less twice the area under the Lorenz curve of values against weights: 0 where every unit
    of weight has as much. With equal weights it is :func:`gini`.

    >>> weighted_gini(np.array([1.0, 3]), np.array([1.0, 3]))
    0.0
    """
    share_of_weights, share_of_values = lorenz(values, weights)
    areas = np.diff(share_of_weights) * (share_of_values[1:] + share_of_values[:-1])
    return max(0.0, float(1 - areas.sum()))  # rounding can make it less


def lorenz(values: Floats, weights: Floats | None = None) -> tuple[Floats, Floats]:
    """Return the Lorenz curve (Lorenz 1905): cumulative shares of weights and of values, 0 … 1.

    Sites stand in the order of their value per weight, the lowest first; without ``weights`` each
    counts the same. Both arrays have shape n + 1 and begin at 0. A weight of 0 comes last.

    >>> lorenz(np.array([8.0, 0, 0, 0]))
    (array([0.  , 0.25, 0.5 , 0.75, 1.  ]), array([0., 0., 0., 0., 1.]))
    """
    weights = np.ones(len(values)) if weights is None else weights
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(weights > 0, values / weights, np.inf)
    order = np.argsort(ratio, kind="stable")
    return _cumulative(weights[order]), _cumulative(values[order])


def _cumulative(parts: Floats) -> Floats:
    grown = np.concatenate([[0.0], np.cumsum(parts)])
    return grown / grown[-1]
