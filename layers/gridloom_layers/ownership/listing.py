"""What departments differ on: listed row by row, and counted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.language import Message, tr
from gridloom_layers.ownership.contest import spelled
from gridloom_layers.ownership.ledger import FIELD, Pages, batches_of
from gridloom_layers.ownership.precedence import Precedence, claimed_fields
from gridloom_layers.ownership.sets import ACCEPTED, CORRECTED, HAND, ClaimSets, Longs, slot
from gridloom_layers.ownership.words import Rows, Word
from gridloom_layers.workspace import ROW_KEY, SOURCE_NUMBER, Ownership, Reading, TableInfo

BY_HAND = (HAND, CORRECTED)
LISTED = pa.schema(
    {
        ROW_KEY: pa.int64(),
        "field": pa.string(),
        "kept": pa.string(),
        "kept_from": pa.string(),
        "kept_source": pa.int64(),
        "other": pa.string(),
        "other_from": pa.string(),
        "other_source": pa.int64(),
        "decided_by": pa.string(),
        "state": pa.string(),
    }
)
"""A conflict: values as text, departments, numbers of sources (0: by hand).

``decided_by`` is ``rule`` (an owner), ``newest`` or ``hand``; ``state`` is ``open`` where only the
date decided, else ``settled``.
"""
WAYS: Mapping[str, Message] = {
    "rule": tr("by the owner"),
    "newest": tr("by date"),
    "hand": tr("by hand"),
}
STATES: Mapping[str, Message] = {"open": tr("open"), "settled": tr("settled")}
"""What these words mean."""


@dataclass(frozen=True)
class Count:
    """How many conflicts there are of one kind."""

    table: str
    field: str
    kept_from: str | None
    other_from: str | None
    conflicts: int
    open: int


def conflicts_of(
    reading: Reading, table: str, fields: Sequence[str] | None = None
) -> Iterator[pa.Table]:
    """Yield the conflicts of a table (of some of its fields) as ``LISTED`` says, by row key."""
    info = reading.table(table)
    owned = reading.ownership.get(table, Ownership())
    known = claimed_fields(reading, table, info.fields, info.key)
    precedence = Precedence(info.sources, owned.owners)
    pages = Pages(reading, table, known)
    for batch in batches_of(reading, owned.conflicts):
        page = pages.page(batch.column(ROW_KEY)[-1].as_py())
        named = set(pc.unique(page.others.column(FIELD)).to_pylist())
        wanted = [name for name in known if name in named and (fields is None or name in fields)]
        # the next page begins with the rest of the last row, which this one has already
        keys = pc.unique(page.others.column(ROW_KEY))
        found = reading.rows(table, keys, [SOURCE_NUMBER, *wanted]).combine_chunks().to_batches()
        if not found:
            continue
        rows = Rows(pages, page, found[0])
        parts = [_listed(rows, name, precedence, pages.sets) for name in wanted]
        if parts:
            yield pa.concat_tables(parts).sort_by([(ROW_KEY, "ascending"), ("field", "ascending")])


def _listed(rows: Rows, name: str, precedence: Precedence, sets: ClaimSets) -> pa.Table:
    word = rows.word(name)
    others = word.others
    standing = said_by(word, precedence, name, sets)
    at = others.rows
    kept, decision = standing.source[at], standing.decision[at]
    rank = precedence.rank(name)
    ruled = rank[slot(kept)] < rank[slot(others.sources)]
    how = np.select(
        [np.isin(decision, BY_HAND), decision == ACCEPTED, ruled],
        ["hand", "newest", "rule"],
        "newest",
    )
    is_open = (decision == 1) & ~ruled
    count = len(at)
    return pa.Table.from_arrays(
        [
            pa.array(rows.keys[at]),
            pa.array([name] * count, pa.string()),
            spelled(word.values.take(pa.array(at))),
            _departments(kept, precedence),
            pa.array(kept),
            others.text,
            _departments(others.sources, precedence),
            pa.array(others.sources),
            pa.array(how.astype(object), pa.string()),
            pa.array(np.where(is_open, "open", "settled").astype(object), pa.string()),
        ],
        schema=LISTED,
    )


@dataclass(frozen=True)
class Standing:
    """Who says the value that is kept: the best ``source`` (0: nobody) and all of them.

    ``decision`` is ``HAND``, ``ACCEPTED`` or ``CORRECTED`` where there was one, else 1.
    """

    source: Longs
    decision: Longs


def said_by(word: Word, precedence: Precedence, field: str, sets: ClaimSets) -> Standing:
    """Return who says the values of a field of some rows."""
    rows, sources = sets.expanded(word.codes)
    decision = np.ones(len(word.codes), np.int64)
    decided = sources <= HAND
    decision[rows[decided]] = sources[decided]
    rows, sources = rows[~decided], sources[~decided]
    best = np.lexsort((precedence.priority(field)[slot(sources)], rows))
    first, at = np.unique(rows[best], return_index=True)
    source = np.zeros(len(word.codes), np.int64)
    source[first] = sources[best][at]
    return Standing(source, decision)


def _departments(sources: Longs, precedence: Precedence) -> pa.Array:
    unique, which = np.unique(sources, return_inverse=True)
    names = [precedence.department(int(source)) or None for source in unique]
    return pa.array(names, pa.string()).take(pa.array(which))


def count_conflicts(
    reading: Reading, table: str, fields: Sequence[str] | None = None
) -> list[Count]:
    """Count the conflicts of a table by field and pair of departments, the most first."""
    counts: Counter[tuple[str, str | None, str | None]] = Counter()
    still_open: Counter[tuple[str, str | None, str | None]] = Counter()
    for listed in conflicts_of(reading, table, fields):
        grouped = listed.group_by(["field", "kept_from", "other_from", "state"]).aggregate(
            [(ROW_KEY, "count")]
        )
        for row in grouped.to_pylist():
            kind = (row["field"], row["kept_from"], row["other_from"])
            counts[kind] += row[f"{ROW_KEY}_count"]
            still_open[kind] += row[f"{ROW_KEY}_count"] if row["state"] == "open" else 0
    ordered = sorted(counts, key=lambda kind: (-counts[kind], *map(str, kind)))
    return [Count(table, *kind, counts[kind], still_open[kind]) for kind in ordered]


@dataclass(frozen=True)
class Said:
    """One field of a row: the value kept (as text) and where it is from.

    ``sources`` are the numbers of all sources that say it, the believed one first;
    ``decided_by`` is as in ``LISTED``, None where nobody says anything else and nobody decided.
    ``others`` are the other values and the numbers of their sources.
    """

    field: str
    value: str | None
    sources: tuple[int, ...]
    decided_by: str | None
    others: tuple[tuple[str, int], ...]


def provenance(reading: Reading, info: TableInfo, row_key: int) -> list[Said]:
    """Return of each field of a row where its value is from, and what else is said."""
    owned = reading.ownership.get(info.name, Ownership())
    known = claimed_fields(reading, info.name, info.fields, info.key)
    precedence = Precedence(info.sources, owned.owners)
    pages = Pages(reading, info.name, known, row_key)
    pages.skip(row_key - 1)
    keys = pa.array([row_key], pa.int64())
    (before,) = reading.rows(info.name, keys, [SOURCE_NUMBER, *known]).combine_chunks().to_batches()
    rows = Rows(pages, pages.page(row_key), before)
    return [_said(rows, name, precedence, pages.sets) for name in known]


def _said(rows: Rows, name: str, precedence: Precedence, sets: ClaimSets) -> Said:
    word = rows.word(name)
    priority = precedence.priority(name)
    members = [number for number in sets.sets[int(word.codes[0])] if number > HAND]
    listed = _listed(rows, name, precedence, sets).column("decided_by").to_pylist()
    by_hand = not set(BY_HAND).isdisjoint(sets.sets[int(word.codes[0])])
    return Said(
        name,
        spelled(word.values)[0].as_py(),
        tuple(sorted(members, key=lambda number: priority[slot(number)])),
        "hand" if by_hand else listed[0] if listed else None,
        tuple(zip(word.others.text.to_pylist(), word.others.sources.tolist(), strict=True)),
    )
