"""Colouring a layer by a variable of its rows."""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.cartography import MISSING, Style, StyleClass
from gridloom_analytics.disclosure import THRESHOLD
from gridloom_analytics.disclosure.persons import in_small_classes
from gridloom_desktop.window.model.looks import GROUND
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.symbology import Colouring
from gridloom_desktop.window.model.values import Values
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.workspace.titles import value_label, written

CATEGORIES = (
    "#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#332288", "#ee8866",
    "#999933", "#eedd88", "#cc3311", "#bbbbbb",
)  # fmt: skip
"""Paul Tol's bright scheme (2021), then those of his others that any sight tells apart from it: the
closest pair differs by ΔE 12.7, of the first six by 13.1."""
MOST_CATEGORIES = len(CATEGORIES)
OTHERS = CATEGORIES[-1]
REST = "\0"
"""The value that stands for all that have no class of their own; no text can hold it."""


def coloured(layer: MapLayer, colouring: Colouring, values: Values) -> MapLayer:
    """Return the layer coloured by the ``values`` of its rows, in classes or by frequent ones.

    Persons whose class has few of them are withheld.
    """
    look = layer.look if layer.look.filled else GROUND
    if not values.numeric:
        style, drawn = _categorical(values, colouring.column, THRESHOLD if layer.persons else 1)
        return _withheld(layer.styled(style, drawn, look), values)
    numbers = values.numbers
    layer = _withheld(layer.styled(_graduated(numbers, values, colouring), numbers, look), values)
    told = layer if colouring.source == "field" else replace(layer, values=numbers)
    return without_small_classes(told)


def without_small_classes(layer: MapLayer) -> MapLayer:
    """Return a layer of persons with those withheld whose class has few of them; others as is."""
    if not layer.persons or not (few := in_small_classes(layer.classes)).any():
        return layer
    return replace(
        layer,
        classes=np.where(few, np.int16(MISSING), layer.classes),
        values=None if layer.values is None else np.where(few, np.nan, layer.values),
        withheld=few if layer.withheld is None else layer.withheld | few,
    )


def _withheld(layer: MapLayer, values: Values) -> MapLayer:
    """Return the layer with the rows that have no class as their value rests on few persons."""
    if values.withheld is None:
        return layer
    return replace(layer, withheld=values.withheld & (layer.classes == MISSING))


def _graduated(numbers: npt.NDArray[Any], values: Values, colouring: Colouring) -> Style:
    # Late: its palettes load matplotlib, which a window does without until someone colours.
    from gridloom_analytics.cartography.graduated import given, graduated

    told = {"column": colouring.column, "title": values.title, "unit": values.unit}
    palette = colouring.palette
    if colouring.borders:
        style = given(numbers, colouring.borders, palette=palette, **told)
    else:
        style = graduated(
            numbers, method=colouring.method, k=colouring.classes, palette=palette, **told
        )
    return _reversed(style) if colouring.reverse else style


def _reversed(style: Style) -> Style:
    """Return a style with its colours in the other order."""
    colours = [one.colour for one in reversed(style.classes)]
    classes = [
        one.model_copy(update={"colour": colour})
        for one, colour in zip(style.classes, colours, strict=True)
    ]
    return style.model_copy(update={"classes": tuple(classes)})


def with_border(
    style: Style, colouring: Colouring, number: int, value: float, column: str
) -> Colouring:
    """Return a colouring with the border above a class of its ``style`` moved to ``value``.

    Raise ``BadInput`` where it would not lie between its neighbours.
    """
    uppers = [one.upper for one in style.classes if one.upper is not None]
    ends = [style.classes[0].lower or 0.0, *uppers]
    low, high = ends[number], ends[number + 2]
    if not low < value < high and not (number == 0 and value == low):
        raise BadInput(
            "bad-border",
            tr("The border must lie between {low} and {high}.",
               low=written(low), high=written(high)),
            Where(column=column),
            tr("Move the borders beside it first, or choose fewer classes."),
        )  # fmt: skip
    borders = [*uppers[:-1]]
    borders[number] = value
    return colouring.model_copy(update={"borders": tuple(borders)})


def _categorical(values: Values, column: str, least: int) -> tuple[Style, npt.NDArray[np.object_]]:
    """Return a style for the most frequent values, and the values with the others as one.

    What fewer rows than ``least`` have is one of the others.
    """
    cells = values.column
    counts = cells.drop_null().value_counts().to_pylist()
    ranked = sorted(counts, key=lambda one: (-one["counts"], str(one["values"])))
    frequent = [one for one in ranked if one["counts"] >= least]
    fits = len(frequent) == len(ranked) <= MOST_CATEGORIES
    named = [one["values"] for one in (ranked if fits else frequent[: MOST_CATEGORIES - 1])]
    classes = [
        StyleClass(colour=colour, label=_label(value, values), value=str(value))
        for value, colour in zip(named, CATEGORIES, strict=False)
    ]
    drawn = np.array([None if one is None else str(one) for one in cells.to_pylist()], object)
    if not fits:
        label = tr("{count:,} other values", count=len(ranked) - len(named)).both()
        classes.append(StyleClass(colour=OTHERS, label=label, value=REST))
        listed = {one.value for one in classes}
        drawn = np.array([one if one is None or one in listed else REST for one in drawn], object)
    style = Style(
        column=column, title=values.title, kind="categorical", classes=tuple(classes),
        method="frequency",
    )  # fmt: skip
    return style, drawn


def _label(value: object, values: Values) -> Bilingual:
    return values.words.get(str(value)) or value_label(value, values.known)
