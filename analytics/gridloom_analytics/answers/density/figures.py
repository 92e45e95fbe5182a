"""The figures of a density: how high, where, how much of all in how little of the area."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.density.bandwidth import Choice
from gridloom_analytics.answers.density.ground import Ground
from gridloom_analytics.answers.density.risk import RiskSurface
from gridloom_analytics.answers.density.surface import KM2
from gridloom_analytics.answers.places import to_metres
from gridloom_analytics.statistics.density.smoothing import Smoother
from gridloom_layers.geometry import locate

Floats = npt.NDArray[np.float64]

DENSEST = 0.05
"""The share of the area whose share of all points is told."""


@dataclass(frozen=True)
class RiskFigures:
    """The range of the risk, and the shares of the cells: with a risk, a high and a low one."""

    lowest: float
    highest: float
    told: float
    high: float
    low: float


@dataclass(frozen=True)
class Figures:
    """Points, their total weight, the study area in km², densities per km².

    ``peak`` is what the area of the highest density (or risk) is called, None where not known;
    ``held`` the share of the total in the densest 5 % of the area.
    """

    n: int
    total: float
    area: float
    mean: float
    highest: float
    peak: str | None
    held: float
    risk: RiskFigures | None

    def scalars(self, choice: Choice) -> dict[str, float | int | str | None]:
        """Return the figures as scalars of a result."""
        found: dict[str, float | int | str | None] = {
            "n": self.n,
            "total": self.total,
            "area": self.area,
            "mean": self.mean,
            "highest": self.highest,
            "held": self.held,
            "bandwidth": choice.bandwidth,
            "cell": choice.lattice.cell,
        }
        if self.risk is not None:
            found |= {
                "risk_lowest": self.risk.lowest,
                "risk_highest": self.risk.highest,
                "told": self.risk.told,
                "high": self.risk.high,
                "low": self.risk.low,
            }
        return found


def figures_of(
    inputs: Inputs, ground: Ground, smoother: Smoother, surface: Floats, risk: RiskSurface | None
) -> Figures:
    """Return the figures; ``surface`` is the density per km²."""
    values = surface[smoother.inside]
    level = np.quantile(values, 1 - DENSEST)
    dense = smoother.lattice.at(ground.site.points, surface) > level
    area = ground.area.area / KM2
    ranked = surface if risk is None else risk.ratio
    return Figures(
        n=len(ground.site.points),
        total=ground.total,
        area=area,
        mean=ground.total / area,
        highest=float(values.max()),
        peak=_peak(inputs, smoother, ranked),
        held=float(ground.each[dense].sum()) / ground.total,
        risk=None if risk is None else _of_risk(smoother, risk),
    )


def _of_risk(smoother: Smoother, risk: RiskSurface) -> RiskFigures:
    told = risk.ratio[risk.told]
    return RiskFigures(
        lowest=float(told.min()),
        highest=float(told.max()),
        told=float(risk.told.sum() / smoother.inside.sum()),
        high=float(risk.high.sum() / risk.told.sum()),
        low=float(risk.low.sum() / risk.told.sum()),
    )


def _peak(inputs: Inputs, smoother: Smoother, surface: Floats) -> str | None:
    """Return the name of the area of the study-area layer in which the highest cell lies."""
    areas = inputs.layers.get("area")
    if areas is None:
        return None
    column = next((c for c in areas.layer.columns if str(c).lower() == "name"), None)
    if column is None or len(areas.layer) == 1:
        return None
    known = np.where(smoother.inside & np.isfinite(surface), surface, -np.inf)
    row, place = np.unravel_index(np.argmax(known), known.shape)
    lattice = smoother.lattice
    centre = np.array([[lattice.x[place], lattice.y[row]]]) / to_metres(areas)
    found = int(locate(centre, np.asarray(areas.layer.geometry.to_numpy(), dtype=object))[0])
    return None if found < 0 else str(areas.layer[column].iloc[found])
