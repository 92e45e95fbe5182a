"""What is known of one feature, its personal fields masked."""

from dataclasses import dataclass

from sqlglot import exp

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure import mask_for
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_layers.roles import Role, role
from gridloom_layers.workspace import ROW_KEY, Store, TableField


@dataclass(frozen=True)
class Fact:
    """A field of a feature and its value, as text; ``masked`` where it is personal."""

    title: Bilingual
    value: Bilingual
    masked: bool = False


def facts(store: Store, layer: MapLayer, row: int) -> list[Fact]:
    """Return the fields of one row of a layer, in the table's order; link columns are left out.

    A layer that shows a result begins with what was found for the row.
    """
    table = store.table(layer.table)
    query = (
        exp.select(exp.Star())
        .from_(exp.to_identifier(table.name, quoted=True))
        .where(exp.column(ROW_KEY).eq(int(layer.row_keys[row])))
    )
    records = store.select(query).to_pylist()
    record = records[0] if records else {}
    links = {link.column for link in store.links if link.left == table.name}
    kind = role(table.role)
    return _answer(layer, row) + [
        _fact(field, record.get(field.name), kind)
        for field in table.fields
        if field.name not in links
    ]


def _fact(field: TableField, value: object, kind: Role) -> Fact:
    known = kind.field(field.name) if field.canonical else None
    text = "" if value is None else _written(value)
    masked = field.personal != "no"
    if masked:
        text = mask_for(known, field.personal)(text)
    title: Bilingual = known.title if known else {"zh": field.name, "en": field.name}
    return Fact(title, {"zh": text, "en": text}, masked)


def _answer(layer: MapLayer, row: int) -> list[Fact]:
    """Return the class that a result gives the row."""
    found = layer.classes[row]
    if layer.result is None or found < 0:
        return []
    return [Fact(layer.title, layer.style.classes[found].label)]


def _written(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
