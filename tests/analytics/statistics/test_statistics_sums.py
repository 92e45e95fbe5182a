"""The distribution of sums of shuffled values, against all orders, scipy, and maps of chance."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pearson3, skew

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.getis_ord import local_g
from gridloom_analytics.statistics.local.moran import local_moran
from gridloom_analytics.statistics.scaling import deviations, rescaled
from gridloom_analytics.statistics.significance.p_values import (
    deciding_p,
    false_discovery_rate,
    normal_p,
)
from gridloom_analytics.statistics.significance.permutation import permute
from gridloom_analytics.statistics.significance.sums import (
    Shape,
    shape_of_neighbours,
    shape_with_own,
)

VALUES = np.array([1.0, 1, 2, 4, 30, 0.5])
FIRST, SECOND = np.array([0, 0, 1, 2, 3, 4]), np.array([1, 2, 3, 4, 5, 5])


def graph(weights: str) -> Graph:
    """Six sites; the weights of a site are all 1, sum to 1, or differ."""
    plain = Graph.from_pairs(np.r_[FIRST, SECOND], np.r_[SECOND, FIRST], np.arange(6))
    if weights == "binary":
        return plain
    if weights == "standardised":
        return plain.row_standardised()
    unlike = 0.5 + np.arange(len(plain.weights)) % 5
    return Graph(plain.indptr, plain.indices, unlike, plain.ids)


def lattice(side: int) -> Graph:
    x, y = np.divmod(np.arange(side * side), side)
    near = (abs(x[:, None] - x) <= 1) & (abs(y[:, None] - y) <= 1) & ~np.eye(side**2, dtype=bool)
    return Graph.from_pairs(*np.nonzero(near), np.arange(side * side))


@pytest.mark.parametrize("weights", ["binary", "standardised", "differing"])
def test_gi_star_has_the_skewness_of_its_sums_over_all_orders(weights: str) -> None:
    orders = np.array(list(permutations(VALUES)))
    sums = orders @ (graph(weights).matrix.toarray() + np.eye(6)).T
    np.testing.assert_allclose(shape_with_own(VALUES, graph(weights)).skew, skew(sums), rtol=1e-9)


@pytest.mark.parametrize("weights", ["binary", "standardised", "differing"])
def test_a_lag_has_the_skewness_of_its_sums_over_all_orders_of_the_others(weights: str) -> None:
    links = graph(weights).matrix.toarray()
    expected = []
    for site in range(6):
        orders = np.array(list(permutations(np.delete(VALUES, site))))
        expected.append(skew(orders @ np.delete(links[site], site)))
    found = shape_of_neighbours(VALUES, graph(weights)).skew
    np.testing.assert_allclose(found, expected, rtol=1e-9)


@pytest.mark.parametrize("weights", ["binary", "standardised"])
def test_counts_are_tested_from_half_an_event_less(weights: str) -> None:
    counts, one = np.array([3.0, 0, 1, 7, 2, 0]), graph(weights)
    others = [np.array(list(permutations(np.delete(counts, site)))) for site in range(6)]
    rows = one.matrix.toarray()
    sd = [np.std(each @ np.delete(rows[i], i)) for i, each in enumerate(others)]
    expected = one.row_weight / np.array(sd) / 2
    np.testing.assert_allclose(shape_of_neighbours(counts, one).half_step, expected, rtol=1e-9)
    assert (shape_of_neighbours(counts + 0.1, one).half_step == 0).all()


@given(st.floats(-6, 9), st.floats(-3, 3), st.floats(0, 1))
def test_p_is_the_larger_of_the_normals_and_scipys_pearson(z, bent, half) -> None:
    shape = Shape(np.array([bent]), np.array([half]))
    upper, lower = pearson3.sf(z - half, bent), pearson3.cdf(z + half, bent)
    two = 2 * (upper if z > 0 else lower) if z else 1.0
    near = 1e-5 if abs(bent) < 1e-4 else 1e-9
    for side, tail in {"greater": upper, "less": lower, "two-sided": min(1.0, two)}.items():
        expected = max(tail, normal_p(np.array([z]), side)[0])
        assert shape.p(np.array([z]), side)[0] == pytest.approx(expected, abs=near)


def test_p_sim_of_gi_star_is_the_share_of_all_orders() -> None:
    for one in (graph("binary"), graph("differing")):
        weights = one.matrix.toarray() + np.eye(6)
        sums = np.array(list(permutations(VALUES))) @ weights.T
        share = (sums >= weights @ VALUES - 1e-9).mean(axis=0)
        found = permute(VALUES, one, 40_000, 5, own=True)
        error = np.sqrt(share * (1 - share) / 40_000)
        assert (abs(found.at_least / 40_000 - share) <= 4 * error + 1e-12).all()


def test_p_sim_of_gi_star_is_the_same_for_any_number_of_threads() -> None:
    values, one = np.random.default_rng(1).gamma(0.3, size=400), lattice(20)
    unlike = Graph(one.indptr, one.indices, 1.0 + np.arange(len(one.weights)) % 3, one.ids)
    for kind in (one, unlike):
        both = [permute(values, kind, 9_999, 2, threads=t, own=True) for t in (1, 3)]
        np.testing.assert_array_equal(both[0].at_least, both[1].at_least)


CHANCE = {
    "normal": lambda rng: rng.normal(size=900),
    "sparse": lambda rng: rng.poisson(0.2, 900) * 1.0,
    "clustered": lambda rng: rng.poisson(rng.gamma(0.2, 5, 900)) * 1.0,
    "lognormal": lambda rng: rng.lognormal(sigma=2, size=900),
}


@pytest.mark.parametrize("kind", CHANCE)
def test_maps_of_chance_have_a_hot_spot_no_more_often_than_the_level_says(kind: str) -> None:
    rng, one, alarms = np.random.default_rng(3), lattice(30), []
    for seed in range(100):
        values = CHANCE[kind](rng)
        z, shape = local_g(values, one), shape_with_own(values, one)
        p_sim = permute(values, one, 9_999, seed, own=True).p()
        deciding = deciding_p(shape.p(z), p_sim, 9_999, "two-sided")
        each = (normal_p(z), shape.p(z), deciding)
        alarms.append([(false_discovery_rate(p) < 0.05).any() for p in each])
    normal, ours, deciding = np.mean(alarms, axis=0)
    assert max(ours, deciding) <= 0.05 + 4 * np.sqrt(0.05 * 0.95 / 100)
    assert kind == "normal" or normal > 0.3  # what the skewness is for


@pytest.mark.parametrize("size", [1e-300, 1e-160, 1e60, 1e150])
def test_scores_do_not_depend_on_the_unit(size: float) -> None:
    one = graph("binary")
    for values in (VALUES, VALUES - 7):
        np.testing.assert_allclose(local_g(values * size, one), local_g(values, one), rtol=1e-9)
        small, large = local_moran(values * size, one), local_moran(values, one)
        np.testing.assert_allclose(small.i, large.i, rtol=1e-9)
        p_small, p_large = (shape_with_own(each, one).skew for each in (values * size, values))
        np.testing.assert_allclose(p_small, p_large, rtol=1e-9)


@given(st.lists(st.floats(-1e9, 1e9), min_size=3, max_size=9), st.integers(-900, 900))
def test_a_unit_that_is_a_power_of_two_changes_no_digit(values: list[float], power: int) -> None:
    plain = np.array(values)
    plain[np.abs(plain) < 1e-3] = 0.0
    np.testing.assert_array_equal(rescaled(np.ldexp(plain, power)), rescaled(plain))
    assert np.abs(deviations(plain)).max() <= 2
