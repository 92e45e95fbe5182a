"""One subject and all that is linked to it, as the window may show it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from gridloom_analytics.bilingual import Bilingual, begun
from gridloom_analytics.disclosure.grading import treatments
from gridloom_analytics.queries.linked import linked
from gridloom_analytics.queries.placing import way_to_place
from gridloom_analytics.selecting import Linked, Rows
from gridloom_desktop.window.model.editing import fields_now, told_edits
from gridloom_desktop.window.model.identifying import Fact
from gridloom_layers.errors import BadInput
from gridloom_layers.language import LANGUAGES, tr
from gridloom_layers.progress import Progress
from gridloom_layers.roles import role
from gridloom_layers.workspace import ROW_KEY, Store, TableInfo
from gridloom_layers.workspace.titles import canonical_field, field_title, table_title, value_label

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import Permission, ReleasedLinked, ReleasedRelation

SHOWN = 8
"""Rows of a relation that are listed on the page."""
NAMING = ("name", "address", "kind", "class_name", "number")
"""Fields that say best which row it is, beside its key."""


@dataclass(frozen=True)
class Subject:
    """A row that the page is about: ``label`` is what it is called there."""

    table: str
    row_key: int
    label: Bilingual


@dataclass(frozen=True)
class RelationTold:
    """The rows linked to a subject in one way: ``count`` as it may be told, the first ``rows``.

    ``path`` names what it leads over. ``withheld``: neither is told without a reason.
    ``selection`` selects all of them.
    """

    title: Bilingual
    path: Bilingual
    table: str
    count: Bilingual
    rows: tuple[Subject, ...]
    withheld: bool
    none: bool
    is_one: bool
    selection: Linked


@dataclass(frozen=True)
class Page:
    """What is known of a subject: facts of itself, and relations, those with rows first.

    ``whole``: nothing is withheld. ``can_be_shown``: where it lies is known, and may be.
    """

    subject: Subject
    kind: Bilingual
    facts: tuple[Fact, ...]
    relations: tuple[RelationTold, ...]
    whole: bool
    can_be_shown: bool


def page(
    store: Store,
    table: str,
    row_key: int,
    progress: Progress,
    permission: "Permission | None" = None,
) -> Page:
    """Return the page about a row, as the gate releases it; whole with a logged ``permission``."""
    # late: the gate loads pandas, which a window does without until something is asked
    from gridloom_desktop.publishing.export import release_linked

    answer = linked(store, table, row_key=row_key, limit=SHOWN, progress=progress)
    released = release_linked(store, answer, permission)
    info = store.table(released.table)
    row = released.row.to_pylist()[0]
    told = [_relation(store, released, each) for each in released.relations]
    return Page(
        Subject(info.name, row_key, label(info, row)),
        begun(table_title(info)),
        tuple(_facts(store, info, row, row_key, whole=permission is not None)),
        tuple(sorted(told, key=lambda each: (each.none, each.withheld))),
        permission is not None,
        _has_place(store, info) and (permission is not None or not role(info.role).personal),
    )


def _has_place(store: Store, info: TableInfo) -> bool:
    try:
        way_to_place(store, info.name)
    except BadInput:
        return False
    return True


def _facts(
    store: Store, info: TableInfo, row: Mapping[str, Any], row_key: int, *, whole: bool
) -> Iterator[Fact]:
    done = treatments(info, row, store.links)
    now = {one.name: one for one in fields_now(store, info.name, row_key)}
    edited = told_edits(store, info.name, row_key)
    for field in info.fields:
        if field.name in row:
            known = canonical_field(info, field)
            masked = done[field.name] not in ("keep", "scrub") and not whole
            own = now.get(field.name)
            seen = value_label(row[field.name], known)
            yield Fact(
                field_title(info, field),
                own.seen if own is not None and own.choices and not own.masked else seen,
                masked,
                own,
                tuple(one for one in edited if one.field == field.name),
            )


def _relation(store: Store, released: "ReleasedLinked", each: "ReleasedRelation") -> RelationTold:
    relation = each.relation
    info, rows = store.table(relation.table), each.rows if each.rows is not None else pa.table({})
    subject = Rows.of([released.row_key])
    return RelationTold(
        begun(relation.title),
        _path(store, relation.tables),
        relation.table,
        _count_told(each),
        tuple(Subject(relation.table, row[ROW_KEY], label(info, row))
              for row in rows.to_pylist()),
        withheld=each.count is None,
        none=each.count == 0,
        is_one=each.count == 1,
        selection=Linked(table=released.table, condition=subject, way=relation.way),
    )  # fmt: skip


def _path(store: Store, tables: Sequence[str]) -> Bilingual:
    titles = [table_title(store.table(name)) for name in tables]
    return {language: " → ".join(title[language] for title in titles) for language in LANGUAGES}


def _count_told(each: "ReleasedRelation") -> Bilingual:
    if each.count is None:
        return tr("withheld").both()
    if each.rounded_to > 1:
        return tr("at least {count:,}", count=each.count).both()
    return dict.fromkeys(LANGUAGES, f"{each.count:,}")


def label(info: TableInfo, row: Mapping[str, Any]) -> Bilingual:
    """Return what a row is called: its name or place and its key, as far as they may be seen."""
    key = info.key or role(info.role).key
    values = {name: row.get(name) for name in (*NAMING, key) if name and row.get(name) is not None}
    if not values:
        return tr("row {number}", number=row.get(ROW_KEY, "")).both()
    shown = list(values)[:1] + [key] * (key in values and key != next(iter(values)))
    texts = [_text(info, name, values[name]) for name in shown if name]
    return {language: " · ".join(text[language] for text in texts) for language in LANGUAGES}


def _text(info: TableInfo, name: str, value: object) -> Bilingual:
    field = info.field(name)
    return value_label(value, canonical_field(info, field) if field else None)
