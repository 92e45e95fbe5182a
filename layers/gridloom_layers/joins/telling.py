"""From matches to a report: counts, and examples that give nothing personal away."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from gridloom_layers.joins.matches import Matches
from gridloom_layers.joins.pairing import Pairing
from gridloom_layers.joins.report import Example, JoinReport
from gridloom_layers.roles import role
from gridloom_layers.workspace.manifest import TableInfo
from gridloom_layers.workspace.store import ROW_KEY, Store

EXAMPLES = 5
MASKED_KINDS = ("citizen", "credit", "organisation", "room")
MOST_COMPARED = 20_000
"""Right rows among which a similar name is looked for."""
SHOWN = 3
"""Characters of a masked value that stay."""


@dataclass(frozen=True)
class Found:
    """Matches of two tables, and the fields they were found by (None: by place)."""

    matches: Matches
    pairing: Pairing | None


def report_on(store: Store, left: str, right: str, by: str, found: Found) -> JoinReport:
    """Return the report of matches between two tables of a store."""
    unmatched = found.matches.unmatched()
    total = len(found.matches.positions)
    return JoinReport(
        left=left,
        right=right,
        by=by,
        on=found.pairing.on if found.pairing else None,
        left_rows=total,
        matched=total - sum(unmatched.values()),
        unmatched=unmatched,
        duplicates=found.matches.duplicates,
        examples=_examples(store, store.table(left), store.table(right), found),
        repaired=found.matches.repaired,
    )


def _examples(
    store: Store, left: TableInfo, right: TableInfo, found: Found
) -> dict[str, list[Example]]:
    fields = found.pairing.left if found.pairing else ()
    names = [field.name for field in fields]
    secret = found.pairing is not None and is_secret(found.pairing, left, right)
    table = store.attributes(left.name, names)
    unused = _unused_names(store, right, found) if not secret else []
    examples = {}
    for reason in found.matches.unmatched():
        rows = table.take(pa.array(found.matches.rows_with(reason, EXAMPLES))).to_pylist()
        texts = [_run_together(row[name] for name in names) for row in rows]
        similar = unused if reason == "no-such-name" else []
        examples[reason] = [
            Example(
                row_key=row[ROW_KEY],
                value=_masked(text) if secret else text,
                similar=next(iter(difflib.get_close_matches(text or "", similar, 1)), None),
            )
            for row, text in zip(rows, texts, strict=True)
        ]
    return examples


def _unused_names(store: Store, right: TableInfo, found: Found) -> list[str]:
    """Return the names of right rows that no left row matched, where names were compared."""
    if "no-such-name" not in found.matches.unmatched() or found.pairing is None:
        return []
    if right.rows > MOST_COMPARED:
        return []
    names = [field.name for field in found.pairing.right]
    used = np.zeros(right.rows, np.bool_)
    used[found.matches.positions[found.matches.positions >= 0]] = True
    rows = store.attributes(right.name, names).filter(pa.array(~used)).to_pylist()
    texts = (_run_together(row[name] for name in names) for row in rows)
    return [text for text in texts if text]


def is_secret(pairing: Pairing, left: TableInfo, right: TableInfo) -> bool:
    """Return whether values of a pairing are personal, or codes that identify someone."""
    sides = [(left, field) for field in pairing.left] + [(right, field) for field in pairing.right]
    for table, field in sides:
        defined = role(table.role).field(field.name) if field.canonical else None
        if field.personal != "no":
            return True
        if defined is not None and (defined.personal != "no" or defined.code in MASKED_KINDS):
            return True
    return False


def _run_together(values: Iterable[object]) -> str | None:
    return " ".join(str(value) for value in values if value is not None) or None


def _masked(text: str | None) -> str | None:
    if text is None:
        return None
    shown = SHOWN if len(text) > 2 * SHOWN else 1
    return text[:shown] + "*" * len(text[shown:])
