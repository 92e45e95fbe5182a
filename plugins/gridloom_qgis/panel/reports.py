"""Import reports, join reports and data quality of a workspace as lines, in words."""

from __future__ import annotations

from typing import Any

from ..language import tr
from .described import Workspace
from .lines import Line, number

DIMENSIONS = ("completeness", "validity", "uniqueness", "timeliness", "consistency")


def import_lines(workspace: Workspace) -> Line:
    """Return the reports of all imports, the last one first."""
    reports = tuple(_import(workspace, one) for one in reversed(workspace.imports))
    return Line(tr("Imports"), number(len(reports)), reports, open=True, strong=True)


def join_lines(workspace: Workspace) -> Line:
    """Return the reports of all joins."""
    reports = tuple(_join(workspace, one) for one in workspace.links)
    return Line(tr("Joins"), number(len(reports)), reports, open=True, strong=True)


def quality_lines(workspace: Workspace, told: dict[str, Any]) -> Line:
    """Return how good the tables are, as ``gridloom quality`` told."""
    tables = tuple(_quality(workspace, one) for one in told["tables"])
    return Line(tr("Data quality"), "", tables, open=True, strong=True)


def _import(workspace: Workspace, told: dict[str, Any]) -> Line:
    report = told["report"]
    counts = [
        Line(tr("Rows read"), number(report["read"])),
        Line(tr("Rows loaded"), number(report["loaded"])),
        Line(tr("Blank rows"), number(report["blank"])) if report["blank"] else None,
    ]
    parts = [
        _reasons(workspace, tr("Quarantined"), report["quarantined"], "findings", told["number"]),
        _reasons(workspace, tr("Repaired"), report["repaired"], "findings"),
        _reasons(workspace, tr("Remarks"), report["notes"], "findings"),
    ]
    title = tr("{table}: {source}",
               table=workspace.called(told["table"]), source=report["source"])  # fmt: skip
    lines = tuple(line for line in (*counts, *parts) if line is not None)
    return Line(title, _of(report["loaded"], report["read"]), lines, data=told["number"])


def _join(workspace: Workspace, told: dict[str, Any]) -> Line:
    report = told["report"]
    counts = [
        Line(tr("Rows matched"), number(report["matched"])),
        Line(tr("Rows in all"), number(report["left_rows"])),
    ]
    parts = [
        _reasons(workspace, tr("Unmatched"), report["unmatched"], "reasons"),
        _reasons(workspace, tr("Matched by a rule"), report["repaired"], "rules"),
    ]
    title = tr(
        "{left} → {right} (by {way})",
        left=workspace.called(told["left"]),
        right=workspace.called(told["right"]),
        way=workspace.word("ways", told["by"]),
    )
    lines = tuple(line for line in (*counts, *parts) if line is not None)
    return Line(title, _of(report["matched"], report["left_rows"]), lines)


def _reasons(
    workspace: Workspace, title: str, counts: dict[str, int], words: str, data: Any = None
) -> Line | None:
    """Return how many rows there are for each reason, the most first; None without any."""
    if not counts:
        return None
    ordered = sorted(counts.items(), key=lambda each: -each[1])
    lines = tuple(
        Line(workspace.word(words, code), number(count), data=data) for code, count in ordered
    )
    return Line(title, number(sum(counts.values())), lines, data=data, open=True)


def _quality(workspace: Workspace, told: dict[str, Any]) -> Line:
    titles = (tr("Complete"), tr("Valid"), tr("Unique"), tr("Timely"), tr("Consistent"))
    lines = tuple(
        Line(title, _percent(told[name]))
        for name, title in zip(DIMENSIONS, titles)
        if told.get(name) is not None
    )
    return Line(workspace.called(told["table"]), _percent(told["score"]), lines)


def _of(part: int, whole: int) -> str:
    """Return how much of the whole it is; never 100 % where something is missing."""
    if part == whole:
        return "100 %"
    return _percent(part / whole) if whole else ""


def _percent(share: float | None) -> str:
    if share is None:
        return "–"
    return f"{min(share * 100, 99.99) if share < 1 else 100:.4g} %"
