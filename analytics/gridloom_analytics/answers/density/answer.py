"""Density of points by kernels, and the risk relative to a population."""

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.density import ANALYSIS, DensityParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.density import wording
from gridloom_analytics.answers.density.bandwidth import choose
from gridloom_analytics.answers.density.contours import Plane
from gridloom_analytics.answers.density.figures import figures_of
from gridloom_analytics.answers.density.ground import Ground, read_ground
from gridloom_analytics.answers.density.levels import densest, given_levels, round_risks
from gridloom_analytics.answers.density.population import read_population
from gridloom_analytics.answers.density.risk import RiskSurface, risk_of
from gridloom_analytics.answers.density.surface import KM2, adapted, raster, smoother_over
from gridloom_analytics.answers.places import to_metres
from gridloom_analytics.answers.sentences import called
from gridloom_analytics.cartography import Style
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.raster import Raster
from gridloom_analytics.result import Result
from gridloom_analytics.statistics.density.smoothing import Smoother
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]

GUARDED = ("density", "risk", "p")


def density(inputs: Inputs, parameters: DensityParameters, seed: int, progress: Progress) -> Result:
    """Return the density per km² at each row, on a raster, as contour lines and as bands.

    With a ``population`` also the relative risk (1: as in the whole study area) and its two-sided
    p; contours and bands are then those of the risk, and the areas ``tolerance`` are where p is
    under 0.05. Rows without a place or a weight, or outside the study area, have nulls.
    """
    ground = read_ground(inputs, parameters)
    choice = choose(inputs, ground, parameters)
    smoother = smoother_over(ground, choice, parameters.edge)
    binned = choice.lattice.binned(ground.site.points, ground.weights, progress)
    population = read_population(inputs, ground, choice.lattice, smoother.inside, parameters)
    progress.report("smooth", 0, 0)
    if parameters.adaptive:
        smoother = adapted(smoother, binned if population is None else population.binned)
    risk = None
    if population is not None:
        risk = risk_of(inputs, ground, smoother, binned, population, parameters)
    surface = smoother.smooth(binned) * KM2 if risk is None else risk.density * KM2
    progress.report("contours", 0, 0)
    primary = _primary(inputs, ground, smoother, surface, risk)
    figures = figures_of(inputs, ground, smoother, surface, risk)
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=primary,
        method=wording.method_of(ground, choice, parameters, population),
        summary=[*wording.summary(inputs, parameters, figures, population), choice.rule],
        style=_style(inputs, primary),
        units={"density": "/km²"},
        scalars=figures.scalars(choice),
        shapes=_shapes(inputs, ground, smoother, surface, risk, parameters),
        rasters=_rasters(inputs, smoother, surface, risk),
        warnings=wording.warnings(ground, figures, population),
        guarded=GUARDED,
        of_neighbours=GUARDED,
    )


def _primary(
    inputs: Inputs, ground: Ground, smoother: Smoother, surface: Floats, risk: RiskSurface | None
) -> pd.DataFrame:
    points = ground.site.points
    columns: dict[str, object] = {"density": smoother.lattice.at(points, surface)}
    if risk is not None:
        cells = smoother.lattice.cells_of(points)
        columns |= {"risk": risk.ratio[cells], "p": risk.p[cells]}
    return ground.site.place(columns, inputs.layer.index)


def _style(inputs: Inputs, primary: pd.DataFrame) -> Style:
    if "risk" in primary:
        title = tr("Relative risk of “{layer}”", layer=called(inputs))
        return graduated(primary["risk"], column="risk", title=title.both(), palette="RdYlBu")
    title = tr("Density of “{layer}”", layer=called(inputs))
    return graduated(
        primary["density"], column="density", title=title.both(), unit="/km²", palette="YlOrRd"
    )


def _rasters(
    inputs: Inputs, smoother: Smoother, surface: Floats, risk: RiskSurface | None
) -> dict[str, Raster]:
    """Return the rasters, the one that matters most first."""
    found = {} if risk is None else {"risk": risk.ratio, "p": risk.p}
    first = found | {"density": surface}
    return {name: raster(inputs, smoother, each) for name, each in first.items()}


def _shapes(
    inputs: Inputs,
    ground: Ground,
    smoother: Smoother,
    surface: Floats,
    risk: RiskSurface | None,
    parameters: DensityParameters,
) -> dict[str, gpd.GeoDataFrame]:
    plane = Plane(smoother.lattice, ground.area, to_metres(inputs), inputs.crs)
    given = given_levels(inputs, parameters)
    if risk is None:
        levels = given or densest(surface[smoother.inside])
        return {"contours": plane.lines(surface, levels), "bands": plane.bands(surface, levels)}
    levels = given or round_risks(risk.ratio[risk.told])
    return {
        "contours": plane.lines(risk.ratio, levels),
        "bands": plane.bands(risk.ratio, levels, floor=0.0),
        "tolerance": plane.tolerance(risk.upper),
    }
