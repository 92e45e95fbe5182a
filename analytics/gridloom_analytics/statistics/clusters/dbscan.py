"""DBSCAN and ST-DBSCAN: clusters of any shape where points lie densely, in place and in time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.clusters.cells import Cells, sort_into_cells
from gridloom_analytics.statistics.clusters.dbscan_kernels import (
    NOBODY,
    find_cores,
    find_nearest_core,
    unite_cells,
)
from gridloom_analytics.statistics.clusters.numbering import NOISE, number_by_size
from gridloom_analytics.statistics.significance.jobs import run_jobs
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

PIECE = 100_000
"""Points of one piece of work."""


def dbscan(
    points: Floats,
    distance: float,
    fewest: int,
    times: Floats | None = None,
    days: float = 0.0,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Integers:
    """Return the number of the cluster of each point, shape (n,): 1 is the largest, −1 is noise.

    ``points`` has shape (n, 2). A point with at least ``fewest`` points, itself among them, at
    most ``distance`` away is a core; cores that near to each other are of one cluster (Ester et
    al. 1996). Any other point belongs to the cluster of its nearest core that near, or is noise:
    so cores and noise are those of any DBSCAN, and the order of points changes nothing. With
    ``times`` (in days) neighbours must be at most ``days`` apart too (Birant & Kut 2007).

    Raises ``ValueError`` where ``distance`` is too short for the extent (some 10⁻⁹ of it).

    >>> dbscan(np.array([[0.0, 0], [0, 1], [1, 0], [9, 9]]), 1.5, 3).tolist()
    [1, 1, 1, -1]
    """
    if not len(points):
        return np.empty(0, dtype=np.int64)
    cells = sort_into_cells(points, times, distance, days)
    limits = (float(distance), float(days))
    watch = progress or Progress()
    core = _gathered(partial(find_cores, *_parts(cells), limits, fewest),
                     cells, watch, "cores", threads)  # fmt: skip
    clusters = _clusters_of_cores(cells, core, limits)
    nearest = _gathered(partial(find_nearest_core, *_parts(cells), limits, core),
                        cells, watch, "border", threads)  # fmt: skip
    sorted_labels = np.where(nearest == NOBODY, NOISE, clusters[nearest])
    labels = np.empty(len(points), dtype=np.int64)
    labels[cells.order] = sorted_labels
    return number_by_size(labels, points, times)


def _clusters_of_cores(cells: Cells, core: npt.NDArray[np.bool_], limits: tuple[float, float]):
    """Return the cluster of each core among the sorted points; of others it means nothing."""
    counts = np.add.reduceat(core, cells.starts[:-1], dtype=np.int64)
    kept = counts > 0
    starts = np.append(0, np.cumsum(counts[kept]))
    alone = replace(
        cells,
        points=cells.points[core],
        times=cells.times[core] if len(cells.times) else cells.times,
        keys=cells.keys[kept],
        starts=starts,
    )
    roots = unite_cells(*_parts(alone), limits)
    clusters = np.full(len(core), NOISE)
    clusters[core] = np.repeat(roots, counts[kept])
    return clusters


def _parts(cells: Cells) -> tuple[Floats, Floats, Integers, Integers, Integers]:
    return cells.points, cells.times, cells.keys, cells.starts, cells.offsets


def _gathered(
    work: Callable[[int, int], npt.NDArray],
    cells: Cells,
    progress: Progress,
    step: str,
    threads: int | None,
) -> npt.NDArray:
    """Return what ``work`` finds for all cells, piece by piece, end to end."""
    jobs = [partial(work, first, last) for first, last in _pieces(cells)]
    return np.concatenate(list(run_jobs(jobs, progress, step, threads)))


def _pieces(cells: Cells) -> Iterator[tuple[int, int]]:
    """Yield the first and the last cell (not included) of pieces of about as many points."""
    count = -(-len(cells.points) // PIECE)
    wanted = np.linspace(0, len(cells.points), count + 1)
    bounds = np.unique(np.searchsorted(cells.starts, wanted))
    yield from zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
