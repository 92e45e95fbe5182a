from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloom_analytics.statistics.graphs.contiguity import build_contiguity
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.graphs.proximity import build_distance_band, build_knn
from gridloom_analytics.statistics.significance import permutation
from gridloom_analytics.statistics.significance.p_values import simulated_p
from gridloom_analytics.statistics.significance.permutation import permute
from gridloom_analytics.statistics.significance.permutation_kernels import (
    count_extremes,
    index_sums,
)
from gridloom_analytics.statistics.significance.streams import deal, stream_key
from gridloom_layers.errors import Cancelled
from gridloom_layers.progress import Progress

DRAWS = 99_999


def small(seed: int) -> tuple[np.ndarray, Graph]:
    rng = np.random.default_rng(seed)
    return rng.integers(0, 6, size=9).astype(float), build_knn(rng.uniform(size=(9, 2)), 3)


def exact_shares(values: np.ndarray, graph: Graph) -> tuple[np.ndarray, np.ndarray]:
    """The shares of all subsets of the others whose sum is ≥ and ≤ the observed one."""
    at_least, at_most = np.zeros(graph.n), np.zeros(graph.n)
    for site in range(graph.n):
        others = np.delete(values, site)
        near = graph.indices[graph.indptr[site] : graph.indptr[site + 1]]
        sums = np.array([sum(subset) for subset in combinations(others, len(near))])
        at_least[site] = (sums >= values[near].sum()).mean()
        at_most[site] = (sums <= values[near].sum()).mean()
    return at_least, at_most


def uneven(graph: Graph, seed: int) -> Graph:
    weights = np.random.default_rng(seed).uniform(0.5, 1.5, size=len(graph.indices))
    return Graph(graph.indptr, graph.indices, weights, graph.ids)


@pytest.mark.parametrize("seed", range(4))
def test_the_shared_null_agrees_with_counting_every_subset(seed: int) -> None:
    values, graph = small(seed)
    found = permute(values, graph.row_standardised(), DRAWS, seed)
    for counts, exact in zip(
        (found.at_least, found.at_most), exact_shares(values, graph), strict=True
    ):
        error = np.sqrt(exact * (1 - exact) / DRAWS)
        assert (np.abs(counts / DRAWS - exact) <= 4 * error + 1e-12).all()


def test_many_numbers_of_neighbours_share_the_draws_and_are_each_right() -> None:
    rng = np.random.default_rng(8)
    values = rng.integers(0, 4, size=9).astype(float)
    links = np.array([(a, b) for a in range(9) for b in range(9) if a != b and b < a])
    graph = Graph.from_pairs(*links.T, np.arange(9))  # 0, 1 … 8 neighbours
    found = permute(values, graph, DRAWS, 2)
    for counts, exact in zip(
        (found.at_least, found.at_most), exact_shares(values, graph), strict=True
    ):
        error = np.sqrt(exact * (1 - exact) / DRAWS)
        assert (np.abs(counts / DRAWS - exact)[1:] <= 4 * error[1:] + 1e-12).all()


def test_numbers_of_neighbours_dealt_for_in_turn_are_each_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values, graph = np.arange(9.0) ** 2, build_distance_band(np.arange(9.0)[:, None] ** 1.3, 4.0)
    monkeypatch.setattr(permutation, "MOST_SUMS", DRAWS)
    found = permute(values, graph, DRAWS, 3)
    exact, _ = exact_shares(values, graph)
    error = np.sqrt(exact * (1 - exact) / DRAWS)
    assert (np.abs(found.at_least / DRAWS - exact) <= 4 * error + 1e-12).all()


@given(seed=st.integers(0, 999), draws=st.integers(1, 40), spread=st.integers(0, 30))
def test_places_among_the_sums_are_those_of_a_plain_search(
    seed: int, draws: int, spread: int
) -> None:
    rng = np.random.default_rng(seed)
    sums = np.sort(rng.integers(0, spread + 1, size=(2, draws)) / 7, axis=1)
    observed, rows = rng.integers(-1, spread + 2, size=25) / 7, rng.integers(-1, 2, size=25)
    at_least, at_most = np.zeros(25, dtype=np.int64), np.zeros(25, dtype=np.int64)
    ties = np.full(2, 1e-9)
    known = (observed, rows.astype(np.int32), ties, sums, *index_sums(sums))
    count_extremes(*known, 0, 25, at_least, at_most)
    near = np.abs(sums[rows] - observed[:, None]) <= 1e-9
    taking_part = (rows >= 0)[:, None]
    above, below = sums[rows] > observed[:, None], sums[rows] < observed[:, None]
    np.testing.assert_array_equal(at_least, (above | near).sum(axis=1, where=taking_part))
    np.testing.assert_array_equal(at_most, (below | near).sum(axis=1, where=taking_part))


