"""Boxes tell the same as the shapes themselves."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.selecting.boxes import MANY, told_by_boxes

AREAS = [
    shapely.box(10, 10, 70, 50),
    shapely.Point(50, 40).buffer(30),
    shapely.Polygon([(0, 0), (90, 5), (20, 20), (80, 70), (5, 60)]),
    shapely.Point(50, 40).buffer(30).difference(shapely.Point(45, 45).buffer(11)),
]


def boxes_at_random(seed, count):
    rng = np.random.default_rng(seed)
    low = rng.uniform(-5, 95, (2, count)).round(1)
    return np.concatenate([low, low + rng.choice([0, 0.1, 1, 20], count)])


def outlines(boxes):
    points = shapely.points(boxes[0], boxes[1])
    return np.where(boxes[0] == boxes[2], points, shapely.box(*boxes))


@pytest.mark.parametrize("area", AREAS)
@given(seed=st.integers(0, 10_000), count=st.sampled_from([3, MANY + 50]))
def test_what_is_told_inside_is_covered_and_what_is_left_out_is_apart(area, seed, count):
    boxes = boxes_at_random(seed, count)
    boxes = boxes[:, shapely.intersects(shapely.box(*boxes), shapely.box(*area.bounds))]
    inside, cut = told_by_boxes(area, boxes)
    shapes = outlines(boxes)
    left_out = np.setdiff1d(np.arange(len(shapes)), [*inside, *cut])
    assert shapely.covers(area, shapes[inside]).all()
    assert not shapely.intersects(area, shapes[left_out]).any()


@pytest.mark.parametrize("area", AREAS)
def test_of_points_nothing_is_left_open(area):
    x, y = np.random.default_rng(2).uniform(10, 70, (2, 900))
    inside, _ = told_by_boxes(area, np.stack([x, y, x, y]))
    assert len(inside) == shapely.intersects_xy(area, x, y).sum()


def test_few_boxes_are_left_open():
    area, boxes = AREAS[1], boxes_at_random(1, 20_000)
    boxes = boxes[:, shapely.intersects(shapely.box(*boxes), shapely.box(*area.bounds))]
    inside, cut = told_by_boxes(area, boxes)
    shapes = outlines(boxes)
    assert len(inside) == shapely.covers(area, shapes).sum()
    assert len(cut) == (shapely.intersects(area, shapes) & ~shapely.covers(area, shapes)).sum()
