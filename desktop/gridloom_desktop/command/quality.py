"""The command ``quality``: how good the data are, by field, source, import and area."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridloom_desktop.command.answer import Answer, Line, Table
from gridloom_desktop.command.leaving import written_line
from gridloom_desktop.command.manual import argument, command, option
from gridloom_desktop.command.opening import City, opened
from gridloom_layers.language import current_language, tr

if TYPE_CHECKING:
    import pandas as pd

    from gridloom_analytics.quality import TableQuality
    from gridloom_desktop.publishing.export.quality import ReleasedQuality
    from gridloom_desktop.publishing.quality_tables import Column, ShownTable

app = typer.Typer()
WORST = 20
"""Areas that are shown; a file and JSON get all of them."""
IN_SHORT = ("tables", "imports", "areas")
"""What is shown where no table is named."""

Asked = Annotated[
    list[str] | None, argument("TABLE …", tr("tables by name or role; without any, all"))
]
By = Annotated[str | None, option("--by", "LEVEL", tr("also by the areas of a level"))]
Out = Annotated[
    Path | None,
    option("--out", "FILE", tr("the file to write: .xlsx (all of it) or .csv (areas, or checks)")),
]


@command(
    app,
    "quality",
    tr("Tell how good the data are: complete, valid, unique, timely, consistent."),
    "quality city.gridloom",
    "quality city.gridloom person --by grid",
    "quality city.gridloom person entity --out quality.xlsx",
    "run city.gridloom quality --layer grid --set table=person --name person-quality",
)
def quality(
    context: typer.Context, city: City, asked: Asked = None, by: By = None, out: Out = None
) -> Answer:
    """Assess tables; what is shown or written has passed the gate."""
    from gridloom_analytics.quality import assess
    from gridloom_desktop.publishing.export import release_quality
    from gridloom_desktop.publishing.export.writing import check_ending
    from gridloom_desktop.publishing.quality import ENDINGS, write_quality

    if out is not None:
        check_ending(out, ENDINGS)
    store = opened(city)
    report = assess(store, asked or (), by, context.obj.progress)
    released = release_quality(store, report)
    written = None if out is None else write_quality(released, out, current_language())
    data = _data(released)
    if written is None:
        return Answer(data, _lines(released, in_short=not asked))
    return Answer({**data, "file": written.to_json()}, [written_line(written)])


def _data(released: "ReleasedQuality") -> dict[str, Any]:
    report = released.report
    return {
        "data_date": report.data_date,
        "level": report.level,
        "tables": [_table_data(one) for one in report.tables],
        "suppressed": released.suppressed,
        "warnings": report.warnings,
    }


def _table_data(one: "TableQuality") -> dict[str, Any]:
    return {
        "table": one.table,
        "role": one.role,
        **one.whole,
        "checks": _records(one.checks),
        "sources": _records(one.sources.reset_index()),
        "imports": _records(one.imports.reset_index()),
        "areas": None if one.areas is None else _records(one.areas.reset_index(drop=True)),
        "placed": one.placed,
    }


def _records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Return rows as dictionaries, null where a figure is withheld or there is none."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _lines(released: "ReleasedQuality", *, in_short: bool) -> list[Line]:
    from gridloom_desktop.publishing.quality_tables import quality_tables

    language = current_language()
    lines: list[Line] = [
        _drawn(table)
        for table in quality_tables(released, language)
        if not in_short or table.name in IN_SHORT
    ]
    return lines + [tr("Note: {text}", text=one[language]) for one in released.report.warnings]


def _drawn(table: "ShownTable") -> Table:
    shown = table.rows[:WORST] if table.name == "areas" else table.rows
    rows = [
        [_cell(value, column) for value, column in zip(row, table.columns, strict=True)]
        for row in shown
    ]
    return Table(table.title, [column.title for column in table.columns], rows)


def _cell(value: Any, column: "Column") -> Any:
    from gridloom_desktop.publishing.quality_tables import percent, points

    if value is None or isinstance(value, str) or column.kind == "text":
        return value
    if not isinstance(value, int | float):
        return value
    match column.kind:
        case "share":
            return percent(value)
        case "change":
            return points(value)
        case _:
            return int(value)
