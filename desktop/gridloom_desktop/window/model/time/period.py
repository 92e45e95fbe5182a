"""The period that a layer shows: which slices, and how the canvas is told without a pass."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from gridloom_desktop.canvas import Colour, Drawing, Symbol
from gridloom_desktop.window.model.time.axis import TimeAxis
from gridloom_desktop.window.model.time.sliced import Sliced
from gridloom_desktop.window.model.time.view import TimeView

if TYPE_CHECKING:
    from gridloom_desktop.window.model.map_layer import MapLayer

MOST_CODES = 32_000


@dataclass(frozen=True, eq=False)
class Period:
    """The rows of ``sliced`` in some slices; ``filtered`` are those that a filter leaves."""

    sliced: Sliced
    shown: range
    filtered: npt.NDArray[np.bool_] | None = None

    def kept(self) -> npt.NDArray[np.bool_]:
        """Return the rows that are shown: those of the period that the filter leaves."""
        flags = self.sliced.flags(self.shown)
        return flags if self.filtered is None else flags & self.filtered

    def on(self, layer: "MapLayer") -> "MapLayer":
        """Return the layer as it is in this period."""
        return replace(layer, period=self, kept=self.kept())

    def moved(self, shown: range) -> "Period":
        """Return another period of the same rows."""
        return replace(self, shown=shown)


def shown_period(view: TimeView, axis: TimeAxis) -> range:
    """Return the slices that a view shows of an axis: at least one."""
    last = axis.slice_at(view.at)
    return period_ending(view, last)


def period_ending(view: TimeView, last: int) -> range:
    """Return the period of a view that ends with a slice."""
    if view.window == "cumulative":
        return range(last + 1)
    return range(max(last + 1 - view.length, 0), last + 1)


def played(layers: "Iterable[MapLayer]", shown: range) -> "tuple[MapLayer, ...]":
    """Return layers as they are in another period; those without time stay."""
    return tuple(
        layer if layer.period is None else layer.period.moved(shown).on(layer) for layer in layers
    )


class Film:
    """The drawings of one layer in all its slices.

    Class and slice of a row make one code, which is put into the shapes' order once; a frame is
    another palette of these codes, so its time does not depend on the number of shapes.
    """

    def __init__(self, drawing: Drawing, period: Period) -> None:
        symbol, sliced = drawing.symbol, period.sliced
        self._colours, self._slices = symbol.colours, sliced.axis.size
        counts = sliced.counts
        # Of the slice with most rows: points keep their size while time is played.
        self._busiest = max(int(counts.max()), 1) / max(int(counts.sum()), 1)
        slices, base = sliced.slices, np.int16(len(symbol.colours))
        known = slices >= 0
        if period.filtered is not None:
            known &= period.filtered
        codes = np.asarray(symbol.classes, dtype=np.int16) + np.maximum(slices, 0) * base
        blank: tuple[Colour | None, ...] = (None,) * (self._slices * int(base))
        coded = replace(symbol, classes=codes, colours=blank)
        self._drawing = Drawing(drawing.shapes, coded, known)

    @staticmethod
    def fits(symbol: Symbol, sliced: Sliced) -> bool:
        """Whether there are few enough classes and slices for 16 bits."""
        return len(symbol.colours) * sliced.axis.size < MOST_CODES

    def frame(self, shown: range) -> Drawing:
        """Return what the canvas paints for a period."""
        none: tuple[Colour | None, ...] = (None,) * len(self._colours)
        before, after = shown.start, self._slices - shown.stop
        colours = none * before + self._colours * len(shown) + none * after
        return self._drawing.recoloured(colours, min(self._busiest * len(shown), 1.0))
