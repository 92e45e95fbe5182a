"""The levels of contours: as given, or found from a surface."""

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.density import DensityParameters
from gridloom_analytics.analysis import Inputs
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr

Floats = npt.NDArray[np.float64]

SHARES = (50, 25, 10, 5, 1)
"""The densest so many percent of the area have a contour around them."""
NOTHING = 1e-9
"""A density under this share of the highest is 0: it is noise of the transforms."""
RISKS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0)
"""Levels of a relative risk."""


def given_levels(inputs: Inputs, parameters: DensityParameters) -> list[float]:
    """Return the levels that a user named, rising; none is an empty list."""
    try:
        levels = np.unique([float(level) for level in parameters.levels])
    except ValueError:
        levels = np.array([np.nan])
    if not np.isfinite(levels).all() or (levels <= 0).any():
        raise BadInput(
            "bad-parameter",
            tr("“{given}” are no contour levels.", given=", ".join(parameters.levels)),
            Where(layer=inputs.name, column="levels"),
            tr("Give positive numbers with commas between them."),
        )
    return levels.tolist()


def densest(values: Floats) -> list[float]:
    """Return the levels above which the highest 50, 25, 10, 5 and 1 % of ``values`` lie, rising.

    Levels of 0 (or of what rounding leaves of it) and those as high as the peak are left out.

    >>> densest(np.arange(1.0, 101.0))
    [50.5, 75.25, 90.1, 95.05, 99.01]
    """
    found = np.quantile(values, [1 - share / 100 for share in SHARES])
    top = values.max()
    return np.unique(found[(found > NOTHING * top) & (found < top)].round(12)).tolist()


def round_risks(values: Floats) -> list[float]:
    """Return the round levels of risk within the range of ``values``.

    >>> round_risks(np.array([0.6, 1.8]))
    [0.75, 1.0, 1.5]
    """
    return [level for level in RISKS if values.min() < level < values.max()]
