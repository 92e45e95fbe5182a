"""The error report of a join: a folder with a workbook for each collecting area, and an index."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xlsxwriter

from gridloom_desktop.publishing.export.formats import (
    MOST_ROWS_IN_XLSX,
    WORKBOOK_OPTIONS,
    clock,
    set_up_page,
)
from gridloom_desktop.publishing.export.join_errors import (
    ABOUT_THE_ROW,
    PLACED_BY,
    REASON,
    RULES,
    Area,
    ErrorReport,
    JoinErrors,
    release_join_errors,
)
from gridloom_desktop.publishing.export.permission import Permission
from gridloom_desktop.publishing.export.writing import staged_folder
from gridloom_layers import joins
from gridloom_layers.language import Message, current_language, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Link, Store, TableInfo
from gridloom_layers.workspace.titles import field_title, table_title

INDEX, NOWHERE = "index", "unplaced"
"""The names of the files that are not about one area, in every language."""
NOT_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
HEAD = {"bold": True, "font_color": "#ffffff", "bg_color": "#12304f", "valign": "vcenter",
        "text_wrap": True}  # fmt: skip
WIDTHS = {"row_key": 11, "source": 24, "sheet": 12, "source_row": 11, REASON: 26, RULES: 34,
          "advice": 44, PLACED_BY: 20}  # fmt: skip
VALUE_WIDTH = 28
IN_MEMORY = 20_000
"""Rows of a workbook that is put together in memory."""


def export_join_errors(
    store: Store,
    link: Link,
    out: Path,
    *,
    level: str | None = None,
    permission: Permission | None = None,
    progress: Progress | None = None,
) -> ErrorReport:
    """Write the rows that a join did not match, or by a rule only, into the new folder ``out``.

    There is a file for each area of ``level`` (the finest where none is given), named by its
    code: a workbook, or a Parquet file where a worksheet does not hold the rows; ``unplaced`` for
    the rows of no area, and ``index.xlsx`` with the counts. Texts are in the current language.
    The folder appears whole or not at all.
    """
    progress = progress or Progress()
    with staged_folder(out) as folder:
        errors = release_join_errors(store, link, level, permission, progress)
        names = _file_names(errors.areas)
        book = _Writer(errors, store.table(link.left), store.table(link.right))
        for number, area in enumerate(errors.areas):
            progress.report("write", number, len(errors.areas))
            names[area] = book.write(area, folder, names[area])
        book.write_index(folder / f"{INDEX}.xlsx", names)
    progress.report("write", len(errors.areas), len(errors.areas))
    table = errors.rows.table
    unmatched = table.num_rows - table.column(REASON).null_count
    nowhere = sum(area.last - area.first for area in errors.areas if area.code is None)
    return ErrorReport(out, len(names) + 1, unmatched, table.num_rows - unmatched, nowhere)


def _file_names(areas: Iterable[Area]) -> dict[Area, str]:
    """Return the names of the files of areas without their endings, each once."""
    taken, names = {INDEX, NOWHERE}, {}
    for area in areas:
        name = NOWHERE if area.code is None else NOT_IN_FILE_NAMES.sub("_", area.code).strip(". ")
        number, unique = 2, name or "_"
        while area.code is not None and unique.casefold() in taken:
            number, unique = number + 1, f"{name}-{number}"
        taken.add(unique.casefold())
        names[area] = unique
    return names


@dataclass
class _Writer:
    """Writes the files of one report, their texts rendered once."""

    errors: JoinErrors
    left: TableInfo
    right: TableInfo

    def __post_init__(self) -> None:
        self.titles = {word: str(title) for word, title in joins.REASONS.items()}
        self.advice = {word: str(title) for word, title in joins.ADVICE.items()}
        self.placed = [str(title) for title in joins.PLACED_BY]
        self.repaired = str(joins.WHEN_REPAIRED)
        self.heads = {
            "row_key": str(tr("row key")),
            "source": str(tr("source")),
            "sheet": str(tr("sheet")),
            "source_row": str(tr("row in the source")),
            REASON: str(tr("reason")),
            RULES: str(tr("rule")),
            "advice": str(tr("what to do")),
            PLACED_BY: str(tr("area found by")),
        }
        for field in self.left.fields:
            self.heads.setdefault(field.name, field_title(self.left, field)[current_language()])

    def write(self, area: Area, folder: Path, name: str) -> str:
        """Write the rows of an area; return the name of the file."""
        rows = self.errors.of(area)
        if rows.num_rows > MOST_ROWS_IN_XLSX:
            pq.write_table(rows, folder / f"{name}.parquet", compression="zstd")
            return f"{name}.parquet"
        missed = rows.filter(pc.is_valid(rows.column(REASON)))
        ruled = rows.filter(pc.is_null(rows.column(REASON)))
        with self._book(folder / f"{name}.xlsx", rows.num_rows) as book:
            self._about(book, area, rows)
            if missed.num_rows:
                self._rows(book, tr("Not matched"), area, missed, without=RULES)
            if ruled.num_rows:
                self._rows(book, tr("Matched by a rule"), area, ruled, without=REASON)
        return f"{name}.xlsx"

    def _book(self, path: Path, rows: int) -> xlsxwriter.Workbook:
        in_memory = rows <= IN_MEMORY  # else a dozen temporary files for each of many books
        book = xlsxwriter.Workbook(path, WORKBOOK_OPTIONS | {"in_memory": in_memory})
        book.set_properties({"created": clock(self.errors.rows.data_date), "title": self._title})
        return book

    @property
    def _title(self) -> str:
        return str(
            tr(
                "Join of “{left}” with “{right}”: rows to check",
                left=table_title(self.left)[current_language()],
                right=table_title(self.right)[current_language()],
            )
        )

    def _about(self, book: xlsxwriter.Workbook, area: Area, rows: pa.Table) -> None:
        """Write what the workbook is, the counts, and what to do in each case."""
        sheet = book.add_worksheet(str(tr("About")))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 1, 12)
        sheet.set_column(2, 2, 74)
        set_up_page(sheet, self._title)
        sheet.write_string(0, 0, self._title, book.add_format({"bold": True, "font_size": 16}))
        sheet.write_string(1, 0, f"{area_title(area)} · {self.errors.rows.data_date}")
        counts = self._counted(rows)
        for place, head in enumerate((tr("case"), tr("rows"), tr("what to do"))):
            sheet.write_string(3, place, str(head), book.add_format(HEAD))
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for line, (case, count, advice) in enumerate(counts, start=4):
            sheet.write_string(line, 0, case, wrapped)
            sheet.write_number(line, 1, count, book.add_format({"valign": "top"}))
            sheet.write_string(line, 2, advice, wrapped)
        for line, note in enumerate(self._notes(), start=5 + len(counts)):
            sheet.merge_range(line, 0, line, 2, str(note), wrapped)
            sheet.set_row(line, 32)

    def _notes(self) -> Sequence[Message]:
        return (
            tr(
                "A row is found again by its source file and the row in it, or by its row key in "
                "the workspace."
            ),
            tr(
                "Values at the source were not changed. Codes are masked unless they were asked "
                "for whole with a reason."
            ),
        )

    def _counted(self, rows: pa.Table) -> list[tuple[str, int, str]]:
        reasons = Counter(rows.column(REASON).drop_null().to_pylist())
        rules = Counter(rows.column(RULES).drop_null().to_pylist())
        return [
            *((self.titles[word], reasons[word], self.advice[word])
              for word in joins.REASONS if word in reasons),
            *((self._rules(words), count, self.repaired) for words, count in sorted(rules.items())),
        ]  # fmt: skip

    def _rules(self, words: str) -> str:
        separator = str(tr("; "))
        return separator.join(str(joins.rule_title(word)) for word in words.split("+"))

    def _rows(
        self, book: xlsxwriter.Workbook, name: Message, area: Area, rows: pa.Table, without: str
    ) -> None:
        """Write rows: where each came from, what is wrong, what to do, then its values."""
        sheet = book.add_worksheet(str(name))
        set_up_page(sheet, f"{self._title} · {area_title(area)}")
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        columns = self._cells(rows)
        del columns[without]
        plain = book.add_format({"valign": "top", "text_wrap": True})
        for place, (column, cells) in enumerate(columns.items()):
            sheet.set_column(place, place, WIDTHS.get(column, VALUE_WIDTH))
            sheet.write_string(0, place, self.heads[column], book.add_format(HEAD))
            for line, cell in enumerate(cells, start=1):
                if isinstance(cell, int):
                    sheet.write_number(line, place, cell, plain)
                elif cell is not None:
                    sheet.write_string(line, place, str(cell), plain)
        sheet.autofilter(0, 0, rows.num_rows, len(columns) - 1)

    def _cells(self, rows: pa.Table) -> dict[str, list[Any]]:
        """Return the cells of each column, words of programs as sentences."""
        cells: dict[str, list[Any]] = rows.to_pydict()
        if not any(cells["sheet"]):
            del cells["sheet"]
        reasons, rules = cells[REASON], cells[RULES]
        cells[REASON] = [word and self.titles[word] for word in reasons]
        cells[RULES] = [word and self._rules(word) for word in rules]
        placed = [self.placed[number] for number in cells.pop(PLACED_BY)]
        advice = [self.advice[word] if word else self.repaired for word in reasons]
        about = {name: cells.pop(name) for name in ABOUT_THE_ROW if name in cells}
        return {**about, "advice": advice, **cells, PLACED_BY: placed}

    def write_index(self, path: Path, names: dict[Area, str]) -> None:
        """Write how many rows each file holds, by reason and rule."""
        counts = {area: self.errors.of(area) for area in names}
        whole = self.errors.rows.table
        reasons = [word for word in joins.REASONS
                   if word in set(whole.column(REASON).unique().to_pylist())]  # fmt: skip
        rules = sorted(set(whole.column(RULES).drop_null().to_pylist()))
        heads = [tr("area"), tr("name"), tr("rows"), tr("Not matched"), tr("Matched by a rule")]
        nearest = str(tr("{check}: {reason}", check=self.heads[PLACED_BY], reason=self.placed[-1]))
        titles = [*map(str, heads), *(self.titles[word] for word in reasons),
                  *map(self._rules, rules), nearest, str(tr("file"))]  # fmt: skip
        with self._book(path, len(names)) as book:
            self._about(book, WHOLE, whole)
            sheet = book.add_worksheet(str(tr("By area")))
            set_up_page(sheet, self._title)
            sheet.repeat_rows(0)
            sheet.freeze_panes(1, 1)
            for place, text in enumerate(titles):
                sheet.set_column(place, place, (20, 26)[place] if place < 2 else 16)
                sheet.write_string(0, place, text, book.add_format(HEAD))
            for line, (area, rows) in enumerate(counts.items(), start=1):
                told = [area.code or area_title(area), area.name or "",
                        *_figures(rows, reasons, rules), names[area]]  # fmt: skip
                for place, cell in enumerate(told):
                    sheet.write(line, place, cell)
            sheet.autofilter(0, 0, max(len(counts), 1), len(titles) - 1)


WHOLE = Area("*", None, 0, 0)
"""Stands for all areas at once."""


def _figures(rows: pa.Table, reasons: Sequence[str], rules: Sequence[str]) -> list[int]:
    by_reason = Counter(rows.column(REASON).to_pylist())
    by_rule = Counter(rows.column(RULES).to_pylist())
    near = Counter(rows.column(PLACED_BY).to_pylist())[len(joins.PLACED_BY) - 1]
    missed = rows.num_rows - by_reason[None]
    return [rows.num_rows, missed, by_reason[None], *(by_reason[word] for word in reasons),
            *(by_rule[word] for word in rules), near]  # fmt: skip


def area_title(area: Area) -> str:
    """Return what an area is called: its code and name."""
    if area is WHOLE:
        return str(tr("all areas"))
    if area.code is None:
        return str(tr("rows of no area"))
    return f"{area.code} {area.name or ''}".rstrip()
