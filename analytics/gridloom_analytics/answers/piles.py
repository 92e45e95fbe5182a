"""Rows that lie at the very same place: addresses, or places put in for lack of a better one."""

import numpy as np
import numpy.typing as npt

from gridloom_analytics.answers.sentences import figure
from gridloom_layers.language import Message, tr

Points = npt.NDArray[np.float64]

SHARE, FEWEST = 0.01, 30
"""A place with this share of all rows, and so many of them at least, is a pile that is told of."""


def pile_sizes(points: Points) -> npt.NDArray[np.int64]:
    """Return how many of the ``points``, shape (n, 2), lie at each place.

    >>> pile_sizes(np.array([[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]])).tolist()
    [2, 1]
    """
    placed = points[np.lexsort(points.T[::-1])]
    new = np.ones(len(points), dtype=np.bool_)
    new[1:] = (placed[1:] != placed[:-1]).any(axis=1)
    return np.diff(np.append(np.flatnonzero(new), len(points)))


def pile_warnings(points: Points) -> tuple[Message, ...]:
    """Return a sentence about a large part of the rows at one place, if there is one."""
    pile, n = int(pile_sizes(points).max(initial=0)), len(points)
    if pile < max(FEWEST, SHARE * n):
        return ()
    return (
        tr(
            "{count:,} of {n:,} rows ({percent} %) are at one and the same point, which often "
            "stands for a place that is not known; then leave them out.",
            count=pile,
            n=n,
            percent=figure(float(f"{100 * pile / n:.2g}")),
        ),
    )


def shared_warnings(points: Points) -> tuple[Message, ...]:
    """Return sentences about rows that share their place with others, and about a pile of them."""
    sizes, n = pile_sizes(points), len(points)
    if not (shared := int(sizes[sizes > 1].sum())):
        return ()
    said = tr("{count:,} of {n:,} rows share their exact place with another.", count=shared, n=n)
    return (said, *pile_warnings(points))
