import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import cityblock
from scipy.stats import entropy

from gridloom_analytics.statistics.inequality.diversity import effective_kinds, unlikeness
from gridloom_analytics.statistics.inequality.lorenz import gini, lorenz, weighted_gini
from gridloom_analytics.statistics.inequality.segregation import dissimilarity_parts, exposure
from gridloom_analytics.statistics.inequality.shares import herfindahl, location_quotients
from gridloom_analytics.statistics.inequality.theil import theil

AMOUNTS = arrays(float, st.integers(2, 30), elements=st.floats(0.01, 1e6))
SCALES = st.floats(0.001, 1000)


def sites(seed: int, n: int = 40) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values, weights and groups."""
    rng = np.random.default_rng(seed)
    return rng.gamma(1, 5, n), rng.integers(1, 9, n).astype(float), rng.integers(0, 5, n)


@pytest.mark.parametrize("seed", range(3))
def test_gini_against_weights_is_that_of_the_single_units(seed: int) -> None:
    values, weights, _ = sites(seed)
    single = np.repeat(values / weights, weights.astype(int))
    assert weighted_gini(values, weights) == pytest.approx(gini(single), abs=1e-12)


def test_the_lorenz_curve_of_four_shares_worked_out_by_hand() -> None:
    x, y = lorenz(np.array([4.0, 1, 3, 2]))
    assert x.tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert y == pytest.approx([0, 0.1, 0.3, 0.6, 1])


@given(AMOUNTS)
def test_the_lorenz_curve_rises_ever_faster_and_stays_under_the_diagonal(
    values: np.ndarray,
) -> None:
    x, y = lorenz(values)
    assert (np.diff(y, 2) >= -1e-9).all()
    assert (y <= x + 1e-9).all()


@pytest.mark.parametrize("seed", range(3))
def test_theil_is_the_relative_entropy_of_both_shares(seed: int) -> None:
    values, weights, groups = sites(seed)
    found = theil(values, groups, weights)
    assert found.total == pytest.approx(entropy(values, weights), abs=1e-12)
    parts = [np.bincount(groups, one) for one in (values, weights)]
    assert found.between == pytest.approx(entropy(*parts), abs=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_theil_within_is_the_mean_of_the_groups_own_by_their_shares(seed: int) -> None:
    values, weights, groups = sites(seed)
    own = [theil(values[groups == g], None, weights[groups == g]).total for g in range(5)]
    shares = np.bincount(groups, values) / values.sum()
    assert theil(values, groups, weights).within == pytest.approx(shares @ own, abs=1e-12)


@given(AMOUNTS, SCALES)
def test_inequality_does_not_depend_on_the_unit(values: np.ndarray, scale: float) -> None:
    assert gini(values * scale) == pytest.approx(gini(values), abs=1e-9)
    assert theil(values * scale).total == pytest.approx(theil(values).total, abs=1e-9)
    assert herfindahl(values * scale) == pytest.approx(herfindahl(values), abs=1e-9)


@given(AMOUNTS, st.randoms(use_true_random=False))
def test_inequality_does_not_depend_on_the_order(values: np.ndarray, chance) -> None:
    order = list(range(len(values)))
    chance.shuffle(order)
    assert gini(values[order]) == pytest.approx(gini(values), abs=1e-9)
    assert theil(values[order]).total == pytest.approx(theil(values).total, abs=1e-9)


@given(AMOUNTS)
def test_the_parts_of_theil_add_up(values: np.ndarray) -> None:
    found = theil(values, np.arange(len(values)) % 3)
    assert found.within + found.between == pytest.approx(found.total, abs=1e-12)
    assert found.contributions.sum() == pytest.approx(found.total, abs=1e-12)
    assert -1e-12 <= found.between <= found.total + 1e-12


def test_all_in_one_of_n_gives_the_greatest_inequality() -> None:
    values = np.array([0.0, 0, 0, 0, 7])
    assert gini(values) == pytest.approx(0.8)
    assert theil(values).total == pytest.approx(math.log(5))
    assert herfindahl(values) == 1


def test_dissimilarity_is_half_the_distance_of_both_shares() -> None:
    x, y, _ = sites(1)
    parts = dissimilarity_parts(x, y)
    assert parts.sum() == pytest.approx(cityblock(x / x.sum(), y / y.sum()) / 2, abs=1e-12)


def test_isolation_and_exposure_of_three_tracts_worked_out_by_hand() -> None:
    x, y = np.array([90.0, 10, 0]), np.array([10.0, 40, 50])
    assert exposure(x, x, x + y) == pytest.approx(0.9 * 0.9 + 0.1 * 0.2)
    assert exposure(y, x, x + y) == pytest.approx(0.1 * 0.9 + 0.4 * 0.2)
    assert dissimilarity_parts(x, y).sum() == pytest.approx(0.8)


@pytest.mark.parametrize("seed", range(3))
def test_isolation_and_exposure_to_the_others_make_up_all(seed: int) -> None:
    x, y, _ = sites(seed)
    assert exposure(x, x, x + y) + exposure(x, y, x + y) == pytest.approx(1, abs=1e-12)


def test_an_area_without_anybody_takes_no_part_in_exposure() -> None:
    assert exposure(np.array([1.0, 0]), np.array([3.0, 0]), np.array([4.0, 0])) == 0.75


def test_location_quotients_are_1_on_average_of_the_whole() -> None:
    part, whole, _ = sites(2)
    found = location_quotients(part, whole)
    assert (found * whole).sum() / whole.sum() == pytest.approx(1, abs=1e-12)


def test_a_location_quotient_of_nothing_is_missing() -> None:
    assert np.isnan(location_quotients(np.array([0.0, 1]), np.array([0.0, 5]))).tolist() == [1, 0]


@pytest.mark.parametrize("seed", range(3))
def test_effective_kinds_are_exp_of_the_entropy(seed: int) -> None:
    counts = np.random.default_rng(seed).integers(0, 5, (20, 6)).astype(float) + np.eye(20, 6)
    counts[:, 0] += 1
    assert effective_kinds(counts) == pytest.approx(np.exp(entropy(counts, axis=1)), abs=1e-12)


def test_an_area_like_the_whole_is_not_unlike_it() -> None:
    assert unlikeness(np.array([[1.0, 3], [2, 6], [3, 9]])) == pytest.approx([0, 0, 0], abs=1e-12)


def test_rounding_takes_no_index_out_of_its_bounds() -> None:
    random, equal = np.random.default_rng(0), np.full(36, 4.0)
    assert weighted_gini(equal, np.ones(36)) >= 0
    for _ in range(200):
        values = 1e9 + random.normal(size=10)
        found = theil(values, np.zeros(10, dtype=np.int64), np.ones(10))
        assert found.total >= found.between >= 0
        assert found.within >= 0
