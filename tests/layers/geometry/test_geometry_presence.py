"""Which shapes lie somewhere."""

import numpy as np
import shapely

from gridloom_layers.geometry import has_place


def test_missing_and_empty_shapes_have_no_place() -> None:
    shapes = np.array([shapely.Point(1, 2), None, shapely.Polygon(), shapely.box(0, 0, 1, 1)])
    assert has_place(shapes).tolist() == [True, False, False, True]
    assert has_place(shapes[:0]).tolist() == []
