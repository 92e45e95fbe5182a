from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from scipy.stats import pearsonr, spearmanr
from statsmodels.stats.rates import test_poisson_2indep as poisson_test

from gridloom_analytics.statistics.comparing.correlation import (
    SpatialCorrelation,
    correlogram,
    greatest_distance,
    ranks,
    shared_top,
    spatial_correlation,
)
from gridloom_analytics.statistics.comparing.poisson_ratio import rate_ratio, rate_ratio_p

ORACLE = Path(__file__).parents[1] / "oracles" / "poisson_ratios.csv"
"""R's poisson.test, by the script beside it."""
DATA = Path(__file__).parent / "data" / "regression"
COLUMBUS = pd.read_csv(DATA / "columbus.csv")
POINTS = COLUMBUS[["X", "Y"]].to_numpy(float)
CRIME, INCOME = (COLUMBUS[name].to_numpy(float) for name in ("CRIME", "INC"))


def near(ours, theirs, rtol: float = 1e-9) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=rtol, atol=1e-12)


def correlated(x: np.ndarray, y: np.ndarray, points: np.ndarray) -> SpatialCorrelation:
    return spatial_correlation(x, y, correlogram(points, np.column_stack([x, y])), (0, 1))


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
    classes = np.searchsorted(np.cumsum(np.full(12, apart.max() / 13)), apart, side="left")
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
    assert correlated(x, y, points).effective_n == pytest.approx(plain_effective_size(x, y, points))


def test_of_unrelated_smooth_maps_about_one_in_twenty_seems_related() -> None:
    rng, tests = np.random.default_rng(7), 400
    points = np.stack(np.meshgrid(np.arange(10.0), np.arange(10.0)), -1).reshape(-1, 2)
    pairs = [(field(rng, points, 3.0), field(rng, points, 3.0)) for _ in range(tests)]
    alarms = np.mean([correlated(x, y, points).p < 0.05 for x, y in pairs])
    plain = np.mean([pearsonr(x, y).pvalue < 0.05 for x, y in pairs])
    assert abs(alarms - 0.05) < 4 * np.sqrt(0.05 * 0.95 / tests)
    assert plain > 0.2


def test_points_on_a_line_have_a_largest_distance_too() -> None:
    points = np.column_stack([np.arange(20.0), np.zeros(20)])
    x = np.sin(np.arange(20.0))
    found = correlated(x, x, points).effective_n
    assert found == pytest.approx(plain_effective_size(x, x, points))


def test_the_shared_top_is_of_the_larger_of_both() -> None:
    x = np.arange(20.0)
    y = np.where(x >= 16, 99.0, x)
    assert shared_top(x, y) == (0.5, 2 / 20)


@pytest.mark.parametrize("row", range(6))
def test_the_modified_t_test_equals_spatialpack(row: int) -> None:
    exact = pd.read_csv(DATA / "modified_ttest.csv").iloc[row]
    values = COLUMBUS[[exact.x, exact.y]].to_numpy(float)
    values = ranks(values) if exact.ranked else values
    alike = correlogram(POINTS, values)
    found = spatial_correlation(values[:, 0], values[:, 1], alike, (0, 1))
    near([found.r, found.effective_n, found.p], [exact.r, exact.ess, exact.p])


def test_correlations_are_scipys() -> None:
    x, ranked = INCOME, ranks(np.c_[INCOME, CRIME])
    alike = correlogram(POINTS, np.c_[x, CRIME, ranked])
    near(spatial_correlation(x, CRIME, alike, (0, 1)).r, pearsonr(x, CRIME).statistic)
    near(spatial_correlation(*ranked.T, alike, (2, 3)).r, spearmanr(x, CRIME).statistic)


def test_independent_places_are_worth_about_their_number() -> None:
    random = np.random.default_rng(1)
    points, values = random.uniform(size=(1500, 2)), random.normal(size=(1500, 2))
    alike = correlogram(points, values)
    found = spatial_correlation(*values.T, alike, (0, 1))
    assert found.effective_n == pytest.approx(1500, rel=0.05)
    near(found.p, pearsonr(*values.T).pvalue, rtol=0.05)


@given(st.integers(0, 2**32 - 1), st.floats(0.1, 1000), st.floats(-1e4, 1e4))
def test_shifts_scales_and_order_change_nothing(seed: int, scale: float, shift: float) -> None:
    random = np.random.default_rng(seed)
    points, values = random.uniform(size=(30, 2)), random.normal(size=(30, 2))
    order = random.permutation(30)
    first = spatial_correlation(*values.T, correlogram(points, values), (0, 1))
    moved, other = (points * scale + shift)[order], (values * scale + shift)[order]
    second = spatial_correlation(*other.T, correlogram(moved, other), (0, 1))
    near([first.r, first.effective_n], [second.r, second.effective_n], rtol=1e-5)


@pytest.mark.parametrize("size", [1e-300, 1e-170, 1e60])
def test_correlations_do_not_depend_on_the_unit(size: float) -> None:
    one, other = correlated(CRIME, INCOME, POINTS), correlated(CRIME * size, INCOME, POINTS)
    near([other.r, other.effective_n, other.p], [one.r, one.effective_n, one.p])


def test_threads_change_no_byte() -> None:
    random = np.random.default_rng(1)
    points, values = random.uniform(size=(1300, 2)), random.normal(size=(1300, 3))
    found = {correlogram(points, values, threads=n).moran.tobytes() for n in (1, 2, 5)}
    assert len(found) == 1


def test_places_at_one_point_have_a_correlogram() -> None:
    alike = correlogram(np.zeros((5, 2)), np.arange(5.0)[:, None])
    assert greatest_distance(np.zeros((5, 2))) == 0
    assert alike.pairs.tolist() == [10, *[0] * 12]
    assert np.isfinite(alike.moran).all()


def test_an_almost_flat_line_of_points_has_its_length() -> None:
    points = np.c_[np.arange(30.0), 1e6 + 1e-9 * np.sin(np.arange(30.0))]
    assert greatest_distance(points) == pytest.approx(29)


def test_where_the_estimates_contradict_there_is_no_size_and_no_p() -> None:
    points = np.array([[81.0, 100], [35, 17], [39, 75], [44, 59], [13, 73], [28, 19]])
    found = correlated(np.array([1.0, 2, 1, 1, 2, 0]), np.array([2.0, 0, 0, 1, 2, 0]), points)
    assert (
        plain_effective_size(np.array([1.0, 2, 1, 1, 2, 0]), np.array([2.0, 0, 0, 1, 2, 0]), points)
        < 1
    )
    assert np.isnan([found.effective_n, found.p]).all()
