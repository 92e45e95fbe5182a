"""The layers of a map as a picture: what the canvas draws, how far it reaches, what lies where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gridloom_desktop.canvas import Box, Highlight, Painted, View, parse_colour, pick
from gridloom_desktop.canvas.passes import Passes
from gridloom_desktop.window.model.looks import SELECTED
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.row_keys import flags_of
from gridloom_desktop.window.model.time.period import Film, Period
from gridloom_layers.roles import LEVELS


@dataclass(frozen=True)
class Hit:
    """A feature under the pointer: its layer and its row there."""

    layer: MapLayer
    row: int

    def rings(self) -> list[npt.NDArray[np.float64]]:
        """Return the feature's rings or lines, in the plane."""
        return self.layer.shapes.rings_of(self.row)


@dataclass
class Drawings:
    """The drawings of layers; those of layers that look as before are not made again.

    Of a layer that shows a period all periods are one drawing, in other colours.
    """

    _known: dict[str, tuple[MapLayer, Painted]] = field(default_factory=dict)
    _films: dict[str, tuple[MapLayer, Film]] = field(default_factory=dict)

    def of(self, layers: Iterable[MapLayer]) -> list[Painted]:
        """Return what the canvas paints of the layers, in their order: those that are visible."""
        return list(self.named(layers).values())

    def named(self, layers: Iterable[MapLayer]) -> dict[str, Painted]:
        """Return what the canvas paints of the visible layers, by their names."""
        shown = [layer for layer in layers if layer.visible]
        self._known = {layer.name: (layer, self._drawing(layer)) for layer in shown}
        self._films = {name: one for name, one in self._films.items() if name in self._known}
        return {name: drawing for name, (_, drawing) in self._known.items()}

    def _drawing(self, layer: MapLayer) -> Painted:
        known, drawing = self._known.get(layer.name, (None, None))
        if known is None or drawing is None or not _look_alike(known, layer):
            period = layer.period
            if isinstance(period, Period) and layer.heat is None:
                return self._frame(layer, period)
            return layer.picture
        return drawing

    def _frame(self, layer: MapLayer, period: Period) -> Painted:
        known, film = self._films.get(layer.name, (None, None))
        if known is None or film is None or not _same_film(known, layer):
            whole = replace(layer, kept=None).drawing
            if not Film.fits(whole.symbol, period.sliced):
                return layer.drawing
            film = Film(whole, period)
            self._films[layer.name] = layer, film
        return film.frame(period.shown)


def stacked(
    names: Iterable[str], layers: Mapping[str, Painted], grounds: Mapping[str, Painted]
) -> list[Painted]:
    """Return layers and basemaps in an order of their names; what is in neither is left out."""
    found = (layers.get(name) or grounds.get(name) for name in names)
    return [one for one in found if one is not None]


def _same_film(one: MapLayer, other: MapLayer) -> bool:
    if not isinstance(one.period, Period) or not isinstance(other.period, Period):
        return False
    same = one.period.sliced is other.period.sliced and one.period.filtered is other.period.filtered
    return same and _look_alike(replace(one, kept=other.kept), other)


def _look_alike(one: MapLayer, other: MapLayer) -> bool:
    same = one.shapes is other.shapes and one.classes is other.classes and one.kept is other.kept
    same = same and one.sizes is other.sizes and one.heat is other.heat
    return same and _manner(one) == _manner(other)


def _manner(layer: MapLayer) -> tuple[object, ...]:
    return layer.style, layer.look, layer.opacity, layer.hidden


@dataclass(frozen=True, eq=False)
class Chosen:
    """Rows of a layer, by their sorted row keys, over all others.

    Which of its shapes these are is found when they are painted, off the window's thread: among a
    million rows that takes longer than a frame of a brush.
    """

    layer: MapLayer
    keys: npt.NDArray[np.int64]
    layer_opacity = 1.0

    def prepared(self, view: View) -> Passes | None:
        """Return what paints the bands of a view's frame; None where none is seen."""
        return self._highlight.prepared(view) if len(self.keys) else None

    @cached_property
    def _highlight(self) -> Highlight:
        chosen = flags_of(self.layer.row_keys, self.keys)
        if (seen := self.layer.seen) is not None:
            chosen &= seen
        return Highlight(self.layer.shapes, chosen, parse_colour(SELECTED))


def highlighted(layers: Sequence[MapLayer], table: str) -> list[MapLayer]:
    """Return the layers on which rows of a table that are selected are to be seen.

    Those of the table itself, where one is visible; else those of the places that its rows are
    linked to: features such as buildings, and the finest areas, as wider ones would cover the map.
    """
    shown = [layer for layer in layers if layer.visible and layer.attributes is None]
    own = [layer for layer in shown if layer.table == table]
    levels = [level for level in LEVELS if any(layer.role == level for layer in shown)]
    return own or [one for one in shown if one.role not in levels[:-1]]


def extent(layers: Sequence[MapLayer]) -> Box | None:
    """Return the box around all visible layers, or around all where none is visible."""
    shown = [layer for layer in layers if layer.visible] or layers
    return union(layer.shapes.extent for layer in shown)


def within(box: Box | None, extent: Box | None) -> Box | None:
    """Return a part of the plane as far as there is anything; all of it where it shows nothing.

    >>> within((-9, -9, 9, 9), (0, 0, 5, 20))
    (0, 0, 5, 9)
    """
    if box is None or extent is None:
        return extent
    left, bottom = max(box[0], extent[0]), max(box[1], extent[1])
    right, top = min(box[2], extent[2]), min(box[3], extent[3])
    return (left, bottom, right, top) if left < right and bottom < top else extent


def hit(layers: Sequence[MapLayer], x: float, y: float, tolerance: float) -> Hit | None:
    """Return the topmost visible feature at a place of the plane.

    Boundaries that are drawn without a filling let the pointer through to what they hold.
    """
    shown = [layer for layer in reversed(layers) if layer.visible]
    for layer in sorted(shown, key=lambda one: not one.look.filled):
        row = pick(layer.shapes, x, y, tolerance, layer.seen)
        if row is not None:
            return Hit(layer, row)
    return None


def union(boxes: Iterable[Box | None]) -> Box | None:
    """Return the box around all boxes, or None where there is none."""
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    return (
        min(box[0] for box in known),
        min(box[1] for box in known),
        max(box[2] for box in known),
        max(box[3] for box in known),
    )
