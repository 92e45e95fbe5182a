"""Colouring a layer by two variables of its rows at once."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from gridloom_analytics.bilingual import Given
from gridloom_analytics.cartography import MISSING
from gridloom_desktop.window.model.colouring import without_small_classes
from gridloom_desktop.window.model.looks import GROUND
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.symbology import Colouring, Variable
from gridloom_desktop.window.model.values import Values
from gridloom_layers.errors import BadInput
from gridloom_layers.language import listed, tr


def crossed(
    layer: MapLayer, variables: tuple[Variable, Variable], values: tuple[Values, Values]
) -> MapLayer:
    """Return a layer in nine colours by quantiles of two variables of its rows.

    A row of which either is withheld is withheld, and so are persons of whom few have a colour.
    ``BadInput`` where one has no numbers, or where no row has both.
    """
    # Late: breaks and palettes load kernels, which a window does without until someone colours.
    from gridloom_analytics.cartography.bivariate import bivariate

    for one in values:
        _check_numeric(one)
    first, second = (one.numbers for one in values)
    if not (np.isfinite(first) & np.isfinite(second)).any():
        raise _nothing_in_both(values)
    style = bivariate(
        first, second,
        columns=(variables[0].column, variables[1].column),
        titles=(values[0].title, values[1].title),
        units=(values[0].unit, values[1].unit),
    )  # fmt: skip
    classes = style.classify(first, second)
    layer = replace(
        layer, style=style.style(), classes=classes, crossing=style,
        look=layer.look if layer.look.filled else GROUND, withheld=_withheld(values, classes),
    )  # fmt: skip
    return without_small_classes(layer)


def can_be_crossed(layer: MapLayer | None, colouring: Colouring | None) -> bool:
    """Say whether a layer is coloured by numbers, so that others can be shown with them.

    One that is crossed already can be so, though it cannot be drawn: so it is crossed no more.
    """
    if colouring is None or colouring.crossed_with is not None:
        return colouring is not None
    return layer is not None and layer.style.kind == "graduated"


def _withheld(
    values: tuple[Values, Values], classes: npt.NDArray[np.int16]
) -> npt.NDArray[np.bool_] | None:
    rows = [one.withheld for one in values if one.withheld is not None]
    return np.logical_or.reduce(rows) & (classes == MISSING) if rows else None


def _check_numeric(values: Values) -> None:
    if not values.numeric:
        raise BadInput(
            "not-a-number-field",
            tr("“{field}” has no numbers that could be crossed with others.", field=_name(values)),
            hint=tr("Choose a field of numbers."),
        )


def _nothing_in_both(values: tuple[Values, Values]) -> BadInput:
    return BadInput(
        "no-row-with-both",
        tr("No row has a value of both {fields}.", fields=listed([_name(one) for one in values])),
        hint=tr("Colour the layer by one of them alone."),
    )


def _name(values: Values) -> Given:
    return Given.of(values.title)
