"""Which rows of a layer lie somewhere."""

import numpy as np
import numpy.typing as npt
import shapely


def has_place(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Return which of ``shapes`` (n,) there are, and are not empty.

    >>> has_place(np.array([shapely.Point(1, 2), None, shapely.Point()])).tolist()
    [True, False, False]
    """
    return ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
