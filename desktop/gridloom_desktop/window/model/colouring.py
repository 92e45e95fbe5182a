"""Colouring a layer by one of its fields."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.cartography import Style, StyleClass
from gridloom_desktop.window.model.bivariate import crossed
from gridloom_desktop.window.model.document import Colouring
from gridloom_desktop.window.model.looks import GROUND
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.roles import RoleField, role
from gridloom_layers.workspace import Store, TableField, TableInfo
from gridloom_layers.workspace.titles import canonical_field, field_title, value_label, written

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


def colour_fields(store: Store, table: TableInfo) -> list[TableField]:
    """Return the fields that a map may show: neither personal, nor codes, nor links."""
    links = {link.column for link in store.links if link.left == table.name}
    kind = role(table.role)
    return [
        field
        for field in table.fields
        if field.personal == "no"
        and field.name not in links
        and field.type in ("integer", "number", "text", "boolean")
        and field.name not in (kind.key, "name")
        and not ((known := kind.field(field.name)) and known.code)
    ]


def coloured(store: Store, layer: MapLayer, colouring: Colouring) -> MapLayer:
    """Return the layer coloured by a field: in classes, or by its most frequent values."""
    if colouring.second is not None:
        return crossed(store, layer, colouring.column, colouring.second)
    table = store.table(layer.table)
    field = table.field(colouring.column)
    if field is None:
        raise BadInput(
            "no-field",
            tr("“{table}” has no field “{field}” any more.",
               table=layer.table, field=colouring.column),
            hint=tr("Colour the layer by another field."),
        )  # fmt: skip
    values = store.attributes(layer.table, [field.name]).column(field.name)
    title = field_title(table, field)
    if field.type in ("integer", "number"):
        drawn = values.to_numpy()
        style = _graduated(drawn, title, colouring)
    else:
        style, drawn = _categorical(values, field.name, title, canonical_field(table, field))
    return layer.styled(style, drawn, layer.look if layer.look.filled else GROUND)


def _graduated(values: npt.NDArray[Any], title: Bilingual, colouring: Colouring) -> Style:
    # Late: its palettes load matplotlib, which a window does without until someone colours.
    from gridloom_analytics.cartography.graduated import given, graduated

    column, palette = colouring.column, colouring.palette
    if colouring.borders:
        style = given(values, colouring.borders, column=column, title=title, palette=palette)
    else:
        style = graduated(
            values, column=column, title=title, method=colouring.method, k=colouring.classes,
            palette=palette,
        )  # fmt: skip
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


def _categorical(
    values: pa.ChunkedArray, column: str, title: Bilingual, known: RoleField | None
) -> tuple[Style, npt.NDArray[np.object_]]:
    """Return a style for the most frequent values, and the values with the others as one."""
    counts = values.drop_null().value_counts().to_pylist()
    ranked = sorted(counts, key=lambda one: (-one["counts"], str(one["values"])))
    fits = len(ranked) <= MOST_CATEGORIES
    named = [one["values"] for one in (ranked if fits else ranked[: MOST_CATEGORIES - 1])]
    classes = [
        StyleClass(colour=colour, label=value_label(value, known), value=str(value))
        for value, colour in zip(named, CATEGORIES, strict=False)
    ]
    drawn = np.array([None if one is None else str(one) for one in values.to_pylist()], object)
    if not fits:
        label = tr("{count:,} other values", count=len(ranked) - len(named)).both()
        classes.append(StyleClass(colour=OTHERS, label=label, value=REST))
        listed = {one.value for one in classes}
        drawn = np.array([one if one is None or one in listed else REST for one in drawn], object)
    style = Style(
        column=column, title=title, kind="categorical", classes=tuple(classes), method="frequency"
    )
    return style, drawn
