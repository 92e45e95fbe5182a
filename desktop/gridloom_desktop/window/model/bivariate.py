"""Colouring a layer by two of its fields at once."""

from dataclasses import replace

from gridloom_desktop.window.model.looks import GROUND
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.workspace import Store, TableField, TableInfo
from gridloom_layers.workspace.titles import field_title


def crossed(store: Store, layer: MapLayer, first: str, second: str) -> MapLayer:
    """Return a layer in nine colours by quantiles of two fields of numbers.

    ``BadInput`` where one is unknown or no number.
    """
    # Late: breaks and palettes load kernels, which a window does without until someone colours.
    from gridloom_analytics.cartography.bivariate import bivariate

    table = store.table(layer.table)
    fields = [_numeric(table, name) for name in (first, second)]
    read = store.attributes(layer.table, list(dict.fromkeys((first, second))))
    values = [read.column(name).to_numpy() for name in (first, second)]
    titles = field_title(table, fields[0]), field_title(table, fields[1])
    style = bivariate(*values, columns=(first, second), titles=titles)
    look = layer.look if layer.look.filled else GROUND
    classes = style.classify(*values)
    return replace(layer, style=style.style(), classes=classes, look=look, crossing=style)


def is_number(field: TableField) -> bool:
    """Say whether a field is one of numbers, so that it can be crossed with another."""
    return field.type in ("integer", "number") and field.personal == "no"


def _numeric(table: TableInfo, name: str) -> TableField:
    found = table.field(name)
    if found is None or not is_number(found):
        raise BadInput(
            "not-a-number-field",
            tr("“{field}” is no field of numbers that a map may show.", field=name),
            hint=tr("Choose a field of numbers that is not personal."),
        )
    return found
