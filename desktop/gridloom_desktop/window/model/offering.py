"""What a workspace has to offer to the questions of a form: layers, fields, measures, tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gridloom_analytics.analysis import Analysis, Holds
from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.measures.parsing import parse_measure
from gridloom_analytics.preparing.defaults import default_layer
from gridloom_analytics.settings import MAIN
from gridloom_analytics.titles import measure_title, table_heading
from gridloom_layers.errors import BadInput
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


@dataclass(frozen=True)
class Choice:
    """One value that can be chosen, and how it is called."""

    value: Any
    title: Bilingual


@dataclass(frozen=True)
class Offer:
    """What a workspace has to offer to a form: ``layers`` by the parameter that names them.

    ``table`` is the table that is asked about where the form names one that is no layer.
    """

    store: Store
    layers: Mapping[str, str | None]
    table: str | None = None

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
            group = own if _level(self.store, name) == layer else other
            group.append(Choice(name, measure_title(name)))
        return own + fields + other

    def standing_title(self, name: str) -> Bilingual | None:
        """Return what the layer is called that stands for a further one, if there is one."""
        layer = self.layers.get(name)
        return table_heading(self.store.table(layer)) if layer else None

    def tables(self) -> list[Choice]:
        """Return all tables of the workspace."""
        return [Choice(one.name, table_heading(one)) for one in self.store.tables.values()]

    def fields_of_table(self) -> list[Choice]:
        """Return the fields of the table that is asked about, if the form names one."""
        table = self.store.tables.get(self.table or "")
        if table is None:
            return []
        links = {link.column for link in self.store.links if link.left == table.name}
        fields = (one for one in table.fields if one.name not in links)
        return [Choice(one.name, field_title(table, one)) for one in fields]

    def words(self, hints: Mapping[str, Any]) -> list[str]:
        """Return the names that a condition on rows may use, and what they are called."""
        name = self.layers.get(hints["of"]) if "of" in hints else self.table
        if hints.get("kind") != "expression" or name not in self.store.tables:
            return []
        table = self.store.table(str(name))
        titles = {one.name: field_title(table, one)["zh"] for one in table.fields}
        return list(dict.fromkeys((*titles, *titles.values())))


def standing(store: Store, hints: Mapping[str, Mapping[str, Any]]) -> dict[str, str | None]:
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
        Choice(table.name, table_heading(table))
        for table in store.tables.values()
        if table.geometry is not None and geometry in (None, table.geometry)
    ]


@dataclass(frozen=True)
class Askable:
    """A layer that an analysis may be asked of."""

    name: str
    title: Bilingual
    geometry: str


def askable(store: Store) -> list[Askable]:
    """Return the layers of a workspace, first those that a measure was made for or have numbers."""
    levels = {_level(store, name) for name in store.measures}
    layers = [table for table in store.tables.values() if table.geometry is not None]
    layers.sort(key=lambda one: (one.name not in levels, not _field_choices(store, one.name)))
    return [Askable(one.name, table_heading(one), str(one.geometry)) for one in layers]


def usual_layer(store: Store, analysis: Analysis) -> str | None:
    """Return the layer that an analysis is best asked of: of its kind, the likeliest first."""
    kind = analysis.geometry
    fitting = [one.name for one in askable(store) if one.geometry == kind]
    try:
        meant = default_layer(store, kind) if kind == "point" else None
    except BadInput:
        meant = None
    return meant or next(iter(fitting), None)


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
        Choice(one.name, field_title(table, one))
        for one in table.fields
        if one.type in TYPES[holds] and one.name not in links
    ]
