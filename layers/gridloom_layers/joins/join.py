"""Join two tables of a workspace and keep the link, with a report on every row."""

from dataclasses import asdict, dataclass
from typing import Literal, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry.cells import Floats
from gridloom_layers.geometry.places import places
from gridloom_layers.geometry.wkb import Ragged, joined, parse_wkb
from gridloom_layers.joins.by_address import match_addresses
from gridloom_layers.joins.by_code import match_codes
from gridloom_layers.joins.by_name import match_names
from gridloom_layers.joins.by_place import match_places
from gridloom_layers.joins.fallbacks import fall_back, look_up_organisations, without_rule
from gridloom_layers.joins.in_text import match_texts
from gridloom_layers.joins.matches import Matches
from gridloom_layers.joins.naming import link_column, score_column
from gridloom_layers.joins.pairing import (
    Pairing,
    code_kind,
    code_of,
    pair_addresses,
    pair_code_by,
    pair_codes,
    pair_names,
    pair_names_by,
)
from gridloom_layers.joins.report import JoinReport
from gridloom_layers.joins.telling import Found, report_on
from gridloom_layers.language import listed, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace.manifest import Link, TableField, TableInfo
from gridloom_layers.workspace.own_columns import GEOMETRY, ROW_KEY
from gridloom_layers.workspace.reads import Reading
from gridloom_layers.workspace.store import Store
from gridloom_layers.workspace.writes import Change

By = Literal["code", "place", "name", "address"]
AT_LEAST = 85.0
"""How alike (0 … 100) addresses must be where nothing else is said."""


def join(
    store: Store,
    left: str,
    right: str,
    by: By = "code",
    on: str | None = None,
    progress: Progress | None = None,
    within: float | None = None,
    at_least: float | None = None,
) -> JoinReport:
    """Link each row of ``left`` to one row of ``right`` and keep the link.

    ``on`` names the fields, those of ``left`` first: ``LEFT=RIGHT``, for codes also
    ``LEFT|LEFT=RIGHT`` (the second where the first fits nothing), for names
    ``LEFT+LEFT=RIGHT+RIGHT`` and ``TEXT~RIGHT+RIGHT``; one side alone is the left one; without
    it the roles tell. ``within`` (metres) is for joins by place, ``at_least`` (0 … 100) for
    those by address. The link is the column ``RIGHT_key`` of ``left`` (``RIGHT_key_2`` where a
    field is called that): the row key of the first right row that fits, null where none does.
    Another ``on`` than that of the link which is there makes another link, ``FIELD_key``. No row
    is dropped, no value changed. Raises ``BadInput``.
    """
    how = How(by, on, within, at_least)
    _check(how, left, right)
    with store.change() as change:  # nobody changes the tables between matching and keeping
        report = keep_join(change, left, right, how, progress or Progress())
        change.note("join", {"left": left, "right": right, **asdict(how)})
        return report


@dataclass(frozen=True)
class How:
    """How two tables are joined; see :func:`join`."""

    by: By = "code"
    on: str | None = None
    within: float | None = None
    at_least: float | None = None

    @classmethod
    def of(cls, link: Link) -> "How":
        """Return how a kept link was made."""
        return cls(link.by, link.on, link.within, link.at_least)


def keep_join(
    change: Change,
    left: str,
    right: str,
    how: How,
    progress: Progress,
    again: Link | None = None,
) -> JoinReport:
    """Link two tables as they will be after ``change``, as a part of it.

    ``again`` is the link that is made anew.
    """
    city = change.pending
    found = find_matches(city, left, right, how, progress)
    report = report_on(city, left, right, how.by, found)
    progress.report("join", report.left_rows, report.left_rows)
    column = (
        again.column
        if again
        else link_column(city, left, right, report.on, chosen=how.on is not None)
    )
    scores = found.matches.scores
    link = Link(
        left=left,
        right=right,
        by=how.by,
        on=report.on,
        within=how.within,
        at_least=how.at_least,
        column=column,
        score=None if scores is None else score_column(city, left, column),
        report=report.model_dump(),
    )
    keys = pa.chunked_array([_row_keys(city, right, found.matches)])
    change.link(link, keys, None if scores is None else _as_column(scores))
    return report


def diagnose(store: Reading, link: Link, progress: Progress | None = None) -> Found:
    """Match the tables of a kept link again: the reason, rules and score of every row.

    They are found again, not kept: a million rows take about a second, and nothing can be stale.
    """
    return find_matches(store, link.left, link.right, How.of(link), progress or Progress())


def find_matches(store: Reading, left: str, right: str, how: How, progress: Progress) -> Found:
    """Match two tables of a store without keeping anything."""
    tables = store.table(left), store.table(right)
    if how.by == "place":
        return Found(_by_place(store, *tables, progress, how.within), None)
    if how.by == "code":
        pairing = pair_code_by(how.on, *tables) if how.on else pair_codes(*tables)
        return Found(_by_code(store, *tables, pairing, progress), pairing)
    if how.by == "address":
        pairing = pair_addresses(how.on, *tables)
        sides = _columns(store, left, pairing.left), _columns(store, right, pairing.right)
        least = AT_LEAST if how.at_least is None else how.at_least
        return Found(match_addresses(sides[0][0], sides[1][0], least, progress), pairing)
    pairing = pair_names_by(how.on, *tables) if how.on else pair_names(*tables)
    lefts, rights = _columns(store, left, pairing.left), _columns(store, right, pairing.right)
    if pairing.in_text:
        return Found(match_texts(lefts[0], rights, progress), pairing)
    return Found(match_names(lefts, rights), pairing)


