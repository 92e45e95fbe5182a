"""The scan statistic against scipy's likelihood ratios and a plain twin."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, power_divergence

from gridloom_analytics.statistics.scanning import maxima as null
from gridloom_analytics.statistics.scanning.clusters import clusters
from gridloom_analytics.statistics.scanning.likelihood import (
    BOTH,
    HIGH,
    LOW,
    least_above,
    likelihood_ratio,
    most_below,
)
from gridloom_analytics.statistics.scanning.nulls import drawn_by
from gridloom_analytics.statistics.scanning.scan import gumbel_p, rank_p, scan
from gridloom_analytics.statistics.scanning.study import Study, Windows
from gridloom_analytics.statistics.significance.streams import stream_key
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
ORACLES = Path(__file__).parents[1] / "oracles"


@pytest.fixture(scope="module")
def sids() -> Study:
    counties = pd.read_csv(ORACLES / "scan_nc_sids.csv")
    births = counties.births.to_numpy(float)
    deaths = counties.deaths.to_numpy(np.int64)[:, None]
    return Study.poisson(
        counties[["east", "north"]].to_numpy(float), deaths, births[:, None], births
    )


def random_study(model: str, n: int, periods: int, total: int, seed: int = 0) -> Study:
    rng = np.random.default_rng(seed)
    points, people = rng.uniform(size=(n, 2)), rng.integers(total // 2, total, (n, periods))
    shares = (people / people.sum()).ravel()
    cases = rng.multinomial(total, shares).reshape(n, periods)
    if model == "bernoulli":
        return Study.bernoulli(points, cases, people)
    if model == "permutation":
        return Study.permutation(points, cases)
    return Study.poisson(points, cases, people * 1.0, people.sum(axis=1) * 1.0)


def plain_windows(study: Study, windows: Windows) -> list[tuple[Integers, int, int]]:
    """Every window, by the definition: the places of a circle, first and last period."""
    found, most = [], windows.share * study.weight.sum()
    for centre in study.points:
        away = np.hypot(*(study.points - centre).T)
        for radius in np.unique(away[away <= windows.radius]):
            inside = np.flatnonzero(away <= radius)
            if study.weight[inside].sum() <= most:
                pairs = zip(windows.starts, windows.ends, strict=True)
                found += [(inside, int(start), int(end)) for start, end in pairs]
    return found


def plain_maximum(study: Study, windows: Windows, cases: Integers) -> float:
    """The greatest ratio over all windows."""
    ratios = [
        likelihood_ratio(
            float(cases[inside, start : end + 1].sum()),
            float(study.expected[inside, start : end + 1].sum()),
            study.total, study.people, windows.side,
        )
        for inside, start, end in plain_windows(study, windows)
    ]  # fmt: skip
    return max(ratios)


def drawn(study: Study, seed: int, number: int) -> Integers:
    cells = drawn_by(study)(stream_key(seed, number))
    return np.bincount(cells, minlength=study.cases.size).reshape(study.cases.shape)


# Likelihood ratios


@pytest.mark.parametrize(("cases", "expected"), [(85, 49.7), (3, 9.5), (0, 2.0), (552, 500.0)])
def test_the_poisson_ratio_is_half_the_g_of_scipy(cases: int, expected: float) -> None:
    parts = ([cases, 552 - cases], [expected, 552 - expected])
    g = power_divergence(*parts, lambda_="log-likelihood").statistic
    ours = likelihood_ratio(float(cases), expected, 552.0, np.inf, BOTH)
    assert ours == pytest.approx(g / 2, abs=1e-9)


@pytest.mark.parametrize(("cases", "people"), [(20, 30), (1, 40), (0, 10), (62, 100), (7, 7)])
def test_the_bernoulli_ratio_is_half_the_g_of_a_two_by_two_table(cases: int, people: int) -> None:
    table = [[cases, people - cases], [62 - cases, 203 - people - 62 + cases]]
    g = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    ours = likelihood_ratio(float(cases), people * 62 / 203, 62.0, 203.0, BOTH)
    assert ours == pytest.approx(g / 2, abs=1e-9)


def test_the_other_side_counts_nothing() -> None:
    assert likelihood_ratio(20.0, 10.0, 50.0, np.inf, LOW) == 0.0
    assert likelihood_ratio(5.0, 10.0, 50.0, np.inf, HIGH) == 0.0
    assert likelihood_ratio(5.0, 10.0, 50.0, np.inf, BOTH) > 0.0


@given(
    expected=st.floats(0.1, 45.0),
    level=st.floats(0.01, 12.0),
    people=st.sampled_from([np.inf, 130.0]),
)
def test_bounds_are_the_first_counts_that_reach_a_level(
    expected: float, level: float, people: float
) -> None:
    total = 50.0
    here = np.inf if people == np.inf else expected * people / total
    possible = np.arange(max(0.0, np.ceil(total - people + here)), min(total, here) + 1e-9)
    reached = np.array([likelihood_ratio(c, expected, total, people, BOTH) for c in possible])
    beyond = possible[(reached >= level) & (possible > expected)]
    under = possible[(reached >= level) & (possible < expected)]
    first, last = (bound(expected, level, total, people) for bound in (least_above, most_below))
    assert first == (beyond.min() if len(beyond) else int(min(total, here)) + 1)
    assert last == (under.max() if len(under) else possible.min() - 1)


# Against the plain twin


@pytest.mark.parametrize("side", [HIGH, LOW, BOTH])
@pytest.mark.parametrize("model", ["poisson", "bernoulli", "permutation"])
def test_maxima_are_those_of_the_plain_twin(model: str, side: int) -> None:
    study = random_study(model, 12, 4 if model == "permutation" else 1, 60)
    windows = Windows.over(study.periods, 0.4, 2, side=side)
    found = null.maxima(study, windows, 40, 3, Progress())
    near = study.part(null.along_strips(study.points))
    plain = [plain_maximum(near, windows, drawn(near, 3, number)) for number in range(40)]
    np.testing.assert_allclose(found, plain, rtol=0, atol=1e-9)


def test_many_cases_do_not_overflow() -> None:
    study = random_study("poisson", 8, 2, 50_000)
    windows = Windows.over(2, 0.5, 1, radius=0.6, side=BOTH)
    near = study.part(null.along_strips(study.points))
    found = null.maxima(study, windows, 3, 0, Progress())
    plain = [plain_maximum(near, windows, drawn(near, 0, number)) for number in range(3)]
    np.testing.assert_allclose(found, plain, rtol=1e-9)


@pytest.mark.parametrize("model", ["poisson", "bernoulli", "permutation"])
def test_the_first_cluster_is_the_greatest_window(model: str) -> None:
    study = random_study(model, 15, 3, 80)
    windows = Windows.over(3, 0.5, 2)
    found = clusters(study, windows, 1)[0]
    assert found.ratio == pytest.approx(plain_maximum(study, windows, study.cases), abs=1e-9)
    assert found.cases == study.cases[found.places, found.start : found.end + 1].sum()


def test_further_clusters_are_the_greatest_of_what_is_left() -> None:
    study = random_study("poisson", 25, 1, 90, seed=4)
    windows = Windows.over(1, 0.3, 1)
    taken: set[int] = set()
    for one in clusters(study, windows, 5):
        free = [w for w in plain_windows(study, windows) if not taken & set(w[0].tolist())]
        ratios = [
            likelihood_ratio(float(study.cases[w[0]].sum()), float(study.expected[w[0]].sum()),
                             study.total, np.inf, HIGH)
            for w in free
        ]  # fmt: skip
        assert one.ratio == pytest.approx(max(ratios), abs=1e-9)
        taken |= set(one.places.tolist())


# Windows


def test_places_equally_far_enter_together() -> None:
    points = np.array([[x, y] for x in (-1.0, 0, 1) for y in (-1.0, 0, 1)])
    cases = np.array([0, 10, 0, 0, 10, 0, 0, 0, 0])[:, None]
    study = Study.poisson(points, cases, np.ones((9, 1)), np.ones(9))
    found = clusters(study, Windows.over(1, 0.9, 1), 1)[0]
    assert sorted(found.places) == [0, 1, 2, 4]  # the two alone are no circle: it takes all beside


def test_windows_keep_to_the_radius_and_the_share(sids: Study) -> None:
    for one in clusters(sids, Windows.over(1, 0.1, 1, radius=40.0), 20):
        assert one.radius <= 40.0
        assert sids.weight[one.places].sum() <= 0.1 * sids.weight.sum()


def test_runs_of_periods_are_all_up_to_the_longest() -> None:
    windows = Windows.over(4, 0.5, 2)
    runs = set(zip(windows.starts.tolist(), windows.ends.tolist(), strict=True))
    assert runs == {(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 3), (3, 3)}


def test_a_scan_in_time_finds_the_hand_worked_run() -> None:
    cases = np.array([[1, 1, 8, 6, 1, 1]])
    study = Study.poisson(np.zeros((1, 2)), cases, np.ones((1, 6)), np.ones(1))
    found = clusters(study, Windows.over(6, 1.0, 3), 1)[0]
    assert (found.start, found.end, found.cases, found.expected) == (2, 3, 14, 6.0)
    assert found.ratio == pytest.approx(14 * np.log(14 / 6) + 4 * np.log(4 / 12), abs=1e-12)


# Chance


def test_poisson_draws_fall_as_expected() -> None:
    study = random_study("poisson", 5, 2, 100)
    draws = np.array([drawn(study, 0, number) for number in range(2_000)])
    assert (draws.sum(axis=(1, 2)) == 100).all()
    error = np.sqrt(study.expected * (1 - study.expected / 100) / 2_000)
    assert (np.abs(draws.mean(axis=0) - study.expected) < 4 * error).all()


def test_bernoulli_draws_are_without_replacement() -> None:
    people = np.array([[1], [2], [3], [40]])
    study = Study.bernoulli(np.eye(4, 2), np.array([[1], [2], [3], [17]]), people)
    draws = np.array([drawn(study, 0, number) for number in range(2_000)])
    assert (draws <= people).all()
    share = people / 46
    variance = 23 * share * (1 - share) * 23 / 45  # hypergeometric
    assert (np.abs(draws.mean(axis=0) - 23 * share) < 4 * np.sqrt(variance / 2_000)).all()


def test_permuted_draws_keep_the_totals_of_places_and_periods() -> None:
    study = random_study("permutation", 6, 5, 70)
    for number in range(20):
        cases = drawn(study, 1, number)
        assert (cases.sum(axis=1) == study.cases.sum(axis=1)).all()
        assert (cases.sum(axis=0) == study.cases.sum(axis=0)).all()


@pytest.mark.parametrize("model", ["poisson", "bernoulli", "permutation"])
def test_any_number_of_threads_gives_the_same_bytes(model: str) -> None:
    study = random_study(model, 60, 3, 300)
    windows = Windows.over(3, 0.5, 2)
    one, two, five = (null.maxima(study, windows, 300, 7, Progress(), t) for t in (1, 2, 5))
    assert one.tobytes() == two.tobytes() == five.tobytes()


def test_memory_changes_how_draws_are_batched_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    study, windows = random_study("poisson", 40, 1, 200), Windows.over(1, 0.5, 1)
    whole = null.maxima(study, windows, 150, 0, Progress())
    monkeypatch.setattr(null, "MEMORY", 40 * 32 * 2)
    assert null.maxima(study, windows, 150, 0, Progress()).tobytes() == whole.tobytes()


def test_false_alarms_are_as_many_as_the_level_says() -> None:
    p = []
    for seed in range(200):
        study = random_study("poisson", 20, 1, 60, seed)
        found = scan(study, Windows.over(1, 0.5, 1), 99, seed, most=1)
        p.append(found.p(found.clusters[0]))
    for level in (0.05, 0.2, 0.5):
        error = np.sqrt(level * (1 - level) / len(p))
        assert abs(np.mean(np.array(p) <= level) - level) < 4 * error


def test_p_counts_ties_and_the_data_themselves() -> None:
    assert rank_p(3.0, np.array([1.0, 2, 3, 4])) == pytest.approx(3 / 5)
    assert rank_p(9.0, np.arange(999) / 999) == 0.001


def test_gumbel_p_follows_the_rank_p(sids: Study) -> None:
    maxima = null.maxima(sids, Windows.over(1, 0.5, 1), 1_999, 0, Progress())
    for share in (0.5, 0.1, 0.02):
        ratio = float(np.quantile(maxima, 1 - share))
        assert gumbel_p(ratio, maxima) == pytest.approx(share, rel=0.3)
    assert np.isnan(gumbel_p(1.0, np.ones(5)))


# Invariance


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000), scale=st.sampled_from([2.0**-10, 1.0, 256.0]))
def test_neither_order_nor_place_nor_scale_of_the_map_matters(seed: int, scale: float) -> None:
    drawn = random_study("poisson", 18, 1, 70, seed)
    # Whole coordinates and powers of two, so that moving and scaling are exact: ties stay ties.
    study = replace(drawn, points=np.floor(drawn.points * 1e6))
    order = np.random.default_rng(seed).permutation(18)
    moved = study.part(order)
    moved = Study.poisson(
        moved.points * scale + [500_000.0, 2_500_000.0], moved.cases, moved.expected, moved.weight
    )
    windows = Windows.over(1, 0.5, 1)
    for ours, theirs in zip(clusters(study, windows, 4), clusters(moved, windows, 4), strict=True):
        assert ours.ratio == pytest.approx(theirs.ratio, abs=1e-9)
        assert set(ours.places) == set(order[theirs.places])


def test_of_places_with_the_same_figures_the_westernmost_is_told_first() -> None:
    points = np.array([[30.0, 0], [10, 5], [10, 0], [20, 0], [99, 99]])
    cases, people = np.array([[9], [9], [9], [9], [1]]), np.array([[5.0], [5], [5], [5], [900]])
    study = Study.poisson(points, cases, people, people[:, 0])
    found = clusters(study, Windows.over(1, 0.006, 1), 4)
    assert [one.centre for one in found] == [2, 1, 3, 0]


def test_as_many_cases_as_expected_but_for_rounding_are_no_cluster() -> None:
    points, cases = np.arange(6.0).reshape(3, 2), np.array([[3], [3], [3]])
    study = Study.poisson(points, cases, np.array([[0.1], [0.1], [0.1 - 1e-14]]), np.ones(3))
    assert (study.cases > study.expected).any()
    assert clusters(study, Windows.over(1, 0.5, 1), 4) == []


def test_clusters_have_no_place_in_common_and_fall_in_likelihood(sids: Study) -> None:
    found = clusters(sids, Windows.over(1, 0.5, 1), 30)
    places = np.concatenate([one.places for one in found])
    assert len(set(places.tolist())) == len(places)
    assert all(a.ratio >= b.ratio for a, b in pairwise(found))
