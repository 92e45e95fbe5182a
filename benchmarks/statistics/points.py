"""Density and clusters of points against KDEpy and scikit-learn."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import numpy.typing as npt
from KDEpy import FFTKDE
from sklearn.cluster import DBSCAN

from benchmarks.measuring import Measurement, compared
from gridloom_analytics.statistics.clusters.dbscan import dbscan
from gridloom_analytics.statistics.density.kernels import KERNELS
from gridloom_analytics.statistics.density.lattice import Lattice
from gridloom_analytics.statistics.density.smoothing import Smoother

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

EXTENT = 40_000.0
"""The side in metres of the square that the points lie in."""
CLUMPS, WIDTH = 200, 300.0
CELLS, RADIUS = 1_000, 1_000.0
FEWEST = 10


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements."""
    for n in (50_000, 500_000, 5_000_000) if full else (50_000, 500_000):
        yield density(n)
    for n in (50_000, 500_000) if full else (50_000, 100_000):
        yield clusters(n)
    yield clusters(5_000_000 if full else 500_000, alone=True)


def events(n: int) -> Floats:
    """Return points, half of them in clumps, half anywhere."""
    rng = np.random.default_rng(n)
    centres = rng.uniform(0, EXTENT, (CLUMPS, 2))
    near = centres[rng.integers(0, CLUMPS, n // 2)] + rng.normal(0, WIDTH, (n // 2, 2))
    return np.concatenate([near.clip(0, EXTENT), rng.uniform(0, EXTENT, (n - n // 2, 2))])


def density(n: int) -> Measurement:
    """A quartic surface of 1000² cells; agreement: as a share of the peak.

    The quartic kernel, since KDEpy cuts the Gaussian short: it loses a twentieth of its mass.
    """
    points = events(n)
    cell = EXTENT / (CELLS - 2)
    lattice = Lattice(-cell, EXTENT + cell, cell, CELLS, CELLS)
    kernel, inside = KERNELS["quartic"], np.ones(lattice.shape, dtype=bool)
    lattice.binned(points[:100])

    def ours() -> Floats:
        return Smoother(lattice, inside, kernel, RADIUS, "none").smooth(lattice.binned(points))

    def theirs() -> Floats:
        x, y = np.meshgrid(lattice.x, lattice.y[::-1], indexing="ij")
        grid = np.column_stack([x.ravel(), y.ravel()])
        found = FFTKDE(kernel="biweight", bw=RADIUS / np.sqrt(7)).fit(points).evaluate(grid)
        return n * np.asarray(found).reshape(CELLS, CELLS).T[::-1]

    return compared(
        "KDE on 1000²", n, ours, "KDEpy", theirs,
        lambda a, b: np.abs(a - b).max() / b.max(),
    )  # fmt: skip


def clusters(n: int, alone: bool = False) -> Measurement:
    """DBSCAN; agreement: how many cores are in another cluster, or noise is taken for none.

    The distance shrinks as points become more, so that as many are near.
    """
    points, distance = events(n), EXTENT / np.sqrt(n)
    dbscan(points[:1000], distance, FEWEST)
    ours = partial(dbscan, points, distance, FEWEST)
    if alone:
        return compared("DBSCAN, alone", n, ours, repeat=1)
    theirs = DBSCAN(eps=distance, min_samples=FEWEST)
    return compared("DBSCAN", n, ours, "scikit-learn", lambda: theirs.fit(points), differing)


def differing(ours: Integers, theirs: DBSCAN) -> float:
    """Return how many points the two do not treat alike; border points may go to either side."""
    core = np.zeros(len(ours), dtype=bool)
    core[theirs.core_sample_indices_] = True
    noise = int(((ours < 0) != (theirs.labels_ < 0)).sum())
    pairs, counts = np.unique(
        np.stack([ours[core], theirs.labels_[core]]), axis=1, return_counts=True
    )
    most = {theirs_: int(counts[pairs[1] == theirs_].max()) for theirs_ in np.unique(pairs[1])}
    also = {ours_: int(counts[pairs[0] == ours_].max()) for ours_ in np.unique(pairs[0])}
    return float(noise + 2 * core.sum() - sum(most.values()) - sum(also.values()))
