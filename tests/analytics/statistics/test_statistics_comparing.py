from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist
from scipy.stats import pearsonr, spearmanr
from statsmodels.stats.rates import test_poisson_2indep as poisson_test

from gridloom_analytics.statistics.comparing.correlation import (
    effective_size,
    pearson,
    shared_top,
    spearman,
)
from gridloom_analytics.statistics.comparing.poisson_ratio import rate_ratio, rate_ratio_p

ORACLE = Path(__file__).parents[1] / "oracles" / "poisson_ratios.csv"
"""R's poisson.test, by the script beside it."""


@pytest.fixture(scope="module")
def known() -> pd.DataFrame:
    return pd.read_csv(ORACLE, skipinitialspace=True)


def columns(frame: pd.DataFrame) -> list[np.ndarray]:
    names = ("first", "second", "of_first", "of_second")
    return [frame[name].to_numpy(dtype=float) for name in names]


def test_intervals_of_ratios_are_those_of_r(known: pd.DataFrame) -> None:
    _, low, high = rate_ratio(*columns(known))
    assert low == pytest.approx(known["low"].to_numpy(), rel=1e-9)
    assert high == pytest.approx(known["high"].to_numpy(), rel=1e-9)


@pytest.mark.parametrize(("expected", "suffix"), [(1.0, ""), (2.0, "_2")])
def test_p_is_twice_the_smaller_tail_of_r(known: pd.DataFrame, expected: float, suffix) -> None:
    tails = known[[f"greater{suffix}", f"less{suffix}"]].to_numpy()
    p = rate_ratio_p(*columns(known), expected)
    assert p == pytest.approx(np.minimum(1, 2 * tails.min(axis=1)), rel=1e-9)


@pytest.mark.parametrize("second", [0, 3, 14, 40])
def test_p_is_twice_the_smaller_tail_of_statsmodels(second: int) -> None:
    sides = ("larger", "smaller")
    tails = [poisson_test(second, 9.0, 11, 7.0, method="exact-cond", alternative=side).pvalue
             for side in sides]  # fmt: skip
    found = rate_ratio_p(*map(np.array, (11.0, float(second), 7.0, 9.0)))
    assert float(found) == pytest.approx(min(1, 2 * min(tails)), rel=1e-9)


@pytest.mark.parametrize("first", [0.0, 1, 8, 300])
def test_the_interval_holds_exactly_the_ratios_that_are_not_rejected(first: float) -> None:
    case = [np.array(one) for one in (first, 20.0, 3.0, 4.0)]
    _, low, high = map(float, rate_ratio(*case))
    for bound in (low, high):
        if np.isfinite(bound):
            assert float(rate_ratio_p(*case, bound)) == pytest.approx(0.05, rel=1e-9)


def test_without_any_case_there_is_no_ratio_and_no_p() -> None:
    none = [np.array([0.0]), np.array([0.0]), np.array([1.0]), np.array([1.0])]
    assert all(np.isnan(one).all() for one in (*rate_ratio(*none), rate_ratio_p(*none)))


def test_swapping_first_and_second_turns_the_ratio_over(known: pd.DataFrame) -> None:
    a, b, of_a, of_b = columns(known)
    ratio, low, high = rate_ratio(a, b, of_a, of_b)
    turned, turned_low, turned_high = rate_ratio(b, a, of_b, of_a)
    with np.errstate(divide="ignore"):
        assert turned == pytest.approx(1 / ratio)
        assert turned_low == pytest.approx(1 / high)
        assert turned_high == pytest.approx(1 / low)


def plain_effective_size(x: np.ndarray, y: np.ndarray, points: np.ndarray) -> float:
    """Return the effective size from whole matrices, as Dutilleul (1993) writes it."""
    n, apart = len(x), cdist(points, points)
    classes = np.minimum((apart / (apart.max() / 13)).astype(int), 12)
    np.fill_diagonal(classes, -1)
    centre = np.eye(n) - 1 / n
    products = []
    for values in (x - x.mean(), y - y.mean()):
        covariance = np.zeros((n, n))
        for number in range(-1, 13):
            inside = classes == number
            covariance[inside] = np.outer(values, values)[inside].mean() if inside.any() else 0
        products.append(centre @ covariance)
    one, two = products
    return 1 + np.trace(one) * np.trace(two) / np.trace(one @ two)


def field(rng: np.random.Generator, points: np.ndarray, reach: float) -> np.ndarray:
    """Return values that neighbours share up to ``reach``."""
    covariance = np.exp(-cdist(points, points) / reach)
    return np.linalg.cholesky(covariance) @ rng.normal(size=len(points))


@pytest.mark.parametrize("seed", range(3))
def test_the_effective_size_is_that_of_the_whole_matrices(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.uniform(0, 10, (80, 2))
    x, y = field(rng, points, 2.0), field(rng, points, 3.0)
    assert effective_size(x, y, points) == pytest.approx(plain_effective_size(x, y, points))


def test_places_that_do_not_repeat_each_other_all_count() -> None:
    rng = np.random.default_rng(5)
    points, x, y = rng.uniform(size=(400, 2)), rng.normal(size=400), rng.normal(size=400)
    assert 350 < effective_size(x, y, points) <= 400


def test_of_unrelated_smooth_maps_about_one_in_twenty_seems_related() -> None:
    rng, tests = np.random.default_rng(7), 400
    points = np.stack(np.meshgrid(np.arange(10.0), np.arange(10.0)), -1).reshape(-1, 2)
    pairs = [(field(rng, points, 3.0), field(rng, points, 3.0)) for _ in range(tests)]
    alarms = np.mean([pearson(x, y, points).p < 0.05 for x, y in pairs])
    plain = np.mean([pearsonr(x, y).pvalue < 0.05 for x, y in pairs])
    assert abs(alarms - 0.05) < 4 * np.sqrt(0.05 * 0.95 / tests)
    assert plain > 0.2


def test_the_coefficients_are_those_of_scipy() -> None:
    rng = np.random.default_rng(2)
    points, x = rng.uniform(size=(50, 2)), rng.integers(0, 9, 50).astype(float)
    y = x + rng.integers(0, 9, 50)
    assert pearson(x, y, points).r == pytest.approx(pearsonr(x, y).statistic, abs=1e-12)
    assert spearman(x, y, points).r == pytest.approx(spearmanr(x, y).statistic, abs=1e-12)


def test_moving_turning_and_stretching_a_map_changes_nothing() -> None:
    rng = np.random.default_rng(3)
    points = rng.uniform(size=(60, 2))
    x, y = field(rng, points, 0.3), field(rng, points, 0.3)
    moved = points @ np.array([[0.0, 1.0], [-1.0, 0.0]]) * 1000 + 5e5
    order = rng.permutation(60)
    found = effective_size(x, y, points)
    assert effective_size(x, 7 - 2 * y, moved) == pytest.approx(found, rel=1e-6)
    assert effective_size(x[order], y[order], points[order]) == pytest.approx(found, rel=1e-9)


def test_points_on_a_line_have_a_largest_distance_too() -> None:
    points = np.column_stack([np.arange(20.0), np.zeros(20)])
    x = np.sin(np.arange(20.0))
    assert effective_size(x, x, points) == pytest.approx(plain_effective_size(x, x, points))


def test_the_shared_top_is_of_the_larger_of_both() -> None:
    x = np.arange(20.0)
    y = np.where(x >= 16, 99.0, x)
    assert shared_top(x, y) == 0.5
