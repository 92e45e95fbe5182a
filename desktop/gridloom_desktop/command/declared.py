"""What an analysis declares, for people: what it asks for, what it gives, and how to run it."""

from gridloom_analytics.analysis import Analysis
from gridloom_analytics.output import Output
from gridloom_desktop.command.answer import Line, Table
from gridloom_desktop.command.parameters import parameter_tables
from gridloom_desktop.command.words import GEOMETRIES
from gridloom_layers.language import Message, listed, tr

KINDS = {
    "layer": tr("layer"),
    "table": tr("table"),
    "raster": tr("raster"),
    "chart": tr("chart"),
    "scalar": tr("figure"),
}


def told(analysis: Analysis) -> list[Line]:
    """Return all about one analysis: parameters, outputs, an example, where it is published."""
    lines: list[Line] = [
        tr("{name}: {title}. {summary}",
           name=analysis.name, title=analysis.title, summary=analysis.summary),
        *parameter_tables(analysis),
        _outputs(analysis),
        _columns(analysis),
        _figures(analysis),
        tr("Example: {command}", command=analysis.command()),
        tr("Source: {citation}", citation=analysis.citation),
    ]  # fmt: skip
    return lines


def _outputs(analysis: Analysis) -> Table:
    rows = [
        (one.name, _kind(one), one.title, _when(one))
        for one in analysis.outputs
        if one.kind != "scalar"
    ]
    headings = (tr("name"), tr("kind"), tr("meaning"), tr("only with"))
    return Table(tr("Outputs"), headings, rows)


def _columns(analysis: Analysis) -> Table:
    """Return what the columns of the primary output mean."""
    rows = list(analysis.outputs[0].columns.items())
    return Table(tr("Columns of the result"), (tr("name"), tr("meaning")), rows)


def _figures(analysis: Analysis) -> Table:
    rows = [(one.name, one.title, _when(one)) for one in analysis.outputs if one.kind == "scalar"]
    return Table(tr("Global figures"), (tr("name"), tr("meaning"), tr("only with")), rows)


def _kind(output: Output) -> Message:
    if output.geometry is None:
        return KINDS[output.kind]
    return tr("{kind} ({geometry})", kind=KINDS[output.kind], geometry=GEOMETRIES[output.geometry])


def _when(output: Output) -> Message | None:
    """Return with what an output comes; nothing where it always does."""
    said: list[Message | str] = [*output.conditions()]
    if output.perhaps:
        said.append(tr("fitting data"))
    return listed(said) if said else None
