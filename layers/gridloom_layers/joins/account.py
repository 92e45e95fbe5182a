"""The account of a join in a sentence and reasons, as the command and the window give it."""

from collections.abc import Callable, Mapping

from gridloom_layers.joins.matches import reason_title, rule_title
from gridloom_layers.joins.report import JoinReport
from gridloom_layers.language import Message, tr

Title = Callable[[str], Message]


def account(report: JoinReport, left: Message | str, right: Message | str) -> Message:
    """Return how many rows of ``left`` were matched to rows of ``right``, as these are called."""
    return tr(
        "{left} → {right}: {matched:,} of {rows:,} rows matched.",
        left=left,
        right=right,
        matched=report.matched,
        rows=report.left_rows,
    )


def reasons(report: JoinReport) -> list[tuple[Message, Mapping[str, int], Title]]:
    """Return why rows were not matched, and by which rules others were: rows by name, its title."""
    kinds = (
        (tr("Not matched"), report.unmatched, reason_title),
        (tr("Matched by a rule"), report.repaired, rule_title),
    )
    return [kind for kind in kinds if kind[1]]
