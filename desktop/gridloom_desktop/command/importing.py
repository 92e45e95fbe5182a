"""Commands that bring data in: import, join."""

import datetime as dt
from collections import abc
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from gridloom_desktop.command.answer import DONE, QUARANTINED, Answer, Line, Table
from gridloom_desktop.command.manual import argument, command, option
from gridloom_desktop.command.opening import City
from gridloom_desktop.command.values import day, metres, one_of, pairs, score
from gridloom_layers.language import Message, current_language, tr

if TYPE_CHECKING:
    from gridloom_layers.importing import ImportReport

app = typer.Typer()


def known_role(text: str) -> str:
    """Return the name of a role; the roles are read late, only where one is named."""
    from gridloom_layers.roles import role

    return role(text).name


Source = Annotated[
    str, argument("SOURCE", tr("a GeoPackage, Shapefile, GeoJSON, CSV, XLSX, Parquet … file"))
]
Role = Annotated[
    str,
    option("--role", "ROLE", tr("what the rows are: person, event, grid …"), known_role),
]
Layer = Annotated[str | None, option("--layer", "L", tr("layer or sheet of the source"))]
Name = Annotated[
    str | None, option("--name", "TABLE", tr("name in the workspace (the role's where not given)"))
]
Mapping = Annotated[
    list[str] | None, option("--map", "FIELD=COLUMN", tr("take a field from this column"))
]
Encoding = Annotated[
    str | None, option("--encoding", "E", tr("encoding, where the detected one is wrong"))
]
Datum = Annotated[
    str,
    option(
        "--datum",
        "DATUM",
        tr("what the coordinates are based on: wgs84, cgcs2000, gcj02 or bd09"),
        one_of("wgs84", "cgcs2000", "gcj02", "bd09"),
    ),
]
Crs = Annotated[
    str | None, option("--crs", "CRS", tr("coordinate system, where the source names none"))
]
AsOf = Annotated[dt.date | None, option("--as-of", "DATE", tr("data date of the source"), day)]
From = Annotated[
    str | None, option("--from", "DEPARTMENT", tr("the department that the source is from"))
]
Scheme = Annotated[str | None, option("--scheme", "NAME", tr("grid scheme the source belongs to"))]
Mode = Annotated[
    Literal["new", "upsert", "replace"],
    option(
        "--mode",
        "MODE",
        tr("new (adds rows), upsert (by key) or replace"),
        one_of("new", "upsert", "replace"),
    ),
]


@command(
    app,
    "import",
    tr(
        "Bring a source file into a workspace; doubtful rows are set aside, none is lost. Exits "
        "with 3 where rows were set aside."
    ),
    "import city.gridloom residents.csv --role person --as-of 2025-12-31",
    "import city.gridloom cells.gpkg --role grid --layer cells --scheme base",
    "import city.gridloom events.xlsx --role event --map reported_at=上报时间",
    "import city.gridloom health.csv --role person --mode upsert --from 卫健委",
)
def import_(
    context: typer.Context,
    city: City,
    source: Source,
    role: Role,
    layer: Layer = None,
    name: Name = None,
    mapping: Mapping = None,
    encoding: Encoding = None,
    datum: Datum = "wgs84",
    crs: Crs = None,
    as_of: AsOf = None,
    scheme: Scheme = None,
    mode: Mode = "new",
    department: From = None,
) -> Answer:
    """Import a source; exit code 3 where rows were quarantined."""
    from gridloom_layers.importing import ImportOptions, import_source
    from gridloom_layers.workspace import open_workspace

    options = ImportOptions(
        role=role,
        layer=layer,
        name=name,
        mapping=pairs(mapping or ()),
        encoding=encoding,
        datum=datum,
        crs=crs,
        as_of=as_of,
        scheme=scheme,
        mode=mode,
        department=department,
    )
    report = import_source(open_workspace(city), source, options, context.obj.progress)
    code = QUARANTINED if report.quarantined else DONE
    return Answer(report, _import_lines(report), code)


def _import_lines(report: "ImportReport") -> list[Line]:
    from gridloom_layers.importing.account import account, reasons
    from gridloom_layers.importing.findings import title

    lines: list[Line] = [
        *account(report),
        *(_counted(heading, counts, title) for heading, counts in reasons(report)),
    ]
    if report.conflicts:
        headings = (tr("field"), tr("values"))
        rows = list(report.conflicts.items())
        lines.append(Table(tr("Departments differ (“gridloom conflicts”)"), headings, rows))
    lines += [tr("Note: {text}", text=one[current_language()]) for one in report.warnings]
    if report.quarantined:
        lines.append(tr("“gridloom quarantine” opens these rows."))
    return lines


def _counted(
    heading: Message, counts: "abc.Mapping[str, int]", title: Callable[[str], Message]
) -> Table:
    rows = [(title(reason), count) for reason, count in counts.items()]
    return Table(heading, (tr("reason"), tr("rows")), rows)


Left = Annotated[str, argument("LEFT", tr("the table that is joined"))]
Right = Annotated[str, argument("RIGHT", tr("the table it is joined onto"))]
By = Annotated[
    Literal["code", "place", "name", "address"],
    option(
        "--by",
        "WAY",
        tr("code, place, name or address"),
        one_of("code", "place", "name", "address"),
    ),
]
On = Annotated[
    str | None,
    option("--on", "FIELDS", tr("FIELD, LEFT=RIGHT, or A+B=C+D for keys of several parts")),
]
AtLeast = Annotated[
    float | None,
    option("--at-least", "SCORE", tr("by address: how alike at least, up to 100 (85)"), score),
]
Metres = Annotated[
    float | None,
    option("--within", "METRES", tr("by place: also what lies at most so far away"), metres),
]


@command(
    app,
    "join",
    tr("Link the rows of one table to the rows of another, with reasons where none is found."),
    "join city.gridloom person building --by code",
    "join city.gridloom event grid --by place",
    "join city.gridloom entity building --by address --at-least 90",
    "join city.gridloom statistics community --by name --on district+village=區域+里",
)
def join(
    context: typer.Context,
    city: City,
    left: Left,
    right: Right,
    by: By,
    on: On = None,
    within: Metres = None,
    at_least: AtLeast = None,
) -> Answer:
    """Join two tables and keep the link."""
    from gridloom_layers.joins import join as join_tables
    from gridloom_layers.joins.account import account, reasons
    from gridloom_layers.workspace import open_workspace

    report = join_tables(
        open_workspace(city), left, right, by, on, context.obj.progress, within, at_least
    )
    lines: list[Line] = [account(report, left, right)]
    lines += [_counted(heading, counts, called) for heading, counts, called in reasons(report)]
    if report.scores:
        rows = tuple(report.scores.items())
        lines.append(Table(tr("How alike the addresses are"), (tr("score"), tr("rows")), rows))
    return Answer(report, lines)
