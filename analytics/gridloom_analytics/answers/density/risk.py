"""The relative risk of a study area, where there is enough population to tell it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.density import DensityParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.density.ground import Ground
from gridloom_analytics.answers.density.population import Population
from gridloom_analytics.statistics.density.risk import relative_risk
from gridloom_analytics.statistics.density.smoothing import Smoother
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

LEVEL = 0.05
"""The two-sided level at which a risk is called high or low."""


@dataclass(frozen=True)
class RiskSurface:
    """Surfaces that are NaN where fewer points than asked for would be expected.

    ``ratio`` is 1 where the risk is that of the whole; ``upper`` is the p of so high a density,
    ``p`` the two-sided one; ``density`` is per m². ``told`` are the cells of the study area with a
    risk.
    """

    density: Floats
    ratio: Floats
    upper: Floats
    p: Floats
    told: Mask

    @property
    def high(self) -> Mask:
        """The cells where the risk is more than chance would give."""
        return self.told & (self.p < LEVEL) & (self.ratio > 1)

    @property
    def low(self) -> Mask:
        """The cells where the risk is less than chance would give."""
        return self.told & (self.p < LEVEL) & (self.ratio < 1)


def risk_of(
    inputs: Inputs,
    ground: Ground,
    smoother: Smoother,
    binned: Floats,
    population: Population,
    parameters: DensityParameters,
) -> RiskSurface:
    """Return the relative risk by a population; refuse one too thin everywhere."""
    found = relative_risk(smoother, binned, population.binned, ground.each)
    enough = found.events >= parameters.expected
    told = smoother.inside & enough
    if not told.any():
        raise BadInput(
            "too-few-expected",
            tr(
                "Nowhere would chance have {expected} points within the bandwidth.",
                expected=parameters.expected,
            ),
            Where(layer=inputs.name, column="expected"),
            tr("Set a longer bandwidth, or fewer expected points."),
        )
    p = np.minimum(1.0, 2 * np.minimum(found.upper, found.lower))
    blank = np.where(enough, 0.0, np.nan)
    return RiskSurface(found.density, found.ratio + blank, found.upper + blank, p + blank, told)
