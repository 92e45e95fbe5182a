"""What the codes in reports and rows are called, in both languages, for programs that show them."""

from collections.abc import Callable, Iterable

from gridloom_desktop.command.words import WAYS_OF_JOINING
from gridloom_layers.importing import findings
from gridloom_layers.joins.matches import reason_title, rule_title
from gridloom_layers.language import Language, Message
from gridloom_layers.roles import role
from gridloom_layers.workspace import FolderStore, TableInfo
from gridloom_layers.workspace.manifest import TableField
from gridloom_layers.workspace.titles import canonical_field, value_label

Titles = dict[str, dict[Language, str]]
FOUND_IN_ROWS = ("quarantined", "repaired", "notes")
"""Parts of an import report that count rows by what was found in them."""


def words_of(store: FolderStore) -> dict[str, Titles]:
    """Return titles of the codes that reports of a workspace use.

    ``findings`` are those of imports, ``reasons`` and ``rules`` those of joins, ``ways`` how
    tables are joined, ``roles`` those of its tables.
    """
    reports = [link.report for link in store.links]
    return {
        "findings": finding_titles(entry.report for entry in store.imports),
        "reasons": _titles((key for one in reports for key in one["unmatched"]), reason_title),
        "rules": _titles((key for one in reports for key in one["repaired"]), rule_title),
        "ways": {name: title.both() for name, title in WAYS_OF_JOINING.items()},
        "roles": {table.role: dict(role(table.role).title) for table in store.tables.values()},
    }


def finding_titles(reports: Iterable[dict[str, object]]) -> Titles:
    """Return a title for each reason, repair and note of import reports."""
    found = (key for report in reports for part in FOUND_IN_ROWS for key in _part(report, part))
    return _titles(found, findings.title)


def values_of(table: TableInfo, field: TableField) -> Titles | None:
    """Return what the canonical values of a field are called; None where any may stand there."""
    known = canonical_field(table, field)
    if known is None or not known.values:
        return None
    return {value: value_label(value, known) for value in known.values}


def _part(report: dict[str, object], name: str) -> Iterable[str]:
    part = report.get(name)
    return part if isinstance(part, dict) else ()


def _titles(codes: Iterable[str], title: Callable[[str], Message]) -> Titles:
    return {code: title(code).both() for code in sorted(set(codes))}
