"""What small multiples show: one map a period, or one map a class, of the layer on top."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.canvas import Drawing, Painted
from gridloom_desktop.window.model.city_map import Drawings
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.time.axis import TimeAxis
from gridloom_desktop.window.model.time.wording import period_title
from gridloom_layers.language import Message, tr

MOST_MAPS = 12
By = Literal["periods", "classes"]
WAYS: dict[By, Message] = {"periods": tr("by period"), "classes": tr("by class")}
"""What the ways to take a layer apart are called."""


@dataclass(frozen=True)
class Multiple:
    """One of several maps: its title, its drawings from the lowest up, its period if it has one."""

    title: Bilingual
    drawings: Sequence[Painted]
    period: range | None = None


def split_layer(layers: Sequence[MapLayer]) -> MapLayer | None:
    """Return the layer that small multiples take apart: the topmost with time, else with classes.

    Boundaries and other layers that are drawn in one way lie in all maps.
    """
    shown = [one for one in reversed(layers) if one.visible]
    timed = next((one for one in shown if one.period is not None), None)
    return timed or next((one for one in shown if _has_classes(one)), None)


def _has_classes(layer: MapLayer) -> bool:
    return len(layer.style.classes) > 1 and layer.heat is None


def ways_of(layer: MapLayer | None) -> list[By]:
    """Return how a layer can be taken apart, the usual way first."""
    if layer is None:
        return []
    ways: list[By] = ["periods"] if layer.period is not None else []
    return [*ways, "classes"] if _has_classes(layer) else ways


def multiples_of(layers: Sequence[MapLayer], layer: MapLayer, by: By) -> list[Multiple]:
    """Return the maps that take a layer apart; the others lie in all of them."""
    return by_period(layers, layer) if by == "periods" else by_class(layers, layer)


def by_period(layers: Sequence[MapLayer], layer: MapLayer) -> list[Multiple]:
    """Return a map a period of the layer: the last ones up to that which is shown, equally long."""
    if layer.period is None:
        return []
    axis, drawings = layer.period.sliced.axis, Drawings()
    maps = []
    for period in periods(axis, layer.period.shown):
        shown = [_at(one, period) for one in layers if one.visible]
        made = drawings.of(shown)
        maps.append(Multiple(period_title(axis, period).both(), made, period))
    return maps


def periods(axis: TimeAxis, shown: range) -> list[range]:
    """Return neighbouring periods as long as the one that is shown, which is the last of them.

    One that begins with the axis and is all there is before its end is cut into its slices. Where
    few lie before it, some follow it.
    """
    length = 1 if shown.start == 0 and len(shown) > axis.size // 2 else len(shown)
    after = shown.stop
    while after + length <= axis.size and after < MOST_MAPS * length:
        after += length
    first = range(after - length, -1, -length)[:MOST_MAPS]
    return [range(one, one + length) for one in reversed(first)]


def _at(layer: MapLayer, period: range) -> MapLayer:
    return layer if layer.period is None else layer.period.moved(period).on(layer)


def by_class(layers: Sequence[MapLayer], layer: MapLayer) -> list[Multiple]:
    """Return a map a class of the layer, those that have rows."""
    drawings, whole_layer = Drawings(), layer.drawing
    counts = layer.class_counts()
    maps = []
    for number, one in enumerate(layer.style.classes[:MOST_MAPS]):
        if counts[number]:
            made = [
                _only(whole_layer, number, counts.size) if shown is layer else drawn
                for shown, drawn in zip(_visible(layers), drawings.of(layers), strict=True)
            ]
            maps.append(Multiple(one.label, made))
    return maps


def _visible(layers: Sequence[MapLayer]) -> list[MapLayer]:
    return [one for one in layers if one.visible]


def _only(drawing: Drawing, number: int, classes: int) -> Drawing:
    """Return a drawing of one class alone, in all of its sizes."""
    colours = drawing.symbol.colours
    sizes = len(colours) // (classes + 1)
    return drawing.recoloured(
        tuple(c if n // sizes == number else None for n, c in enumerate(colours))
    )


def whole(layer: MapLayer) -> MapLayer:
    """Return a layer at all times, for a legend that all maps share."""
    return replace(layer, kept=None, period=None)
