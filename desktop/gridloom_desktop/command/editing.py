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
from gridloom_desktop.command.words import heading, in_words
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, listed, tr, tr_n

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
            hint=_which_table(store),
        )
    names = list(store.tables) if table is None else [store.table(table).name]
    found = [each for name in names for each in _found(store, name, row, field, allowed)]
    made = [(name, one) for name, one in found if _between(one.at, since, until)]
    made.sort(key=lambda each: (each[1].at, each[0], each[1].number), reverse=True)
    if out is not None:
        report = export_edits(store, made, out, allowed)
        return Answer({"count": len(made), "file": report.to_json()}, [written_line(report)])
    released = release_edits(store, made[:limit], allowed)
    rows = [{"table": name, **vars(one)} for name, one in released]
    lines = _lines(store, rows[: SHOWN if limit is None else limit], len(made), allowed)
    return Answer({"count": len(made), "edits": rows}, lines)


def _which_table(store: "FolderStore") -> Message:
    """Say how a table is named, and in which something was edited."""
    edited = [name for name, owned in store.ownership.items() if owned.edits]
    if not edited:
        return tr("Name it after the workspace.")
    return tr("Name it after the workspace; edited are: {tables}.", tables=listed(edited))


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
    store: "FolderStore", rows: list[dict[str, Any]], count: int, allowed: Any
) -> list[Line]:
    if not count:
        return [tr("Nothing was edited here.")]
    from gridloom_desktop.publishing.export import released_codes
    from gridloom_layers.ownership.edits import ACTS

    codes = {
        name: released_codes(store, name, (one["row_key"] for one in rows), allowed)
        for name in {one["table"] for one in rows}
    }
    headings = (tr("when"), tr("author"), tr("table"), tr("code or row key"), tr("act"),
                tr("field"), tr("old value"), tr("new value"), tr("reason"))  # fmt: skip
    cells = [
        (f"{row['at'].astimezone():%Y-%m-%d %H:%M}", row["author"], row["table"],
         codes[row["table"]][row["row_key"]], ACTS[row["act"]],
         heading(store.table(row["table"]), row["field"]) if row["field"] else None,
         *_values(store, row), row["reason"] or tr("withheld"))
        for row in rows
    ]  # fmt: skip
    told = tr_n("{count:,} edit", "{count:,} edits", count)
    return [Table(told, headings, cells)]


def _values(store: "FolderStore", row: dict[str, Any]) -> list[str | None]:
    """Return the old and the new value in words; shapes have none that is read."""
    if not row["field"]:
        return [None, None]
    info = store.table(row["table"])
    return [in_words(info, row["field"], row[which]) for which in ("old", "new")]
