"""Commands that ask: measure, query."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridloom_analytics.shares import SHARE
from gridloom_desktop.command.answer import Answer, Line, Table
from gridloom_desktop.command.leaving import Out, Personal, Reason, permission, written_line
from gridloom_desktop.command.manual import argument, command, option
from gridloom_desktop.command.opening import At, City, opened
from gridloom_desktop.command.values import count
from gridloom_desktop.command.words import heading, in_words
from gridloom_layers.language import Message, current_language, listed, tr, tr_n

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from gridloom_analytics.measures.values import MeasureValues
    from gridloom_analytics.queries import QueryAnswer
    from gridloom_desktop.publishing.export import ReleasedTotal
    from gridloom_layers.workspace import FolderStore, Store, TableInfo

app = typer.Typer()
SHOWN_ROWS = 100
SHOWN_COLUMNS = 8
LOOK_UP = tr('Single persons are shown with --personal --reason "…"; the act is logged.')

Name = Annotated[str, argument("NAME", tr("the name under which it is kept"))]
Text = Annotated[str, argument("MEASURE", tr("such as “count(person where age >= 65) by grid”"))]


@command(
    app,
    "measure",
    tr("Keep a measure under a name, and tell how its values lie."),
    'measure city.gridloom elderly "count(person where age >= 65) / count(person) by grid"',
    'measure city.gridloom trees "density(component) by community"',
)
def measure(context: typer.Context, city: City, name: Name, text: Text) -> Answer:
    """Check a measure by evaluating it, keep it, and summarise its released values."""
    from gridloom_analytics.measures import evaluate
    from gridloom_desktop.publishing.export import release_counts, release_coverage

    store = opened(city)
    values = evaluate(store, text, None, context.obj.progress)
    with store.change() as change:
        change.put_measure(name, text)
    released = release_counts(values.frame, values.persons)
    data = {
        "name": name,
        "text": text,
        "level": values.level,
        "title": values.title,
        "unit": values.unit,
        "areas": len(released),
        "suppressed": int(released["suppressed"].to_numpy().sum()),
        "values": _by_area(store, values.level, released),
        "summary": _summary(released["value"].to_numpy(dtype=float, na_value=float("nan"))),
        "coverage": {
            term: {"placed": placed, "of": total}
            for term, (placed, total) in release_coverage(values).items()
        },
        "warnings": list(values.warnings),
    }
    return Answer(data, _measure_lines(name, values, data))


def _by_area(store: "Store", level: str, released: "pd.DataFrame") -> list[dict[str, Any]]:
    """Return the released value of each area, null where it is withheld or there is none."""
    named = [name for name in ("code", "name") if store.table(level).field(name)]
    areas = store.attributes(level, named).to_pylist()
    values = released["value"].astype(object).where(released["value"].notna(), None)
    return [
        area | {"value": value, "suppressed": bool(suppressed)}
        for area, value, suppressed in zip(areas, values, released["suppressed"], strict=True)
    ]


def _summary(values: "npt.NDArray[np.float64]") -> dict[str, float | None]:
    """Return what is known of the values that may be seen."""
    from numpy import median

    known = [float(value) for value in values if math.isfinite(value)]
    if not known:
        return {"least": None, "median": None, "most": None}
    return {"least": min(known), "median": float(median(known)), "most": max(known)}


def _measure_lines(name: str, values: "MeasureValues", data: dict[str, Any]) -> list[Line]:
    summary = data["summary"]
    lines: list[Line] = [
        tr(
            "“{name}” is kept: {title}, in {areas:,} areas of “{level}”.",
            name=name,
            title=values.title[current_language()],
            areas=data["areas"],
            level=values.level,
        )
    ]
    if summary["median"] is not None:
        lines.append(
            tr(
                "Least {least:,.4g}, median {median:,.4g}, most {most:,.4g} {unit}",
                **summary,
                unit="" if values.unit == SHARE else values.unit,
            )
        )
    if data["suppressed"]:
        lines.append(
            tr_n(
                "{count} area is withheld, as too few persons are counted there.",
                "{count} areas are withheld, as too few persons are counted there.",
                data["suppressed"],
            )
        )
    return lines + _warnings(values.warnings)


def _warnings(warnings: tuple[Any, ...]) -> list[Line]:
    return [tr("Note: {text}", text=one[current_language()]) for one in warnings]


Asked = Annotated[str, argument("ROLE", tr("the table that is asked, by its name or role"))]
Where = Annotated[str | None, option("--where", "FILTER", tr("such as “age >= 65 and sex = '女'”"))]
Within = Annotated[
    str | None,
    option("--within", "AREA", tr("a polygon file, WKT, “500 m of 114.06,22.54” or “street CODE”")),
]
By = Annotated[str | None, option("--by", "LEVEL", tr("count by a level, a field or bands"))]
Limit = Annotated[
    int, option("--limit", "N", tr("rows that are shown; a file gets all of them"), count)
]


@command(
    app,
    "query",
    tr("Ask which rows there are, how many, and where; personal values are masked."),
    "query city.gridloom person --where \"age >= 65 and sex = '女'\" --by community",
    'query city.gridloom event --within "500 m of 114.06,22.54"',
    'query city.gridloom person --within "street 440304001" --by grid --at 2025-12-31',
    "query city.gridloom entity --where \"industry = 'J'\" --out companies.xlsx",
)
def query(
    context: typer.Context,
    city: City,
    asked: Asked,
    where: Where = None,
    within: Within = None,
    by: By = None,
    at: At = None,
    out: Out = None,
    limit: Limit = SHOWN_ROWS,
    personal: Personal = False,
    reason: Reason = None,
) -> Answer:
    """Select and count rows; what is shown or written has passed the gate."""
    from gridloom_analytics.queries import query as ask
    from gridloom_analytics.queries import read_area

    allowed = permission(personal, reason)
    store = opened(city)
    asked_of = store if at is None else store.at(at)
    area = read_area(within, asked_of) if within else None
    rows = 0 if by is not None else None if out is not None else limit
    answer = ask(asked_of, asked, where, area, by, None, rows, context.obj.progress)
    return (
        _rows_answer(store, answer, limit, out, allowed)
        if by is None
        else _counts_answer(store, answer, out)
    )


def _rows_answer(
    store: "FolderStore", answer: "QueryAnswer", limit: int, out: Path | None, allowed: Any
) -> Answer:
    from gridloom_desktop.publishing.export import export_query, release_query

    if out is not None:
        total, report = export_query(store, answer, out, allowed)
        data = {**_total(answer, total), "file": report.to_json()}
        said = _warnings((*report.notes, *answer.warnings))
        return Answer(data, [_told(answer.table, total), written_line(report), *said])
    total, shown = release_query(store, answer, limit, allowed)
    rows = shown.to_pylist()
    told = _told(answer.table, total)
    table = _row_table(told, store.table(answer.table), rows)
    listed = [table] if total.count is not None else [told, LOOK_UP]
    return Answer({**_total(answer, total), "rows": rows}, [*listed, *_warnings(answer.warnings)])


def _total(answer: "QueryAnswer", total: "ReleasedTotal") -> dict[str, Any]:
    return {
        "table": answer.table,
        "count": total.count,
        "rounded_to": total.rounded_to,
        "suppressed": total.count is None,
        "warnings": list(answer.warnings),
    }


def _told(table: str, total: "ReleasedTotal") -> Message:
    """Say how many rows there are, as exactly as may be known."""
    if total.count is None:
        return tr("Fewer than {count} rows of “{table}” (persons; the number is withheld)",
                  count=total.rounded_to, table=table)  # fmt: skip
    if total.rounded_to > 1:
        return tr("At least {count:,} rows of “{table}” (persons are counted in full tens)",
                  count=total.count, table=table)  # fmt: skip
    return tr_n(
        "{count:,} row of “{table}”", "{count:,} rows of “{table}”", total.count, table=table
    )


def _row_table(title: Message, info: "TableInfo", rows: list[dict[str, Any]]) -> Table:
    names = list(rows[0])[:SHOWN_COLUMNS] if rows else []
    cells = [[in_words(info, name, row[name]) for name in names] for row in rows]
    return Table(title, [heading(info, name) for name in names], cells)


def _counts_answer(store: "FolderStore", answer: "QueryAnswer", out: Path | None) -> Answer:
    from gridloom_desktop.publishing.export import export_tabulated, release_tabulated

    released = release_tabulated(store, answer).reset_index()
    suppressed = int(released["suppressed"].to_numpy().sum())
    data: dict[str, Any] = {
        "table": answer.table,
        "level": answer.level,
        "suppressed": suppressed,
        "counts": released.astype(object).where(released.notna(), None).to_dict("records"),
        "warnings": list(answer.warnings),
    }
    lines = [*_warnings(answer.warnings)]
    if out is not None:
        report = export_tabulated(store, answer, out)
        data["file"] = report.to_json()
        return Answer(data, [written_line(report), *lines])
    names = [name for name in released.columns if name != "suppressed"][:SHOWN_COLUMNS]
    asked = [str(name) for name in answer.by.index.names] if answer.by is not None else []
    counted, level = store.table(answer.table), store.tables.get(answer.level or "")
    # the row keys of a level are no name for it
    told = answer.level or listed(heading(counted, name) for name in asked)
    title = tr("Rows of “{table}” by {by}", table=answer.table, by=told)
    cells = [
        [_label(counted, name, row[name]) if name in asked
         else _cell(row[name], row["suppressed"]) for name in names]
        for row in data["counts"]
    ]  # fmt: skip
    headings = [_count_heading(level or counted, name) for name in names]
    return Answer(data, [Table(title, headings, cells), *lines])


def _count_heading(info: "TableInfo", name: str) -> Message | str:
    """Return what a column of counts is called."""
    return tr("rows") if name == "count" else heading(info, name)


def _label(info: "TableInfo", name: str, value: Any) -> Any:
    """Return what rows are counted by: a year has no thousands separator, truth has a word."""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return in_words(info, name, value) if info.field(name) else str(value)


def _cell(value: Any, suppressed: bool) -> Any:
    return tr("withheld") if value is None and suppressed else value
