"""Emerging hot spots against esda and pymannkendall, Knox's test against scipy and numpy."""

from collections.abc import Iterator

import numpy as np
import pymannkendall
from esda.getisord import G_Local
from scipy.spatial import KDTree

from benchmarks.measuring import Measurement, compared
from benchmarks.statistics.places import GRIDS, Floats, cells
from gridloom_analytics.statistics.graphs.contiguity import build_contiguity
from gridloom_analytics.statistics.significance.p_values import normal_p
from gridloom_analytics.statistics.spacetime.cube import Cube, cube_bins
from gridloom_analytics.statistics.spacetime.knox import knox, near_pairs
from gridloom_analytics.statistics.spacetime.mann_kendall import mann_kendall
from gridloom_analytics.statistics.spacetime.patterns import patterns

BEFORE = 1
EDGES = np.array([1.0, 100, 200, 300, 400, 500])
WEEK, WEEKS, DRAWS = 7 * 86_400, 6, 99


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements; n is the number of bins, or of events."""
    for areas, steps in ((500, 24), (2_000, 52), (GRIDS, 104))[: 3 if full else 2]:
        yield emerging(areas, steps)
    for events in (2_000, 20_000, 100_000)[: 3 if full else 2]:
        yield near_repeats(events)


def emerging(areas: int, steps: int) -> Measurement:
    """Cube, false discovery rate, trends and patterns; the peers only Gi* of each step and trends.

    Agreement: of the trend's z, the peer's Gi* rounded, since its ties are lost in the last digit.
    """
    rng = np.random.default_rng(areas)
    counts = rng.poisson(rng.gamma(1, 1, areas)[:, None], (areas, steps)).astype(float)
    graph = build_contiguity(cells(areas))
    weights = graph.to_libpysal()
    mann_kendall(counts[:2])

    def ours() -> Floats:
        cube = Cube(counts, graph)
        z = cube.g(BEFORE, "neighbourhood")
        bins = cube_bins(z, cube.p(z, BEFORE, "neighbourhood"))
        trend = mann_kendall(cube.g(0, "neighbourhood"))
        mann_kendall(counts)
        rises = np.where(normal_p(trend) < 0.05, np.sign(trend), 0).astype(int)
        patterns(bins >= 2, bins <= -2, rises)
        return trend

    def theirs() -> Floats:
        slices = [
            G_Local(one, weights, transform="B", star=True, permutations=0).Zs for one in counts.T
        ]
        return np.array(
            [pymannkendall.original_test(row).z for row in np.column_stack(slices).round(9)]
        )

    return compared(
        f"emerging hot spots, whole, {steps} steps",
        areas * steps,
        ours,
        "esda + pymannkendall",
        theirs,
        lambda found, peer: np.abs(found - peer).max(),
    )


def near_repeats(events: int) -> Measurement:
    """Knox's test, 99 permutations, 300 near events each; agreement: of the observed pairs."""
    rng = np.random.default_rng(events)
    side = np.sqrt(events * np.pi * EDGES[-1] ** 2 / 300)
    points, times = rng.uniform(0, side, (events, 2)), rng.integers(0, 730 * 86_400, events)
    knox(near_pairs(points[:50], EDGES), times[:50], WEEK, WEEKS, 9, 0)

    def theirs() -> Floats:
        pairs = KDTree(points).query_pairs(EDGES[-1], output_type="ndarray")
        apart = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
        band = np.searchsorted(EDGES, apart)
        tables = [_table(band, pairs, order, len(EDGES)) for order in _orders(times, rng)]
        return tables[0]

    return compared(
        f"near repeats, {DRAWS} permutations",
        events,
        lambda: knox(near_pairs(points, EDGES), times, WEEK, WEEKS, DRAWS, 0).observed,
        "scipy + numpy",
        theirs,
        lambda found, peer: np.abs(found - peer).max(),
        repeat=1,
    )


def _orders(times: Floats, rng: np.random.Generator) -> Iterator[Floats]:
    """Yield the times as they are, and shuffled."""
    yield times
    for _ in range(DRAWS):
        yield rng.permutation(times)


def _table(band: Floats, pairs: Floats, times: Floats, rows: int) -> Floats:
    gap = np.abs(times[pairs[:, 0]] - times[pairs[:, 1]])
    near = gap <= WEEK * WEEKS
    column = np.maximum(gap[near] - 1, 0) // WEEK
    found = np.bincount(band[near] * WEEKS + column, minlength=rows * WEEKS)
    return found.reshape(rows, WEEKS)
