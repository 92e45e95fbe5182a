"""The centre and the spread of the rows of each group and period."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gridloom_analytics.answers.centre.parting import Parts
from gridloom_analytics.statistics.centrography.centres import (
    Ellipse,
    deviational_ellipse,
    median_centre,
    standard_distance,
)
from gridloom_layers.progress import Progress

Points = npt.NDArray[np.float64]

FEWEST = 3
"""Under three places there is a centre, but no ellipse."""


@dataclass(frozen=True)
class Centre:
    """The centre of the rows of one group in one period; lengths in metres.

    ``rows`` are positions among the placed rows; ``ellipse`` and ``median`` speak of all of them.
    ``few`` is true where fewer than ``FEWEST`` places have a weight: then no spread is told.
    """

    key: dict[str, Any]
    rows: npt.NDArray[np.int64]
    weight: float
    ellipse: Ellipse
    median: Points
    standard_distance: float
    few: bool

    @property
    def mean(self) -> Points:
        """The mean centre."""
        return self.ellipse.centre


def find_centres(parts: Parts, progress: Progress) -> list[Centre]:
    """Return the centre of each group and period that has any weight."""
    wanted, found = parts.rows(), []
    for done, (key, rows) in enumerate(wanted):
        progress.report("centres", done, len(wanted))
        if parts.weights[rows].sum() > 0:
            found.append(find_centre(key, rows, parts))
    return found


def find_centre(key: dict[str, Any], rows: npt.NDArray[np.int64], parts: Parts) -> Centre:
    points, weights = parts.places.points[rows], parts.weights[rows]
    return Centre(
        key,
        rows,
        float(weights.sum()),
        deviational_ellipse(points, weights),
        median_centre(points, weights),
        standard_distance(points, weights),
        int((weights > 0).sum()) < FEWEST,
    )
