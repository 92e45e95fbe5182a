"""Events that share one point to the last digit: often it stands for a place that is not known."""

import numpy as np
import numpy.typing as npt

from gridloom_analytics.answers.sentences import figure
from gridloom_layers.language import Message, tr

Points = npt.NDArray[np.float64]

SHARE = 0.05
"""From this share of all events on, a pile on one point is told."""
FEWEST = 20
"""A pile of fewer events is no pile, however few events there are."""


def largest_pile(points: Points) -> int:
    """Return how many of the ``points`` (n, 2) are at the point with the most of them."""
    if not len(points):
        return 0
    _, counts = np.unique(points[:, 0] + 1j * points[:, 1], return_counts=True)
    return int(counts.max())


def pile_warning(points: Points) -> tuple[Message, ...]:
    """Return a sentence about a large part of the events at one point, if there is one."""
    pile = largest_pile(points)
    if pile < max(FEWEST, SHARE * len(points)):
        return ()
    return (
        tr(
            "{count:,} of {events:,} events ({percent} %) are at one and the same point, which "
            "often stands for a place that is not known; then leave them out.",
            count=pile,
            events=len(points),
            percent=figure(float(f"{100 * pile / len(points):.2g}")),
        ),
    )
