"""The layer and the parameters of a kept result, after something they name was renamed."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from gridloom_analytics.analyses import catalogue
from gridloom_analytics.expressions import Fields, find_table
from gridloom_analytics.queries.dimensions import read_dimensions
from gridloom_analytics.renaming.texts import in_expression, in_measure, in_name
from gridloom_analytics.settings import COLUMN_KINDS, MAIN
from gridloom_analytics.sources import TABLE
from gridloom_analytics.titles import NAMED_FOR
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import Reading, TableInfo

BY = "by"
"""The parameter that says by what rows are counted: a field of them, bands of one, or a level."""
Document = Mapping[str, Any]
Settings = Mapping[str, Any]


def with_table(
    store: Reading, analysis: str, document: Document, old: str, new: str
) -> dict[str, Any]:
    """Return what changes of a result's document when the table ``old`` is called ``new``."""
    layer, settings = str(document["layer"]), document["parameters"]
    kinds = _kinds(analysis)
    changed = {
        name: _told(store, kinds, layer, settings, name, old, new)
        for name in settings.keys() & kinds.keys()
    }
    named = {"layer": new, NAMED_FOR: document.get(NAMED_FOR, old)} if layer == old else {}
    return {**named, "parameters": {**settings, **changed}}


def with_measure(analysis: str, document: Document, old: str, new: str) -> dict[str, Any]:
    """Return what changes of a result's document when the measure ``old`` is called ``new``."""
    settings, kinds = document["parameters"], _kinds(analysis)
    columns = [name for name in settings if kinds.get(name, ("",))[0] in COLUMN_KINDS]
    changed = {
        name: _each(settings[name], lambda text: new if text == old else text) for name in columns
    }
    return {"parameters": {**settings, **changed}}


def _kinds(analysis: str) -> dict[str, tuple[str, str | None]]:
    """Return the kind of each parameter, and the parameter of the layer that it belongs to."""
    known = catalogue().get(analysis)
    if known is None:
        return {}
    schema = known.parameters.model_json_schema()["properties"]
    hints = {name: one.get("x-gridloom", {}) for name, one in schema.items()}
    return {name: (str(one.get("kind")), one.get("of")) for name, one in hints.items()}


def _told(
    store: Reading, kinds: Mapping[str, tuple[str, str | None]], layer: str, settings: Settings,
    name: str, old: str, new: str,
) -> Any:  # fmt: skip
    """Return the value of a parameter under the new name; what cannot be read stays."""
    kind, of = kinds[name]
    value = settings[name]
    if kind == "layer" or name == TABLE:
        return _each(value, lambda text: _read(lambda: in_name(text, store, old, new), text))
    if kind in COLUMN_KINDS:
        rows = _table(store, _rows(settings, of, layer))
        own = () if rows is None else rows.field_names
        return _each(value, lambda text: text if text in own or text in store.measures
                     else _read(lambda: in_measure(text, store, old, new), text))  # fmt: skip
    rows = _table(store, _rows(settings, of or TABLE, layer))
    if kind != "expression" or rows is None or (of is None and TABLE not in kinds):
        return value  # such as the code of a case
    fields = Fields(store, rows)
    follow = partial(_in_by, store, rows) if name == BY else in_expression
    return _each(value, lambda text: _read(lambda: follow(text, fields, old, new), text))


def _in_by(store: Reading, rows: TableInfo, text: str, fields: Fields, old: str, new: str) -> str:
    """Return what rows are counted by, a level only where the counting itself takes it for one."""
    if any(one.level for one in read_dimensions(text, store, rows.name)):
        return in_name(text.strip('"'), store, old, new)
    return in_expression(text, fields, old, new)


def _rows(settings: Settings, of: str | None, layer: str) -> str:
    """Return the table that a parameter speaks of."""
    return layer if of in (None, MAIN) else str(settings.get(of) or layer)


def _table(store: Reading, name: str) -> TableInfo | None:
    try:
        return find_table(store, name)
    except BadInput:  # a file, or gone since
        return None


def _read(written: Callable[[], str], text: str) -> str:
    try:
        return written()
    except BadInput:
        return text


def _each(value: Any, follow: Callable[[str], str]) -> Any:
    """Return a text, or each of several, under the new name; any other value as it is."""
    if isinstance(value, str):
        return follow(value)
    if isinstance(value, list | tuple):
        return [_each(one, follow) for one in value]
    return value
