"""The place of a shape, against what shapely says of each."""

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, box

from gridloom_layers.geometry.places import places

number = st.floats(-1e9, 1e9)
point = st.builds(Point, number, number)
other = st.sampled_from(
    [box(0, 0, 3, 1), MultiPolygon([box(5, 5, 6, 7)]), LineString([(0, 0), (2, 2)])]
)


def slowly(shapes):
    on = [None if shape is None else shape.point_on_surface() for shape in shapes]
    there = [point is not None and not point.is_empty for point in on]
    return [[p.x, p.y] if some else [np.nan] * 2 for p, some in zip(on, there, strict=True)]


def read(shapes, kind=None, **form):
    wkb = shapely.to_wkb(np.array(shapes, dtype=object), **form)
    return places(pa.array(wkb, kind or pa.binary()))


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary()])
@given(st.lists(point | st.none() | st.just(Point())))
@settings(deadline=None)
def test_points_are_read_bit_for_bit(kind, shapes):
    assert np.array_equal(read(shapes, kind).tolist(), slowly(shapes), equal_nan=True)


@given(st.lists(point | st.none() | st.just(Point()) | other, min_size=1))
@settings(deadline=None)
def test_other_shapes_have_a_point_on_them(shapes):
    assert np.array_equal(read(shapes).tolist(), slowly(shapes), equal_nan=True)


@pytest.mark.parametrize("form", [{"byte_order": 0}, {"output_dimension": 3}])
def test_other_forms_of_wkb_are_read(form):
    assert read([Point(1, 2, 3), None], **form).tolist()[0] == [1, 2]


def test_a_slice_of_a_column_is_read_alone():
    column = pa.array(shapely.to_wkb(shapely.points([[1, 2], [3, 4], [5, 6]])), pa.binary())
    assert places(column.slice(1, 1)).tolist() == [[3, 4]]


@pytest.mark.parametrize("shapes", [[], [None], [None, Point()]])
def test_without_points_there_is_no_place(shapes):
    assert np.isnan(read(shapes)).all() and read(shapes).shape == (len(shapes), 2)
