"""The map of one workspace: its layers in drawing order, and what is selected."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from gridloom_desktop.canvas import Box, Drawing, pick
from gridloom_desktop.window.model.looks import GROUND
from gridloom_desktop.window.model.map_layer import MapLayer


@dataclass(frozen=True)
class Hit:
    """A feature under the pointer: its layer and its row there."""

    layer: MapLayer
    row: int

    def rings(self) -> list[npt.NDArray[np.float64]]:
        """Return the feature's rings or lines, in the plane."""
        return self.layer.shapes.rings_of(self.row)


@dataclass
class CityMap:
    """Layers, the lowest first. Layers are values: a change replaces one."""

    layers: list[MapLayer] = field(default_factory=list)
    _drawings: dict[str, tuple[MapLayer, Drawing]] = field(default_factory=dict)

    def layer(self, name: str) -> MapLayer:
        """Return the layer called ``name``."""
        return next(layer for layer in self.layers if layer.name == name)

    def add(self, layer: MapLayer) -> None:
        """Put a layer above all others of its height; it replaces one of the same name."""
        others = [old for old in self.layers if old.name != layer.name]
        self.layers = sorted([*others, layer], key=lambda one: one.look.height)

    def add_answer(self, layers: Iterable[MapLayer]) -> None:
        """Put the layers of an answer on the map, alone with the boundaries and the ground.

        Earlier answers and what would lie over or under it are switched off, so that the layers
        that are switched on are those that can be seen.
        """
        for old in self.layers:
            if (old.look.filled and old.look.height > GROUND.height) or old.result is not None:
                self.show(old.name, False)
        # further shapes of earlier answers go; they come again with these
        self.layers = [old for old in self.layers if old.attributes is None]
        for layer in layers:
            self.add(layer)

    def recolour(self, layer: MapLayer) -> None:
        """Put a layer in the place of the one with its name, shown or hidden as that is now."""
        self._replace(replace(layer, visible=self.layer(layer.name).visible))

    def show(self, name: str, visible: bool) -> None:
        """Show or hide a layer."""
        self._replace(replace(self.layer(name), visible=visible))

    def _replace(self, layer: MapLayer) -> None:
        self.layers = [layer if old.name == layer.name else old for old in self.layers]

    def drawings(self) -> list[Drawing]:
        """Return what the canvas paints: the visible layers; unchanged ones are not made again."""
        return [self._drawing(layer) for layer in self.layers if layer.visible]

    def _drawing(self, layer: MapLayer) -> Drawing:
        known = self._drawings.get(layer.name)
        if known is None or known[0].classes is not layer.classes or known[0].look != layer.look:
            self._drawings[layer.name] = known = (layer, layer.drawing)
        return known[1]

    def extent(self) -> Box | None:
        """Return the box around all visible layers, or around all where none is visible."""
        shown = [layer for layer in self.layers if layer.visible] or self.layers
        return union(layer.shapes.extent for layer in shown)

    def hit(self, x: float, y: float, tolerance: float) -> Hit | None:
        """Return the topmost visible feature at a place of the plane.

        Boundaries that are drawn without a filling let the pointer through to what they hold.
        """
        shown = [layer for layer in reversed(self.layers) if layer.visible]
        for layer in sorted(shown, key=lambda one: not one.look.filled):
            row = pick(layer.shapes, x, y, tolerance)
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
