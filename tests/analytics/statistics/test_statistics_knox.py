"""Knox's test against counting every pair and every order of the times."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import pdist
from scipy.stats import fisher_exact

from gridloom_analytics.statistics.spacetime.knox import (
    count_near,
    followed,
    gap_counts,
    knox,
    near_pairs,
)
from gridloom_analytics.statistics.spacetime.neighbourhood import Overlap
from gridloom_layers.errors import Cancelled
from gridloom_layers.progress import Progress

EDGES = np.array([0.0, 3.0, 7.0])
WIDTH, BANDS = 5, 2


def scattered(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points on a lattice, some of them at one place, and whole times with ties."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, 15, (n, 2)).astype(float), rng.integers(0, 20, n)


def by_hand(points: np.ndarray, times: np.ndarray) -> np.ndarray:
    """The table of pairs, from its definition."""
    table = np.zeros((len(EDGES), BANDS), dtype=int)
    for i in range(len(points)):
        for j in range(i):
            apart, gap = np.hypot(*(points[i] - points[j])), abs(times[i] - times[j])
            if apart <= EDGES[-1] and gap <= WIDTH * BANDS:
                row = next(k for k, edge in enumerate(EDGES) if apart <= edge)
                table[row, next(k for k in range(BANDS) if gap <= WIDTH * (k + 1))] += 1
    return table


@given(st.integers(2, 60), st.integers(0, 1000))
def test_pairs_are_those_of_counting_each_one(n: int, seed: int) -> None:
    points, times = scattered(n, seed)
    found = knox(near_pairs(points, EDGES), times, WIDTH, BANDS, 9, 0)
    assert (found.observed == by_hand(points, times)).all()
    within = [int((pdist(points) <= edge).sum()) for edge in EDGES]
    assert np.cumsum(count_near(points, EDGES)).tolist() == within


@given(st.integers(0, 100), st.floats(-1e6, 1e6))
def test_the_order_of_rows_and_a_shift_change_no_count(seed: int, shift: float) -> None:
    points, times = scattered(40, seed)
    order = np.random.default_rng(seed).permutation(40)
    moved = knox(near_pairs(points[order] + round(shift), EDGES), times[order] + 7, 5, 2, 9, 0)
    assert (moved.observed == by_hand(points, times)).all()


def all_tables(points: np.ndarray, times: np.ndarray) -> np.ndarray:
    return np.array([by_hand(points, np.array(each)) for each in permutations(times)])


def test_expected_pairs_are_the_mean_over_all_orders_of_the_times() -> None:
    points, times = scattered(6, 3)
    found = knox(near_pairs(points, EDGES), times, WIDTH, BANDS, 9, 0)
    np.testing.assert_allclose(found.expected, all_tables(points, times).mean(axis=0), atol=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_p_is_the_share_of_all_orders_with_as_many_pairs(seed: int) -> None:
    points, times = scattered(6, seed)
    found = knox(near_pairs(points, EDGES), times, WIDTH, BANDS, 20_000, seed)
    exact = (all_tables(points, times) >= found.observed).mean(axis=0)
    error = np.sqrt(exact * (1 - exact) / 20_000)
    assert (np.abs(found.p - exact) <= 4 * error + 1e-4).all()


def test_any_number_of_threads_gives_the_same_bytes() -> None:
    points, times = scattered(300, 1)
    pairs = near_pairs(points, EDGES)
    one, four = (knox(pairs, times, 5, 2, 199, 7, threads=threads) for threads in (1, 4))
    assert one.at_least.tobytes() == four.at_least.tobytes()
    other = knox(pairs, times, 5, 2, 199, 8)
    assert (one.at_least != other.at_least).any()


def test_gaps_of_all_pairs_are_counted_by_band() -> None:
    _, times = scattered(50, 5)
    gaps = np.abs(times[:, None] - times[None])[np.triu_indices(50, 1)]
    expected = [(gaps <= 5).sum(), ((gaps > 5) & (gaps <= 10)).sum()]
    assert gap_counts(times, 5, 2).tolist() == expected


def test_times_that_need_more_than_32_bits_are_counted_alike() -> None:
    points, times = scattered(40, 2)
    far = times.astype(np.int64) * 10**9
    found = knox(near_pairs(points, EDGES), far, WIDTH * 10**9, BANDS, 9, 0)
    assert (found.observed == by_hand(points, times)).all()


def test_shuffled_times_give_small_p_as_often_as_they_should() -> None:
    rng = np.random.default_rng(2)
    small = []
    for seed in range(200):
        points, times = rng.uniform(0, 30, (60, 2)), rng.integers(0, 100, 60)
        pairs = near_pairs(points, np.array([5.0]))
        small.append(knox(pairs, times, 20, 1, 99, seed).p[0, 0] <= 0.05)
    assert np.mean(small) <= 0.05 + 4 * np.sqrt(0.05 * 0.95 / 200)
    assert np.mean(small) > 0.01


def test_who_comes_before_whom_is_told_within_the_chosen_bands() -> None:
    points = np.array([[0.0, 0], [1, 0], [2, 0], [100, 0]])
    times = np.array([10, 4, 4, 4])
    cells = np.array([[False, False], [True, False], [False, False]])
    before, after = followed(near_pairs(points, EDGES), times, 5, cells)
    assert before.tolist() == [0, 1, 1, 0]  # the pair (1, 2) at one moment: neither is the first
    assert after.tolist() == [0, 1, 1, 0]  # 6 days to event 0 are in the second band


@given(st.integers(0, 100))
def test_the_order_of_rows_does_not_say_who_comes_before_whom(seed: int) -> None:
    points, times = scattered(40, seed)
    order = np.random.default_rng(seed).permutation(40)
    cells = np.ones((len(EDGES), 2), dtype=bool)
    plain = followed(near_pairs(points, EDGES), times, 5, cells)
    other = followed(near_pairs(points[order], EDGES), times[order], 5, cells)
    assert [one[order].tolist() for one in plain] == [one.tolist() for one in other]


def test_a_cancel_stops_the_permutations() -> None:
    points, times = scattered(50, 1)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        knox(near_pairs(points, EDGES), times, 5, 2, 99, 0, stopped)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_an_overlap_has_fishers_exact_p(both: int, one: int, other: int, none: int) -> None:
    total = both + one + other + none
    found = Overlap(total, both + one, both + other, both)
    exact = fisher_exact([[both, one], [other, none]], alternative="greater").pvalue
    assert found.p == pytest.approx(exact, abs=1e-9)
    assert found.expected == pytest.approx(
        (both + one) * (both + other) / total if total else 0.0, abs=1e-12
    )
