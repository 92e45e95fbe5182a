"""The options of commands by which rows leave the workstation."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from gridloom_desktop.command.manual import flag, option
from gridloom_layers.language import Message, tr

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import ExportReport, Permission

Out = Annotated[
    Path | None, option("--out", "FILE", tr("the file to write: .csv, .xlsx, .gpkg or .parquet"))
]
Personal = Annotated[bool, flag("--personal", tr("let personal data out whole; the act is logged"))]
Reason = Annotated[
    str | None, option("--reason", "TEXT", tr("why personal data leave; goes to the log"))
]


def permission(personal: bool, reason: str | None) -> "Permission | None":
    """Return the permission that the options ask for, or None without them."""
    # the gate is imported late: it brings geopandas
    from gridloom_desktop.publishing.export import Permission

    return Permission.asked(personal=personal, reason=reason)


def written_line(report: "ExportReport") -> Message:
    """Return the sentence that says what was written where."""
    file = str(report.file)
    if report.holds is not None and report.suppressed:
        return tr(
            "“{file}”: {holds}; {suppressed:,} rows are withheld in part.",
            file=file,
            holds=report.holds,
            suppressed=report.suppressed,
        )
    if report.holds is not None:
        return tr("“{file}”: {holds}.", file=file, holds=report.holds)
    if report.suppressed:
        return tr(
            "“{file}”: {rows:,} rows, of which {suppressed:,} are withheld in part.",
            file=file,
            rows=report.rows,
            suppressed=report.suppressed,
        )
    return tr("“{file}”: {rows:,} rows.", file=file, rows=report.rows)
