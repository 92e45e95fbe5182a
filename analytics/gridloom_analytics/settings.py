"""Settings as a user gives them, as the parameters of an analysis."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from gridloom_analytics.analysis import Analysis, Geometry, Level, Parameters
from gridloom_analytics.bilingual import Bilingual, Given
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, listed, tr

BOUNDS = {"minimum": "≥ ", "exclusiveMinimum": "> ", "maximum": "≤ ", "exclusiveMaximum": "< "}
COLUMN_KINDS = ("field", "measure")
MAIN = "layer"
"""What the layer that an analysis works on is called where a parameter belongs to it."""


def read_settings(analysis: Analysis, settings: Mapping[str, Any]) -> Parameters:
    """Return the parameters; texts are read as numbers and truth values where those are due.

    Raises ``BadInput`` that names the first parameter at fault, and what it may be.
    """
    try:
        return analysis.parameters.model_validate(dict(settings))
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        raise _refusal(analysis, name, first["type"], settings.get(name)) from error


def without_effect(parameters: Parameters) -> tuple[Bilingual, ...]:
    """Say which settings have no effect beside the others, where they are not the default."""
    options, found = _hints(parameters), []
    for name, hints in options.items():
        changed = getattr(parameters, name) != type(parameters).model_fields[name].default
        for choice, values in hints.get("used", {}).items():
            if changed and getattr(parameters, choice) not in values:
                found.append(
                    tr(
                        "“{name}” ({title}) has no effect where “{choice}” is {value}.",
                        name=name,
                        title=Given.of(hints["title"]),
                        choice=choice,
                        value=getattr(parameters, choice),
                    ).both()
                )
    return tuple(found)


@dataclass(frozen=True)
class Asked:
    """What parameters ask of one layer.

    ``columns`` are fields and measures, each once; those that only a default names (``usual``)
    are taken where they are there. ``where`` is a condition on its rows. Of a further layer
    ``named`` is what the user calls it, ``level`` which level of a workspace stands for it where
    it is not named, ``geometry`` its kind.
    """

    columns: tuple[str, ...] = ()
    where: str | None = None
    named: str | None = None
    level: Level | None = None
    geometry: Geometry | None = None
    usual: tuple[str, ...] = ()


def asked_of(parameters: Parameters) -> dict[str, Asked]:
    """Return what the parameters ask of each layer, by the name of the layer parameter.

    ``MAIN`` is the layer that the analysis works on; it is always there.
    """
    asked, options = {MAIN: Asked()}, _hints(parameters)
    for name, hints in options.items():
        if hints["kind"] == "layer" and not _spared(parameters, hints):
            named = getattr(parameters, name)
            asked[name] = Asked((), None, named, hints.get("level"), hints.get("geometry"))
    for name, hints in options.items():
        value, of = getattr(parameters, name), hints.get("of", MAIN)
        if hints["kind"] in COLUMN_KINDS and value is not None:
            columns = (value,) if isinstance(value, str) else tuple(value)
            known = tuple(dict.fromkeys((*asked[of].columns, *columns)))
            asked[of] = replace(asked[of], columns=known)
            if name not in parameters.model_fields_set:
                asked[of] = replace(asked[of], usual=(*asked[of].usual, *columns))
        elif hints["kind"] == "expression" and "of" in hints:
            asked[of] = replace(asked[of], where=value)
    return asked


def _spared(parameters: Parameters, hints: Mapping[str, Any]) -> bool:
    """Tell whether a parameter is not needed, as another one is given instead."""
    return "unless" in hints and getattr(parameters, hints["unless"]) is not None


def _hints(parameters: Parameters) -> dict[str, dict[str, Any]]:
    """Return what each parameter tells a form, by its name."""
    found: dict[str, dict[str, Any]] = {}
    for name, field in type(parameters).model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and isinstance(hints := extra.get("x-gridloom"), dict):
            found[name] = dict(hints)
    return found


def _refusal(analysis: Analysis, name: str, fault: str, given: Any) -> BadInput:
    properties = analysis.parameters.model_json_schema()["properties"]
    where = Where(column=name)
    if fault == "extra_forbidden":
        return BadInput(
            "unknown-parameter",
            tr("“{analysis}” has no parameter “{name}”.", analysis=analysis.name, name=name),
            where,
            tr("Its parameters: {names}.", names=listed(properties)),
        )
    title = _title(properties.get(name, {}), name)
    if fault == "missing":
        return BadInput(
            "missing-parameter",
            tr("The parameter “{name}” ({title}) is missing.", name=name, title=title),
            where,
            tr("Give it as {name}=….", name=name),
        )
    return BadInput(
        "bad-parameter",
        tr("“{given}” cannot be “{name}” ({title}).", given=given, name=name, title=title),
        where,
        tr("Allowed: {allowed}.", allowed=_allowed(properties.get(name, {}))),
    )


def _title(schema: Mapping[str, Any], name: str) -> Message | str:
    texts = schema.get("x-gridloom", {}).get("title")
    return Given.of(texts) if texts else name


def _allowed(schema: Mapping[str, Any]) -> Message | str:
    """Return in words what a property of a JSON Schema may be."""
    if "enum" in schema:
        return listed(schema["enum"])
    known = [f"{sign}{schema[key]}" for key, sign in BOUNDS.items() if key in schema]
    bounds = listed(known) if known else ""
    match schema.get("type"):
        case "integer":
            return tr("a whole number {bounds}", bounds=bounds)
        case "number":
            return tr("a number {bounds}", bounds=bounds)
        case "boolean":
            return tr("true or false")
        case "array" if schema.get("items", {}).get("type") == "number":
            return tr("numbers with commas between them")
        case "array":
            return tr("names with commas between them")
    return tr("a text")
