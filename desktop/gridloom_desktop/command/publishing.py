"""The command ``publish``: a web map, a map sheet, a workbook, layers and maps for QGIS."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridloom_desktop.command.answer import Answer, Line
from gridloom_desktop.command.leaving import Personal, Reason, permission
from gridloom_desktop.command.manual import argument, command, flag, option
from gridloom_desktop.command.opening import City, opened
from gridloom_desktop.command.values import count
from gridloom_layers.errors import BadInput
from gridloom_layers.language import current_language, listed, tr, tr_n

if TYPE_CHECKING:
    from gridloom_desktop.publishing.publish import PublishReport
    from gridloom_desktop.window.model.qgis.part import Part

app = typer.Typer()
QGIS = "qgis"
"""The kind that is no single answer but the whole map."""

Kind = Annotated[
    str,
    argument(
        "KIND",
        tr(
            "web-map (.html), sheet (.png, .pdf), workbook (.xlsx), layer (.gpkg, styled for "
            "QGIS), qgis (.qgs, .qlr: the whole map)"
        ),
    ),
]
Result = Annotated[str | None, option("--result", "NAME", tr("a kept result"))]
Measure = Annotated[
    str | None, option("--measure", "NAME", tr("a kept measure, or the text of one"))
]
Shown = Annotated[
    bool, flag("--shown", tr("of a map for QGIS only what is visible, or needs no new file"))
]
OneTable = Annotated[
    str | None, option("--table", "TABLE", tr("of a map for QGIS only this table's layer"))
]
Rows = Annotated[str | None, option("--where", "FILTER", tr("of this table only these rows"))]
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
    "publish city.gridloom layer --result hot-elderly --out elderly.gpkg",
    "publish city.gridloom qgis --out city.qgs",
    "publish city.gridloom qgis --table building --where 'floors > 20' --out tall.qlr",
)
def publish(
    context: typer.Context,
    city: City,
    kind: Kind,
    out: Out,
    result: Result = None,
    measure: Measure = None,
    shown: Shown = False,
    table: OneTable = None,
    where: Rows = None,
    threshold: Threshold = 10,
    personal: Personal = False,
    reason: Reason = None,
) -> Answer:
    """Publish one answer through the gate."""
    from gridloom_desktop.publishing.publish import KINDS
    from gridloom_desktop.publishing.publish import publish as make

    if kind == QGIS:
        from gridloom_desktop.window.model.qgis.part import Part  # late: as publish

        part = Part(table, where, result, measure)
        return _map(context, city, out, part if shown or part != Part() else None)
    if kind not in KINDS:
        raise BadInput(
            "bad-value",
            tr("“{value}” cannot be published.", value=kind),
            hint=tr("Use one of: {values}.", values=listed((*KINDS, QGIS))),
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
    return Answer(report, _lines(report))


def _map(context: typer.Context, city: Path, out: Path, part: "Part | None") -> Answer:
    """Publish the map for QGIS, or a part of it."""
    from gridloom_desktop.window.model.qgis.publishing import publish_map  # late: as publish

    report = publish_map(opened(city), out, current_language(), context.obj.progress, part=part)
    notes = [tr("Note: {text}", text=one[current_language()]) for one in report.notes]
    return Answer(report, [*_lines(report), *notes])


def _lines(report: "PublishReport") -> list[Line]:
    lines: list[Line] = [tr("“{file}” is written.", file=str(report.file))]
    if report.suppressed:
        lines.append(
            tr_n(
                "{count} area is withheld, as too few persons are counted there.",
                "{count} areas are withheld, as too few persons are counted there.",
                report.suppressed,
            )
        )
    return lines
