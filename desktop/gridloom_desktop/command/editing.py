"""The command ``edits``: what was corrected by hand, when, by whom, and why."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridloom_desktop.command.answer import Answer, Line, Table
from gridloom_desktop.command.leaving import Out, Personal, Reason, permission, written_line
from gridloom_desktop.command.manual import argument, command, option
from gridloom_desktop.command.opening import City, opened
from gridloom_desktop.command.values import count, day
from gridloom_desktop.command.words import heading
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr, tr_n

if TYPE_CHECKING:
    from gridloom_layers.ownership.edits import Edit
    from gridloom_layers.workspace import FolderStore

app = typer.Typer()
SHOWN = 20
"""Edits that are listed for people where they did not say how many."""
AnyTable = Annotated[str | None, argument("TABLE", tr("a table (all where not given)"))]
Row = Annotated[str | None, option("--row", "KEY", tr("only one row: its key, or its row key"))]
Field = Annotated[str | None, option("--field", "FIELD", tr("only this field of the table"))]
Since = Annotated[dt.date | None, option("--since", "DATE", tr("not before this day"), day)]
Until = Annotated[dt.date | None, option("--until", "DATE", tr("not after this day"), day)]
Limit = Annotated[int | None, option("--limit", "N", tr("how many rows to list"), count)]


@command(
    app,
    "edits",
    tr("List what was corrected by hand: when, by whom, the old value, the new one, why."),
    "edits city.gridloom",
    "edits city.gridloom grid --since 2026-01-01",
    "edits city.gridloom building --row 4403060096 --field floors --json",
    "edits city.gridloom --out edits.xlsx",
)
def edits(
    city: City,
    table: AnyTable = None,
    row: Row = None,
    field: Field = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = None,
    out: Out = None,
    personal: Personal = False,
    reason: Reason = None,
) -> Answer:
    """List edits, the newest first, or write them to a file."""
    from gridloom_desktop.publishing.export import export_edits, release_edits

    allowed = permission(personal, reason)
    store = opened(city)
    if table is None and (row or field):
        raise BadInput(
            "no-table",
            tr("It is not said of which table."),
            hint=tr("Name it after the workspace."),
        )
    names = list(store.tables) if table is None else [store.table(table).name]
    found = [each for name in names for each in _found(store, name, row, field, allowed)]
    made = [(name, one) for name, one in found if _between(one.at, since, until)]
    made.sort(key=lambda each: (each[1].at, each[0], each[1].number), reverse=True)
    if out is not None:
        report = export_edits(store, made, out, allowed)
        return Answer({"count": len(made), "file": report.to_json()}, [written_line(report)])
    listed = release_edits(store, made[:limit], allowed)
    rows = [{"table": name, **vars(one)} for name, one in listed]
    return Answer({"count": len(made), "edits": rows}, _lines(store, rows, len(made), limit))


def _found(
    store: "FolderStore", name: str, row: str | None, field: str | None, allowed: Any
) -> "Iterator[tuple[str, Edit]]":
    from gridloom_desktop.publishing.export import find_released_row
    from gridloom_layers.ownership.edits import edits as edits_of

    row_key = None if row is None else find_released_row(store, name, row, allowed)
    if field is not None and store.table(name).field(field) is None:
        raise BadInput(
            "unknown-field",
            tr("“{table}” has no field “{field}”.", table=name, field=field),
            Where(layer=name, column=field),
        )
    for one in edits_of(store, name, row_key):
        if field in (None, one.field):
            yield name, one


def _between(at: dt.datetime, since: dt.date | None, until: dt.date | None) -> bool:
    """Tell whether a time lies on one of some days of this machine's calendar."""
    on = at.astimezone().date()
    return (since is None or on >= since) and (until is None or on <= until)


def _lines(
    store: "FolderStore", rows: list[dict[str, Any]], count: int, limit: int | None
) -> list[Line]:
    if not count:
        return [tr("Nothing was edited here.")]
    from gridloom_layers.ownership.edits import ACTS

    headings = (tr("when"), tr("author"), tr("table"), tr("row key"), tr("act"), tr("field"),
                tr("old value"), tr("new value"), tr("reason"))  # fmt: skip
    shown = rows if limit is not None else rows[:SHOWN]
    cells = [
        (f"{row['at'].astimezone():%Y-%m-%d %H:%M}", row["author"], row["table"],
         str(row["row_key"]), ACTS[row["act"]],
         heading(store.table(row["table"]), row["field"]) if row["field"] else None,
         *((row["old"], row["new"]) if row["field"] else (None, None)),
         row["reason"] or tr("withheld"))
        for row in shown
    ]  # fmt: skip
    told = tr_n("{count:,} edit", "{count:,} edits", count)
    return [Table(told, headings, cells)]
