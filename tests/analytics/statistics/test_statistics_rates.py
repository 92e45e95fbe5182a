"""Rates against R: spdep, epitools and poisson.test (``oracles/rates.R``)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from gridloom_analytics.statistics.autocorrelation.indices import morans_i
from gridloom_analytics.statistics.autocorrelation.pairs import Pairs
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.getis_ord import local_g
from gridloom_analytics.statistics.rates.empirical_bayes import (
    empirical_bayes,
    empirical_bayes_index,
    spatial_empirical_bayes,
)
from gridloom_analytics.statistics.rates.poisson import poisson_interval
from gridloom_analytics.statistics.rates.standardisation import (
    WORLD,
    directly_standardised,
    expected_cases,
    indirectly_standardised,
    world_standard,
)

DATA = Path(__file__).parent / "data" / "rates"
FLEISS = pd.read_csv(DATA / "ages.csv")
"""Children with Down syndrome by birth order (rows) and mother's age (Fleiss 1981, p. 249)."""
CASES = FLEISS.filter(regex=r"^c\.\d").to_numpy(float)
POPULATION = FLEISS.filter(regex=r"^p\.\d").to_numpy(float)


def near(ours, theirs) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


@pytest.fixture(params=["sids", "auckland"])
def spdep(request: pytest.FixtureRequest) -> tuple[pd.DataFrame, Graph, pd.Series]:
    frame = pd.read_csv(DATA / f"{request.param}.csv").astype(float)
    links = pd.read_csv(DATA / f"{request.param}_links.csv")
    graph = Graph.from_pairs(
        links["from"].to_numpy(), links["to"].to_numpy(), np.arange(len(frame))
    )
    overall = pd.read_csv(DATA / "rates_global.csv", index_col="set").loc[request.param]
    return frame, graph, overall


def test_the_interval_of_a_count_is_that_of_poisson_test() -> None:
    exact = pd.read_csv(DATA / "poisson.csv")
    lower, upper = poisson_interval(exact.cases.to_numpy(float))
    near(lower, exact.lower)
    near(upper, exact.upper)


def test_the_overall_risk_and_its_variance_equal_spdep(spdep) -> None:
    frame, _, overall = spdep
    found = empirical_bayes(frame.cases.to_numpy(), frame.people.to_numpy())
    near([found.mean, found.variance], [overall["mean"], overall.variance])
    near(found.estimates, frame.eb)


def test_local_empirical_bayes_equals_spdep(spdep) -> None:
    frame, graph, _ = spdep
    args = frame.cases.to_numpy(), frame.people.to_numpy()
    near(spatial_empirical_bayes(*args, graph).estimates, frame.local)
    near(spatial_empirical_bayes(*args, graph.row_standardised()).estimates, frame.local)


def test_the_index_and_its_moran_equal_spdep(spdep) -> None:
    frame, graph, overall = spdep
    index = empirical_bayes_index(frame.cases.to_numpy(), frame.people.to_numpy())
    near(index, frame["index"])
    near(morans_i(index, Pairs.of(graph.row_standardised())).statistic, overall.moran)


def test_rates_that_differ_by_chance_alone_become_the_overall_rate() -> None:
    cases, people = np.array([10.0, 11, 9]), np.full(3, 1000.0)
    found = empirical_bayes(cases, people)
    assert found.variance == 0
    near(found.estimates, np.full(3, 0.01))


def test_a_site_alone_and_a_site_without_a_case_around_keep_their_rates() -> None:
    graph = Graph.from_pairs(np.array([0, 1]), np.array([1, 0]), np.arange(3))
    found = spatial_empirical_bayes(np.array([0.0, 0, 7]), np.array([5.0, 6, 70]), graph)
    near(found.estimates, [0, 0, 0.1])


