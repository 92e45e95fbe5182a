"""How differently two groups are spread over the same areas.

``x`` and ``y`` are the counts of two groups in n areas, float arrays without NaN or negatives.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def dissimilarity_parts(x: Floats, y: Floats) -> Floats:
    """Return what each area adds to the index of dissimilarity D (Duncan & Duncan 1955).

    D = ½ Σ |x / X − y / Y|, 0 … 1: the part of one group that would have to move for both to be
    spread alike. The parts (n,) add up to D.

    >>> dissimilarity_parts(np.array([10.0, 0]), np.array([0.0, 5])).sum()
    np.float64(1.0)
    """
    return np.abs(x / x.sum() - y / y.sum()) / 2


def exposure(x: Floats, y: Floats, total: Floats) -> float:
    """Return xPy (Massey & Denton 1988): the share of ``y`` where the average member of x lives.

    Σ (x / X)(y / t) with ``total`` t the number of all persons of an area. With y = x it is the
    isolation index xPx. Areas without anybody take no part.

    >>> exposure(np.array([10.0, 0]), np.array([5.0, 5]), np.array([20.0, 5]))
    0.25
    """
    inhabited = total > 0
    shares = y[inhabited] / total[inhabited]
    return float((x[inhabited] / x.sum() * shares).sum())
