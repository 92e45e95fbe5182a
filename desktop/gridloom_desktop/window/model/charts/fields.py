"""Which fields of a table, or columns of a result on it, a chart may show, and how."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.measures import counts_persons
from gridloom_analytics.titles import table_heading
from gridloom_desktop.window.model.charts.view import KIND_OF_CHART, ChartKind, Holds
from gridloom_layers.roles import DerivedField, RoleField, role
from gridloom_layers.workspace import FolderStore, Link, Reading, TableField, TableInfo
from gridloom_layers.workspace.titles import canonical_field, field_title

HOLDS: Mapping[str, Literal["number", "category", "time"]] = {
    "integer": "number",
    "number": "number",
    "text": "category",
    "boolean": "category",
    "date": "time",
    "datetime": "time",
}
NAMING = ("name", "address")
"""Texts that are different in each row, and make no categories."""


@dataclass(frozen=True)
class Offered:
    """A field that a chart can show: what it holds, and what its values are called.

    ``known`` is what the role says of it, ``words`` are titles of values beside those;
    ``derived`` fields are computed, as ages are.
    """

    name: str
    title: Bilingual
    holds: Literal["number", "category", "time"]
    whole: bool = False
    unit: str = ""
    derived: bool = False
    known: RoleField | None = None
    words: Mapping[str, Bilingual] = field(default_factory=dict)

    def fits(self, asked: Holds) -> bool:
        """Tell whether a chart that asks for this may show the field."""
        if asked == "age":
            return self.holds == "number" and self.name == "age"
        if asked == "sex":
            return self.holds == "category" and self.name == "sex"
        return self.holds == asked


def table_fields(store: Reading, table: str) -> list[Offered]:
    """Return the fields of a table that charts may show: neither personal, nor codes, nor links.

    An age is offered though it is computed from a date of birth: charts only count persons.
    """
    info = store.table(table)
    own = [_stored(info, one) for one in info.fields if _showable(info, one, store.links)]
    names = set(info.field_names)
    derived = [
        _derived(one)
        for one in role(info.role).derived
        if one.name not in names and set(one.needs) <= names and one.type in HOLDS
    ]
    return own + derived


def _showable(info: TableInfo, stored: TableField, links: Iterable[Link]) -> bool:
    kind = role(info.role)
    known = kind.field(stored.name) if stored.canonical else None
    linked = {link.column for link in links if link.left == info.name}
    return (
        stored.personal == "no"
        and stored.type in HOLDS
        and stored.name not in linked
        and stored.name not in (kind.key, *NAMING)
        and not (known is not None and known.code)
    )


def _stored(info: TableInfo, stored: TableField) -> Offered:
    return Offered(
        stored.name,
        field_title(info, stored),
        HOLDS[stored.type],
        whole=stored.type == "integer",
        known=canonical_field(info, stored),
    )


def _derived(source: DerivedField) -> Offered:
    whole = source.type == "integer"
    return Offered(source.name, dict(source.title), HOLDS[source.type], whole=whole, derived=True)


@dataclass(frozen=True)
class Source:
    """What charts can be made of: a table, or a kept result on it."""

    table: str
    title: Bilingual
    result: str | None = None


def sources(store: FolderStore) -> list[Source]:
    """Return the tables of a workspace, then the results that it keeps on tables of its own."""
    # Late: it knows the analyses, which a window does without until someone asks.
    from gridloom_analytics.titles import result_title
    from gridloom_desktop.window.model.answering import kept_names

    tables = [Source(one.name, table_heading(one)) for one in store.tables.values()]
    results = [
        Source(str(store.results[name].document["layer"]), result_title(store, name), name)
        for name in kept_names(store)
    ]
    return tables + [one for one in results if one.table in store.tables]


def kinds_for(store: Reading, source: Source, fields: list[Offered]) -> list[ChartKind]:
    """Return the kinds of charts that these fields of a source can be shown in.

    What shows single rows is not offered of persons, and neighbours need places.
    """
    info = store.table(source.table)
    persons = counts_persons(info)
    return [
        kind
        for kind, asks in KIND_OF_CHART.items()
        if (asks.persons or not persons)
        and (info.geometry is not None or not asks.placed)
        and all(fitting(fields, asked) for _, asked in asks.asks)
        and (kind != "parallel" or len(fitting(fields, "category")) > 1)
    ]


def fitting(fields: list[Offered], asked: Holds) -> list[Offered]:
    """Return the fields that hold what a chart asks for."""
    return [one for one in fields if one.fits(asked)]
