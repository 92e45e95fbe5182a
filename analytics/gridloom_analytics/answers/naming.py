"""What the rows of a layer are called."""

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from gridloom_analytics.analysis import Inputs

NAMES = ("name", "code")
"""Columns that hold what an area is called, in any case; the first one that is there."""


def names_of(inputs: Inputs) -> list[str]:
    """Return for each row its name, without such a column its code, else the number of the row."""
    keys = inputs.layer.index.astype(str)
    column = _column(inputs.layer, NAMES)
    if column is None:
        return keys.tolist()
    texts = inputs.layer[column].astype("string").to_numpy(dtype=object, na_value=None)
    return [key if text is None else str(text) for key, text in zip(keys, texts, strict=True)]


def own_names(layer: gpd.GeoDataFrame) -> npt.NDArray[np.object_] | None:
    """Return the names of rows (column ``name`` in any case), or None without such a column."""
    column = _column(layer, NAMES[:1])
    return None if column is None else layer[column].astype(object).to_numpy()


def _column(layer: gpd.GeoDataFrame, wanted: tuple[str, ...]) -> str | None:
    known = {str(column).lower(): column for column in reversed(list(layer.columns))}
    return next((known[name] for name in wanted if name in known), None)
