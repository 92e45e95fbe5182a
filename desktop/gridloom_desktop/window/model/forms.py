"""The form of an analysis, made from the JSON Schema of its parameters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gridloom_analytics.analysis import Analysis, Holds
from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.measures.parsing import parse_measure
from gridloom_analytics.preparing.defaults import default_layer
from gridloom_analytics.settings import MAIN
from gridloom_layers.errors import BadInput
from gridloom_layers.roles import role
from gridloom_layers.workspace import Store
from gridloom_layers.workspace.titles import field_title

COLUMNS = ("field", "measure")
"""Both take a field of the layer, a kept measure, or the text of a measure."""
TYPES: Mapping[Holds, tuple[str, ...]] = {
    "number": ("integer", "number"),
    "time": ("date", "datetime"),
    "text": ("text", "boolean"),
}
"""The types of stored fields that hold numbers, times and texts."""
EntryKind = Literal["choice", "whole", "decimal", "switch", "text"]


@dataclass(frozen=True)
class Choice:
    """One value that can be chosen, and how it is called."""

    value: Any
    title: Bilingual


@dataclass(frozen=True)
class Entry:
    """One question of a form.

    ``kind`` says what is asked for; ``choices`` are offered (``open`` allows other text too);
    ``required`` entries have no default; ``optional`` ones may be left empty (None).
    """

    name: str
    title: Bilingual
    kind: EntryKind
    default: Any = None
    required: bool = False
    optional: bool = False
    choices: tuple[Choice, ...] = ()
    open: bool = False
    low: float | None = None
    high: float | None = None
    unit: str = ""


def form(analysis: Analysis, store: Store, layer: str) -> list[Entry]:
    """Return the questions that ``analysis`` asks about ``layer``, in the order declared.

    Layers, fields and measures are offered from what the workspace has; fields of a further layer
    from the one that stands for it where none is named.
    """
    schema = analysis.parameters.model_json_schema()
    required = set(schema.get("required", ()))
    properties = {n: _resolved(one, schema) for n, one in schema.get("properties", {}).items()}
    hints = {name: one.get("x-gridloom", {}) for name, one in properties.items()}
    asked = Offer(store, {MAIN: layer} | _standing(store, hints))
    return [
        _entry(name, one, hints[name], asked, required=name in required)
        for name, one in properties.items()
    ]


@dataclass(frozen=True)
class Offer:
    """What a workspace has to offer to a form: ``layers`` by the parameter that names them."""

    store: Store
    layers: Mapping[str, str | None]

    def choices(self, hints: Mapping[str, Any]) -> list[Choice]:
        """Return the layers, fields and measures that a parameter may name."""
        if hints.get("kind") == "layer":
            return _layer_choices(self.store, hints.get("geometry"))
        layer = self.layers.get(hints.get("of", MAIN))
        if hints.get("kind") not in COLUMNS or layer is None:
            return []
        fields = _field_choices(self.store, layer, hints.get("holds", "number"))
        if hints.get("holds", "number") != "number":
            return fields
        own, other = [], []
        for name in self.store.measures:
            (own if _level(self.store, name) == layer else other).append(Choice(name, _same(name)))
        return own + fields + other


def _standing(store: Store, hints: Mapping[str, Mapping[str, Any]]) -> dict[str, str | None]:
    """Return the layers that stand for further layers where the user names none."""
    standing: dict[str, str | None] = {}
    for name, one in hints.items():
        if one.get("kind") == "layer":
            try:
                geometry, level = one.get("geometry", "area"), one.get("level", "finest")
                standing[name] = default_layer(store, geometry, level)
            except BadInput:
                standing[name] = None
    return standing


def _layer_choices(store: Store, geometry: str | None) -> list[Choice]:
    return [
        Choice(table.name, dict(role(table.role).title))
        for table in store.tables.values()
        if table.geometry is not None and geometry in (None, table.geometry)
    ]


def _resolved(one: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a property with its reference followed and ``X or null`` folded into one."""
    merged = dict(one)
    for reference in [one, *one.get("allOf", ())]:
        if "$ref" in reference:
            target = schema["$defs"][reference["$ref"].rsplit("/", 1)[1]]
            merged = {**target, **merged}
    options = [dict(option) for option in one.get("anyOf", ())]
    if any(option.get("type") == "null" for option in options):
        merged["optional"] = True
    for option in (option for option in options if option.get("type") != "null"):
        merged = {**_resolved(option, schema), **merged}
        break
    return merged


def _entry(
    name: str,
    one: Mapping[str, Any],
    hints: Mapping[str, Any],
    offer: Offer,
    *,
    required: bool,
) -> Entry:
    kind, default = _kind(one, hints), one.get("default")
    if isinstance(default, list):  # names are asked for as one text, none of them as no answer
        default = ", ".join(default) or None
    return Entry(
        name=name,
        title=hints.get("title") or {"zh": name, "en": name},
        kind=kind,
        default=default,
        required=required,
        optional=bool(one.get("optional")) or (default is None and not required),
        choices=tuple(_choices(one, hints, offer)),
        open=hints.get("kind") in (*COLUMNS, "layer"),
        low=one.get("minimum", one.get("exclusiveMinimum")),
        high=one.get("maximum", one.get("exclusiveMaximum")),
        unit=hints.get("unit") or ("m" if hints.get("kind") == "distance" else ""),
    )


def _kind(one: Mapping[str, Any], hints: Mapping[str, Any]) -> EntryKind:
    if one.get("type") == "boolean":
        return "switch"
    if hints.get("kind") in (*COLUMNS, "layer", "choice") or "enum" in one:
        return "choice"
    kinds: dict[Any, EntryKind] = {"integer": "whole", "number": "decimal"}
    return kinds.get(one.get("type"), "text")


def _choices(one: Mapping[str, Any], hints: Mapping[str, Any], offer: Offer) -> list[Choice]:
    if "enum" in one or hints.get("kind") == "choice":
        titles = hints.get("choices", {})
        values = one.get("enum", list(titles))
        return [Choice(value, titles.get(value, _same(value))) for value in values]
    return offer.choices(hints)


def askable(store: Store, layers: Iterable[str]) -> list[str]:
    """Return the layers, first those that a measure was made for, then those with numbers."""
    levels = {_level(store, name) for name in store.measures}
    order = {layer: (layer not in levels, not _field_choices(store, layer)) for layer in layers}
    return sorted(order, key=order.__getitem__)


def _level(store: Store, measure: str) -> str | None:
    """Return the layer that a kept measure names, or None; one that is broken now names none."""
    try:
        return parse_measure(store.measures[measure].text, store).level
    except BadInput:
        return None


def _field_choices(store: Store, layer: str, holds: Holds = "number") -> list[Choice]:
    """Return the layer's fields of one kind; links are numbers too, but measure nothing."""
    links = {link.column for link in store.links if link.left == layer}
    table = store.table(layer)
    return [
        Choice(field.name, field_title(table, field))
        for field in table.fields
        if field.type in TYPES[holds] and field.name not in links
    ]


def _same(value: object) -> Bilingual:
    return {"zh": str(value), "en": str(value)}
