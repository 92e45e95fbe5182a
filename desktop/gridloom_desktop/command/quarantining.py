"""The command ``quarantine``: the rows that imports set aside."""

from pathlib import Path
from typing import Annotated, Any

import typer

from gridloom_desktop.command.answer import Answer, Line, Table
from gridloom_desktop.command.leaving import Out, Personal, Reason, permission, written_line
from gridloom_desktop.command.manual import argument, command, option
from gridloom_desktop.command.values import count
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr

app = typer.Typer()

City = Annotated[Path, argument("CITY", tr("the workspace, a folder NAME.gridloom"))]
Import = Annotated[
    int | None,
    option("--import", "N", tr("the import (the last with such rows where not given)"), count),
]


@command(
    app,
    "quarantine",
    tr("List the rows that imports set aside, or write them to a file."),
    "quarantine city.gridloom",
    "quarantine city.gridloom --import 3 --out doubtful.xlsx",
)
def quarantine(
    city: City,
    number: Import = None,
    out: Out = None,
    personal: Personal = False,
    reason: Reason = None,
) -> Answer:
    """List quarantined rows by import and reason; write those of one import where asked."""
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
    report = export_quarantine(store, _wanted(held, number), out, allowed)
    return Answer({**data, "file": report.to_json()}, [written_line(report)])


def _wanted(held: list[Any], number: int | None) -> Any:
    found = [entry for entry in held if number in (None, entry.number)]
    if not found:
        raise BadInput(
            "nothing-quarantined",
            tr("No rows are in quarantine there."),
            hint=tr("“gridloom quarantine CITY” lists the imports that have some."),
        )
    return found[-1]


def _listed(held: list[Any]) -> list[Line]:
    if not held:
        return [tr("No rows are in quarantine.")]
    rows = [
        (entry.number, entry.table, Path(str(entry.report.get("source"))).name, _title(reason), n)
        for entry in held
        for reason, n in entry.report.get("quarantined", {}).items()
    ]
    headings = (tr("import"), tr("table"), tr("source"), tr("reason"), tr("rows"))
    return [Table(tr("In quarantine"), headings, rows)]


def _title(reason: str) -> Message:
    from gridloom_layers.importing.findings import title

    return title(reason)