def slow_counts(values: np.ndarray, graph: Graph, draws: int, key, *, shared: bool) -> np.ndarray:
    """The counts ≥ and ≤, from the same deals, a draw and a site at a time."""
    order, size = np.arange(graph.n).astype(np.int32), int(graph.cardinalities.max()) + 1
    found, state, centred = np.zeros((2, graph.n), dtype=int), key, values - values.mean()
    for _ in range(draws):
        state = np.uint64(deal(order, size, state))
        for site in np.flatnonzero(~graph.islands):
            links = slice(graph.indptr[site], graph.indptr[site + 1])
            weights, dealt = graph.weights[links], order[:size].tolist()
            if shared and site in dealt[: len(weights)]:
                dealt[dealt.index(site)] = dealt[len(weights)]
            others = [one for one in dealt if one != site][: len(weights)]
            gap = weights @ centred[others] - weights @ centred[graph.indices[links]]
            found[:, site] += (gap >= -1e-9, gap <= 1e-9)
    return found


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_compiled_counts_are_those_of_the_slow_twin(seed: int, shared: bool) -> None:
    rng = np.random.default_rng(seed)
    graph, values = build_distance_band(rng.uniform(size=(12, 2)), 0.4), rng.gamma(1, size=12)
    graph = graph if shared else uneven(graph, seed)
    found = permute(values, graph, 300, seed)
    expected = slow_counts(values, graph, 300, stream_key(seed, int(shared)), shared=shared)
    of_kind = np.isfinite(graph.row_weight) == shared  # a single neighbour has a single weight
    assert of_kind.sum() > 8
    for ours, slow in zip((found.at_least, found.at_most), expected, strict=True):
        np.testing.assert_array_equal(ours[of_kind], slow[of_kind])


@pytest.mark.parametrize("seed", range(3))
def test_ordered_draws_agree_with_plain_shuffling(seed: int) -> None:
    values, graph = small(seed)
    weighted = uneven(graph, seed)
    found = permute(values, weighted, 20_000, seed)
    rng, site = np.random.default_rng(seed), 4
    row = weighted.weights[weighted.indptr[site] : weighted.indptr[site + 1]]
    near = weighted.indices[weighted.indptr[site] : weighted.indptr[site + 1]]
    lags = np.array([rng.permutation(np.delete(values, site))[:3] @ row for _ in range(20_000)])
    share = (lags >= values[near] @ row - 1e-9).mean()
    error = np.sqrt(2 * max(share * (1 - share), 1e-5) / 20_000)
    assert abs(found.at_least[site] / 20_000 - share) <= 4 * error


@pytest.mark.parametrize("draws", [499, 20_000])  # one deal, and several
@pytest.mark.parametrize("uneven_weights", [False, True])
def test_any_number_of_threads_gives_the_same_bytes(uneven_weights: bool, draws: int) -> None:
    rng = np.random.default_rng(3)
    cells = [shapely.box(x, y, x + 1, y + 1) for y in range(30) for x in range(30)]
    graph, values = build_contiguity(cells), rng.gamma(1, size=900)
    graph = uneven(graph, 3) if uneven_weights else graph
    one, four = (permute(values, graph, draws, 11, threads=threads) for threads in (1, 4))
    assert one.at_least.tobytes() == four.at_least.tobytes()
    assert one.at_most.tobytes() == four.at_most.tobytes()


def test_another_seed_gives_other_draws() -> None:
    values, graph = small(1)
    first, second = (permute(values, graph, 999, seed) for seed in (1, 2))
    assert (first.at_least != second.at_least).any()


@given(seed=st.integers(0, 500), shift=st.floats(-100, 100), scale=st.floats(0.1, 10))
@settings(max_examples=30)
def test_counts_do_not_depend_on_unit_or_origin(seed: int, shift: float, scale: float) -> None:
    values, graph = small(seed)
    found, moved = (permute(v, graph, 199, seed) for v in (values, shift + scale * values))
    np.testing.assert_array_equal(found.at_least, moved.at_least)
    np.testing.assert_array_equal(found.at_most, moved.at_most)


def test_a_constant_is_never_unusual() -> None:
    _, graph = small(0)
    found = permute(np.full(9, 0.1), graph, 99, 0)
    assert (simulated_p(found.at_least, found.at_most, 99) == 1.0).all()


def test_a_site_with_every_other_as_neighbour_is_never_unusual() -> None:
    graph = build_knn(np.random.default_rng(0).uniform(size=(6, 2)), 5)
    found = permute(np.arange(6.0), graph, 99, 0)
    assert (found.at_least == 99).all()
    assert (found.at_most == 99).all()


def test_permuting_can_be_cancelled() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        permute(*small(0), 99, 0, progress)


def test_false_alarms_of_permutation_are_what_the_level_says() -> None:
    rng = np.random.default_rng(5)
    cells = [shapely.box(x, y, x + 1, y + 1) for y in range(20) for x in range(20)]
    graph, values = build_contiguity(cells), rng.lognormal(size=400)
    shares = []
    for seed in range(150):
        found = permute(rng.permutation(values), graph, 9999, seed)
        shares.append((simulated_p(found.at_least, found.at_most, 9999) < 0.05).mean())
    assert abs(np.mean(shares) - 0.05) < 4 * np.std(shares, ddof=1) / np.sqrt(len(shares))
