"""The command ``quarantine``: the rows that imports set aside."""

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from gridloom_desktop.command.answer import Answer, Line, Table
from gridloom_desktop.command.leaving import Out, Personal, Reason, permission, written_line
from gridloom_desktop.command.manual import command
from gridloom_desktop.command.opening import City
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n

if TYPE_CHECKING:
    from gridloom_layers.workspace import ImportEntry

app = typer.Typer()
Row = tuple[int, str, str, Message, int]
"""Rows that an import set aside for one reason: its number, table, source, reason, their count."""


@command(
    app,
    "quarantine",
    tr("List the rows that imports set aside, or write them to a file."),
    "quarantine city.gridloom",
    "quarantine city.gridloom --out doubtful.xlsx",
)
def quarantine(
    city: City,
    out: Out = None,
    personal: Personal = False,
    reason: Reason = None,
) -> Answer:
    """List quarantined rows by import and reason; write them where asked."""
    from gridloom_desktop.publishing.export import export_quarantine
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
        ]
    }
    if out is None:
        return Answer(data, _listed(held))
    if not held:
        raise BadInput(
            "nothing-quarantined",
            tr("No rows are in quarantine."),
            Where(file=str(city)),
            tr("Nothing is written."),
        )
    report = export_quarantine(store, out, allowed)
    return Answer({**data, "file": report.to_json()}, [written_line(report)])


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
