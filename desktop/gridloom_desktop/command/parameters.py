"""What an analysis asks for, for people: each parameter, what may be given, and what that means."""

from collections.abc import Mapping
from typing import Any

from gridloom_analytics.analysis import Analysis
from gridloom_desktop.command.answer import Table
from gridloom_layers.language import Message, current_language, listed, tr

KINDS: Mapping[str, Message] = {
    "layer": tr("a layer"),
    "field": tr("a field or a measure"),
    "measure": tr("a field or a measure"),
    "distance": tr("metres"),
    "crs": tr("a system, such as EPSG:4547"),
    "extent": tr("least x, least y, greatest x, greatest y"),
    "expression": tr("text"),
    "number": tr("a number"),
    "seed": tr("a whole number"),
}
SEVERAL: Mapping[str, Message] = {
    "field": tr("fields or measures"),
    "measure": tr("fields or measures"),
    "distance": tr("numbers"),
    "number": tr("numbers"),
    "expression": tr("texts"),
}
"""The same where several are given, by --set for each."""
Schema = Mapping[str, Any]


def parameter_tables(analysis: Analysis) -> list[Table]:
    """Return the parameters of an analysis, and what each value of a choice means."""
    schema = analysis.parameters.model_json_schema()
    required = schema.get("required", ())
    rows = [
        (name, _title(name, one), _values(one), _default(one, required=name in required),
         _use(_hints(one)))
        for name, one in schema["properties"].items()
    ]  # fmt: skip
    headings = (tr("name"), tr("meaning"), tr("values"), tr("default"), tr("only with"))
    parameters = Table(tr("Parameters (--set NAME=VALUE)"), headings, rows)
    choices = [row for name, one in schema["properties"].items() for row in _choices(name, one)]
    if not choices:
        return [parameters]
    headings = (tr("parameter"), tr("values"), tr("meaning"))
    return [parameters, Table(tr("Values of the choices"), headings, choices)]


def _hints(one: Schema) -> Schema:
    return one.get("x-gridloom", {})


def _title(name: str, one: Schema) -> str:
    return _hints(one).get("title", {}).get(current_language(), name)


def _values(one: Schema) -> Message | str:
    """Return what may be given: a kind of thing, a range of numbers, yes or no, a choice."""
    kind = _hints(one).get("kind", "")
    if _hints(one).get("choices"):
        return tr("a choice, see below")
    if one.get("type") == "boolean":
        return listed(("true", "false"))
    if one.get("type") == "array" and kind != "extent":
        return SEVERAL.get(kind, tr("texts"))
    if kind == "number":
        return _range(one)
    if kind == "expression" and "of" in _hints(one):
        return tr("a condition")
    return KINDS.get(kind) or listed(map(str, one.get("enum", ()))) or tr("text")


def _range(one: Schema) -> Message:
    """Return between which numbers one must lie."""
    number = next((each for each in one.get("anyOf", ()) if each.get("type") != "null"), one)
    least, most = number.get("minimum"), number.get("maximum")
    if least is not None and most is not None:
        return tr("{least:,} to {most:,}", least=least, most=most)
    if least is not None:
        return tr("{least:,} or more", least=least)
    return KINDS["number"]


def _default(one: Schema, *, required: bool) -> object:
    if required:
        return tr("required")
    default = one.get("default")
    if isinstance(default, bool):
        return str(default).lower()
    return None if default == [] else default


def _use(hints: Schema) -> Message | None:
    """Return with which other parameters this one counts; nothing where it always does."""
    used: Mapping[str, list[Any]] = hints.get("used", {})
    said: list[Message | str] = [f"{name}={'|'.join(map(str, of))}" for name, of in used.items()]
    if hints.get("unless"):
        said.append(tr("without “{name}”", name=hints["unless"]))
    return listed(said) if said else None


def _choices(name: str, one: Schema) -> list[tuple[str, str, str]]:
    titles = _hints(one).get("choices", {})
    order = one.get("enum") or one.get("items", {}).get("enum") or list(titles)
    told = [(value, titles[value][current_language()]) for value in map(str, order)]
    return [(name if at == 0 else "", value, title) for at, (value, title) in enumerate(told)]
