"""Commands about analyses: list them, run one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridloom_desktop.command.answer import Answer, Line, Table
from gridloom_desktop.command.declared import told
from gridloom_desktop.command.leaving import Personal, Reason, permission, written_line
from gridloom_desktop.command.manual import argument, command, option
from gridloom_desktop.command.opening import At, opened
from gridloom_desktop.command.values import count, pairs
from gridloom_layers.errors import BadInput
from gridloom_layers.language import current_language, tr

if TYPE_CHECKING:
    from gridloom_analytics.analysis import Analysis
    from gridloom_analytics.result import Result
    from gridloom_desktop.publishing.export import ExportReport, Permission
    from gridloom_layers.workspace import FolderStore

app = typer.Typer()

Wanted = Annotated[str | None, argument("NAME", tr("one analysis"))]


@command(
    app,
    "analyses",
    tr("List the analyses, or tell all about one: its parameters and outputs."),
    "analyses",
    "analyses hotspots",
    "analyses --json",
)
def analyses(name: Wanted = None) -> Answer:
    """List the analyses with the JSON Schema of their parameters."""
    from gridloom_analytics.analyses import catalogue, named, unusable
    from gridloom_desktop.publishing.file_formats import catalogue_entry

    if name is not None:
        return Answer([catalogue_entry(named(name))], told(named(name)))
    known = list(catalogue().values())
    notes: list[Line] = [tr("Note: {text}", text=one) for one in unusable().values()]
    return Answer([catalogue_entry(one) for one in known], [*_listed(known), *notes])


def _listed(known: "list[Analysis]") -> list[Line]:
    rows = [(one.name, one.title, one.summary) for one in known]
    return [Table(tr("Analyses"), (tr("name"), tr("title"), tr("summary")), rows)]


Target = Annotated[Path, argument("TARGET", tr("a workspace, or any layer file"))]
Name = Annotated[str, argument("ANALYSIS", tr("its name, as “gridloom analyses” lists it"))]
Layer = Annotated[str | None, option("--layer", "L", tr("the layer to work on"))]
Settings = Annotated[
    list[str] | None, option("--set", "NAME=VALUE", tr("a parameter of the analysis"))
]
Seed = Annotated[int, option("--seed", "S", tr("the same seed gives the same values"), count)]
Kept = Annotated[str | None, option("--name", "RESULT", tr("keep the result under this name"))]
Crs = Annotated[
    str | None,
    option("--crs", "CRS", tr("project a layer file to this system first, such as EPSG:4547")),
]
Out = Annotated[
    Path | None,
    option(
        "--out",
        "FILE",
        tr("also write it: .gpkg (all), .parquet, .csv, .tif; its charts: .png, .svg, .pdf"),
    ),
]


Also = Annotated[
    list[str] | None,
    option("--also", "OUTPUT=FILE", tr("write one further output into a file of its own")),
]


@command(
    app,
    "run",
    tr("Run an analysis on a layer of a workspace, or on a layer file."),
    "run city.gridloom hotspots --layer grid --set value=elderly --name hot-elderly",
    "run cells.gpkg hotspots --set value=CRIME --set neighbours=queen --out hot.gpkg",
    "run calls.geojson clusters --crs EPSG:4547 --out clusters.gpkg --also hulls=hulls.gpkg",
)
def run(
    context: typer.Context,
    target: Target,
    analysis: Name,
    layer: Layer = None,
    settings: Settings = None,
    seed: Seed = 0,
    crs: Crs = None,
    at: At = None,
    name: Kept = None,
    out: Out = None,
    also: Also = None,
    personal: Personal = False,
    reason: Reason = None,
) -> Answer:
    """Run an analysis; keep its result in the workspace and write it where asked."""
    from gridloom_analytics import running
    from gridloom_analytics.analyses import named
    from gridloom_analytics.settings import read_settings
    from gridloom_desktop.publishing.export import check_out, check_output, release_answer

    allowed = permission(personal, reason)
    store = _workspace(target)
    if name is not None and store is None:
        raise BadInput(
            "no-workspace",
            tr("A result can be kept in a workspace only, and “{file}” is none.", file=target.name),
            hint=tr("Leave --name out, or write it with --out."),
        )
    if at is not None and store is None:
        raise BadInput(
            "no-workspace",
            tr("“{file}” is no workspace, so it has no earlier state.", file=target.name),
            hint=tr("Leave --at out."),
        )
    given = pairs(settings or ())
    further = [(output, Path(file)) for one in also or () for output, file in pairs([one]).items()]
    if out is not None or further:
        wanted, parameters = named(analysis), read_settings(named(analysis), given)
        if out is not None:
            check_out(out, wanted, parameters)
        for output, file in further:
            check_output(output, file, wanted, parameters)
    result = running.run(
        store.at(at) if store is not None and at is not None else store or target,
        analysis,
        given,
        layer=layer,
        seed=seed,
        progress=context.obj.progress,
        crs=crs,
    )
    if store is not None and name is not None:
        running.keep(store, name, result, context.obj.progress)
    report = None
    if out is not None:
        report = _written(result, target, store, out, allowed)
    reports = [(output, _output(result, output, file, store)) for output, file in further]
    return _answer(release_answer(result), store, name, report, reports)


def _written(
    result: "Result",
    target: Path,
    store: "FolderStore | None",
    out: Path,
    allowed: "Permission | None",
) -> "ExportReport":
    """Write a result: its charts as a picture, else its values."""
    from gridloom_analytics.running import layer_of
    from gridloom_desktop.publishing.export import CHART_FORMATS, export_result

    if out.suffix.lower() in CHART_FORMATS:
        from gridloom_desktop.publishing.publish import publish_charts

        return publish_charts(result, out, store, current_language())
    return export_result(result, layer_of(store or target, result), out, store, allowed)


def _output(
    result: "Result", name: str, file: Path, store: "FolderStore | None"
) -> "ExportReport | None":
    """Write one further output; None where the data gave none, or none that may leave."""
    from gridloom_desktop.publishing.export import (
        CHART_FORMATS,
        chart_alone,
        export_output,
        release_panels,
    )

    if file.suffix.lower() not in CHART_FORMATS:
        return export_output(result, name, file)
    from gridloom_desktop.publishing.publish import publish_charts

    alone = chart_alone(result, name)
    if alone is None or not release_panels(alone):
        return None
    return publish_charts(alone, file, store, current_language())


def _workspace(target: Path) -> "FolderStore | None":
    """Open the target where it is a workspace; a folder that is none is told as such."""

    return opened(target) if target.is_dir() else None


def _answer(
    result: "Result",
    store: "FolderStore | None",
    name: str | None,
    report: "ExportReport | None",
    further: "list[tuple[str, ExportReport | None]]",
) -> Answer:
    """Return what a run found; figures and sentences, the rows stay in the result."""
    from gridloom_analytics.bilingual import begun

    language = current_language()
    data = {
        "analysis": result.analysis,
        "layer": result.layer,
        "name": name,
        "rows": len(result.primary),
        "parameters": result.parameters,
        "seed": result.seed,
        "title": None if result.style is None else begun(result.style.title),
        "summary": result.summary,
        "method": result.method,
        "crs": result.crs,
        "data_date": result.data_date,
        "units": result.units,
        "scalars": result.scalars,
        "columns": [str(column) for column in result.primary.columns],
        "tables": list(result.tables),
        "shapes": list(result.shapes),
        "rasters": list(result.rasters),
        "charts": {name: chart.model_dump() for name, chart in result.charts.items()},
        "warnings": result.warnings,
        "workspace": None if store is None else store.path,
        "file": None if report is None else report.to_json(),
        "also": [{"output": name, **_told(one)} for name, one in further],
    }
    lines: list[Line] = [result.summary[language]]
    lines += [tr("Note: {text}", text=one[language]) for one in result.warnings]
    if report is not None:
        lines.append(written_line(report))
    lines += [
        tr("These data give no output “{name}”.", name=output) if one is None else written_line(one)
        for output, one in further
    ]
    if name is not None:
        lines.append(tr("The result is kept as “{name}”.", name=name))
    return Answer(data, lines)


def _told(report: "ExportReport | None") -> dict[str, object]:
    return {"file": None} if report is None else report.to_json()
