"""Centres and ellipses against R, the printed formulas and cases known from geometry."""

import shutil
import subprocess

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from gridloom_analytics.statistics.centrography.centres import (
    deviational_ellipse,
    mean_centre,
    median_centre,
    standard_distance,
)

R_COVARIANCE = """
x <- as.matrix(read.csv(file("stdin"), header = FALSE))
found <- cov.wt(x[, 1:2], wt = x[, 3] / sum(x[, 3]), method = "ML")
axes <- eigen(found$cov)
cat(sprintf("%.17g", c(found$center, sqrt(axes$values), axes$vectors[, 1])))
"""


def places(seed: int, n: int = 40) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(n, 2)) @ np.array([[3.0, 1.0], [0.0, 1.0]]) + [500.0, 2500.0]
    return points, rng.uniform(0, 4, size=n)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
@pytest.mark.parametrize("seed", range(2))
def test_the_ellipse_equals_the_covariance_of_r(seed: int) -> None:
    points, weights = places(seed)
    rows = "\n".join(f"{x!r},{y!r},{w!r}" for (x, y), w in
                     zip(points.tolist(), weights.tolist(), strict=True))  # fmt: skip
    done = subprocess.run(["Rscript", "-e", R_COVARIANCE], input=rows, text=True,
                          capture_output=True, check=True)  # fmt: skip
    x, y, major, minor, east, north = map(float, done.stdout.split())
    found = deviational_ellipse(points, weights)
    np.testing.assert_allclose(found.centre, [x, y], rtol=1e-12)
    np.testing.assert_allclose([found.major, found.minor], [major, minor], rtol=1e-9)
    assert found.rotation == pytest.approx(np.degrees(np.arctan2(east, north)) % 180, abs=1e-7)


def yuill(points: np.ndarray) -> tuple[float, float, float]:
    """The angle and the deviations along the turned axes, as Lefever and Yuill print them."""
    x, y = (points - points.mean(axis=0)).T
    difference = (x**2).sum() - (y**2).sum()
    root = np.sqrt(difference**2 + 4 * (x * y).sum() ** 2)
    angle = np.arctan((difference + root) / (2 * (x * y).sum()))
    along = x * np.sin(angle) + y * np.cos(angle)
    across = x * np.cos(angle) - y * np.sin(angle)
    return np.degrees(angle) % 180, np.sqrt((along**2).mean()), np.sqrt((across**2).mean())


@given(seed=st.integers(0, 1000))
def test_the_ellipse_is_that_of_the_printed_formulas(seed: int) -> None:
    points, _ = places(seed)
    found = deviational_ellipse(points, np.ones(len(points)))
    rotation, major, minor = yuill(points)
    np.testing.assert_allclose(found.rotation, rotation, atol=1e-6)
    np.testing.assert_allclose([found.major, found.minor], [major, minor], rtol=1e-9)


def test_the_ellipse_holds_the_share_of_normal_points_that_theory_says() -> None:
    points = np.random.default_rng(1).normal(size=(40_000, 2)) @ np.array([[3, 1], [0, 1]])
    found = deviational_ellipse(points, np.ones(40_000))
    for factor in (1.0, np.sqrt(2), 2 * np.sqrt(2)):
        share = 1 - np.exp(-(factor**2) / 2)
        assert found.holds(points, factor).mean() == pytest.approx(share, abs=0.01)


def test_the_outline_bounds_what_the_ellipse_holds() -> None:
    points, weights = places(3)
    found = deviational_ellipse(points, weights)
    outline = found.outline(1.5)
    middle = found.centre
    assert found.holds(middle + (outline - middle) * 0.9999, 1.5).all()
    assert not found.holds(middle + (outline - middle) * 1.0001, 1.5).any()


