"""From matches to a report: counts, and examples that give nothing personal away."""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.joins.matches import Matches
from gridloom_layers.joins.pairing import Pairing
from gridloom_layers.joins.report import Example, JoinReport
from gridloom_layers.roles import role
from gridloom_layers.workspace.manifest import TableInfo
from gridloom_layers.workspace.own_columns import ROW_KEY
from gridloom_layers.workspace.reads import Reading

EXAMPLES = 5
MASKED_KINDS = ("citizen", "credit", "organisation", "room")
MOST_UNUSED, MOST_COMPARED = 50, 20_000
"""How many right rows without a match, and left ones, are compared for similar names."""
BAND = 5
"""The width of a band of scores."""
SHOWN = 3
"""Characters of a masked value that stay."""


@dataclass(frozen=True)
class Found:
    """Matches of two tables, and the fields they were found by (None: by place)."""

    matches: Matches
    pairing: Pairing | None


def report_on(store: Reading, left: str, right: str, by: str, found: Found) -> JoinReport:
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
        examples=_examples(store, store.table(left), store.table(right), found, by),
        repaired=found.matches.repaired,
        scores=None if found.matches.scores is None else histogram(found.matches.scores),
    )


def histogram(scores: npt.NDArray[np.float64]) -> dict[str, int]:
    """Return how many scores there are in each five from 0 to 100; 100 stands alone."""
    whole = scores[~np.isnan(scores)]
    counts = np.bincount((whole // BAND).astype(int), minlength=100 // BAND + 1)
    bands = [f"{low}-{low + BAND - 1}" if low < 100 else "100" for low in range(0, 101, BAND)]
    return {band: int(n) for band, n in zip(bands, counts, strict=True) if n}


def _examples(
    store: Reading, left: TableInfo, right: TableInfo, found: Found, by: str
) -> dict[str, list[Example]]:
    fields = found.pairing.fields if found.pairing else ()
    names = [field.name for field in fields]
    secret = found.pairing is not None and is_secret(found.pairing, left, right)
    shown = _masked if secret else _without_house_numbers if _in_text(found, by) else str
    similar: dict[int, str] = {} if secret else _similar(store, left, right, found)
    rows = {
        reason: _first(found, reason, similar if reason == "no-such-name" else {})
        for reason in found.matches.unmatched()
    }
    records = _records(store, left, [row for some in rows.values() for row in some], names)
    return {
        reason: [
            Example(
                row_key=records[row][ROW_KEY],
                value=text and shown(text),
                similar=similar.get(row),
            )
            for row in some
            for text in [_run_together(records[row], names)]
        ]
        for reason, some in rows.items()
    }


def _first(found: Found, reason: str, similar: Collection[int]) -> list[int]:
    """Return the left rows that are shown for a reason, those with a ``similar`` name first."""
    rows = found.matches.rows_with(reason, EXAMPLES).tolist()
    return [*similar, *(row for row in rows if row not in similar)][:EXAMPLES]


def _records(
    store: Reading, table: TableInfo, rows: Sequence[int], columns: Sequence[str]
) -> dict[int, dict[str, Any]]:
    """Return columns of the rows at some positions; those behind the last are not read."""
    wanted, start = np.array(rows, np.int64), 0
    found: dict[int, dict[str, Any]] = {}
    for batch in store.scan(table.name, columns=[ROW_KEY, *columns]) if rows else ():
        here = wanted[(wanted >= start) & (wanted < start + batch.num_rows)]
        records = batch.take(pa.array(here - start)).to_pylist()
        found |= dict(zip(here.tolist(), records, strict=True))
        start += batch.num_rows
        if len(found) == len(wanted):
            break
    return found


def _similar(store: Reading, left: TableInfo, right: TableInfo, found: Found) -> dict[int, str]:
    """Return left rows whose name nearly is that of a right row which no left row matched."""
    missed = found.matches.rows_with("no-such-name", MOST_COMPARED).tolist()
    if found.pairing is None or not missed:
        return {}
    unused = np.ones(right.rows, np.bool_)
    unused[found.matches.positions[found.matches.positions >= 0]] = False
    if np.count_nonzero(unused) > MOST_UNUSED:
        return {}
    names = [field.name for field in found.pairing.right]
    fields = [field.name for field in found.pairing.left]
    records = _records(store, left, missed, fields)
    rows = {_run_together(records[row], fields) or "": row for row in missed}
    similar = {}
    for record in store.attributes(right.name, names).filter(pa.array(unused)).to_pylist():
        name = _run_together(record, names)
        for near in difflib.get_close_matches(name or "", rows, 1):
            similar[rows[near]] = name
    return similar


def is_secret(pairing: Pairing, left: TableInfo, right: TableInfo) -> bool:
    """Return whether values of a pairing are personal, or codes that identify someone.

    A building code identifies nobody, but that of a person tells where they live.
    """
    if role(left.role).personal:
        return True
    sides = [(left, field) for field in pairing.fields] + [
        (right, field) for field in pairing.right
    ]
    for table, field in sides:
        defined = role(table.role).field(field.name) if field.canonical else None
        if field.personal != "no":
            return True
        if defined is not None and (defined.personal != "no" or defined.code in MASKED_KINDS):
            return True
    return False


def _run_together(record: Mapping[str, object], names: Iterable[str]) -> str | None:
    return " ".join(str(record[name]) for name in names if record[name] is not None) or None


def _in_text(found: Found, by: str) -> bool:
    return found.pairing is not None and (found.pairing.in_text or by == "address")


def _without_house_numbers(text: str) -> str:
    """Return an address that names streets and areas, but no door."""
    return re.sub(r"\d", "*", text)


def _masked(text: str) -> str:
    shown = SHOWN if len(text) > 2 * SHOWN else 1
    return text[:shown] + "*" * len(text[shown:])
