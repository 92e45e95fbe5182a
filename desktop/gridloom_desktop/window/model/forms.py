"""The form of an analysis, made from the JSON Schema of its parameters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gridloom_analytics.analysis import Analysis
from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.measures.parsing import parse_measure
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import Store
from gridloom_layers.workspace.titles import field_title

COLUMNS = ("field", "measure")
"""Both take a field of the layer, a kept measure, or the text of a measure."""
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

    Fields and measures are offered from what the workspace has; the layer itself is chosen
    outside the form, so parameters of that kind are left out.
    """
    schema = analysis.parameters.model_json_schema()
    required = set(schema.get("required", ()))
    return [
        _entry(name, resolved, hints, store, layer, required=name in required)
        for name, one in schema.get("properties", {}).items()
        if (hints := (resolved := _resolved(one, schema)).get("x-gridloom", {})).get("kind")
        != "layer"
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
    store: Store,
    layer: str,
    *,
    required: bool,
) -> Entry:
    kind = _kind(one, hints)
    return Entry(
        name=name,
        title=hints.get("title") or {"zh": name, "en": name},
        kind=kind,
        default=one.get("default"),
        required=required,
        optional=bool(one.get("optional")),
        choices=tuple(_choices(one, hints, store, layer)),
        open=hints.get("kind") in COLUMNS,
        low=one.get("minimum", one.get("exclusiveMinimum")),
        high=one.get("maximum", one.get("exclusiveMaximum")),
        unit=hints.get("unit") or ("m" if hints.get("kind") == "distance" else ""),
    )


def _kind(one: Mapping[str, Any], hints: Mapping[str, Any]) -> EntryKind:
    if one.get("type") == "boolean":
        return "switch"
    if hints.get("kind") in ("field", "measure", "choice") or "enum" in one:
        return "choice"
    kinds: dict[Any, EntryKind] = {"integer": "whole", "number": "decimal"}
    return kinds.get(one.get("type"), "text")


def _choices(
    one: Mapping[str, Any], hints: Mapping[str, Any], store: Store, layer: str
) -> list[Choice]:
    if "enum" in one or hints.get("kind") == "choice":
        titles = hints.get("choices", {})
        values = one.get("enum", list(titles))
        return [Choice(value, titles.get(value, _same(value))) for value in values]
    if hints.get("kind") not in COLUMNS:
        return []
    own, other = [], []
    for name in store.measures:
        (own if _level(store, name) == layer else other).append(Choice(name, _same(name)))
    return own + _field_choices(store, layer) + other


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


def _field_choices(store: Store, layer: str) -> list[Choice]:
    """Return the layer's numeric fields; links are numbers too, but measure nothing."""
    links = {link.column for link in store.links if link.left == layer}
    table = store.table(layer)
    return [
        Choice(field.name, field_title(table, field))
        for field in table.fields
        if field.type in ("integer", "number") and field.name not in links
    ]


def _same(value: object) -> Bilingual:
    return {"zh": str(value), "en": str(value)}
