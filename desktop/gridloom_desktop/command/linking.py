"""The command that asks what is linked to a row: linked."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridloom_desktop.command.answer import Answer, Line
from gridloom_desktop.command.fitting import Facts, Fitting
from gridloom_desktop.command.leaving import Out, Personal, Reason, permission, written_line
from gridloom_desktop.command.manual import argument, command, option
from gridloom_desktop.command.opening import At, City, opened
from gridloom_desktop.command.values import count
from gridloom_desktop.command.words import heading, in_words
from gridloom_layers.language import Message, current_language, tr

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import ReleasedLinked, ReleasedRelation
    from gridloom_layers.workspace import FolderStore, TableInfo

app = typer.Typer()
SHOWN_ROWS = 10

Asked = Annotated[str, argument("TABLE", tr("the table of the row, by its name or role"))]
Key = Annotated[str | None, argument("KEY", tr("the key of the row, such as a citizen ID"))]
Row = Annotated[
    int | None, option("--row", "ROWKEY", tr("the row by its row key instead of its key"), count)
]
Limit = Annotated[
    int, option("--limit", "N", tr("rows of each relation; a file gets all of them"), count)
]


@command(
    app,
    "linked",
    tr("Show a row and all that is linked to it; personal values and ties are withheld."),
    "linked city.gridloom building 44030600960102T0117",
    "linked city.gridloom entity 91350100M000100Y43 --limit 3",
    "linked city.gridloom grid 440306009601002 --out grid.xlsx",
    'linked city.gridloom person --row 4711 --personal --reason "case 2026-17"',
)
def linked(
    context: typer.Context,
    city: City,
    asked: Asked,
    key: Key = None,
    row: Row = None,
    limit: Limit = SHOWN_ROWS,
    at: At = None,
    out: Out = None,
    personal: Personal = False,
    reason: Reason = None,
) -> Answer:
    """Find a row and what is linked to it; what is shown or written has passed the gate."""
    from gridloom_analytics.queries.linked import linked as ask
    from gridloom_desktop.publishing.export import check_key, export_linked, release_linked

    allowed = permission(personal, reason)
    store = opened(city)
    asked_of = store if at is None else store.at(at)
    if key is not None and row is None:
        check_key(store, asked, allowed)
    progress = context.obj.progress
    answer = ask(asked_of, asked, key, row, None if out is not None else limit, progress)
    if out is not None:
        report = export_linked(store, answer, out, allowed, progress)
        data = {"table": answer.table, "row_key": answer.row_key, "file": report.to_json()}
        return Answer(data, [written_line(report)])
    released = release_linked(store, answer, allowed)
    return Answer(_data(released), _lines(store, released))


def _data(released: "ReleasedLinked") -> dict[str, Any]:
    return {
        "table": released.table,
        "row_key": released.row_key,
        "row": released.row.to_pylist()[0],
        "relations": [
            {
                "title": each.relation.title,
                "way": each.relation.way,
                "direction": each.relation.direction,
                "tables": each.relation.tables,
                "table": each.relation.table,
                "count": each.count,
                "rounded_to": each.rounded_to,
                "suppressed": each.rows is None,
                "rows": [] if each.rows is None else each.rows.to_pylist(),
            }
            for each in released.relations
        ],
    }


def _lines(store: "FolderStore", released: "ReleasedLinked") -> list[Line]:
    """Return the row, a block for each relation with rows, and a line for all without any."""
    info = store.table(released.table)
    (row,) = released.row.to_pylist()
    facts = {heading(info, name): in_words(info, name, value) for name, value in row.items()
             if value is not None}  # fmt: skip
    about = tr("“{table}”, row {row}", table=released.table, row=released.row_key)
    lines: list[Line] = [Facts(about, facts)]
    told = [each for each in released.relations if each.count]
    lines += [_block(store.table(each.relation.table), each) for each in told if each.rows]
    lines += ["", *(_counted(each) for each in told if not each.rows)]
    none = [_named(each) for each in released.relations if each.count == 0]
    if none:
        lines.append(tr("None: {relations}", relations=str(tr("; ")).join(none)))
    withheld = [_named(each) for each in released.relations if each.count is None]
    if withheld:
        lines += [
            tr("Withheld: {relations}", relations=str(tr("; ")).join(withheld)),
            tr("What is withheld is shown by --personal --reason “…” only; the act is logged."),
        ]
    return lines


def _named(released: "ReleasedRelation") -> str:
    title = released.relation.title[current_language()]
    return str(tr("{title} ({way})", title=title, way=released.relation.way))


def _counted(released: "ReleasedRelation") -> Message:
    """Return how many rows a relation has, as exactly as may be told."""
    told, number = _named(released), released.count or 0
    if released.rounded_to > 1:
        return tr("{relation}: at least {count:,}", relation=told, count=number)
    return tr("{relation}: {count:,}", relation=told, count=number)


def _block(info: "TableInfo", released: "ReleasedRelation") -> Fitting:
    """Return the first rows of a relation; columns without any value in them are left out."""
    rows = released.rows.to_pylist() if released.rows is not None else []
    names = [name for name in rows[0] if any(row[name] is not None for row in rows)]
    cells = [[in_words(info, name, row[name]) for name in names] for row in rows]
    return Fitting(_counted(released), [heading(info, name) for name in names], cells)
