"""Patterns of points against R's spatstat, closed forms and slow twins."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import pdist
from scipy.stats import kstest
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from gridloom_analytics.statistics.graphs.description import nearest_distances
from gridloom_analytics.statistics.patterns.envelope import global_envelope
from gridloom_analytics.statistics.patterns.nearest import clark_evans
from gridloom_analytics.statistics.patterns.pairs import pair_counts
from gridloom_analytics.statistics.patterns.quadrats import Quadrats, quadrat_test
from gridloom_analytics.statistics.patterns.ripley import FINE, Ripley, besag_l, usual_reach
from gridloom_analytics.statistics.patterns.simulation import Gauge, simulate
from gridloom_analytics.statistics.patterns.window import Scatter, mean_overlap

RECORDED = Path(__file__).parents[1] / "oracles"
NAMES = ("redwood", "cells", "chorley", "letterr")
SQUARE = shapely.box(0, 0, 1, 1)
FRAME = shapely.box(0, 0, 4, 3) - shapely.box(1, 1, 2, 2)


def recorded(what: str, name: str) -> pd.DataFrame:
    frame = pd.read_csv(RECORDED / f"pattern_{what}.csv")
    return frame[frame.name == name]


def points_of(name: str) -> np.ndarray:
    return recorded("points", name)[["x", "y"]].to_numpy()


def window_of(name: str) -> BaseGeometry:
    """The polygon of a pattern of spatstat: the largest ring, the others are its holes."""
    rings = [ring[["x", "y"]].to_numpy() for _, ring in recorded("outlines", name).groupby("ring")]
    outer, *holes = sorted((shapely.Polygon(ring) for ring in rings), key=lambda one: -one.area)
    return outer - shapely.union_all(holes)


def even(n: int, seed: int, area: BaseGeometry = SQUARE) -> np.ndarray:
    return Scatter.over([area], [1.0]).draw(n, seed, 0)


@given(seed=st.integers(0, 10_000), n=st.integers(0, 60), reach=st.floats(0.05, 2))
def test_pairs_are_those_of_a_plain_count(seed: int, n: int, reach: float) -> None:
    points = np.random.default_rng(seed).uniform(size=(n, 2))
    edges = np.linspace(0, reach, 9)
    expected = np.histogram(pdist(points), edges)[0] if n > 1 else np.zeros(8)
    assert pair_counts(points, reach, 8).tolist() == expected.tolist()


def test_a_pair_exactly_at_the_end_of_a_bin_is_in_it() -> None:
    steps = np.column_stack([np.arange(11) * 0.1, np.zeros(11)])
    assert pair_counts(steps, 1.0, 10).tolist() == [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]


def test_points_at_one_place_are_pairs_of_the_first_bin() -> None:
    assert pair_counts(np.ones((5, 2)), 1.0, 4).tolist() == [10, 0, 0, 0]


@pytest.mark.parametrize("turn", [0, 33])
def test_a_rectangle_overlaps_itself_as_geometry_says(turn: float) -> None:
    r = np.linspace(0.05, 2, 9)
    expected = 6 - 2 * r * 5 / np.pi + r**2 / np.pi
    found = mean_overlap(affinity.rotate(shapely.box(0, 0, 3, 2), turn), r)
    np.testing.assert_allclose(found, expected, rtol=1e-3)


def test_a_disc_overlaps_itself_as_geometry_says() -> None:
    r = np.linspace(0.05, 1.5, 9)
    expected = 2 * np.arccos(r / 2) - r / 2 * np.sqrt(4 - r**2)
    found = mean_overlap(shapely.Point(5, 5).buffer(1, quad_segs=200), r)
    np.testing.assert_allclose(found, expected, rtol=1e-3)


@pytest.mark.parametrize("name", NAMES)
def test_k_equals_spatstat_in_any_window(name: str) -> None:
    points, curve, window = points_of(name), recorded("curves", name), window_of(name)
    ripley = Ripley.within(window, curve.r.max(), len(curve), corrected=True)
    k = ripley.k(ripley.count(points), len(points))
    np.testing.assert_allclose(ripley.distances, curve.r, rtol=1e-12)
    np.testing.assert_allclose(k, curve.rigid, rtol=2e-3)  # both overlaps are from rasters


def test_without_correction_k_is_a_plain_count() -> None:
    points = even(200, 1)
    ripley = Ripley.within(SQUARE, 0.25, 5, corrected=False)
    near = [(pdist(points) <= r).sum() for r in ripley.distances]
    found = ripley.k(ripley.count(points), 200)
    np.testing.assert_allclose(found, 2 * np.array(near) / (200 * 199), rtol=1e-12)


def test_the_mean_of_k_by_chance_is_that_of_independent_points_in_a_holed_window() -> None:
    ripley = Ripley.within(FRAME, 0.7, 4, corrected=True)
    scatter = Scatter.over([FRAME], [1.0])
    found = np.array([ripley.k(ripley.count(scatter.draw(150, 1, i)), 150) for i in range(400)])
    error = found.std(axis=0) / 20
    assert (np.abs(found.mean(axis=0) - np.pi * ripley.distances**2) < 4 * error).all()


def test_k_does_not_change_with_the_unit() -> None:
    points = even(300, 2)
    curves = [Ripley.within(affinity.scale(SQUARE, f, f, origin=(0, 0)), 0.2 * f, 6, corrected=True)
              for f in (1, 1000)]  # fmt: skip
    small, large = (one.k(one.count(points * f), 300) / f**2
                    for one, f in zip(curves, (1, 1000), strict=True))  # fmt: skip
    np.testing.assert_allclose(besag_l(small), besag_l(large), rtol=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_the_usual_distance_is_spatstats(name: str) -> None:
    usual = usual_reach(window_of(name), len(points_of(name)))
    assert recorded("curves", name).r.max() == pytest.approx(0.97 * usual, rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_the_quadrat_test_equals_spatstat(name: str) -> None:
    points, window = points_of(name), window_of(name)
    quadrats = Quadrats.over(window, 7, 3)
    expected = shapely.area(quadrats.shapes) / window.area * len(points)
    found, peer = quadrat_test(quadrats.count(points), expected), recorded("figures", name).iloc[0]
    assert found.df == peer.df
    assert found.chi2 == pytest.approx(peer.chi2, rel=1e-8)
    assert found.p == pytest.approx(peer.p, rel=1e-6)


def test_quadrats_fill_the_area_and_hold_all_its_points() -> None:
    quadrats = Quadrats.over(FRAME, 7, 5)
    points = even(5_000, 3, FRAME)
    assert shapely.area(quadrats.shapes).sum() == pytest.approx(FRAME.area, rel=1e-12)
    assert quadrats.count(points).sum() == 5_000
    shapes = quadrats.shapes[quadrats.locate(points)]
    assert shapely.intersects(shapes, shapely.points(points)).all()


@pytest.mark.parametrize("name", ["redwood", "cells"])
def test_the_nearest_neighbour_index_equals_spatstat(name: str) -> None:
    found = clark_evans(nearest_distances(points_of(name)), SQUARE)
    assert found.ratio == pytest.approx(recorded("figures", name).donnelly.iloc[0], rel=1e-9)


def test_the_score_of_the_nearest_neighbour_is_standard_normal_by_chance() -> None:
    scores = [clark_evans(nearest_distances(even(100, seed)), SQUARE).z for seed in range(400)]
    assert abs(np.mean(scores)) < 4 / 20
    assert abs(np.std(scores) - 1) < 4 / np.sqrt(800)


def test_points_by_chance_are_even_over_an_area_with_a_hole() -> None:
    points = even(20_000, 4, FRAME)
    assert shapely.intersects_xy(FRAME, points[:, 0], points[:, 1]).all()
    below = points[points[:, 1] < 1]  # a strip without a hole
    assert kstest(below[:, 0] / 4, "uniform").pvalue > 1e-4
    assert len(below) / 20_000 == pytest.approx(4 / 11, abs=4 * 0.0035)


def test_points_by_chance_follow_the_weights_of_areas() -> None:
    areas = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 4, 1)]
    points = Scatter.over(areas, [3.0, 1.0]).draw(20_000, 5, 0)
    assert (points[:, 0] < 1).mean() == pytest.approx(0.75, abs=4 * 0.0031)


def slow_order(curves: np.ndarray) -> list[list[int]]:
    """The ranks of each curve from the outside, ascending; no ties."""
    below = (curves[:, None] > curves[None]).sum(axis=1)
    return np.sort(np.minimum(below, len(curves) - 1 - below), axis=1).tolist()


def test_the_global_envelope_orders_curves_by_their_extreme_ranks() -> None:
    curves = np.random.default_rng(6).normal(size=(40, 12)).cumsum(axis=1)
    order = slow_order(curves)
    for one in range(40):
        found = global_envelope(curves[one], np.delete(curves, one, axis=0))
        assert found.p == sum(other <= order[one] for other in order) / 40


@given(seed=st.integers(0, 10_000))
def test_a_curve_leaves_the_envelope_where_and_only_where_p_is_small(seed: int) -> None:
    curves = np.random.default_rng(seed).normal(size=(100, 8)).cumsum(axis=1)
    found = global_envelope(curves[0], curves[1:], 0.1)
    leaves = ((curves[0] < found.lower) | (curves[0] > found.upper)).any()
    assert leaves == (found.p <= 0.1)


def gauge_of(area: BaseGeometry, n: int) -> Gauge:
    quadrats = Quadrats.over(area, 4, 3)
    ripley = Ripley.within(area, usual_reach(area, n), 10, corrected=True)
    return Gauge(ripley, quadrats, shapely.area(quadrats.shapes) / area.area)


def test_by_chance_alone_the_test_is_wrong_as_often_as_its_level_says() -> None:
    gauge, scatter = gauge_of(FRAME, 40), Scatter.over([FRAME], [1.0])
    sets = simulate(gauge, scatter, 40, 80 * 20, 7).curves.reshape(80, 20, -1)
    p = np.array([global_envelope(one[0], one[1:]).p for one in sets])
    assert (p <= 0.1).mean() == pytest.approx(0.1, abs=4 * np.sqrt(0.1 * 0.9 / 80))
    assert p.mean() == pytest.approx(0.525, abs=4 * 0.289 / np.sqrt(80))


def test_simulations_are_the_same_for_any_number_of_threads() -> None:
    gauge, scatter = gauge_of(FRAME, 200), Scatter.over([FRAME], [1.0])
    one, three = (simulate(gauge, scatter, 200, 12, 3, threads=n) for n in (1, 3))
    for name in ("curves", "nearest", "chi2"):
        assert getattr(one, name).tobytes() == getattr(three, name).tobytes()
    assert len(np.unique(one.nearest)) == 12


def test_bins_of_pairs_are_fine_enough_not_to_matter() -> None:
    r = np.arange(1, 7) * 0.04
    points, distances = even(400, 8), pdist(even(400, 8))
    exact = 1 - 4 * distances / np.pi + distances**2 / np.pi
    expected = [2 * (1 / exact[distances <= one]).sum() / (400 * 399) for one in r]
    ripley = Ripley.within(SQUARE, 0.24, 6, corrected=True)
    assert len(ripley.overlap) == 6 * FINE
    np.testing.assert_allclose(ripley.k(ripley.count(points), 400), expected, rtol=1e-3)
