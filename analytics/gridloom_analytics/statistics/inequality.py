"""How unequally a total is spread."""

import numpy as np
import numpy.typing as npt


def gini(values: npt.NDArray[np.float64]) -> float | None:
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