@pytest.mark.parametrize(
    ("way", "rotation"), [((0, 1), 0), ((1, 1), 45), ((1, 0), 90), ((-1, 1), 135)]
)
def test_the_rotation_is_clockwise_from_north(way: tuple, rotation: float) -> None:
    line = np.outer([-2.0, -1, 0, 1, 2], way)
    found = deviational_ellipse(line, np.ones(5))
    assert found.rotation == pytest.approx(rotation, abs=1e-6)
    assert found.minor == pytest.approx(0, abs=1e-7)


@pytest.mark.parametrize("slope", [0.1, 2 / 3, 3.3])
def test_an_ellipse_without_breadth_holds_the_middle_of_its_line(slope: float) -> None:
    along = np.random.default_rng(0).uniform(0, 1000, 20)
    line = np.column_stack([500_000 + along, 2.5e6 + slope * along])
    found = deviational_ellipse(line, np.ones(20))
    middle = np.abs(along - along.mean()) <= np.sqrt(2) * along.std()
    assert found.holds(line, np.sqrt(2)).tolist() == middle.tolist()
    assert not found.holds(line + np.array([0.0, 1.0]), np.sqrt(2)).any()


def test_a_round_spread_has_no_direction() -> None:
    square = np.array([[0.0, 0], [4, 0], [4, 4], [0, 4]])
    found = deviational_ellipse(square, np.ones(4))
    assert np.isnan(found.rotation)
    assert found.major == found.minor == pytest.approx(2)


def test_the_standard_distance_is_the_root_of_both_variances() -> None:
    points, weights = places(4)
    found = deviational_ellipse(points, weights)
    both = np.hypot(found.major, found.minor)
    assert standard_distance(points, weights) == pytest.approx(both, rel=1e-12)


def test_a_weight_of_two_is_the_place_twice() -> None:
    points = np.array([[0.0, 0], [3, 1], [5, 9]])
    twice = np.vstack([points, points[1:2]])
    weights = np.array([1.0, 2, 1])
    for figure in (mean_centre, median_centre, standard_distance):
        np.testing.assert_allclose(figure(points, weights), figure(twice, np.ones(4)), rtol=1e-9)


@pytest.mark.parametrize(
    ("points", "median"),
    [
        ([(0, 0), (6, 0), (6, 4), (0, 4)], (3, 2)),  # where the diagonals cross
        ([(0, 0), (10, 1), (4, 7), (-3, 9)], (124 / 41, 217 / 41)),
        ([(0, 0), (10, 0), (5, 0.5)], (5, 0.5)),  # an angle over 120° is its own Fermat point
        ([(0, 0), (2, 0), (1, np.sqrt(3))], (1, 1 / np.sqrt(3))),
        ([(0, 0), (1, 1), (1, 1), (1, 1), (9, 3)], (1, 1)),
        ([(7, 7), (7, 7)], (7, 7)),
    ],
)
def test_the_median_centre_is_where_geometry_puts_it(points: list, median: tuple) -> None:
    found = median_centre(np.array(points, dtype=float), np.ones(len(points)))
    np.testing.assert_allclose(found, median, atol=1e-6)


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), n=st.integers(3, 9))
def test_no_point_has_a_smaller_sum_of_distances_than_the_median_centre(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    points, weights = rng.integers(0, 5, size=(n, 2)).astype(float), rng.uniform(0.1, 1, size=n)

    def total(at: np.ndarray) -> float:
        return float((weights * np.hypot(*(points - at).T)).sum())

    found = total(median_centre(points, weights))
    start = points.mean(axis=0)
    peer = minimize(total, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12})
    assert found <= min(peer.fun, *(total(one) for one in points)) + 1e-7


@settings(max_examples=30)
@given(seed=st.integers(0, 1000))
def test_centres_move_with_the_places_and_do_not_depend_on_their_order(seed: int) -> None:
    points, weights = places(seed, 12)
    order = np.random.default_rng(seed).permutation(12)
    for figure in (mean_centre, median_centre):
        moved = figure(points[order] + [1e5, -3e4], weights[order]) - [1e5, -3e4]
        np.testing.assert_allclose(moved, figure(points, weights), rtol=1e-7)