def test_direct_standardisation_equals_epitools_and_the_published_table() -> None:
    found = directly_standardised(CASES, POPULATION, POPULATION.mean(axis=0))
    near(found.values, FLEISS["adj.rate"])
    near(found.lower, FLEISS.lci)
    near(found.upper, FLEISS.uci)
    assert (found.values * 1e5).round(1).tolist() == [92.3, 91.2, 85.1, 92.7, 75.5]


def test_indirect_standardisation_equals_epitools_with_the_exact_interval() -> None:
    expected = expected_cases(POPULATION, CASES.sum(axis=0) / POPULATION.sum(axis=0))
    found = indirectly_standardised(CASES.sum(axis=1), expected)
    near(expected, FLEISS.exp)
    near(found.values, FLEISS.sir)
    near(found.lower, FLEISS.lower)
    near(found.upper, FLEISS.upper)


def test_the_interval_is_garwoods_where_the_ages_are_those_of_the_standard() -> None:
    people = np.array([[100.0, 300.0]])
    found = directly_standardised(np.array([[3.0, 4.0]]), people, people[0])
    near([found.lower[0], found.upper[0]], np.array(poisson_interval(np.array([7.0]))).T[0] / 400)


def test_no_case_has_a_rate_of_zero_and_an_empty_age_group_none() -> None:
    people = np.array([[10.0, 10.0], [10.0, 0.0]])
    found = directly_standardised(np.zeros((2, 2)), people, np.ones(2))
    assert (found.values[0], found.lower[0]) == (0, 0)
    near(found.upper[0], poisson_interval(np.zeros(1))[1][0] / 20)
    assert np.isnan([found.values[1], found.lower[1], found.upper[1]]).all()


def test_an_empty_age_group_that_does_not_count_harms_nothing() -> None:
    people = np.array([[10.0, 0.0]])
    found = directly_standardised(np.array([[2.0, 0.0]]), people, np.array([1.0, 0.0]))
    near(found.values, [0.2])


def test_nothing_expected_has_no_ratio() -> None:
    found = indirectly_standardised(np.array([1.0]), np.array([0.0]))
    assert np.isnan([found.values[0], found.lower[0], found.upper[0]]).all()


def test_the_world_standard_is_that_of_the_who() -> None:
    assert len(WORLD) == 18
    assert sum(WORLD) == pytest.approx(100, abs=0.06)  # the WHO rounds to two digits
    assert world_standard(tuple(range(0, 90, 5))).tolist() == list(WORLD)


@pytest.mark.parametrize("ages", [(), (5,), (0, 7), (0, 15, 10), (0, 90)])
def test_ages_that_the_world_standard_does_not_know_are_refused(ages: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="steps of five years"):
        world_standard(ages)


def test_false_alarms_are_as_many_as_the_level_says() -> None:
    random, z = np.random.default_rng(2), []
    cell = np.arange(400).reshape(20, 20)
    pairs = np.c_[np.r_[cell[:, :-1].ravel(), cell[:-1].ravel()],
                  np.r_[cell[:, 1:].ravel(), cell[1:].ravel()]]  # fmt: skip
    graph = Graph.from_pairs(*np.r_[pairs, pairs[:, ::-1]].T, cell.ravel())
    people = random.integers(50, 20_000, 400).astype(float)
    for _ in range(50):
        cases = random.poisson(people * 0.02).astype(float)
        z.append(local_g(empirical_bayes_index(cases, people), graph))
    assert 0.04 < (np.abs(np.concatenate(z)) > norm.isf(0.025)).mean() < 0.06


@given(st.integers(0, 2**32 - 1))
def test_smoothed_rates_lie_between_the_rate_and_the_mean(seed: int) -> None:
    random = np.random.default_rng(seed)
    people = random.integers(1, 500, 20).astype(float)
    cases = random.poisson(people * 0.1).astype(float)
    cases[0] += 1
    found = empirical_bayes(cases, people)
    low, high = np.minimum(cases / people, found.mean), np.maximum(cases / people, found.mean)
    assert ((found.estimates >= low - 1e-12) & (found.estimates <= high + 1e-12)).all()
