"""A row and what is linked to it: small counts of persons and a person's ties withheld."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from gridloom_analytics.disclosure import THRESHOLD, rounded_total
from gridloom_analytics.disclosure.grading import treated, treatments
from gridloom_analytics.expressions import find_table
from gridloom_analytics.measures import counts_persons
from gridloom_analytics.queries.linked import LinkedAnswer, Relation
from gridloom_desktop.publishing.export.formats import ROW_FORMATS, write_rows
from gridloom_desktop.publishing.export.keys import identifying, personal_key
from gridloom_desktop.publishing.export.permission import Permission, put_on_record
from gridloom_desktop.publishing.export.queried import EXACT
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.export.writing import ExportReport, check_ending
from gridloom_layers.language import current_language, tr
from gridloom_layers.progress import Progress
from gridloom_layers.roles import LEVELS, role
from gridloom_layers.workspace import Store

OWN = {
    "relation": pa.string(), "way": pa.string(), "table": pa.string(), "count": pa.int64(),
    "suppressed": pa.bool_(),
}  # fmt: skip
"""The columns of a file beside the fields of the rows."""


@dataclass(frozen=True)
class ReleasedRelation:
    """A relation as it may be shown: ``count`` and ``rows`` None where they are withheld.

    ``count`` is rounded down to a multiple of ``rounded_to`` (1: it is exact).
    """

    relation: Relation
    count: int | None
    rows: pa.Table | None
    rounded_to: int = EXACT


@dataclass(frozen=True)
class ReleasedLinked:
    """A row and its relations as they may be shown."""

    table: str
    row_key: int
    row: pa.Table
    relations: tuple[ReleasedRelation, ...]

    @property
    def withheld(self) -> int:
        """How many relations have rows that are withheld."""
        return sum(each.rows is None for each in self.relations)


def check_key(store: Store, name: str, permission: Permission | None) -> None:
    """Refuse to look a row of a table up by a key that tells a person, but with a permission.

    Then the look-up is on record before it is made: that nobody has an ID is an answer too.
    """
    table = find_table(store, name)
    key = personal_key(store, table)
    if key is None:
        return
    if permission is None:
        hint = tr('Give the row key of a row with --row, or add --personal --reason "…".')
        raise identifying(table, key, hint)
    put_on_record(store, permission, f"look-up by key in {table.name}", {})


def release_linked(
    store: Store, answer: LinkedAnswer, permission: Permission | None = None
) -> ReleasedLinked:
    """Return a row and what is linked to it as they may be shown, printed or copied.

    Rows are masked as those of a query are, and persons are told as there: in full tens, no more
    rows than the number, fewer than ten, none too, neither counted nor listed.
    Of a person, and of a row about one, whoever asks may know who it is. So beside the areas
    around, and what is in them, nothing that is linked to it is listed or counted: a number could
    tell which building it lives in. With a ``permission`` all is whole, and the act is in the log
    before it is returned.
    """
    if permission is not None:
        put_on_record(
            store,
            permission,
            f"linked to {answer.table}",
            {"row_key": answer.row_key, "rows": sum(len(each.rows) for each in answer.relations)},
        )
        whole = (ReleasedRelation(each, each.count, each.rows) for each in answer.relations)
        return ReleasedLinked(answer.table, answer.row_key, answer.row, tuple(whole))
    return ReleasedLinked(
        answer.table,
        answer.row_key,
        _masked(store, answer.table, answer.row),
        tuple(_released(store, each) for each in answer.relations),
    )


def _released(store: Store, relation: Relation) -> ReleasedRelation:
    persons = counts_persons(store.table(relation.table))
    if _is_tie(store, relation) or (persons and relation.count < THRESHOLD):
        return ReleasedRelation(relation, None, None)
    masked = _masked(store, relation.table, relation.rows)
    if persons:
        told = rounded_total(relation.count)
        return ReleasedRelation(relation, told, masked.slice(0, told), THRESHOLD)
    return ReleasedRelation(relation, relation.count, masked)


def _is_tie(store: Store, relation: Relation) -> bool:
    """Return whether a relation says more of one person than the areas around, and what is there.

    Areas are no tie, nor what was found over one: it is there whoever lives in it.
    """
    subject, *others = [store.table(name).role for name in relation.tables]
    return role(subject).personal and not set(others) & set(LEVELS)


def _masked(store: Store, name: str, rows: pa.Table) -> pa.Table:
    return treated(rows, treatments(store.table(name), rows.column_names, store.links))


def export_linked(
    store: Store,
    answer: LinkedAnswer,
    out: Path,
    permission: Permission | None = None,
    progress: Progress | None = None,
) -> ExportReport:
    """Write a row and what is linked to it to one table (.csv, .xlsx, .gpkg, .parquet), released.

    The columns of :data:`OWN` stand before the fields of all tables (one of the same name gets a
    ``_``); a relation without rows that may be seen has a line of its own. A field that is of
    different types in different tables is text.
    """
    check_ending(out, ROW_FORMATS)
    released = release_linked(store, answer, permission)
    table = pa.concat_tables(_alike(list(_blocks(released))), promote_options="permissive")
    write_rows(
        ReleasedTable(SEAL, table, f"linked-{answer.table}", None, store.data_date),
        out,
        progress or Progress(),
    )
    return ExportReport(out, table.num_rows, released.withheld)


def _blocks(released: ReleasedLinked) -> Iterator[pa.Table]:
    """Yield the lines of the row itself and of each relation."""
    language = current_language()
    yield _block([tr("the row itself").render(language), "", released.table, None, False],
                 released.row)  # fmt: skip
    for each in released.relations:
        relation = each.relation
        said = [relation.title[language], relation.way, relation.table, each.count,
                each.rows is None]  # fmt: skip
        yield _block(said, each.rows if each.rows is not None else pa.table({}))


def _block(said: list[object], rows: pa.Table) -> pa.Table:
    """Return rows with what is said of all of them; a line without fields where there are none."""
    lines = max(len(rows), 1)
    columns = {name: pa.array([value] * lines, kind)
               for (name, kind), value in zip(OWN.items(), said, strict=True)}  # fmt: skip
    for name in rows.column_names if len(rows) else ():
        column = rows.column(name)
        kind = column.type
        decoded = column.cast(kind.value_type) if pa.types.is_dictionary(kind) else column
        columns[f"{name}_" if name in OWN else name] = decoded
    return pa.table(columns)


def _alike(blocks: list[pa.Table]) -> list[pa.Table]:
    """Return blocks in which a column that is in several has one type: text where they differ."""
    types: dict[str, set[pa.DataType]] = {}
    for block in blocks:
        for field in block.schema:
            types.setdefault(field.name, set()).add(field.type)
    mixed = {name for name, kinds in types.items() if len(kinds) > 1}
    return [
        block.cast(
            pa.schema([(field.name, pa.string() if field.name in mixed else field.type)
                       for field in block.schema])
        )
        for block in blocks
    ]  # fmt: skip
