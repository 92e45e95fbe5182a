"""Settings as a user gives them, as the parameters of an analysis."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from gridloom_analytics.analysis import Analysis, Parameters
from gridloom_analytics.bilingual import Given
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, listed, tr

BOUNDS = {"minimum": "≥ ", "exclusiveMinimum": "> ", "maximum": "≤ ", "exclusiveMaximum": "< "}
COLUMN_KINDS = ("field", "measure")


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


def columns_of(parameters: Parameters) -> list[str]:
    """Return the names of columns and measures that the parameters ask for, each once."""
    asked: list[str] = []
    for name, field in type(parameters).model_fields.items():
        extra = field.json_schema_extra
        hints = extra.get("x-gridloom") if isinstance(extra, dict) else None
        if isinstance(hints, dict) and hints.get("kind") in COLUMN_KINDS:
            value = getattr(parameters, name)
            asked += [value] if isinstance(value, str) else list(value or ())
    return list(dict.fromkeys(asked))


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
    return tr("a text")
