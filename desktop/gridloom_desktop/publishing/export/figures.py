"""Charts of the window: their figures as a table, and the picture of them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from gridloom_analytics.disclosure import rounded_total
from gridloom_desktop.publishing.export.formats import write_rows
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.export.writing import ExportReport, check_ending, staged
from gridloom_desktop.publishing.figures import Figures
from gridloom_layers.language import Language, tr, tr_n
from gridloom_layers.progress import Progress

FIGURE_FORMATS = (".csv", ".xlsx", ".parquet")
PICTURE_FORMATS = (".png",)


def release_figures(figures: Figures) -> Figures:
    """Return figures as they may be shown, copied or written: persons counted in full tens.

    So a count of 1 to 9 is 0, and two selections never differ by a few persons.
    """
    if not figures.persons:
        return figures
    rows = tuple(
        tuple(
            rounded_total(int(cell)) if place in figures.counts else cell
            for place, cell in enumerate(row)
        )
        for row in figures.rows
    )
    return replace(figures, rows=rows)


def figures_text(figures: Figures, language: Language) -> str:
    """Return released figures as lines of cells parted by tabs, as spreadsheets take them."""
    lines = [_heads(figures, language), *_cells(release_figures(figures), language)]
    return "\n".join("\t".join(str(cell) for cell in line) for line in lines)


def export_figures(
    figures: Figures, out: Path, language: Language, progress: Progress | None = None
) -> ExportReport:
    """Write the figures of a chart (.csv, .xlsx, .parquet), released, in one language."""
    check_ending(out, FIGURE_FORMATS)
    rows = _cells(release_figures(figures), language)
    columns = list(zip(*rows, strict=True)) or [()] * len(figures.columns)
    table = pa.table([pa.array(list(one)) for one in columns], names=_heads(figures, language))
    released = ReleasedTable(SEAL, table, figures.title[language])
    write_rows(released, out, progress or Progress())
    notes = (tr("Persons are counted in full tens.").both(),) if figures.persons else ()
    return ExportReport(out, len(rows), notes=notes)


def export_picture(png: bytes, out: Path) -> ExportReport:
    """Write the picture of a chart (.png) that a window shows.

    A window shows charts of persons with the counts of :func:`release_figures` only.
    """
    check_ending(out, PICTURE_FORMATS)
    with staged(out) as part:
        part.write_bytes(png)
    return ExportReport(out, 0, holds=tr_n("{count} chart", "{count} charts", 1))


def _heads(figures: Figures, language: Language) -> list[str]:
    """Return the titles of the columns, each once."""
    found: list[str] = []
    for title in figures.columns:
        text, number = title[language], 2
        while text in found:
            text, number = f"{title[language]} {number}", number + 1
        found.append(text)
    return found


def _cells(figures: Figures, language: Language) -> list[list[Any]]:
    return [
        [one[language] if isinstance(one, dict) else one for one in row] for row in figures.rows
    ]
