"""How values become colours: one style for canvas, web map, sheet and QGIS alike."""

from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from gridloom_analytics.bilingual import Bilingual

MISSING = -1
"""The class index of a value that is missing or fits no class."""
MANY = 8
"""A legend of more kinds tells only those that the map has."""


def as_numbers(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return an array or a column as floats, NaN where it has nulls.

    >>> import pandas as pd
    >>> as_numbers(pd.array([1, None], dtype="Int64"))
    array([ 1., nan])
    """
    if isinstance(values, np.ndarray) and values.dtype.kind in "biuf":
        return values.astype(float)
    import pandas as pd  # late: a map of plain numbers does without it

    return pd.Series(values).to_numpy(dtype=float, na_value=np.nan)


class StyleClass(BaseModel):
    """One class of a legend: a range (``lower`` < x ≤ ``upper``) or a single ``value``."""

    model_config = ConfigDict(frozen=True)

    colour: str
    label: Bilingual
    lower: float | None = None
    upper: float | None = None
    value: str | int | None = None


class Style(BaseModel):
    """The column that is drawn, its classes, and how its breaks were found (``method``).

    The lowest class of a graduated style holds its lower bound too. ``missing`` is the colour of
    rows without a value; suppressed rows are hatched in it by whoever draws. ``unclassed`` says
    what such rows are where that is a finding, not a lack of data. ``k`` is how many classes were
    asked for and ``palette`` in which colours, where breaks were found from the values.
    """

    model_config = ConfigDict(frozen=True)

    column: str
    title: Bilingual
    kind: Literal["graduated", "categorical"]
    classes: tuple[StyleClass, ...]
    method: str
    unit: str = ""
    missing: str = "#d9d9d9"
    unclassed: Bilingual | None = None
    k: int | None = None
    palette: str | None = None

    @property
    def many(self) -> bool:
        """Whether there are so many kinds that a legend leaves out those that nothing is of."""
        return self.kind == "categorical" and len(self.classes) > MANY

    def classify(self, values: npt.ArrayLike) -> npt.NDArray[np.int16]:
        """Return the class index of each value, ``MISSING`` where there is none.

        ``values`` are an array or a column with nulls.
        """
        if self.kind == "categorical":
            return self._categories(np.asarray(values, dtype=object))
        return self._ranges(as_numbers(values))

    def _categories(self, values: npt.NDArray[np.object_]) -> npt.NDArray[np.int16]:
        positions = {one.value: position for position, one in enumerate(self.classes)}
        return np.array([positions.get(value, MISSING) for value in values], dtype=np.int16)

    def _ranges(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.int16]:
        uppers = np.array([one.upper for one in self.classes], dtype=float)
        index = np.searchsorted(uppers, values, side="left").astype(np.int16)
        outside = ~np.isfinite(values) | (index >= len(uppers))
        if self.classes and (lowest := self.classes[0].lower) is not None:
            outside |= values < lowest
        index[outside] = MISSING
        return index
