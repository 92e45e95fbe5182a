"""Colouring a layer by one of its fields."""

import numpy as np
import pyarrow as pa

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.cartography import Style, StyleClass
from gridloom_desktop.window.model.looks import GROUND, look_of, plain_style
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.opening import finest_level
from gridloom_layers.roles import role
from gridloom_layers.workspace import Store, TableField, TableInfo

CATEGORIES = (
    "#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#ee8866", "#44bb99",
    "#bbcc33", "#99ddff", "#ffaabb", "#777777",
)  # fmt: skip
"""Paul Tol's bright and light schemes (2021), which colour-blind readers can tell apart."""
MOST_CATEGORIES = len(CATEGORIES)
CLASSES = 6


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
        and not ((known := kind.field(field.name)) and (known.code or known.name == "name"))
    ]


def field_title(table: TableInfo, field: TableField) -> Bilingual:
    """Return what a field is called: by its role, or as in its source."""
    known = role(table.role).field(field.name) if field.canonical else None
    return known.title if known else {"zh": field.name, "en": field.name}


def coloured(store: Store, layer: MapLayer, column: str | None) -> MapLayer:
    """Return the layer coloured by a field (quantiles, or categories), or plain for None."""
    if column is None:
        look = look_of(layer.role, finest=finest_level(store.tables.values()))
        style = plain_style(layer.role, look)
        return layer.styled(style, np.full(len(layer.row_keys), "", dtype=object), look)
    table = store.table(layer.table)
    field = next(field for field in table.fields if field.name == column)
    values = store.attributes(layer.table, [column]).column(column)
    title = field_title(table, field)
    numeric = field.type in ("integer", "number")
    style = _graduated(values, column, title) if numeric else _categorical(values, column, title)
    numbers = values.to_numpy() if numeric else values.cast(pa.string()).to_numpy()
    look = layer.look if layer.look.filled else GROUND
    return layer.styled(style, numbers, look)


def _graduated(values: pa.ChunkedArray, column: str, title: Bilingual) -> Style:
    # Late: its palettes load matplotlib, which a window does without until someone colours.
    from gridloom_analytics.cartography.graduated import graduated

    return graduated(values.to_numpy(), column=column, title=title, k=CLASSES)


def _categorical(values: pa.ChunkedArray, column: str, title: Bilingual) -> Style:
    """Return a style for the most frequent values; the rest has no class."""
    counts = values.cast(pa.string()).drop_null().value_counts().to_pylist()
    ranked = sorted(counts, key=lambda one: (-one["counts"], one["values"]))[:MOST_CATEGORIES]
    classes = tuple(
        StyleClass(
            colour=colour, label={"zh": one["values"], "en": one["values"]}, value=one["values"]
        )
        for one, colour in zip(ranked, CATEGORIES, strict=False)
    )
    return Style(
        column=column, title=title, kind="categorical", classes=classes, method="frequency"
    )
