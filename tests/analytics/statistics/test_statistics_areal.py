"""Areal interpolation: cases worked out by hand, conservation, a slow twin by GEOS."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.statistics.areal.interpolation import (
    Shares,
    shares_by_area,
    shares_by_weight,
)
from gridloom_analytics.statistics.areal.overlay import overlay


def boxes(*bounds: tuple[float, float, float, float]) -> np.ndarray:
    return np.array([shapely.box(*each) for each in bounds], dtype=object)


SOURCES = boxes((0, 0, 4, 2), (4, 0, 6, 2), (6, 0, 8, 2))
TARGETS = boxes((0, 0, 3, 2), (3, 0, 7, 2))
"""The first source is cut 3 : 1, the second lies whole in the second target, the third by half."""


def by_area(sources: np.ndarray = SOURCES, targets: np.ndarray = TARGETS) -> Shares:
    return shares_by_area(overlay(sources, targets), shapely.area(sources), len(targets))


def some_cells(seed: int, n: int) -> np.ndarray:
    points = shapely.multipoints(np.random.default_rng(seed).uniform(0, 10, size=(n, 2)))
    parts = shapely.get_parts(shapely.voronoi_polygons(points))
    return shapely.intersection(parts, shapely.box(0, 0, 10, 10))


def test_counts_go_by_area_as_worked_out_by_hand() -> None:
    shares = by_area()
    counts = np.array([8.0, 5.0, 6.0])
    np.testing.assert_allclose(shares.counts(counts), [6, 2 + 5 + 3], rtol=1e-12)
    np.testing.assert_allclose(shares.outside, [0, 0, 0.5], atol=1e-12)
    assert shares.lost(counts) == pytest.approx(3)


def test_densities_are_means_by_area_as_worked_out_by_hand() -> None:
    rates = by_area().rates(np.array([1.0, 2.0, 3.0]), shapely.area(SOURCES))
    np.testing.assert_allclose(rates, [1, (2 * 1 + 4 * 2 + 2 * 3) / 8], rtol=1e-12)


def test_rates_of_persons_are_means_by_the_persons_in_each_piece() -> None:
    rates = by_area().rates(np.array([10.0, 20.0, 30.0]), np.array([400.0, 100.0, 0.0]))
    np.testing.assert_allclose(rates, [10, (100 * 10 + 100 * 20) / 200], rtol=1e-12)


def test_a_rate_that_is_missing_is_no_zero() -> None:
    rates = by_area().rates(np.array([np.nan, 2.0, 3.0]), shapely.area(SOURCES))
    assert np.isnan(rates[0])
    assert rates[1] == pytest.approx((4 * 2 + 2 * 3) / 6)


def slow_pieces(sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
    return np.array([[one.intersection(other).area for other in targets] for one in sources])


@pytest.mark.parametrize(("n", "m"), [(30, 5), (5, 30)])
def test_pieces_are_those_of_cutting_every_pair(n: int, m: int) -> None:
    sources, targets = some_cells(1, n), some_cells(2, m)
    pieces, found = overlay(sources, targets), np.zeros((n, m))
    found[pieces.source, pieces.target] = pieces.size
    np.testing.assert_allclose(found, slow_pieces(sources, targets), atol=1e-9)
    assert (pieces.size > 0).all()


@given(seed=st.integers(0, 500), n=st.integers(1, 25), m=st.integers(1, 25))
def test_no_count_is_lost_or_made(seed: int, n: int, m: int) -> None:
    sources, targets = some_cells(seed, n + 1), some_cells(seed + 1, m + 3)[: m + 1]
    shares = by_area(sources, targets)
    counts = np.random.default_rng(seed).gamma(1, 100, size=n + 1)
    arrived = shares.counts(counts).sum() + shares.lost(counts)
    assert arrived == pytest.approx(counts.sum(), rel=1e-9)


@given(seed=st.integers(0, 500), n=st.integers(1, 60))
def test_by_buildings_no_count_is_lost_or_made_either(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    source, target = rng.integers(-1, 3, size=n), rng.integers(-1, 2, size=n)
    weights = rng.integers(0, 3, size=n).astype(float)
    shares = shares_by_weight(source, target, weights, by_area())
    counts = rng.gamma(1, 100, size=3)
    arrived = shares.counts(counts).sum() + shares.lost(counts)
    assert arrived == pytest.approx(counts.sum(), rel=1e-9)


def test_counts_go_by_buildings_as_worked_out_by_hand() -> None:
    source, target = np.array([0, 0, 0, 2, 2]), np.array([0, 1, -1, 1, 1])
    weights = np.array([1.0, 2.0, 1.0, 5.0, 5.0])
    shares = shares_by_weight(source, target, weights, by_area())
    found = shares.counts(np.array([8.0, 5.0, 6.0]))
    np.testing.assert_allclose(found, [2, 4 + 5 + 6], rtol=1e-12)  # the second has no building
    np.testing.assert_allclose(shares.outside, [0.25, 0, 0], atol=1e-12)


def test_targets_that_overlap_share_what_they_have_in_common() -> None:
    targets = boxes((0, 0, 4, 2), (0, 0, 4, 2))
    np.testing.assert_allclose(by_area(SOURCES[:1], targets).counts(np.array([8.0])), [4, 4])


def test_a_source_without_a_shape_is_outside() -> None:
    sources = np.array([None, SOURCES[0]], dtype=object)
    sizes = np.nan_to_num(shapely.area(sources))
    shares = shares_by_area(overlay(sources, TARGETS), sizes, 2)
    assert shares.outside.tolist() == [1, 0]


def test_areas_that_only_touch_have_no_piece() -> None:
    pieces = overlay(boxes((0, 0, 1, 1)), boxes((1, 0, 2, 1), (1, 1, 2, 2)))
    assert len(pieces.size) == 0
    assert by_area(boxes((0, 0, 1, 1)), boxes((1, 0, 2, 1))).outside.tolist() == [1]
