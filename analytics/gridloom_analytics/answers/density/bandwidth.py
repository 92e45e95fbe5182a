"""The bandwidth and the cells of a surface: as given, or by a rule that is told."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.density import DensityParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.density.ground import Ground
from gridloom_analytics.answers.sentences import figure
from gridloom_analytics.cartography.scale_bar import nice_length
from gridloom_analytics.statistics.density.bandwidth import (
    likelihood_bandwidth,
    scott,
    search_radius,
)
from gridloom_analytics.statistics.density.kernels import KERNELS, Kernel
from gridloom_analytics.statistics.density.lattice import Lattice
from gridloom_analytics.statistics.density.smoothing import Smoother
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr

Floats = npt.NDArray[np.float64]

ACROSS = 400
"""Cells along the longer side, at least, where the side of a cell is automatic."""
FINE = 5.0
"""Cells in a standard deviation of the kernel, at least, where the side is automatic."""
COARSE = 2.0
"""With fewer, cells would hide the kernel."""
MOST_AUTOMATIC, MOST_CELLS = 4_000_000, 25_000_000


@dataclass(frozen=True)
class Choice:
    """The kernel, its bandwidth in metres, the lattice, and sentences about the last two."""

    kernel: Kernel
    bandwidth: float
    lattice: Lattice
    rule: Message
    cells: Message


def choose(inputs: Inputs, ground: Ground, parameters: DensityParameters) -> Choice:
    """Return what smooths the points; refuse a bandwidth that does not go with the cells."""
    kernel = KERNELS[parameters.kernel]
    bandwidth, rule = _bandwidth(inputs, ground, parameters, kernel)
    lattice = _lattice(inputs, ground, parameters, kernel, bandwidth)
    if bandwidth * kernel.spread < COARSE * lattice.cell:
        raise BadInput(
            "bandwidth-too-short",
            tr(
                "A bandwidth of {bandwidth} m is too short for cells of {cell} m.",
                bandwidth=figure(bandwidth),
                cell=figure(lattice.cell),
            ),
            Where(layer=inputs.name, column="bandwidth"),
            tr(
                "Set a bandwidth of at least {least} m, smaller cells or a smaller study area.",
                least=figure(float(np.ceil(COARSE * lattice.cell / kernel.spread))),
            ),
        )
    return Choice(kernel, bandwidth, lattice, rule, _cells(kernel, bandwidth, lattice))


def _bandwidth(
    inputs: Inputs, ground: Ground, parameters: DensityParameters, kernel: Kernel
) -> tuple[float, Message]:
    if parameters.bandwidth:
        return parameters.bandwidth, tr(
            "The bandwidth of {bandwidth} m is as given.", bandwidth=figure(parameters.bandwidth)
        )
    found = _by_rule(ground, parameters, kernel)
    if not found > 0:
        raise BadInput(
            "no-bandwidth",
            tr("All rows lie at one place, so no bandwidth suggests itself."),
            Where(layer=inputs.name, column="bandwidth"),
            tr("Set the bandwidth, in metres."),
        )
    return found, RULES[parameters.rule](figure(found))


RULES = {
    "arcgis": lambda found: tr(
        "The bandwidth of {bandwidth} m is by the rule of ArcGIS Pro (Silverman's, with the median "
        "distance from the mean centre).",
        bandwidth=found,
    ),
    "scott": lambda found: tr(
        "The bandwidth of {bandwidth} m is by Scott's rule, which in the plane is Silverman's.",
        bandwidth=found,
    ),
    "likelihood": lambda found: tr(
        "The bandwidth of {bandwidth} m is by likelihood cross-validation of a Gaussian that "
        "smooths as much; rows at one place are left out together.",
        bandwidth=found,
    ),
}


def _by_rule(ground: Ground, parameters: DensityParameters, kernel: Kernel) -> float:
    """Return the bandwidth of a rule, as wide for this kernel as for the one it is made for."""
    points, weights = ground.site.points, ground.weights
    if parameters.rule == "arcgis":
        return search_radius(points, weights) * kernel.canonical / KERNELS["quartic"].canonical
    smooth = scott(points, weights)
    if parameters.rule == "scott" or not smooth:
        return smooth * kernel.canonical
    # a kernel that ends makes points without another in reach impossible: where exactly is
    # rounding's choice, and the likelihood a flight of steps
    gaussian = KERNELS["gaussian"]
    places, owner = np.unique(points, axis=0, return_inverse=True)
    heaps = np.bincount(owner.ravel(), ground.each).astype(np.float64)
    lattice = _automatic(ground, smooth)
    trial = Smoother(lattice, np.ones(lattice.shape, dtype=bool), gaussian, smooth, "none")
    least = COARSE * lattice.cell
    found = likelihood_bandwidth(trial, places, heaps, least, max(2 * smooth, 2 * least))
    return found * kernel.canonical


def _lattice(
    inputs: Inputs,
    ground: Ground,
    parameters: DensityParameters,
    kernel: Kernel,
    bandwidth: float,
) -> Lattice:
    if not parameters.cell:
        return _automatic(ground, bandwidth * kernel.spread)
    west, south, east, north = ground.area.bounds
    cells = (east - west) * (north - south) / parameters.cell**2
    if cells > MOST_CELLS:
        raise BadInput(
            "too-many-cells",
            tr(
                "Cells of {cell} m would be too many: {count:,}.",
                cell=figure(parameters.cell),
                count=round(cells),
            ),
            Where(layer=inputs.name, column="cell"),
            tr("Set at least {least} m.",
               least=figure(float(np.ceil(parameters.cell * (cells / MOST_CELLS) ** 0.5)))),
        )  # fmt: skip
    return Lattice.over(ground.area.bounds, parameters.cell)


def _automatic(ground: Ground, spread: float) -> Lattice:
    """Return cells of a round side, fine enough for a kernel of this standard deviation."""
    west, south, east, north = ground.area.bounds
    wide, high = east - west, north - south
    cell = nice_length(min(max(wide, high) / ACROSS, spread / FINE))
    return Lattice.over(ground.area.bounds, max(cell, (wide * high / MOST_AUTOMATIC) ** 0.5))


def _cells(kernel: Kernel, bandwidth: float, lattice: Lattice) -> Message:
    return tr(
        "Cells have sides of {cell} m; spreading points over them changes what a point adds by at "
        "most {error} % of its peak.",
        cell=figure(lattice.cell),
        error=figure(100 * kernel.binning_error(bandwidth, lattice.cell)),
    )
