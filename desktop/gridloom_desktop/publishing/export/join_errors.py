"""Rows that a join did not match, or by a rule only, as they may be handed to who collects them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_analytics.disclosure.grading import treated, treatments
from gridloom_desktop.publishing.export.permission import Permission, put_on_record
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_layers.joins import REASONS, collecting_areas, collecting_level, diagnose
from gridloom_layers.joins.doctor import may_be_empty
from gridloom_layers.joins.matches import BITS, CODES, Matches
from gridloom_layers.joins.pairing import Pairing
from gridloom_layers.progress import Progress
from gridloom_layers.roles import role
from gridloom_layers.workspace import (
    ROW_KEY,
    SOURCE_NUMBER,
    SOURCE_ROW,
    Link,
    Reading,
    Store,
    TableInfo,
)

NAMED_WHOLE = ("name", "address", "phone")
"""Fields that whoever may see whole rows gets besides the key and what was compared."""
REASON, RULES, PLACED_BY = "reason", "rules", "placed_by"
ABOUT_THE_ROW = (ROW_KEY, "source", "sheet", SOURCE_ROW, REASON, RULES, PLACED_BY)


@dataclass(frozen=True)
class Area:
    """An area with its rows, ``first`` to before ``last``; ``code`` is None for no area at all."""

    code: str | None
    name: str | None
    first: int
    last: int


@dataclass(frozen=True)
class JoinErrors:
    """The rows in the order of their areas, those that were not matched first in each.

    ``rows.table`` has ``ABOUT_THE_ROW`` and the columns of the left table that may be seen.
    ``reason`` is the word of why a row was not matched, or null; ``rules`` those by which it
    was; ``placed_by`` the number in ``joins.PLACED_BY`` of how its area was found.
    """

    link: Link
    level: str | None
    rows: ReleasedTable
    areas: Sequence[Area]

    def of(self, area: Area) -> pa.Table:
        """Return the rows of an area."""
        return self.rows.table.slice(area.first, area.last - area.first)


@dataclass(frozen=True)
class ErrorReport:
    """The folder that was written: how many files and rows it holds, and how many have no area."""

    folder: Path
    files: int
    unmatched: int
    repaired: int
    unplaced: int


def release_join_errors(
    store: Store, link: Link, level: str | None, permission: Permission | None, progress: Progress
) -> JoinErrors:
    """Find the rows of a link that were not matched or by a rule only, sorted by their areas.

    Rows without a code are left out where they may be without one. Values are masked, or whole
    with a ``permission``, whose use is then in the log.
    """
    found = diagnose(store, link, progress)
    info, target = store.table(link.left), collecting_level(store, level)
    rows = _rows(found.matches, ignore_empty=may_be_empty(store, link))
    areas, how = np.full(len(rows), -1, np.int64), np.zeros(len(rows), np.uint8)
    if target is not None:
        areas, how = collecting_areas(store, info.name, rows, target.name, progress)
    order = np.lexsort((rows, _rank(found.matches, rows), np.where(areas < 0, LAST, areas)))
    rows, areas, how = rows[order], areas[order], how[order]
    columns = _columns(info, found.pairing, whole=permission is not None)
    if permission is not None:
        details = {"rows": len(rows), "columns": columns, "right": link.right}
        put_on_record(store, permission, info.name, details)
    table = _table(store, info, found.matches, rows, columns, whole=permission is not None)
    table = table.append_column(PLACED_BY, pa.array(how))
    return JoinErrors(
        link,
        None if target is None else target.name,
        ReleasedTable(SEAL, table, info.name, None, store.data_date),
        _areas(store, target, areas),
    )


LAST = np.iinfo(np.int64).max


def _rows(matches: Matches, *, ignore_empty: bool) -> npt.NDArray[np.int64]:
    failed = matches.reasons != 0
    if ignore_empty:
        failed &= matches.reasons != CODES["empty"]
    repaired = False if matches.rules is None else matches.rules != 0
    return np.flatnonzero(failed | repaired)


def _rank(matches: Matches, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """Return the order of rows by their reason, matched ones last."""
    reasons = matches.reasons[rows]
    return np.where(reasons == 0, np.uint8(255), reasons)


def _columns(info: TableInfo, pairing: Pairing | None, *, whole: bool) -> list[str]:
    compared = [field.name for field in pairing.fields] if pairing else []
    more = [info.key or role(info.role).key or "", *NAMED_WHOLE] if whole else []
    return [name for name in dict.fromkeys([*more, *compared]) if info.field(name) is not None]


def _table(
    store: Reading,
    info: TableInfo,
    matches: Matches,
    rows: npt.NDArray[np.int64],
    columns: list[str],
    *,
    whole: bool,
) -> pa.Table:
    stored = store.attributes(info.name, [SOURCE_NUMBER, SOURCE_ROW, *columns]).take(pa.array(rows))
    plan = treatments(info, columns, store.links)
    values = stored.select(columns) if whole else treated(stored.select(columns), plan)
    numbers = stored.column(SOURCE_NUMBER).to_numpy()
    about = {
        ROW_KEY: stored.column(ROW_KEY),
        "source": _named(numbers, {one.number: one.file for one in info.sources}),
        "sheet": _named(numbers, {one.number: one.layer for one in info.sources}),
        SOURCE_ROW: stored.column(SOURCE_ROW),
        REASON: _words(matches.reasons[rows], [None, *REASONS]),
        RULES: _rule_words(matches, rows),
    }
    return pa.table({**about, **{name: values.column(name) for name in values.column_names}})


def _named(numbers: npt.NDArray[np.int64], names: dict[int, str | None]) -> pa.Array:
    known = sorted(names)
    places = np.searchsorted(known, numbers)
    return pa.array([names[number] for number in known] or [None], pa.string()).take(
        pa.array(np.minimum(places, max(len(known) - 1, 0)))
    )


def _words(codes: npt.NDArray[np.uint8], words: list[str | None]) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(codes))


def _rule_words(matches: Matches, rows: npt.NDArray[np.int64]) -> pa.Array:
    """Return the rules of each row as their words, several with + between; null without any."""
    if matches.rules is None:
        return pa.nulls(len(rows), pa.string())
    kinds, places = np.unique(matches.rules[rows], return_inverse=True)
    words = ["+".join(rule for rule, bit in BITS.items() if kind & bit) or None for kind in kinds]
    return pa.array(words, pa.string()).take(pa.array(places))


def _areas(
    store: Reading, level: TableInfo | None, keys: npt.NDArray[np.int64]
) -> tuple[Area, ...]:
    """Return the areas in the order of the sorted keys of their rows, no area last."""
    unique, first = np.unique(np.where(keys < 0, LAST, keys), return_index=True)
    bounds = [*first.tolist(), len(keys)]
    titles = {} if level is None else _titles(store, level, unique)
    return tuple(
        Area(*titles.get(key, (None, None)), bounds[place], bounds[place + 1])
        for place, key in enumerate(unique.tolist())
    )


def _titles(
    store: Reading, level: TableInfo, keys: npt.NDArray[np.int64]
) -> dict[int, tuple[str, str | None]]:
    """Return code and name of areas; one without a code goes by its row key."""
    code, name = role(level.role).key or "", "name"
    wanted = [field for field in (code, name) if level.field(field) is not None]
    found = store.rows(level.name, pa.array(keys[keys != LAST]), wanted)
    return {
        row[ROW_KEY]: (str(row.get(code) or row[ROW_KEY]), row.get(name))
        for row in found.to_pylist()
    }