def _by_code(
    store: Reading, left: TableInfo, right: TableInfo, pairing: Pairing, progress: Progress
) -> Matches:
    (values,) = _columns(store, left.name, pairing.left)
    (keys,) = _columns(store, right.name, pairing.right)
    kind = code_kind(pairing, left, right)
    found = match_codes(values, keys, kind, progress)
    if code_of(pairing.left[0], left) == "room":  # meant as such, so no rule was needed
        found = without_rule(found, "room-instead-of-building")
    if pairing.otherwise is not None:
        others = _some(store, left.name, pairing.otherwise.name, found.positions < 0)
        return fall_back(found, others, keys, kind, progress)
    if kind == "credit":
        given = right.field("organisation_code")
        codes = _columns(store, right.name, (given,))[0] if given else None
        return look_up_organisations(found, values, keys, codes, progress)
    return found


def _some(store: Reading, table: str, field: str, wanted: np.ndarray) -> pa.ChunkedArray:
    """Return the values of some rows of a field as text; the others never are in memory at once."""
    parts, start = [], 0
    for batch in store.scan(table, columns=[field]):
        mask = pa.array(wanted[start : start + batch.num_rows])
        parts.append(batch.column(field).filter(mask))
        start += batch.num_rows
    return _as_text(pa.chunked_array(parts)) if parts else pa.chunked_array([], pa.string())


def _check(how: How, left: str, right: str) -> None:
    if how.by not in get_args(By):
        raise BadInput(
            "unknown-join",
            tr("There is no join by “{by}”.", by=how.by),
            hint=tr("Use one of: {ways}.", ways=listed(get_args(By))),
        )
    if left == right:
        raise BadInput(
            "same-table",
            tr("“{name}” cannot be joined to itself.", name=left),
            Where(layer=left),
            tr("Name two tables."),
        )
    if how.within is not None and not how.within > 0:
        raise BadInput(
            "bad-distance",
            tr("A distance of {distance} metres finds nothing.", distance=how.within),
            hint=tr("Give a distance greater than 0."),
        )
    if how.at_least is not None and (how.by != "address" or not 0 < how.at_least <= 100):
        raise BadInput(
            "bad-score",
            tr("A least score of {score} says nothing here.", score=how.at_least),
            hint=tr("Give a score up to 100, for a join by address only."),
        )


def _by_place(
    store: Reading, left: TableInfo, right: TableInfo, progress: Progress, within: float | None
) -> Matches:
    for table in (left, right):
        if table.geometry is None:
            raise BadInput(
                "no-geometry",
                tr("“{name}” has no geometry; it is a table.", name=table.name),
                Where(layer=table.name),
                tr("Join it by code or by name."),
            )
    targets = _targets(store, right.name, progress)
    points = _places(store, left, progress)
    areas = right.geometry == "area"
    return match_places(points, targets, progress, areas=areas, within=within)


def _targets(store: Reading, name: str, progress: Progress) -> Ragged:
    """Return the shapes of a layer in row order."""
    pieces = []
    for batch in store.shapes(name):
        progress.report("read", 0, 0)
        pieces.append(parse_wkb(batch.column(GEOMETRY)))
    return joined(pieces)


def _places(store: Reading, table: TableInfo, progress: Progress) -> Floats:
    """Return the place of each row of a layer (n, 2), NaN for none."""
    found, read = np.full((table.rows, 2), np.nan), 0
    for batch in store.shapes(table.name):
        progress.report("read", read, table.rows)
        found[read : read + batch.num_rows] = places(batch.column(GEOMETRY))
        read += batch.num_rows
    return found


def _columns(store: Reading, table: str, fields: tuple[TableField, ...]) -> list[pa.ChunkedArray]:
    names = [field.name for field in fields]
    batches = list(store.scan(table, columns=names))
    if not batches:
        return [pa.chunked_array([], pa.string()) for _ in names]
    whole = pa.Table.from_batches(batches)
    return [_as_text(whole.column(name)) for name in names]


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return values as text; numbers that are whole without a decimal point."""
    if pa.types.is_floating(column.type) and pc.all(pc.equal(column, pc.floor(column))).as_py():
        column = column.cast(pa.int64())
    return column.cast(pa.string())


def _as_column(scores: np.ndarray) -> pa.ChunkedArray:
    """Return scores, null where there is none."""
    return pa.chunked_array([pa.array(scores, mask=np.isnan(scores))])


def _row_keys(store: Reading, right: str, matches: Matches) -> pa.Array:
    keys = store.attributes(right, []).column(ROW_KEY).combine_chunks()
    missing = matches.positions < 0
    return keys.take(pa.array(matches.positions, mask=missing))
