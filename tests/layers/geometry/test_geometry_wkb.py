"""From WKB to flat arrays: nothing lost."""

import numpy as np
import pyarrow as pa
import pytest
import shapely
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, box

from gridloom_layers.geometry.wkb import joined, parse_wkb


def column(*geometries, **form) -> pa.Array:
    return pa.array(shapely.to_wkb(list(geometries), **form), type=pa.binary())


HOLED = box(0, 0, 10, 10).difference(box(2, 2, 4, 4))
PARTS = MultiPolygon([box(20, 0, 21, 1), box(30, 0, 33, 3)])


def test_rings_holes_and_parts_are_told_apart():
    ragged = parse_wkb(column(HOLED, PARTS))
    assert ragged.parts.tolist() == [0, 2, 4]
    assert ragged.holes.tolist() == [False, True, False, False]


@pytest.mark.parametrize("form", [{"byte_order": 0}, {"output_dimension": 3}])
def test_other_forms_of_wkb_give_the_same(form):
    solid = shapely.force_3d([HOLED, PARTS], z=7)
    plain, other = parse_wkb(column(HOLED, PARTS)), parse_wkb(column(*solid, **form))
    assert np.array_equal(plain.coordinates, other.coordinates)


def test_null_and_empty_geometries_are_shapes_without_rings():
    assert parse_wkb(column(None, Point(1, 2), MultiPolygon())).parts.tolist() == [0, 0, 1, 1]


def test_a_slice_of_a_column_is_parsed_alone():
    whole = column(box(0, 0, 1, 1), box(5, 5, 6, 6), box(9, 9, 10, 10))
    assert parse_wkb(whole.slice(1, 1)).coordinates.min() == 5


def test_collections_are_refused():
    with pytest.raises(ValueError, match="collections"):
        parse_wkb(column(GeometryCollection([Point(0, 0)])))


def test_rings_of_areas_are_told_from_closed_lines():
    ragged = parse_wkb(column(HOLED, LineString(HOLED.exterior.coords), Point(0, 0), PARTS))
    assert ragged.areas.tolist() == [True, True, False, False, True, True]


def test_pieces_that_are_joined_are_the_whole():
    pieces = [parse_wkb(column(HOLED, None)), parse_wkb(column()), parse_wkb(column(PARTS))]
    whole, expected = joined(pieces), parse_wkb(column(HOLED, None, PARTS))
    for name in vars(expected):
        assert np.array_equal(getattr(whole, name), getattr(expected, name))
