"""Join two tables of a workspace and keep the link, with a report on every row."""

from itertools import count
from typing import Literal, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry.cells import Floats
from gridloom_layers.geometry.places import places
from gridloom_layers.geometry.wkb import Ragged, joined, parse_wkb
from gridloom_layers.joins.by_code import match_codes
from gridloom_layers.joins.by_name import match_names
from gridloom_layers.joins.by_place import match_places
from gridloom_layers.joins.in_text import match_texts
from gridloom_layers.joins.matches import Matches
from gridloom_layers.joins.pairing import (
    code_kind,
    pair_code_by,
    pair_codes,
    pair_names,
    pair_names_by,
)
from gridloom_layers.joins.report import JoinReport
from gridloom_layers.joins.telling import Found, report_on
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace.manifest import Link, TableField, TableInfo
from gridloom_layers.workspace.store import GEOMETRY, ROW_KEY, Change, Reading, Store

By = Literal["code", "place", "name"]


def join(
    store: Store,
    left: str,
    right: str,
    by: By = "code",
    on: str | None = None,
    progress: Progress | None = None,
    within: float | None = None,
) -> JoinReport:
    """Link each row of ``left`` to one row of ``right`` and keep the link.

    ``on`` names the fields, those of ``left`` first: ``LEFT=RIGHT``, for names also
    ``LEFT+LEFT=RIGHT+RIGHT`` and ``TEXT~RIGHT+RIGHT``; one side alone is the left one; without
    it the roles tell. ``within`` (metres) is for joins by place. The link is the column
    ``RIGHT_key`` of ``left`` (``RIGHT_key_2`` where a field is called that): the row key of the
    first right row that fits, null where none does. No row is dropped, no value changed. Raises
    ``BadInput``.
    """
    _check(by, left, right, within)
    with store.change() as change:  # nobody changes the tables between matching and keeping
        return keep_join(change, left, right, by, on, progress or Progress(), within)


def keep_join(
    change: Change,
    left: str,
    right: str,
    by: By,
    on: str | None,
    progress: Progress,
    within: float | None,
) -> JoinReport:
    """Link two tables as they will be after ``change``, as a part of it."""
    city = change.pending
    found = find_matches(city, left, right, by, on, progress, within)
    report = report_on(city, left, right, by, found)
    progress.report("join", report.left_rows, report.left_rows)
    link = Link(
        left=left,
        right=right,
        by=by,
        on=report.on,
        within=within,
        column=_link_column(city, left, right),
        report=report.model_dump(),
    )
    change.link(link, pa.chunked_array([_row_keys(city, right, found.matches)]))
    return report


def _link_column(store: Reading, left: str, right: str) -> str:
    """Return the column of the link that is there, or a name that no field of ``left`` has."""
    for link in store.links:
        if (link.left, link.right) == (left, right):
            return link.column
    taken = {name.casefold() for name in store.table(left).field_names}
    column = name = f"{right}_key"
    for number in count(2):
        if column.casefold() not in taken:
            break
        column = f"{name}_{number}"
    return column


def find_matches(
    store: Reading,
    left: str,
    right: str,
    by: By,
    on: str | None,
    progress: Progress,
    within: float | None,
) -> Found:
    """Match two tables of a store without keeping anything."""
    tables = store.table(left), store.table(right)
    if by == "place":
        return Found(_by_place(store, *tables, progress, within), None)
    if by == "code":
        pairing = pair_code_by(on, *tables) if on else pair_codes(*tables)
        sides = _columns(store, left, pairing.left), _columns(store, right, pairing.right)
        kind = code_kind(pairing, *tables)
        return Found(match_codes(sides[0][0], sides[1][0], kind, progress), pairing)
    pairing = pair_names_by(on, *tables) if on else pair_names(*tables)
    lefts, rights = _columns(store, left, pairing.left), _columns(store, right, pairing.right)
    if pairing.in_text:
        return Found(match_texts(lefts[0], rights, progress), pairing)
    return Found(match_names(lefts, rights), pairing)


def _check(by: str, left: str, right: str, within: float | None) -> None:
    if by not in get_args(By):
        raise BadInput(
            "unknown-join",
            tr("There is no join by “{by}”.", by=by),
            hint=tr("Use one of: {ways}.", ways=", ".join(get_args(By))),
        )
    if left == right:
        raise BadInput(
            "same-table",
            tr("“{name}” cannot be joined to itself.", name=left),
            Where(layer=left),
            tr("Name two tables."),
        )
    if within is not None and not within > 0:
        raise BadInput(
            "bad-distance",
            tr("A distance of {distance} metres finds nothing.", distance=within),
            hint=tr("Give a distance greater than 0."),
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
    whole = store.attributes(table, [field.name for field in fields])
    return [_as_text(whole.column(field.name)) for field in fields]


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return values as text; numbers that are whole without a decimal point."""
    if pa.types.is_floating(column.type) and pc.all(pc.equal(column, pc.floor(column))).as_py():
        column = column.cast(pa.int64())
    return column.cast(pa.string())


def _row_keys(store: Reading, right: str, matches: Matches) -> pa.Array:
    keys = store.attributes(right, []).column(ROW_KEY).combine_chunks()
    missing = matches.positions < 0
    return keys.take(pa.array(matches.positions, mask=missing))
