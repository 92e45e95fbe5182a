"""A kept cube of space and time: the confidence bins of its areas, step by step."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from gridloom_analytics.cartography import MISSING, Style
from gridloom_desktop.window.model.time.axis import DAY, Seconds, TimeAxis
from gridloom_desktop.window.model.time.sliced import Counts
from gridloom_desktop.window.model.time.view import Step
from gridloom_layers.language import tr

if TYPE_CHECKING:
    from gridloom_desktop.window.model.answering import Answer
    from gridloom_desktop.window.model.map_layer import MapLayer

CUBES = ("emerging",)
"""The analyses whose results keep a table of bins."""


@dataclass(frozen=True, eq=False)
class Cube:
    """The steps of a cube: ``classes`` (areas, steps) are of ``style``, ``events`` as many counts.

    The areas are the rows of ``keys``, as those of the layer. ``counts`` are all events a step.
    """

    axis: TimeAxis
    keys: npt.NDArray[np.int64]
    classes: npt.NDArray[np.int16]
    events: npt.NDArray[np.int32]
    counts: Counts
    style: Style
    missing: int = 0
    beside: int = 0
    persons: bool = False
    steps: tuple[Step, ...] = ()

    def counts_of(self, rows: npt.NDArray[np.bool_]) -> Counts:
        """Return the events of the areas that are flagged, a step each."""
        return self.events[rows].sum(axis=0, dtype=np.int64)


def cube_of(answer: "Answer", layer: "MapLayer") -> Cube | None:
    """Return the cube that a result keeps, as far as it may be seen; None where it keeps none."""
    tables = answer.result.tables
    if "bins" not in tables or "steps" not in tables:
        return None
    from gridloom_analytics.answers.bins import bin_style  # late: it loads pandas

    steps, bins = tables["steps"], tables["bins"]
    begins = _seconds(steps["begins"].to_list())
    last = _seconds(steps["ends"].to_list()[-1:])
    axis = TimeAxis(None, np.append(begins, last + DAY))
    step = np.searchsorted(begins, _seconds(bins["begins"].to_list()))
    place = np.searchsorted(layer.row_keys, bins["area"].to_numpy())
    shape = len(layer.row_keys), axis.size
    values, events = np.zeros(shape, np.int8), np.zeros(shape, np.int32)
    values[place, step] = bins["bin"].fillna(0).to_numpy(np.int8)
    events[place, step] = bins["events"].fillna(0).to_numpy(np.int32)
    style = bin_style(tr("Hot and cold spots of the step"))
    classes = style.classify(values.ravel()).reshape(shape)
    classes[layer.classes == MISSING] = MISSING  # withheld, or without a neighbour
    counts = steps["events"].fillna(0).to_numpy(np.int64)
    return Cube(axis, layer.row_keys, classes, events, counts, style)


def _seconds(days: list[str]) -> Seconds:
    epoch = dt.date(1970, 1, 1)
    numbers = [(dt.date.fromisoformat(day) - epoch).days for day in days]
    return np.array(numbers, dtype=np.int64) * DAY


@dataclass(frozen=True, eq=False)
class CubePeriod:
    """A step of a cube: the last of those that are ``shown``."""

    sliced: Cube
    shown: range

    def on(self, layer: "MapLayer") -> "MapLayer":
        """Return the layer as it was in that step."""
        classes = np.ascontiguousarray(self.sliced.classes[:, self.shown.stop - 1])
        style = self.sliced.style
        return replace(layer, period=self, classes=classes, style=style, title=style.title)

    def moved(self, shown: range) -> "CubePeriod":
        """Return another step."""
        return replace(self, shown=shown)
