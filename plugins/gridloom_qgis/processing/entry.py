"""What a catalogue entry says, in the words of QGIS: ids, titles, schemas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..calling.catalogue import Entry
from ..language import spoken

INPUT, WORKSPACE, LAYER, SEED, CRS, OUTPUT = (
    "INPUT", "WORKSPACE", "LAYER", "SEED", "CRS", "OUTPUT",
)  # fmt: skip
OWN = (INPUT, WORKSPACE, LAYER, SEED, CRS, OUTPUT)
"""Parameters that every algorithm has, or may have; the catalogue does not list them."""
MAIN = "layer"
"""What the catalogue calls the layer that an analysis works on."""
Schema = dict[str, Any]


class Asked:
    """One parameter of an analysis: its JSON Schema, and what ``x-gridloom`` says of it."""

    def __init__(self, name: str, schema: Schema, *, required: bool) -> None:
        self.name = name
        self.required = required
        self.hints: dict[str, Any] = schema.get("x-gridloom", {})
        self.default = schema.get("default")
        parts = schema.get("anyOf") or [schema]
        self.schema: Schema = next((one for one in parts if one.get("type") != "null"), schema)
        self.may_be_none = len(parts) > 1 or self.several
        self.id = name.upper() + ("_" if name.upper() in OWN else "")

    @property
    def kind(self) -> str:
        """Return what kind of thing is asked for, such as ``field``."""
        return str(self.hints.get("kind", ""))

    @property
    def several(self) -> bool:
        """Whether a list is taken."""
        return self.schema.get("type") == "array"

    @property
    def title(self) -> str:
        """Return the title in the language of QGIS, with the unit where it is no metre or day."""
        title = spoken(self.hints.get("title", {})) or self.name
        return f"{title} (%)" if self.hints.get("unit") == "%" else title

    @property
    def choices(self) -> dict[str, str]:
        """Return the titles of the values that a choice has, by value."""
        titles = self.hints.get("choices", {})
        values = self.schema.get("enum") or self.schema.get("items", {}).get("enum") or titles
        return {str(value): spoken(titles.get(str(value), {})) or str(value) for value in values}


def meant(value: Any, names: list[str]) -> list[Any]:
    """Return what a value means of a choice: one or several names, or their places, or "a,b".

    What is neither stays as it is, for Gridloom to refuse.

    >>> meant([1, "auto"], ["auto", "rook"])
    ['rook', 'auto']
    """
    given = value.split(",") if isinstance(value, str) else value
    given = given if isinstance(given, (list, tuple)) else [given]
    by_place: dict[Any, str] = dict(enumerate(names))
    return [by_place.get(one, one) for one in given]


def asked(entry: Entry) -> list[Asked]:
    """Return the parameters of an analysis in their order."""
    schema = entry["parameters"]
    required = schema.get("required", ())
    return [
        Asked(name, one, required=name in required) for name, one in schema["properties"].items()
    ]


def primary(entry: Entry) -> Entry:
    """Return the output that stands beside the columns of the layer."""
    return entry["outputs"][0]


def further(entry: Entry) -> Iterator[tuple[str, Entry]]:
    """Yield the id and entry of each further output that is written to a file of its own.

    Those of which there may be several, one for each column, are only in the GeoPackage of all.
    """
    for one in entry["outputs"][1:]:
        if one["kind"] != "scalar" and "{" not in one["name"]:
            yield identifier(f"{one['name']}_{one['kind']}"), one


def figures(entry: Entry) -> Iterator[tuple[str, Entry]]:
    """Yield the id and entry of each global figure."""
    for one in entry["outputs"]:
        if one["kind"] == "scalar" and "{" not in one["name"]:
            yield identifier(one["name"]), one


def identifier(name: str) -> str:
    """Return a name as QGIS names parameters.

    >>> identifier("events by step_chart")
    'EVENTS_BY_STEP_CHART'
    """
    return re.sub(r"\W+", "_", name).upper()


def as_text(value: Any) -> str | None:
    """Return a value as Gridloom reads it from text.

    >>> as_text([1.0, 2.5]), as_text(True)
    ('1,2.5', 'true')
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, (list, tuple)):
        return ",".join(as_text(one) or "" for one in value)
    return str(value)
