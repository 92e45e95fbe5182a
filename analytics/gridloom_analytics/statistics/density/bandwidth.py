"""How far to smooth: rules for one bandwidth, and local factors where points lie densely."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from gridloom_analytics.statistics.density.lattice import Lattice
from gridloom_analytics.statistics.density.smoothing import Smoother

Floats = npt.NDArray[np.float64]

TRIM = 5.0
"""A local bandwidth is at most so many times the global one (Davies, Marshall & Hazelton 2018)."""


def scott(points: Floats, weights: Floats | None = None) -> float:
    """Return the bandwidth of a Gaussian by Scott's rule, σ n^(−1/6), for points of shape (n, 2).

    In the plane Silverman's rule is the same. σ² is the mean of the variances of x and y; with
    weights, n is the effective number (Σw)² / Σw².
    """
    spread = np.sqrt(_variances(points, weights).mean())
    return float(spread * _effective(points, weights) ** (-1 / 6))


def search_radius(points: Floats, weights: Floats | None = None) -> float:
    """Return the default radius of the Kernel Density tool of ArcGIS Pro, for the quartic kernel.

    0.9 · min(SD, √(1 / ln 2) · D) · n^(−0.2), with SD the standard distance and D the median
    distance from the mean centre; both weighted, n the sum of weights (Silverman's rule,
    "spatial variant"). Where more than half of the points lie at the centre, SD alone counts.
    """
    own = _weights(points, weights)
    centre = np.average(points, axis=0, weights=own)
    distance = np.hypot(*(points - centre).T)
    standard = np.sqrt(np.average(distance**2, weights=own))
    robust = np.sqrt(1 / np.log(2)) * _weighted_median(distance, own)
    return float(0.9 * (min(standard, robust) if robust else standard) * own.sum() ** -0.2)


def likelihood_bandwidth(
    smoother: Smoother, points: Floats, weights: Floats, least: float, most: float
) -> float:
    """Return the bandwidth from ``least`` to ``most`` under which points foretell each other best.

    Likelihood cross-validation (Habbema, Hermans & van den Broek 1974): the mean log density at
    each point of the others. ``points``, shape (n, 2), must be distinct places and ``weights``
    say how many lie there: points at one place are left out together, for else a bandwidth of
    nothing would foretell them perfectly. The density is that on the lattice of ``smoother``.
    """
    lattice = smoother.lattice
    binned = lattice.binned(points, weights)

    def loss(log_bandwidth: float) -> float:
        trial = replace(smoother, bandwidth=float(np.exp(log_bandwidth)), edge="none")
        others = lattice.at(points, trial.smooth(binned)) - weights * _own(lattice, points, trial)
        floor = np.finfo(float).tiny
        return -float(weights @ np.log(np.maximum(others, floor)))

    bounds = (np.log(least), np.log(most))
    found = minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 0.01})
    return float(np.exp(found.x))


def local_bandwidths(pilot: Floats, binned: Floats, bandwidth: float, least: float) -> Floats:
    """Return the local bandwidth at each centre: h · √(g / pilot) (Abramson 1982).

    ``pilot`` is a first surface of the ``binned`` weights and g its geometric mean over them.
    Bandwidths are at least ``least`` and at most 5 times the global one, h.
    """
    known = np.maximum(pilot, np.finfo(float).tiny)
    mean = np.exp(np.average(np.log(known), weights=binned))
    return np.clip(bandwidth * np.minimum(np.sqrt(mean / known), TRIM), least, None)


def _own(lattice: Lattice, points: Floats, smoother: Smoother) -> Floats:
    """Return what a point's own weight of 1 gives at its place, after both interpolations."""
    single = np.zeros(lattice.shape)
    middle = lattice.rows // 2, lattice.columns // 2
    single[middle] = 1.0
    heights = smoother.smooth(single)[middle[0] : middle[0] + 2, middle[1] : middle[1] + 2]
    places = (points - (lattice.west, lattice.north)) / lattice.cell - 0.5
    part = places - np.floor(places)
    same, beside = part**2 + (1 - part) ** 2, 2 * part * (1 - part)
    return (
        heights[0, 0] * same[:, 0] * same[:, 1]
        + heights[0, 1] * beside[:, 0] * same[:, 1]
        + heights[1, 0] * same[:, 0] * beside[:, 1]
        + heights[1, 1] * beside[:, 0] * beside[:, 1]
    )


def _weights(points: Floats, weights: Floats | None) -> Floats:
    return np.ones(len(points)) if weights is None else weights


def _variances(points: Floats, weights: Floats | None) -> Floats:
    """Return the variances of x and y, over n − 1 (of weights: over n)."""
    if weights is None:
        return points.var(axis=0, ddof=1)
    centre = np.average(points, axis=0, weights=weights)
    return np.average((points - centre) ** 2, axis=0, weights=weights)


def _effective(points: Floats, weights: Floats | None) -> float:
    own = _weights(points, weights)
    return float(own.sum() ** 2 / (own**2).sum())


def _weighted_median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values, kind="stable")
    heaped = np.cumsum(weights[order])
    half = heaped[-1] / 2
    place = int(np.searchsorted(heaped, half))
    between = heaped[place] == half and place + 1 < len(values)
    return float(values[order[place : place + 1 + between]].mean())
