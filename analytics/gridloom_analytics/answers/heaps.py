"""Rows that lie at the very same place: addresses, or places put in for lack of a better one."""

import numpy as np
import numpy.typing as npt

from gridloom_layers.language import Message, tr

Floats = npt.NDArray[np.float64]

LARGE, SHARE = 30, 0.01
"""A place with at least so many rows, and this share of all, is a heap that is told of."""


def heap_warnings(points: Floats) -> tuple[Message, ...]:
    """Return sentences about points, shape (n, 2), that share their place with others."""
    sizes = _sizes(points)
    n, shared, highest = len(points), int(sizes[sizes > 1].sum()), int(sizes.max(initial=0))
    found = []
    if shared:
        found.append(
            tr("{count:,} of {n:,} rows share their exact place with another.", count=shared, n=n)
        )
    if highest >= max(LARGE, SHARE * n):
        found.append(
            tr(
                "{count:,} rows lie at one single place: perhaps an address that stands for many.",
                count=highest,
            )
        )
    return tuple(found)


def _sizes(points: Floats) -> npt.NDArray[np.int64]:
    """Return how many points lie at each place.

    >>> _sizes(np.array([[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]])).tolist()
    [2, 1]
    """
    placed = points[np.lexsort(points.T[::-1])]
    new = np.append(True, (placed[1:] != placed[:-1]).any(axis=1))
    return np.diff(np.append(np.flatnonzero(new), len(points)))
