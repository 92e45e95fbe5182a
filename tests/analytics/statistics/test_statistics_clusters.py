"""DBSCAN and its kin against scikit-learn and plain twins."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from sklearn.cluster import DBSCAN, HDBSCAN
from sklearn.neighbors import NearestNeighbors

from gridloom_analytics.statistics.clusters import dbscan as module
from gridloom_analytics.statistics.clusters.dbscan import dbscan
from gridloom_analytics.statistics.clusters.elbow import elbow, fewest_points, nearest_distances
from gridloom_analytics.statistics.clusters.hdbscan import hdbscan
from gridloom_analytics.statistics.clusters.numbering import number_by_size

SEEDS = st.integers(0, 9_999)


def clumps(seed: int, n: int = 200) -> np.ndarray:
    """Clumps, single points and points that share their places."""
    rng = np.random.default_rng(seed)
    near = rng.uniform(0, 100, (8, 2))[rng.integers(0, 8, n // 2)] + rng.normal(0, 3, (n // 2, 2))
    far = rng.uniform(0, 100, (n // 4, 2))
    return np.concatenate([near, far, near[: n - n // 2 - n // 4]])


def steps(seed: int, n: int = 150) -> np.ndarray:
    """Points with whole coordinates, of which many are exactly the distance apart."""
    return np.random.default_rng(seed).integers(0, 25, (n, 2)).astype(float)


def days(seed: int, n: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 60, n).astype(float)


def same_groups(one: np.ndarray, two: np.ndarray) -> bool:
    """Tell whether two labellings part the points in the same way."""
    pairs = {*zip(one.tolist(), two.tolist(), strict=True)}
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


def is_theirs(found: np.ndarray, theirs: DBSCAN) -> bool:
    """Tell whether noise and the clusters of cores are those of scikit-learn."""
    core = theirs.core_sample_indices_
    return bool(
        ((found == -1) == (theirs.labels_ == -1)).all()
        and same_groups(found[core], theirs.labels_[core])
    )


def twin_border(points: np.ndarray, gaps: np.ndarray, limit: float, fewest: int) -> np.ndarray:
    """The nearest core of each point, itself for a core, −1 for noise; no ties expected."""
    core = (gaps <= limit).sum(axis=1) >= fewest
    near = np.where(core & (gaps <= limit), gaps, np.inf)
    nearest = np.where(np.isfinite(near.min(axis=1)), near.argmin(axis=1), -1)
    return np.where(core, np.arange(len(points)), nearest)


@given(seed=SEEDS, distance=st.floats(1.0, 15.0), fewest=st.integers(2, 12))
def test_cores_and_noise_are_those_of_scikit_learn(seed, distance, fewest) -> None:
    points = clumps(seed)
    assert is_theirs(dbscan(points, distance, fewest), DBSCAN(eps=distance, min_samples=fewest)
                     .fit(points))  # fmt: skip


@settings(max_examples=40)
@given(seed=SEEDS, distance=st.sampled_from([1.0, 2.0, 5.0]), fewest=st.integers(2, 12))
def test_points_exactly_the_distance_apart_are_neighbours(seed, distance, fewest) -> None:
    points = steps(seed)
    theirs = DBSCAN(eps=distance, min_samples=fewest, algorithm="brute").fit(points)
    assert is_theirs(dbscan(points, distance, fewest), theirs)


@given(seed=SEEDS, distance=st.floats(2.0, 10.0), fewest=st.integers(3, 8))
def test_a_border_point_is_of_the_cluster_of_its_nearest_core(seed, distance, fewest) -> None:
    points = np.random.default_rng(seed).uniform(0, 60, (150, 2))
    found = dbscan(points, distance, fewest)
    nearest = twin_border(points, cdist(points, points), distance, fewest)
    assert (found == np.where(nearest < 0, -1, found[nearest])).all()
    assert ((found == -1) == (nearest < 0)).all()


@given(
    seed=SEEDS, distance=st.floats(2.0, 15.0), apart=st.integers(1, 20), fewest=st.integers(2, 8)
)
def test_clusters_in_place_and_time_are_those_of_both_limits(seed, distance, apart, fewest) -> None:
    points, times = clumps(seed), days(seed, 200)
    gaps = np.maximum(
        cdist(points, points) / distance, cdist(times[:, None], times[:, None]) / apart
    )
    theirs = DBSCAN(eps=1.0, min_samples=fewest, metric="precomputed").fit(gaps)
    assert is_theirs(dbscan(points, distance, fewest, times, apart), theirs)


@given(seed=SEEDS, timed=st.booleans())
def test_the_order_of_points_changes_nothing(seed: int, timed: bool) -> None:
    points, times = steps(seed), days(seed, 150) if timed else None
    order = np.random.default_rng(seed).permutation(150)
    found = dbscan(points, 2.0, 4, times, 10.0)
    shuffled = dbscan(points[order], 2.0, 4, None if times is None else times[order], 10.0)
    assert (shuffled == found[order]).all()


@given(seed=SEEDS)
def test_a_move_and_another_unit_change_nothing(seed: int) -> None:
    points = steps(seed)
    moved = dbscan(1000 * points + (500_000, 2_500_000), 2_000.0, 4)
    assert (moved == dbscan(points, 2.0, 4)).all()


def test_one_long_and_one_dense_pair_of_cells_are_compared_in_full() -> None:
    rng = np.random.default_rng(0)
    left, right = rng.uniform(0, 1, (400, 2)), rng.uniform((2.6, 0), (3.6, 1), (400, 2))
    points = np.concatenate([left, right])
    for distance in (1.55, 1.65, 1.75):
        theirs = DBSCAN(eps=distance, min_samples=5).fit(points)
        assert is_theirs(dbscan(points, distance, 5), theirs)


def test_any_number_of_threads_gives_the_same(monkeypatch) -> None:
    monkeypatch.setattr(module, "PIECE", 37)
    points = clumps(1, 400)
    one, four = (dbscan(points, 4.0, 5, threads=threads) for threads in (1, 4))
    assert (one == four).all()


def test_the_largest_cluster_is_number_1_and_ties_go_by_place() -> None:
    labels, x = np.array([5, 5, 9, 9, 9, 2, 2, -1]), np.array([8.0, 9, 5, 5, 5, 3, 1, 0])
    points = np.column_stack([x, np.zeros(8)])
    assert number_by_size(labels, points).tolist() == [3, 3, 1, 1, 1, 2, 2, -1]


def test_clusters_of_one_place_go_by_time() -> None:
    labels, times = np.array([0, 0, 1, 1]), np.array([50.0, 51, 1, 2])
    assert number_by_size(labels, np.zeros((4, 2)), times).tolist() == [2, 2, 1, 1]


def test_all_noise_and_no_points_are_answers_too() -> None:
    assert dbscan(np.array([[0.0, 0], [9, 9]]), 1.0, 2).tolist() == [-1, -1]
    assert dbscan(np.empty((0, 2)), 1.0, 2).tolist() == []


def test_points_at_one_place_are_a_cluster() -> None:
    assert dbscan(np.zeros((5, 2)), 1.0, 5).tolist() == [1] * 5


@pytest.mark.parametrize("distance", [1e-12, 1e-25])
def test_a_distance_far_too_short_is_told(distance: float) -> None:
    with pytest.raises(ValueError, match="too short"):
        dbscan(np.array([[0.0, 0], [1e6, 1e6]]), distance, 2)


def test_nearest_distances_are_those_of_scikit_learn() -> None:
    points = clumps(2)
    theirs, _ = NearestNeighbors(n_neighbors=5).fit(points).kneighbors(points)
    found = nearest_distances(points, 5)
    np.testing.assert_allclose(found, np.sort(theirs[:, 4])[::-1], rtol=1e-12)


def test_the_elbow_parts_a_steep_from_a_flat_stretch() -> None:
    steep, flat = np.linspace(100, 11, 90), np.linspace(10, 9, 910)
    assert elbow(np.concatenate([steep, flat])) == pytest.approx(10, abs=0.5)
    assert elbow(np.full(5, 3.0)) == 3.0


@pytest.mark.parametrize(("n", "fewest"), [(5, 4), (1_000, 7), (27_742, 10)])
def test_the_fewest_points_grow_as_the_logarithm(n: int, fewest: int) -> None:
    assert fewest_points(n) == fewest


def test_hdbscan_is_that_of_scikit_learn_in_any_order() -> None:
    points = np.random.default_rng(3).normal(size=(4, 1, 2)) * 20
    points = (points + np.random.default_rng(4).normal(size=(4, 50, 2))).reshape(-1, 2)
    order = np.random.default_rng(5).permutation(len(points))
    found = hdbscan(points, 10)
    assert same_groups(found, HDBSCAN(min_cluster_size=10, copy=True).fit(points).labels_)
    assert (hdbscan(points[order], 10) == found[order]).all()
