"""The command ``publish``: a web map, a map sheet or a workbook."""

from pathlib import Path
from typing import Annotated

import typer

from gridloom_desktop.command.answer import Answer, Line
from gridloom_desktop.command.leaving import Personal, Reason, permission
from gridloom_desktop.command.manual import argument, command, option
from gridloom_desktop.command.opening import City, opened
from gridloom_desktop.command.values import count
from gridloom_layers.errors import BadInput
from gridloom_layers.language import current_language, listed, tr, tr_n

app = typer.Typer()

Kind = Annotated[str, argument("KIND", tr("web-map (.html), sheet (.png, .pdf), workbook (.xlsx)"))]
Result = Annotated[str | None, option("--result", "NAME", tr("a kept result"))]
Measure = Annotated[
    str | None, option("--measure", "NAME", tr("a kept measure, or the text of one"))
]
Out = Annotated[Path, option("--out", "FILE", tr("the file to write"))]
Threshold = Annotated[
    int, option("--threshold", "N", tr("counts under N persons are withheld"), count)
]


@command(
    app,
    "publish",
    tr("Make what leaves the house: a map or a workbook that opens offline."),
    "publish city.gridloom web-map --result hot-elderly --out elderly.html",
    "publish city.gridloom sheet --measure elderly --out elderly.pdf",
    "publish city.gridloom workbook --result hot-elderly --out elderly.xlsx",
)
def publish(
    context: typer.Context,
    city: City,
    kind: Kind,
    out: Out,
    result: Result = None,
    measure: Measure = None,
    threshold: Threshold = 10,
    personal: Personal = False,
    reason: Reason = None,
) -> Answer:
    """Publish one answer through the gate."""
    from gridloom_desktop.publishing.publish import KINDS
    from gridloom_desktop.publishing.publish import publish as make

    if kind not in KINDS:
        raise BadInput(
            "bad-value",
            tr("“{value}” cannot be published.", value=kind),
            hint=tr("Use one of: {values}.", values=listed(KINDS)),
        )
    allowed = permission(personal, reason)
    report = make(
        opened(city),
        kind,
        out,
        result=result,
        measure=measure,
        language=current_language(),
        threshold=threshold,
        permission=allowed,
        progress=context.obj.progress,
    )
    lines: list[Line] = [tr("“{file}” is written.", file=str(report.file))]
    if report.suppressed:
        lines.append(
            tr_n(
                "{count} area is withheld, as too few persons are counted there.",
                "{count} areas are withheld, as too few persons are counted there.",
                report.suppressed,
            )
        )
    return Answer(report, lines)
