"""The form of an analysis, made from the JSON Schema of its parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from gridloom_analytics.analysis import Analysis
from gridloom_analytics.bilingual import Bilingual, Given, same
from gridloom_analytics.settings import MAIN
from gridloom_desktop.window.model.offering import COLUMNS, Choice, Offer, standing
from gridloom_layers.language import Message, tr
from gridloom_layers.workspace import Store

EntryKind = Literal["choice", "names", "whole", "decimal", "switch", "text"]
NAMED_UNITS = {"d": tr("days"), "a": tr("years")}
"""Units whose symbols not everyone reads."""


@dataclass(frozen=True)
class Entry:
    """One question of a form.

    ``kind`` says what is asked for ("names" are several of the choices); ``choices`` are offered
    (``open`` allows other text too); ``words`` are names that a text may be put together from.
    ``required`` entries have no default; ``optional`` ones may be left empty (None), which means
    what ``blank`` says. ``used`` are choices, by name, and the values of each under which the
    question matters.
    """

    name: str
    title: Bilingual
    kind: EntryKind
    default: Any = None
    required: bool = False
    optional: bool = False
    choices: tuple[Choice, ...] = ()
    open: bool = False
    words: tuple[str, ...] = ()
    blank: Bilingual = field(default_factory=tr("none").both)
    low: float | None = None
    high: float | None = None
    unit: Bilingual | None = None
    used: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    def applies(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether the question has an effect beside the answers to others."""
        return all(answers.get(name) in values for name, values in self.used.items())


def form(analysis: Analysis, store: Store, layer: str) -> list[Entry]:
    """Return the questions that ``analysis`` asks about ``layer``, in the order declared.

    Layers, fields and measures are offered from what the workspace has; fields of a further layer
    from the one that stands for it where none is named.
    """
    schema = analysis.parameters.model_json_schema()
    required = set(schema.get("required", ()))
    properties = {n: _resolved(one, schema) for n, one in schema.get("properties", {}).items()}
    hints = {name: one.get("x-gridloom", {}) for name, one in properties.items()}
    table = properties.get("table", {}).get("default")
    asked = Offer(store, {MAIN: layer} | standing(store, hints), table)
    entries = [
        _entry(name, one, hints[name], asked, required=name in required)
        for name, one in properties.items()
    ]
    if store.table(layer).geometry == "point":
        return entries
    counted = {one["unless"] for one in hints.values() if "unless" in one}
    return [_preset(one) if one.name in counted else one for one in entries]


def _preset(entry: Entry) -> Entry:
    """Return the question for a value, without which points are counted, where there are none."""
    first = next((one.value for one in entry.choices), None)
    return replace(entry, default=first) if entry.default is None else entry


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
    offered, default = _choices(name, one, hints, offer), one.get("default")
    kind = _kind(one, hints, offered)
    if isinstance(default, list) and kind != "names":  # one text; an empty list is no answer
        default = ", ".join(map(str, default)) or None
    return Entry(
        name=name,
        title=hints.get("title") or {"zh": name, "en": name},
        kind=kind,
        default=default,
        required=required,
        optional=bool(one.get("optional")) or (default is None and not required),
        choices=tuple(offered),
        open=hints.get("kind") in (*COLUMNS, "layer", "expression"),
        words=tuple(offer.words(hints)),
        blank=_blank(one, hints, offer.standing_title(name)).both(),
        low=one.get("minimum", one.get("exclusiveMinimum")),
        high=one.get("maximum", one.get("exclusiveMaximum")),
        unit=_unit(hints),
        used={name: tuple(values) for name, values in hints.get("used", {}).items()},
    )


def _unit(hints: Mapping[str, Any]) -> Bilingual | None:
    unit = hints.get("unit") or ("m" if hints.get("kind") == "distance" else None)
    if unit is None:
        return None
    return NAMED_UNITS[unit].both() if unit in NAMED_UNITS else same(unit)


def _blank(one: Mapping[str, Any], hints: Mapping[str, Any], standing: Bilingual | None) -> Message:
    """Return what it means to give no answer; ``standing`` is the layer that is taken then."""
    if hints.get("kind") == "layer" and "level" in hints and standing:
        return tr("automatic: {layer}", layer=Given.of(standing))
    if hints.get("kind") == "expression" and one.get("type") == "string":
        return tr("all rows")
    return tr("none") if hints.get("kind") in (*COLUMNS, "layer") else tr("automatic")


def _kind(one: Mapping[str, Any], hints: Mapping[str, Any], offered: Sequence[Choice]) -> EntryKind:
    if one.get("type") == "boolean":
        return "switch"
    if one.get("type") == "array" and hints.get("kind") in COLUMNS:
        return "names"
    if offered or hints.get("kind") in (*COLUMNS, "layer", "choice"):
        return "choice"
    kinds: dict[Any, EntryKind] = {"integer": "whole", "number": "decimal"}
    return kinds.get(one.get("type"), "text")


def _choices(
    name: str, one: Mapping[str, Any], hints: Mapping[str, Any], offer: Offer
) -> list[Choice]:
    """Return what is offered for an answer: values, layers, columns, tables, fields of a table."""
    if "enum" in one or hints.get("kind") == "choice":
        titles = hints.get("choices", {})
        values = one.get("enum", list(titles))
        return [Choice(value, titles.get(value, same(value))) for value in values]
    if hints.get("kind") == "expression" and "of" not in hints and one.get("default"):
        return offer.tables() if name == "table" else offer.fields_of_table()
    return offer.choices(hints)
