"""The command ``quarantine``: the rows that imports set aside."""

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridloom_desktop.command.answer import Answer, Line, Table
from gridloom_desktop.command.leaving import Out, Personal, Reason, permission, written_line
from gridloom_desktop.command.manual import command, option
from gridloom_desktop.command.opening import City
from gridloom_desktop.command.values import count
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n

if TYPE_CHECKING:
    from gridloom_layers.workspace import ImportEntry

app = typer.Typer()
Limit = Annotated[int, option("--limit", "N", tr("rows that are shown; a file gets all"), count)]
ABOUT = ("import", "table", "source", "sheet", "source_row", "cell", "reason", "column", "value")
"""Columns that say of a row where it came from and what is wrong with it."""
Row = tuple[int, str, str, Message, int]
"""Rows that an import set aside for one reason: its number, table, source, reason, their count."""


@command(
    app,
    "quarantine",
    tr("List the rows that imports set aside, or write them to a file."),
    "quarantine city.gridloom",
    "quarantine city.gridloom --limit 20",
    "quarantine city.gridloom --out doubtful.xlsx",
)
def quarantine(
    city: City,
    limit: Limit = 0,
    out: Out = None,
    personal: Personal = False,
    reason: Reason = None,
) -> Answer:
    """List quarantined rows by import and reason; write them where asked."""
    from gridloom_desktop.command.report_words import finding_titles
    from gridloom_desktop.publishing.export import export_quarantine, release_quarantine
    from gridloom_layers.workspace import open_workspace

    allowed = permission(personal, reason)
    store = open_workspace(city)
    held = [entry for entry in store.imports if entry.quarantine is not None]
    data: dict[str, Any] = {
        "imports": [
            {
                "number": entry.number,
                "table": entry.table,
                "source": entry.report.get("source"),
                "quarantined": entry.report.get("quarantined", {}),
            }
            for entry in held
        ],
        "words": finding_titles(entry.report for entry in held),
    }
    if out is None and not limit:
        return Answer(data, _listed(held))
    if out is None:
        released = release_quarantine(store, allowed).slice(0, limit)
        rows = [_row(row) for row in released.to_pylist()]
        return Answer({**data, "rows": rows}, [*_listed(held), *_first(rows)])
    if not held:
        raise BadInput(
            "nothing-quarantined",
            tr("No rows are in quarantine."),
            Where(file=str(city)),
            tr("Nothing is written."),
        )
    report = export_quarantine(store, out, allowed)
    return Answer({**data, "file": report.to_json()}, [written_line(report)])


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """Return where a row came from and why it was set aside, and under ``row`` what stood there.

    Sources have other columns each: of those of the other ones a row has nothing.
    """
    about = {name: row.pop(name, None) for name in ABOUT}
    return {**about, "row": {name: value for name, value in row.items() if value is not None}}


def _first(rows: list[dict[str, Any]]) -> list[Line]:
    if not rows:
        return []
    headings = (tr("source"), tr("sheet"), tr("row"), tr("cell"), tr("reason"), tr("value"))
    names = ("source", "sheet", "source_row", "cell", "reason", "value")
    cells = [[_title(row[name]) if name == "reason" else row.get(name) for name in names]
             for row in rows]  # fmt: skip
    return [Table(tr("First rows"), headings, cells)]


def _listed(held: "list[ImportEntry]") -> list[Line]:
    if not held:
        return [tr("No rows are in quarantine.")]
    rows: list[Row] = [
        (entry.number, entry.table, Path(str(entry.report.get("source"))).name, _title(reason), n)
        for entry in held
        for reason, n in entry.report.get("quarantined", {}).items()
    ]
    headings = (tr("import"), tr("table"), tr("source"), tr("reason"), tr("rows"))
    count = sum(row[-1] for row in rows)
    title = tr_n("In quarantine: {count:,} row", "In quarantine: {count:,} rows", count)
    if len(rows) == 1:
        return [Table(title, headings, rows)]
    return [Table(title, headings, rows), _summed(rows, 1, tr("table")),
            _summed(rows, 3, tr("reason"))]  # fmt: skip


def _summed(rows: list[Row], place: int, heading: Message) -> Table:
    """Add up the rows of each table or reason, the most first."""
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        sums[str(row[place])] += row[-1]
    most_first = sorted(sums.items(), key=lambda each: -each[1])
    return Table(tr("By {heading}", heading=heading), (heading, tr("rows")), most_first)


def _title(reason: str) -> Message:
    from gridloom_layers.importing.findings import title

    return title(reason)
