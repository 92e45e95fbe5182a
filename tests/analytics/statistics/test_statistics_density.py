"""Kernel density against exact sums, scikit-learn, KDEpy and recorded outputs of R spatstat."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from KDEpy import FFTKDE
from scipy.integrate import quad
from sklearn.neighbors import KernelDensity

from gridloom_analytics.statistics.density import lattice as lattices
from gridloom_analytics.statistics.density.bandwidth import (
    likelihood_bandwidth,
    local_bandwidths,
    scott,
    search_radius,
)
from gridloom_analytics.statistics.density.kernels import KERNELS
from gridloom_analytics.statistics.density.lattice import Lattice
from gridloom_analytics.statistics.density.smoothing import Edge, Smoother

ORACLES = Path(__file__).parents[1] / "oracles"
WINDOW = shapely.Polygon(
    [(0, 0), (1000, 0), (1000, 800), (600, 1000), (0, 1000)],
    [[(400, 400), (400, 600), (600, 600), (600, 400)]],
)
"""The window of the oracles (see ``make_density_points.py``)."""
SIGMA = 60.0
FINE = Lattice.over((0, 0, 1000, 1000), 5.0)


@pytest.fixture(scope="module")
def cases() -> pd.DataFrame:
    frame = pd.read_csv(ORACLES / "density_points.csv")
    return pd.DataFrame(frame[frame.case == 1])


@pytest.fixture(scope="module")
def spatstat() -> pd.DataFrame:
    return pd.read_csv(ORACLES / "density_spatstat.csv")


def places(cases: pd.DataFrame) -> np.ndarray:
    return cases[["x", "y"]].to_numpy(float)


def within(lattice: Lattice) -> np.ndarray:
    x, y = np.meshgrid(lattice.x, lattice.y)
    return shapely.contains_xy(WINDOW, x, y)


def smoother(kernel: str = "gaussian", bandwidth: float = SIGMA, edge: Edge = "none") -> Smoother:
    return Smoother(FINE, within(FINE), KERNELS[kernel], bandwidth, edge)


def centres(lattice: Lattice) -> np.ndarray:
    x, y = np.meshgrid(lattice.x, lattice.y)
    return np.column_stack([x.ravel(), y.ravel()])


def on_centres(seed: int, n: int = 40) -> np.ndarray:
    """Points at centres of cells in the middle of ``FINE``, where binning changes nothing."""
    rng = np.random.default_rng(seed)
    return np.column_stack([FINE.x[rng.integers(80, 120, n)], FINE.y[rng.integers(80, 120, n)]])


def test_points_at_centres_have_the_density_of_scikit_learn() -> None:
    points = on_centres(0)
    peer = KernelDensity(bandwidth=20.0).fit(points)
    found = smoother(bandwidth=20.0).smooth(FINE.binned(points))
    exact = len(points) * np.exp(peer.score_samples(centres(FINE))).reshape(FINE.shape)
    near = exact > 1e-4 * exact.max()
    np.testing.assert_allclose(found[near], exact[near], rtol=0, atol=1e-9 * exact.max())


def test_weights_count_as_so_many_points() -> None:
    points, weights = on_centres(1), np.tile([1.0, 3.0], 20)
    repeated = np.repeat(points, weights.astype(int), axis=0)
    np.testing.assert_allclose(FINE.binned(points, weights), FINE.binned(repeated), atol=1e-9)


def test_the_quartic_kernel_agrees_with_kdepy() -> None:
    points = np.random.default_rng(2).normal(500, 120, (2_000, 2))
    radius = 90.0
    grid = centres(Lattice(FINE.west, FINE.north, FINE.cell, *FINE.shape))
    ascending = grid[np.lexsort((grid[:, 1], grid[:, 0]))]
    peer = FFTKDE(kernel="biweight", bw=radius / np.sqrt(7)).fit(points).evaluate(ascending)
    theirs = len(points) * np.asarray(peer).reshape(FINE.columns, FINE.rows).T[::-1]
    found = smoother("quartic", radius).smooth(FINE.binned(points))
    np.testing.assert_allclose(found, theirs, rtol=0, atol=1e-3 * theirs.max())


@given(seed=st.integers(0, 999), kernel=st.sampled_from(["gaussian", "quartic"]))
def test_binning_changes_no_more_than_its_bound(seed: int, kernel: str) -> None:
    points = np.random.default_rng(seed).uniform(300, 700, (5, 2))
    bandwidth = 5 * FINE.cell / KERNELS[kernel].spread
    peak = KERNELS[kernel].heights(np.zeros(1), bandwidth)[0]
    squared = ((centres(FINE)[:, None] - points) ** 2).sum(axis=2)
    exact = KERNELS[kernel].heights(squared, bandwidth).sum(axis=1).reshape(FINE.shape)
    found = smoother(kernel, bandwidth).smooth(FINE.binned(points))
    allowed = len(points) * KERNELS[kernel].binning_error(bandwidth, FINE.cell)
    assert np.abs(found - exact).max() / peak < allowed + 1e-3


@pytest.mark.parametrize("edge", ["none", "even", "total"])
def test_edge_correction_agrees_with_spatstat(cases, spatstat, edge: str) -> None:
    found = smoother(edge=edge).smooth(FINE.binned(places(cases)))
    at = FINE.at(places(cases), found)
    np.testing.assert_allclose(at, spatstat[f"gaussian_{edge}"], rtol=0.01)


def test_the_quartic_kernel_and_weights_agree_with_spatstat(cases, spatstat) -> None:
    points = places(cases)
    quartic = smoother("quartic", SIGMA * np.sqrt(8)).smooth(FINE.binned(points))
    weighted = smoother().smooth(FINE.binned(points, cases.weight.to_numpy(float)))
    np.testing.assert_allclose(FINE.at(points, quartic), spatstat.quartic_none, rtol=0.01)
    np.testing.assert_allclose(FINE.at(points, weighted), spatstat.weighted, rtol=0.01)


@pytest.mark.parametrize("kernel", ["gaussian", "quartic"])
@pytest.mark.parametrize("adaptive", [False, True])
def test_the_total_is_kept_within_a_window_with_a_hole(cases, kernel: str, adaptive: bool) -> None:
    binned = FINE.binned(places(cases))
    found = smoother(kernel, 100.0, "total")
    if adaptive:
        local = local_bandwidths(found.smooth(binned), binned, 100.0, 20.0)
        found = Smoother(FINE, found.inside, found.kernel, local, "total")
    volume = found.smooth(binned)[found.inside].sum() * FINE.cell**2
    assert volume == pytest.approx(len(cases), rel=1e-9)


def test_an_even_spread_stays_even_up_to_the_border() -> None:
    even = smoother(edge="even")
    surface = even.smooth(np.where(even.inside, FINE.cell**2, 0.0))
    np.testing.assert_allclose(surface[even.inside], 1.0, rtol=1e-9)


def test_a_density_is_0_out_of_reach_and_never_below() -> None:
    found = smoother("quartic", 50.0).smooth(FINE.binned(np.array([[500.0, 500.0]])))
    far = ((centres(FINE) - 500.0) ** 2).sum(axis=1).reshape(FINE.shape) > 60.0**2
    assert found.min() == 0
    assert found[far].max() < 1e-12 * found.max()


def test_abramson_bandwidths_agree_with_spatstat(cases, spatstat) -> None:
    binned = FINE.binned(places(cases))
    local = local_bandwidths(smoother().smooth(binned), binned, SIGMA, 5.0)
    at = FINE.at(places(cases), local)
    np.testing.assert_allclose(at, spatstat.abramson_bandwidth, rtol=0.02)


def test_an_adaptive_surface_is_the_sum_of_kernels_of_their_own(cases) -> None:
    points, binned = places(cases), FINE.binned(places(cases))
    local = local_bandwidths(smoother().smooth(binned), binned, SIGMA, 10.0)
    own = FINE.at(points, local)[:, None]
    some = centres(FINE)[::97]
    squared = ((points[:, None] - some) ** 2).sum(axis=2)
    exact = (np.exp(-squared / own**2 / 2) / (2 * np.pi * own**2)).sum(axis=0)
    found = Smoother(FINE, within(FINE), KERNELS["gaussian"], local, "none").smooth(binned)
    np.testing.assert_allclose(found.ravel()[::97], exact, rtol=0, atol=0.01 * exact.max())


def test_equal_local_bandwidths_are_one_bandwidth(cases) -> None:
    binned = FINE.binned(places(cases))
    same = Smoother(FINE, within(FINE), KERNELS["gaussian"], np.full(FINE.shape, SIGMA), "total")
    found = smoother(edge="total").smooth(binned)
    np.testing.assert_allclose(same.smooth(binned), found, rtol=0, atol=1e-12)


@given(seed=st.integers(0, 999), across=st.integers(-50, 50), along=st.integers(-50, 50))
def test_a_move_and_another_order_change_nothing(seed: int, across: int, along: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.uniform(100, 900, (50, 2))
    shift = np.array([across, along]) * FINE.cell
    moved = Lattice(FINE.west + shift[0], FINE.north + shift[1], FINE.cell, *FINE.shape)
    shuffled = rng.permutation(points) + shift
    np.testing.assert_allclose(moved.binned(shuffled), FINE.binned(points), atol=1e-9)


def test_pieces_and_threads_do_not_change_a_byte(monkeypatch) -> None:
    points = np.random.default_rng(4).uniform(0, 1000, (5_000, 2))
    monkeypatch.setattr(lattices, "PIECE", 700)
    one, four = (FINE.binned(points, threads=threads) for threads in (1, 4))
    assert one.tobytes() == four.tobytes()
    assert one.sum() == pytest.approx(5_000, rel=1e-12)


def test_a_point_outside_the_lattice_is_told() -> None:
    with pytest.raises(ValueError, match="outside the centres"):
        FINE.binned(np.array([[500.0, 500.0], [5_000.0, 500.0]]))


def test_the_rule_of_scott_is_that_of_spatstat(cases) -> None:
    mean, geometric = 78.9912748724, 77.6744904447  # of its bandwidths along x and y
    whole = np.sqrt(2 * mean**2 - geometric**2)  # of the mean variance: any axes give the same
    assert scott(places(cases)) == pytest.approx(whole, rel=1e-11)


def test_the_search_radius_is_that_of_the_manual() -> None:
    square = np.array([[0.0, 0], [2, 0], [0, 2], [2, 2]])
    assert search_radius(square) == pytest.approx(0.9 * np.sqrt(2) * 4**-0.2, rel=1e-12)
    cross = np.array([[0.0, 0], [1, 0], [-1, 0], [0, 1], [0, -1], [10, 0], [-10, 0]])
    assert search_radius(cross) == pytest.approx(0.9 * np.log(2) ** -0.5 * 7**-0.2, rel=1e-12)


def test_whole_weights_are_so_many_points_for_the_search_radius() -> None:
    points = np.random.default_rng(5).normal(size=(30, 2))
    weights = np.tile([1, 2, 3], 10)
    repeated = search_radius(np.repeat(points, weights, axis=0))
    assert search_radius(points, weights.astype(float)) == pytest.approx(repeated, rel=1e-12)


def left_out_likelihood(points: np.ndarray, bandwidth: float) -> float:
    """The log likelihood of each point by the others, without any lattice."""
    squared = ((points[:, None] - points) ** 2).sum(axis=2)
    heights = np.exp(-squared / bandwidth**2 / 2) / bandwidth**2
    np.fill_diagonal(heights, 0)
    return float(np.log(heights.sum(axis=0)).sum())


def test_cross_validation_finds_the_most_likely_bandwidth(cases) -> None:
    points = places(cases)
    found = likelihood_bandwidth(smoother(), points, np.ones(len(points)), 15.0, 150.0)
    trials = np.geomspace(15, 150, 200)
    best = trials[np.argmax([left_out_likelihood(points, trial) for trial in trials])]
    assert found == pytest.approx(best, rel=0.05)


def test_points_at_one_place_do_not_draw_the_bandwidth_to_nothing(cases) -> None:
    points = places(cases)
    once = likelihood_bandwidth(smoother(), points, np.ones(len(points)), 15.0, 150.0)
    twice = likelihood_bandwidth(smoother(), points, np.full(len(points), 2.0), 15.0, 150.0)
    assert twice == pytest.approx(once, rel=1e-6)


@pytest.mark.parametrize("kernel", ["gaussian", "quartic"])
def test_the_constants_of_a_kernel_are_its_integrals(kernel: str) -> None:
    known = KERNELS[kernel]

    def integral(function) -> float:
        return quad(lambda r: 2 * np.pi * r * function(r), 0, 12 if kernel == "gaussian" else 1)[0]

    def height(r: float) -> float:
        return float(known.profile(np.array([r**2]))[0])

    variance = integral(lambda r: height(r) * r**2 / 2)
    rough = integral(lambda r: height(r) ** 2)
    assert integral(height) == pytest.approx(1, rel=1e-9)
    assert known.spread == pytest.approx(np.sqrt(variance), rel=1e-9)
    assert known.canonical == pytest.approx((4 * np.pi * rough / variance**2) ** (1 / 6), rel=1e-9)
