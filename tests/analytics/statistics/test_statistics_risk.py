"""Relative risk against R spatstat, and its p-values against simulation."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.stats import pearson3

from gridloom_analytics.statistics.density.kernels import KERNELS
from gridloom_analytics.statistics.density.lattice import Lattice
from gridloom_analytics.statistics.density.risk import relative_risk
from gridloom_analytics.statistics.density.smoothing import Edge, Smoother
from gridloom_analytics.statistics.significance.pearson import pearson_tail

ORACLES = Path(__file__).parents[1] / "oracles"
WINDOW = shapely.Polygon(
    [(0, 0), (1000, 0), (1000, 800), (600, 1000), (0, 1000)],
    [[(400, 400), (400, 600), (600, 600), (600, 400)]],
)
LATTICE = Lattice.over((0, 0, 1000, 1000), 10.0)


def smoother(edge: Edge = "even", bandwidth: float = 80.0) -> Smoother:
    x, y = np.meshgrid(LATTICE.x, LATTICE.y)
    inside = shapely.contains_xy(WINDOW, x, y)
    return Smoother(LATTICE, inside, KERNELS["gaussian"], bandwidth, edge)


def test_the_ratio_of_densities_agrees_with_spatstat() -> None:
    points = pd.read_csv(ORACLES / "density_points.csv")
    theirs = pd.read_csv(ORACLES / "risk_spatstat.csv").risk
    cases, controls = (points[points.case == kind][["x", "y"]].to_numpy() for kind in (1, 0))
    binned, population = LATTICE.binned(cases), LATTICE.binned(controls)
    found = relative_risk(smoother(), binned, population, np.ones(len(cases)))
    ratio = LATTICE.at(cases, found.ratio) * len(cases) / len(controls)
    np.testing.assert_allclose(ratio, theirs, rtol=0.03)


@pytest.mark.parametrize("edge", ["total", "even", "none"])
def test_events_where_the_population_is_have_a_risk_of_1(edge: str) -> None:
    rng = np.random.default_rng(0)
    population = LATTICE.binned(rng.uniform(100, 350, (500, 2)))
    found = relative_risk(smoother(edge), 0.2 * population, population, np.ones(100))
    near = found.events > 1
    np.testing.assert_allclose(found.ratio[near], 1, rtol=1e-9)


@pytest.mark.parametrize("edge", ["total", "even"])
@pytest.mark.parametrize("weighted", [False, True])
def test_p_values_are_those_of_events_dealt_to_the_population(edge: str, weighted: bool) -> None:
    rng = np.random.default_rng(1)
    inside = smoother().inside
    population = np.where(inside, rng.gamma(1, size=LATTICE.shape), 0.0)
    weights = np.tile([1.0, 4.0], 60) if weighted else np.ones(120)
    kernel, cells = smoother(edge), np.flatnonzero(population)
    shares = population.ravel()[cells] / population.sum()

    def dealt() -> np.ndarray:
        drawn = rng.choice(cells, len(weights), p=shares)
        return np.bincount(drawn, weights, LATTICE.rows * LATTICE.columns).reshape(LATTICE.shape)

    binned = dealt()
    found = relative_risk(kernel, binned, population, weights)
    draws = np.array([kernel.smooth(dealt())[::12, ::12] for _ in range(999)])
    simulated = (draws >= found.density[::12, ::12]).mean(axis=0)
    told = (inside & (found.events > 3))[::12, ::12]
    error = 4 * np.sqrt(0.25 / 999) + 0.01  # a Pearson III is not exact
    assert np.abs(simulated - found.upper[::12, ::12])[told].max() < error


def test_tails_follow_the_exact_mean_variance_and_skewness() -> None:
    places = np.column_stack([LATTICE.x[[20, 24, 30, 33]], LATTICE.y[[40, 44, 41, 50]]])
    share, at, n = np.array([0.1, 0.2, 0.3, 0.4]), (44, 26), 7
    population, events = (
        LATTICE.binned(places, share),
        LATTICE.binned(places[[0, 1, 1, 2, 2, 3, 3]]),
    )
    found = relative_risk(smoother("none", 40.0), events, population, np.ones(n))
    squared = ((places - (LATTICE.x[at[1]], LATTICE.y[at[0]])) ** 2).sum(axis=1)
    heights = KERNELS["gaussian"].heights(squared, 40.0)
    mean = share @ heights
    deviation = np.sqrt(share @ (heights - mean) ** 2)
    skewness = share @ (heights - mean) ** 3 / deviation**3
    z = (heights @ [1, 2, 2, 2] - n * mean) / (np.sqrt(n) * deviation)
    upper = pearson3.sf(z, skewness / np.sqrt(n))
    assert found.expected[at] == pytest.approx(n * mean, rel=1e-6)
    assert found.upper[at] == pytest.approx(upper, rel=1e-4)


@pytest.mark.parametrize("skewness", [0.05, 0.7, 2.0, -0.7])
def test_tails_are_those_of_a_pearson_iii(skewness: float) -> None:
    z = np.linspace(-4, 6, 40)
    upper, lower = (pearson_tail(sign * z, np.full(40, sign * skewness)) for sign in (1.0, -1.0))
    np.testing.assert_allclose(upper, pearson3.sf(z, skewness), rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(lower, pearson3.cdf(z, skewness), rtol=1e-9, atol=1e-15)


def test_far_from_any_population_there_is_no_risk() -> None:
    population = LATTICE.binned(np.array([[100.0, 100.0], [150.0, 100.0]]))
    events = LATTICE.binned(np.array([[100.0, 100.0], [900.0, 500.0]]))
    found = relative_risk(smoother(bandwidth=30.0), events, population, np.ones(2))
    far = LATTICE.cells_of(np.array([[900.0, 500.0]]))
    assert np.isnan(found.ratio[far]).all()
    assert np.isnan(found.upper[far]).all()
    assert found.events[far] == 0
