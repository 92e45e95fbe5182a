"""What is known of one feature, its personal fields masked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlglot import exp

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure import mask_for
from gridloom_desktop.window.model.editing import FieldNow, Told
from gridloom_desktop.window.model.map_layer import FEW, MapLayer
from gridloom_layers.language import tr
from gridloom_layers.workspace import ROW_KEY, Store, TableField, TableInfo
from gridloom_layers.workspace.titles import (
    canonical_field,
    field_title,
    value_label,
    written,
)

if TYPE_CHECKING:  # a window does without pandas until someone asks
    from gridloom_desktop.window.model.tables import ToldTable


@dataclass(frozen=True)
class Fact:
    """A field of a feature and its value, as text; ``masked`` where it is personal.

    ``now`` is there where the value is one of the row's own, which can be corrected, and ``edits``
    are what was corrected in it, the newest first.
    """

    title: Bilingual
    value: Bilingual
    masked: bool = False
    now: FieldNow | None = None
    edits: tuple[Told, ...] = ()


def facts(store: Store, layer: MapLayer, row: int) -> list[Fact]:
    """Return the fields of one row of a layer, in the table's order; link columns are left out.

    A layer that shows a result begins with what was found for the row; one of further shapes of a
    result has nothing else.
    """
    if layer.attributes is not None:
        return _attributes(layer.attributes, row)
    table = store.table(layer.table)
    query = (
        exp.select(exp.Star())
        .from_(exp.to_identifier(table.name, quoted=True))
        .where(exp.column(ROW_KEY).eq(int(layer.row_keys[row])))
    )
    records = store.select(query).to_pylist()
    record = records[0] if records else {}
    links = {link.column for link in store.links if link.left == table.name}
    return found_facts(layer, row) + [
        _fact(table, field, record.get(field.name))
        for field in table.fields
        if field.name not in links
    ]


def _fact(table: TableInfo, field: TableField, value: object) -> Fact:
    known = canonical_field(table, field)
    title = field_title(table, field)
    if field.personal != "no":
        text = mask_for(known, field.personal)("" if value is None else written(value))
        return Fact(title, {"zh": text, "en": text}, masked=True)
    return Fact(title, value_label(value, known))


def _attributes(table: "ToldTable", row: int) -> list[Fact]:
    """Return what a result tells of one of its further shapes."""
    values = table.frame.iloc[row].to_dict()
    return [
        Fact(
            table.columns[str(name)],
            one if isinstance(one, dict) else value_label(_known(one), None),
        )
        for name, one in values.items()
    ]


def _known(value: object) -> object:
    """Return a value, numbers to six digits, or None where it is missing."""
    if isinstance(value, float):
        return float(f"{value:.6g}") if np.isfinite(value) else None
    return value


def found_facts(layer: MapLayer, row: int) -> list[Fact]:
    """Return the class that a result gives the row, and the value that it rests on."""
    if layer.result is None:
        return []
    found = layer.classes[row]
    few = layer.withheld is not None and layer.withheld[row]
    nothing = FEW.both() if few else layer.unclassed
    label = layer.style.classes[found].label if found >= 0 else nothing
    facts = [Fact(layer.style.title, label)]
    if layer.values is not None and np.isfinite(layer.values[row]):
        figure = float(layer.values[row])
        text = f"{figure:,.6g}" if abs(figure) < 1e6 else f"{figure:,.0f}"
        facts.append(Fact(tr("value").both(), {"zh": text, "en": text}))
    return facts
