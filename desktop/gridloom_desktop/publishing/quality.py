"""The quality report as a file: a workbook, or rows as CSV."""

from pathlib import Path

from gridloom_desktop.publishing.export.formats import write_csv
from gridloom_desktop.publishing.export.quality import ReleasedQuality, quality_rows
from gridloom_desktop.publishing.export.writing import ExportReport, check_ending, staged
from gridloom_layers.language import Language

ENDINGS = (".xlsx", ".csv")


def write_quality(released: ReleasedQuality, out: Path, language: Language) -> ExportReport:
    """Write a released report to ``out``.

    A workbook (.xlsx) has all of it; a .csv the figures by area, without a level the checks. The
    same report gives the same bytes.
    """
    ending = check_ending(out, ENDINGS)
    rows = quality_rows(released, language)
    with staged(out) as part:
        if ending == ".csv":
            write_csv(rows, part)
        else:
            # xlsxwriter is imported late: CSV does not need it
            from gridloom_desktop.publishing.quality_workbook import write_quality_workbook

            write_quality_workbook(released, part, language)
    return ExportReport(out, rows.table.num_rows, released.suppressed)
