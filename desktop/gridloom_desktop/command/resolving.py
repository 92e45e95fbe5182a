"""Commands about what departments differ on: conflicts, resolve, provenance."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from gridloom_desktop.command.answer import Answer, Line, Table
from gridloom_desktop.command.leaving import Out, Personal, Reason, permission, written_line
from gridloom_desktop.command.manual import argument, command, option
from gridloom_desktop.command.opening import City
from gridloom_desktop.command.values import count, one_of
from gridloom_desktop.command.words import heading, in_words
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr

if TYPE_CHECKING:
    from gridloom_layers.ownership.listing import Count, Said
    from gridloom_layers.workspace import FolderStore, TableInfo

app = typer.Typer()
SHOWN = 20

AnyTable = Annotated[str | None, argument("TABLE", tr("a table (all where not given)"))]
Named = Annotated[str, argument("TABLE", tr("a table"))]
OneField = Annotated[str, argument("FIELD", tr("one of its fields"))]
Field = Annotated[str | None, option("--field", "FIELD", tr("only this field of the table"))]
Limit = Annotated[int, option("--limit", "N", tr("how many rows to list"), count)]
Key = Annotated[str, argument("KEY", tr("the key of a row, or its row key"))]
Rule = Annotated[
    Literal["owner", "newest"] | None,
    option("--rule", "RULE", tr("decide the field by owner or newest"), one_of("owner", "newest")),
]
Row = Annotated[str | None, option("--row", "KEY", tr("decide one row: its key, or its row key"))]
Value = Annotated[str | None, option("--value", "V", tr("what it shall be"))]
Take = Annotated[
    str | None,
    option("--take", "DEPARTMENT", tr("take what a department says; “other” for the only other")),
]
Why = Annotated[str | None, option("--reason", "TEXT", tr("why it is decided so; goes to the log"))]


@command(
    app,
    "conflicts",
    tr("Count and list what departments differ on, or write it to a file."),
    "conflicts city.gridloom",
    "conflicts city.gridloom person --field phone",
    "conflicts city.gridloom person --out conflicts.xlsx",
)
def conflicts(
    city: City,
    table: AnyTable = None,
    field: Field = None,
    limit: Limit = SHOWN,
    out: Out = None,
    personal: Personal = False,
    reason: Reason = None,
) -> Answer:
    """Count conflicts; list or write those of one table."""
    from gridloom_desktop.publishing.export import export_conflicts
    from gridloom_layers.ownership.listing import count_conflicts
    from gridloom_layers.ownership.named import find_field
    from gridloom_layers.workspace import open_workspace

    allowed = permission(personal, reason)
    store = open_workspace(city)
    if table is None and (field or out or allowed):
        raise BadInput(
            "no-table",
            tr("It is not said of which table."),
            hint=tr("Name it after the workspace."),
        )
    names = list(store.tables) if table is None else [store.table(table).name]
    fields = None if field is None else [find_field(store, store.table(names[0]), field)]
    counts = [each for name in names for each in count_conflicts(store, name, fields)]
    data: dict[str, Any] = {"counts": counts}
    if table is None:
        return Answer(data, _counted(store, counts))
    if out is not None:
        report = export_conflicts(store, table, fields, out, allowed)
        return Answer({**data, "file": report.to_json()}, [written_line(report)])
    rows = _first(store, table, fields, limit, allowed) if counts and limit else []
    listed = _rows(store, store.table(table), rows, allowed)
    return Answer({**data, "rows": rows}, [*_counted(store, counts), *listed])


def _first(store: Any, table: str, fields: Any, limit: int, allowed: Any) -> list[dict[str, Any]]:
    """Return the first conflicts, released."""
    from gridloom_desktop.publishing.export import release_conflicts
    from gridloom_layers.ownership.listing import conflicts_of

    first = next(listed for listed in conflicts_of(store, table, fields) if listed.num_rows)
    return release_conflicts(store, table, [first.slice(0, limit)], allowed).to_pylist()


def _counted(store: "FolderStore", counts: "list[Count]") -> list[Line]:
    if not counts:
        return [tr("Departments differ on nothing.")]
    headings = (tr("table"), tr("field"), tr("kept"), tr("not kept"), tr("conflicts"), tr("open"))
    rows = [
        (each.table, heading(store.table(each.table), each.field), _who(each.kept_from),
         _who(each.other_from), each.conflicts, each.open)
        for each in counts
    ]  # fmt: skip
    return [Table(tr("Departments differ"), headings, rows)]


def _rows(
    store: "FolderStore", info: "TableInfo", rows: list[dict[str, Any]], allowed: Any
) -> list[Line]:
    if not rows:
        return []
    from gridloom_desktop.publishing.export import released_codes
    from gridloom_layers.ownership.listing import STATES, WAYS

    codes = released_codes(store, info.name, (row["row_key"] for row in rows), allowed)
    headings = (tr("code or row key"), tr("field"), tr("kept"), tr("department"), tr("not kept"),
                tr("department"), tr("decided"), tr("state"))  # fmt: skip
    listed = [
        (codes[row["row_key"]], heading(info, row["field"]),
         in_words(info, row["field"], row["kept"]), _who(row["kept_from"]),
         in_words(info, row["field"], row["other"]), _who(row["other_from"]),
         WAYS[row["decided_by"]], STATES[row["state"]])
        for row in rows
    ]  # fmt: skip
    return [Table(tr("Conflicts"), headings, listed)]


def _who(department: str | None) -> Message | str:
    return department or tr("(not named)")


@command(
    app,
    "resolve",
    tr("Decide what departments differ on: a field by rule, or one row by hand."),
    "resolve city.gridloom person phone --rule newest",
    'resolve city.gridloom person phone --row 4711 --take 公安局 --reason "asked by telephone"',
)
def resolve(
    context: typer.Context,
    city: City,
    table: Named,
    field: OneField,
    rule: Rule = None,
    row: Row = None,
    value: Value = None,
    take: Take = None,
    reason: Why = None,
) -> Answer:
    """Decide conflicts; the act is logged."""
    from gridloom_layers.importing.single import read_value
    from gridloom_layers.ownership.settling import resolve_by_hand, resolve_by_rule
    from gridloom_layers.workspace import open_workspace

    _check_said(rule, row, value, take, reason)
    store = open_workspace(city)
    if rule is not None:
        done = resolve_by_rule(store, table, field, rule, context.obj.progress)
    else:
        done = resolve_by_hand(
            store,
            table,
            field,
            row or "",
            reason or "",
            context.obj.progress,
            take=take,
            value=None
            if value is None
            else lambda info, name: read_value(store, info, name, value),
        )
    decided = sum(done.decided.values())
    told = tr("Decided: {decided:,}; values changed: {changed:,}.",
              decided=decided, changed=done.changed)  # fmt: skip
    return Answer({"decided": decided, "changed": done.changed}, [told])


def _check_said(
    rule: str | None, row: str | None, value: str | None, take: str | None, reason: str | None
) -> None:
    """Refuse a decision that is said twice or not at all."""
    by_hand = row is not None and (value is None) != (take is None)
    if (rule is None) == (not by_hand) or (rule is not None and (row or value or take)):
        raise BadInput(
            "not-decided",
            tr("It is not clear how to decide."),
            hint=tr("Give --rule owner or newest, or --row with either --value or --take."),
        )
    if by_hand and not (reason or "").strip():
        raise BadInput(
            "no-reason",
            tr("A decision by hand needs a reason."),
            hint=tr('Give it with --reason "…"; it is kept in the workspace\'s log.'),
        )


@command(
    app,
    "provenance",
    tr("Tell from which source each value of a row is, and what others say."),
    "provenance city.gridloom person 4711",
)
def provenance(
    city: City, table: Named, key: Key, personal: Personal = False, reason: Reason = None
) -> Answer:
    """Tell where the values of a row are from."""
    from gridloom_desktop.publishing.export import find_released_row, release_provenance
    from gridloom_layers.ownership.listing import provenance as said_of
    from gridloom_layers.workspace import open_workspace

    allowed = permission(personal, reason)
    store = open_workspace(city)
    info = store.table(table)
    row_key = find_released_row(store, table, key, allowed)
    said = release_provenance(store, table, said_of(store, info, row_key), allowed)
    sources = {number: _source(info, number) for number in _numbers(said)}
    data = {"table": table, "row_key": row_key, "fields": said, "sources": sources}
    return Answer(data, [_said_lines(info, row_key, said)])


def _numbers(said: "list[Said]") -> list[int]:
    told = {number for each in said for number in each.sources}
    return sorted(told | {number for each in said for _, number in each.others})


def _source(info: "TableInfo", number: int) -> dict[str, Any]:
    source = next(each for each in info.sources if each.number == number)
    return {
        "file": Path(source.file).name,
        "department": source.department,
        "as_of": source.as_of,
    }


def _said_lines(info: "TableInfo", row_key: int, said: "list[Said]") -> Table:
    from gridloom_layers.ownership.listing import WAYS

    headings = (tr("field"), tr("kept"), tr("from"), tr("decided"), tr("others say"))
    rows = [
        (
            heading(info, each.field),
            in_words(info, each.field, each.value),
            _semicolons(_told(info, number) for number in each.sources),
            WAYS[each.decided_by] if each.decided_by else None,
            _semicolons(
                tr(
                    "{value} ({source})",
                    value=in_words(info, each.field, text),
                    source=_told(info, number),
                )
                for text, number in each.others
            ),
        )
        for each in said
    ]
    return Table(tr("“{table}”, row {row}", table=info.name, row=row_key), headings, rows)


def _semicolons(told: Iterable[Message]) -> str:
    return str(tr("; ")).join(map(str, told))


def _told(info: "TableInfo", number: int) -> Message:
    source = _source(info, number)
    day = source["as_of"].isoformat() if source["as_of"] else "–"
    return tr("{department}, {file}, {day}", department=_who(source["department"]),
              file=source["file"], day=day)  # fmt: skip
