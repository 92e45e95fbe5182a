"""Steps, the cube's Gi*, its bins and its trends, against esda, R, pymannkendall and scipy."""

import subprocess
from datetime import date, timedelta
from itertools import combinations
from shutil import which

import esda
import numpy as np
import pymannkendall
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, norm, pearson3, skew

from gridloom_analytics.statistics.graphs.contiguity import build_contiguity
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.significance.p_values import normal_p
from gridloom_analytics.statistics.significance.pearson import pearson_tail
from gridloom_analytics.statistics.spacetime.cube import Cube, cube_bins
from gridloom_analytics.statistics.spacetime.mann_kendall import mann_kendall
from gridloom_analytics.statistics.spacetime.steps import step_edges, step_of

EPOCH = date(1970, 1, 1)


def number(day: str) -> int:
    return (date.fromisoformat(day) - EPOCH).days


def text(days: np.ndarray) -> list[str]:
    return [str(EPOCH + timedelta(days=int(day))) for day in days]


def squares(side: int) -> Graph:
    return build_contiguity(
        [shapely.box(x, y, x + 1, y + 1) for y in range(side) for x in range(side)]
    )


def counts(n: int, steps: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.poisson(rng.gamma(1, 2, n)[:, None], (n, steps)).astype(float)


def test_weeks_end_with_the_day_of_the_last_event() -> None:
    edges = step_edges(number("2025-01-01") + 0.5, number("2025-01-20") + 0.9, "week")
    assert text(edges) == ["2025-01-07", "2025-01-14", "2025-01-21"]


def test_months_are_the_calendars_where_the_last_day_is_a_months_last() -> None:
    edges = step_edges(number("2024-11-05"), number("2025-02-28") + 0.5, "month")
    assert text(edges) == ["2024-12-01", "2025-01-01", "2025-02-01", "2025-03-01"]


def test_months_that_end_on_the_31st_begin_on_the_last_day_of_a_shorter_one() -> None:
    edges = step_edges(number("2025-01-01"), number("2025-03-30"), "month")
    assert text(edges) == ["2025-01-31", "2025-02-28", "2025-03-31"]


def test_quarters_and_years_go_back_by_whole_months() -> None:
    first, last = number("2023-06-30"), number("2025-06-30")
    assert text(step_edges(first, last, "quarter"))[::4] == [
        "2023-07-01",
        "2024-07-01",
        "2025-07-01",
    ]
    assert text(step_edges(first, last, "year")) == ["2023-07-01", "2024-07-01", "2025-07-01"]


@given(st.floats(0, 400), st.floats(0, 400), st.sampled_from(["day", "week", "month"]))
def test_every_moment_is_in_a_step_or_before_the_first(one: float, other: float, step) -> None:
    first, last = min(one, other), max(one, other)
    edges = step_edges(first, last, step)
    assert (np.diff(edges) > 0).all()
    assert edges[0] >= np.floor(first)
    assert edges[-1] == np.floor(last) + 1
    assert step_of(np.array([last]), edges)[0] == len(edges) - 2


def bins_graph(graph: Graph, steps: int, before: int) -> Graph:
    """The graph of all bins, from its definition: bin (i, t) has the number i × steps + t."""
    links = []
    for i in range(graph.n):
        near = [i, *graph.indices[graph.indptr[i] : graph.indptr[i + 1]]]
        for t in range(steps):
            same = [(j, s) for j in near for s in range(max(0, t - before), t + 1)]
            links += [(i * steps + t, j * steps + s) for j, s in same if (j, s) != (i, t)]
    focal, neighbour = np.array(links).T
    return Graph.from_pairs(focal, neighbour, np.arange(graph.n * steps))


@pytest.mark.parametrize("before", [0, 1, 3])
def test_g_of_the_cube_equals_esda_with_the_bins_as_sites(before: int) -> None:
    graph, values = squares(5), counts(25, 8)
    bins = bins_graph(graph, 8, before).to_libpysal()
    peer = esda.G_Local(values.ravel(), bins, transform="B", star=True, permutations=0)
    ours = Cube(values, graph).g(before)
    np.testing.assert_allclose(ours.ravel(), peer.Zs, rtol=0, atol=1e-9)


def test_g_within_each_step_equals_esda_on_each_slice() -> None:
    graph, values = squares(6), counts(36, 5)
    peer = [
        esda.G_Local(one, graph.to_libpysal(), transform="B", star=True, permutations=0).Zs
        for one in values.T
    ]
    ours = Cube(values, graph).g(0, "neighbourhood")
    np.testing.assert_allclose(ours, np.column_stack(peer), rtol=0, atol=1e-9)


def test_g_within_the_steps_of_the_neighbourhood_equals_esda_on_these_steps() -> None:
    graph, values = squares(5), counts(25, 6)
    last = values[:, 3:].ravel()
    bins = bins_graph(graph, 3, 2).to_libpysal()
    peer = esda.G_Local(last, bins, transform="B", star=True, permutations=0).Zs
    ours = Cube(values, graph).g(2, "neighbourhood")[:, -1]
    np.testing.assert_allclose(ours, peer.reshape(25, 3)[:, -1], rtol=0, atol=1e-9)


def test_islands_and_steps_without_events_have_no_g() -> None:
    cells = [shapely.box(x, 0, x + 1, 1) for x in (0, 1, 2, 9)]
    values = counts(4, 5) + 1
    values[:, 2] = 0
    found = Cube(values, build_contiguity(cells)).g(0, "neighbourhood")
    assert np.isnan(found[3]).all()
    assert np.isnan(found[:, 2]).all()
    assert np.isfinite(np.delete(found[:3], 2, axis=1)).all()


@given(st.integers(0, 1000))
def test_bins_are_those_of_the_false_discovery_rate_over_all_tests(seed: int) -> None:
    z = np.random.default_rng(seed).normal(0, 2, (20, 12))
    corrected = false_discovery_control(normal_p(z).ravel()).reshape(z.shape)
    depth = sum((corrected < level).astype(int) for level in (0.1, 0.05, 0.01))
    assert (cube_bins(z, normal_p(z)) == np.sign(z) * depth).all()


def test_bins_without_a_test_are_none() -> None:
    z = np.array([[9.0, np.nan], [np.nan, -9.0]])
    assert cube_bins(z, normal_p(z)).tolist() == [[3, 0], [0, -3]]


@given(st.lists(st.lists(st.integers(0, 4), min_size=9, max_size=9), min_size=1, max_size=8))
def test_trends_equal_pymannkendall_ties_and_all(series: list[list[int]]) -> None:
    z = mann_kendall(np.array(series, dtype=float))
    for row, ours in zip(series, z, strict=True):
        theirs = pymannkendall.original_test(row)
        assert ours == pytest.approx(theirs.z, abs=1e-9)
        assert 2 * norm.sf(abs(ours)) == pytest.approx(theirs.p, abs=1e-9)


R_KENDALL = """
x <- matrix(scan("stdin", quiet = TRUE), nrow = 104)
z <- apply(x, 2, function(v) cor.test(seq_along(v), v, method = "kendall", exact = FALSE,
                                      continuity = TRUE)$statistic)
cat(format(z, digits = 17))
"""


@pytest.mark.skipif(which("Rscript") is None, reason="R (Rscript) is not here")
def test_trends_equal_kendalls_test_of_r() -> None:
    values = counts(40, 104, seed=4)
    values += np.arange(104) // 20 * (np.arange(40) % 3)[:, None]
    done = subprocess.run(
        ["Rscript", "-e", R_KENDALL], input=" ".join(map(str, values.ravel())),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    np.testing.assert_allclose(
        mann_kendall(values), np.array(done.stdout.split(), float), rtol=0, atol=1e-9
    )


def test_a_series_with_a_gap_has_no_trend_and_a_flat_one_has_none_either() -> None:
    found = mann_kendall(np.array([[1.0, np.nan, 3], [2, 2, 2], [1, 2, 3]]))
    assert np.isnan(found[0])
    assert found[1] == 0
    assert found[2] == pytest.approx(2 / np.sqrt(11 / 3))  # S = 3, variance 3·2·11/18


@given(st.integers(0, 99))
def test_a_series_turned_round_has_the_opposite_trend(seed: int) -> None:
    values = counts(5, 30, seed)
    np.testing.assert_array_equal(mann_kendall(values[:, ::-1].copy()), -mann_kendall(values))


def test_trends_are_the_same_bytes_for_any_number_of_threads() -> None:
    values = counts(5000, 24)
    one, four = (mann_kendall(values, threads=threads) for threads in (1, 4))
    assert one.tobytes() == four.tobytes()


def test_shuffled_data_have_trends_as_often_as_the_level_says() -> None:
    rng, graph = np.random.default_rng(0), squares(10)
    alarms = [
        (normal_p(mann_kendall(Cube(rng.poisson(5, (100, 24)) * 1.0, graph).g(0))) < 0.05).mean()
        for _ in range(100)
    ]
    assert np.mean(alarms) == pytest.approx(0.05, abs=4 * np.std(alarms) / 10)


@given(st.floats(-6, 9), st.floats(-3, 3))
def test_the_tail_with_a_skewness_equals_scipys(x: float, bent: float) -> None:
    ours = pearson_tail(np.array([x]), np.array([bent]))[0]
    assert ours == pytest.approx(pearson3.sf(x, bent), abs=1e-5 if abs(bent) < 1e-4 else 1e-9)


@pytest.mark.parametrize("window", ["cube", "neighbourhood"])
def test_p_is_that_of_a_sum_as_skewed_as_all_samples_of_that_size(window) -> None:
    row = np.array([[1.0, 0, 0], [0, 2, 0], [9, 0, 0], [0, 1, 1]])
    graph = Graph.from_pairs(np.array([2, 0, 1, 3]), np.array([0, 2, 3, 1]), np.arange(4))
    cube = Cube(row, graph)
    z = cube.g(0, window)
    among = row.ravel() if window == "cube" else row[:, 0]
    sums = [sum(each) for each in combinations(among, 2)]
    observed, mean, sd = row[0, 0] + row[2, 0], np.mean(sums), np.std(sums)
    exact = 2 * pearson3.sf((observed - 0.5 - mean) / sd, skew(sums))
    assert z[0, 0] == pytest.approx((observed - mean) / sd)
    expected = max(normal_p(z)[0, 0], exact) if normal_p(z)[0, 0] < 0.1 else normal_p(z)[0, 0]
    assert cube.p(z, 0, window)[0, 0] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("events", [1, 5, 20])
def test_shuffled_cubes_have_a_hot_spot_no_more_often_than_the_level_says(events: int) -> None:
    rng, graph = np.random.default_rng(events), squares(12)
    lengths = []
    for _ in range(60):
        cube = Cube(rng.poisson(rng.gamma(0.5, events / 9, (144, 12))) * 1.0, graph)
        z = cube.g(1)
        lengths.append([(cube_bins(z, p) >= 2).any() for p in (cube.p(z, 1), normal_p(z))])
    ours, normal = np.mean(lengths, axis=0)
    assert ours <= 0.05 + 4 * np.sqrt(0.05 * 0.95 / 60)
    assert normal > 0.3  # what the skewness is for
