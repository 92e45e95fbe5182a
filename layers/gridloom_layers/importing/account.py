"""The account of an import in sentences, as the command and the window give it."""

from collections.abc import Mapping
from pathlib import Path

from gridloom_layers.importing.report import ImportReport
from gridloom_layers.language import Message, tr, tr_n


def account(report: ImportReport) -> list[Message]:
    """Return where every row went that was read, and how the others compare to those before."""
    lines = [
        tr(
            "{source}: {read:,} rows read, {loaded:,} loaded, {quarantined:,} quarantined, "
            "{blank:,} blank.",
            source=Path(report.source).name,
            read=report.read,
            loaded=report.loaded,
            quarantined=sum(report.quarantined.values()),
            blank=report.blank,
        )
    ]
    if report.blank:
        lines.append(
            tr_n(
                "{count:,} blank row has no value in any column, so there is nothing to load.",
                "{count:,} blank rows have no value in any column, so there is nothing to load.",
                report.blank,
            )
        )
    if report.changed or report.unchanged or report.vanished:  # beside rows that were there
        lines.append(
            tr(
                "Beside the rows that were there: {new:,} new, {changed:,} changed, "
                "{unchanged:,} unchanged; {vanished:,} are not in the source.",
                new=report.new,
                changed=report.changed,
                unchanged=report.unchanged,
                vanished=report.vanished,
            )
        )
    return lines


def reasons(report: ImportReport) -> list[tuple[Message, Mapping[str, int]]]:
    """Return what was set aside, repaired and noted: headings, rows by the name of the reason."""
    kinds = (
        (tr("Quarantined"), report.quarantined),
        (tr("Repaired"), report.repaired),
        (tr("Noted"), report.notes),
    )
    return [(heading, counts) for heading, counts in kinds if counts]
