"""Rows for the clipboard, which is a way out like any other: released, and harmless to a sheet."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure import THRESHOLD
from gridloom_analytics.queries import QueryAnswer
from gridloom_desktop.publishing.export.formats import FORMULA, NUMBER
from gridloom_desktop.publishing.export.permission import Permission
from gridloom_desktop.publishing.export.queried import release_query
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Language, tr
from gridloom_layers.roles import role
from gridloom_layers.workspace import ROW_KEY, Store, TableInfo
from gridloom_layers.workspace.titles import canonical_field, value_label

MOST_ROWS = 100_000
"""More belongs into a file: a spreadsheet takes minutes to paste it."""
AS_TEXT = "mso-number-format:'\\@'"
"""Tells a spreadsheet that a cell is text: of a number of 18 digits it would keep 15."""


@dataclass(frozen=True)
class Clip:
    """Rows as text with tabs between the cells, and as an HTML table; ``rows`` without the head."""

    text: str
    html: str
    rows: int


def release_clip(
    store: Store,
    answer: QueryAnswer,
    titles: Mapping[str, Bilingual],
    language: Language,
    permission: Permission | None = None,
) -> Clip:
    """Return the columns of rows that ``titles`` names as they may be copied, in words.

    What :func:`release_query` says of rows of persons holds: masked, in full tens, none under ten.
    """
    if answer.count > MOST_ROWS:
        raise BadInput(
            "too-many-rows",
            tr("{count:,} rows are too many to copy; {most:,} can be.",
               count=answer.count, most=MOST_ROWS),
            Where(layer=answer.table),
            tr("Export them to a file."),
        )  # fmt: skip
    total, rows = release_query(store, answer, MOST_ROWS, permission)
    if total.count is None and answer.count:
        raise BadInput(
            "few-persons",
            tr("These are fewer than {threshold} persons, so nothing is copied.",
               threshold=THRESHOLD),
            Where(layer=answer.table),
            tr("Select more rows, or unmask the table with a reason."),
        )  # fmt: skip
    names = [name for name in titles if name in rows.column_names and name != ROW_KEY]
    head = [titles[name][language] for name in names]
    columns = [_words(store.table(answer.table), name, rows, language) for name in names]
    cells = [head, *(list(row) for row in zip(*columns, strict=True))]
    return Clip(_tabbed(cells), _table(cells, _texts(rows, names)), rows.num_rows)


def _words(table: TableInfo, name: str, rows: pa.Table, language: Language) -> list[str]:
    """Return the values of a column as texts: canonical ones in words, numbers as they are."""
    field = table.field(name)
    known = canonical_field(table, field) if field else role(table.role).field(name)
    return [
        str(value) if isinstance(value, float) else value_label(value, known)[language]
        for value in rows.column(name).to_pylist()
    ]


def _texts(rows: pa.Table, names: list[str]) -> list[bool]:
    """Return which columns are texts."""
    return [pa.types.is_string(rows.column(name).type) for name in names]


def _harmless(text: str) -> str:
    """Return a text that a spreadsheet does not run, in one cell."""
    line = re.sub(r"[\t\r\n]+", " ", text)
    return f"'{line}" if re.match(FORMULA, line) and not re.match(NUMBER, line) else line


def _tabbed(cells: list[list[str]]) -> str:
    return "\n".join("\t".join(_harmless(text) for text in row) for row in cells)


def _table(cells: list[list[str]], texts: list[bool]) -> str:
    head, *rows = cells
    top = "".join(f"<th>{html.escape(_harmless(text))}</th>" for text in head)
    styles = [f' style="{AS_TEXT}"' if text else "" for text in texts]
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{style}>{html.escape(_harmless(text))}</td>"
            for style, text in zip(styles, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return f'<meta charset="utf-8"><table><tr>{top}</tr>{body}</table>'
