"""The smoother of a study area, and its surfaces as rasters of the layer's CRS."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import shapely

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.density.bandwidth import Choice
from gridloom_analytics.answers.density.ground import Ground
from gridloom_analytics.answers.places import to_metres
from gridloom_analytics.raster import Raster
from gridloom_analytics.statistics.density.bandwidth import local_bandwidths
from gridloom_analytics.statistics.density.lattice import Lattice
from gridloom_analytics.statistics.density.smoothing import Edge, Smoother

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

KM2 = 1e6
FINEST = 1.5
"""A local bandwidth has at least so many cells in a standard deviation of its kernel."""


def smoother_over(ground: Ground, choice: Choice, edge: Edge) -> Smoother:
    """Return the smoother with one bandwidth for all."""
    inside = cells_inside(ground, choice.lattice)
    return Smoother(choice.lattice, inside, choice.kernel, choice.bandwidth, edge)


def cells_inside(ground: Ground, lattice: Lattice) -> Mask:
    """Return the cells whose centre is in the study area, and those that hold a point."""
    from rasterio.features import geometry_mask  # slow to load, needed by few analyses
    from rasterio.transform import from_origin

    corner = from_origin(lattice.west, lattice.north, lattice.cell, lattice.cell)
    inside = geometry_mask([shapely.force_2d(ground.area)], lattice.shape, corner, invert=True)
    inside[lattice.cells_of(ground.site.points)] = True
    return inside


def adapted(smoother: Smoother, binned: Floats) -> Smoother:
    """Return the smoother with local bandwidths, by a pilot surface of ``binned`` weights.

    The pilot has the bandwidth of ``smoother``.
    """
    least = FINEST * smoother.lattice.cell / smoother.kernel.spread
    bandwidth = float(np.max(smoother.bandwidth))
    local = local_bandwidths(smoother.smooth(binned), binned, bandwidth, least)
    return replace(smoother, bandwidth=local)


def raster(inputs: Inputs, smoother: Smoother, surface: Floats) -> Raster:
    """Return a surface as a raster, NaN outside the study area."""
    lattice, scale = smoother.lattice, to_metres(inputs)
    return Raster(
        np.where(smoother.inside, surface, np.nan).astype(np.float32),
        lattice.west / scale,
        lattice.north / scale,
        lattice.cell / scale,
        str(inputs.crs),
    )
