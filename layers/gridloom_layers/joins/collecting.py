"""The area whose officer collects a row: its own, or that of what it is linked to, or near."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.codes import normalise, room
from gridloom_layers.codes.building import WIDTH
from gridloom_layers.joins.by_code import match_codes
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.roles import LEVELS, role
from gridloom_layers.workspace.manifest import Link, TableInfo
from gridloom_layers.workspace.own_columns import ROW_KEY
from gridloom_layers.workspace.reads import Reading

Longs = npt.NDArray[np.int64]
PREFIX = 14
"""Characters that two building codes share at least to be neighbours: all but the serial number."""
PLACED_BY = (
    tr("not placed"),
    tr("its own place"),
    tr("its own code"),
    tr("what it is linked to"),
    tr("the nearest building code"),
)
"""How the area of a row was found; the place in here is the number that tells it."""
UNPLACED, OWN_PLACE, OWN_CODE, LINKED, NEAREST_CODE = range(5)


def collecting_level(store: Reading, name: str | None) -> TableInfo | None:
    """Return the layer called ``name``, else that of the finest level; None where is none."""
    if name is not None:
        return store.table(name)
    layers = [table for table in store.tables.values() if table.geometry == "area"]
    of_level = [table for level in reversed(LEVELS) for table in layers if table.role == level]
    return next(iter(of_level), None)


def collecting_areas(
    store: Reading, table: str, rows: Longs, level: str, progress: Progress
) -> tuple[Longs, npt.NDArray[np.uint8]]:
    """Return for ``rows`` (positions) of a table the row key of an area (−1: none), and how.

    A row is placed by its own link to the level, by its own code of it, over its building, room
    or other place, a register's row over its person too; else by the building whose code is
    nearest to the row's, if they differ in the serial number only. The last is for handing work
    out, not for counting.
    """
    areas = np.full(len(rows), -1, np.int64)
    how = np.full(len(rows), UNPLACED, np.uint8)
    finders = (
        (OWN_PLACE, lambda: _linked(store, table, level, direct=True)[rows]),
        (OWN_CODE, lambda: _by_code(store, table, level, progress)[rows]),
        (LINKED, lambda: _linked(store, table, level, direct=False)[rows]),
        (NEAREST_CODE, lambda: _by_nearest_code(store, table, rows, level)),
    )
    for number, find in finders:
        if (areas >= 0).all():
            break
        found = find()
        new = (areas < 0) & (found >= 0)
        areas[new], how[new] = found[new], number
    return areas, how


def _linked(
    store: Reading, table: str, level: str, *, direct: bool, seen: frozenset[str] = frozenset()
) -> Longs:
    """Return the area of every row of a table over its links, −1 where they lead to none."""
    rows = store.table(table).rows
    areas = np.full(rows, -1, np.int64)
    if table == level:
        return _keys(store, table)
    for link in _links_to_place(store, table):
        if link.right in seen | {table} or direct != (link.right == level):
            continue
        column = store.attributes(table, [link.column]).column(link.column)
        there = pc.fill_null(column, -1).to_numpy()
        if not direct:
            beyond = _area_of_all(store, link.right, level, seen | {table})
            there = _carried(_keys(store, link.right), beyond, there)
        areas = np.where(areas < 0, there, areas)
    return areas


def _area_of_all(store: Reading, table: str, level: str, seen: frozenset[str]) -> Longs:
    near = _linked(store, table, level, direct=True, seen=seen)
    return np.where(near < 0, _linked(store, table, level, direct=False, seen=seen), near)


def _links_to_place(store: Reading, table: str) -> list[Link]:
    """Return the links that tell where rows are: to places first.

    A row of a register is where its person is, else where its entity is. But no person is where
    the employer is, and no entity where its representative lives.
    """
    of_register = store.table(table).role == "register"
    rank = {"person": 1, "entity": 2}
    own = [(rank.get(store.table(link.right).role, 0), link)
           for link in store.links if link.left == table]  # fmt: skip
    allowed = [each for each in own if of_register or each[0] == 0]
    return [link for _, link in sorted(allowed, key=lambda each: each[0])]


def _carried(keys: Longs, values: Longs, wanted: Longs) -> Longs:
    """Return the values of wanted row keys, −1 where a key is not among ``keys`` (rising)."""
    if not len(keys):
        return np.full(len(wanted), -1, np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], -1)


def _keys(store: Reading, table: str) -> Longs:
    return store.attributes(table, []).column(ROW_KEY).to_numpy()


def _by_code(store: Reading, table: str, level: str, progress: Progress) -> Longs:
    """Return the area whose code stands in the rows themselves."""
    info, target = store.table(table), store.table(level)
    names = [field.name for field in role(info.role).fields if field.links == target.role]
    field = next((found for name in names if (found := info.field(name))), None)
    key = target.field(role(target.role).key or "")
    if field is None or key is None or not field.canonical:
        return np.full(info.rows, -1, np.int64)
    kind = getattr(role(target.role).field(key.name), "code", None)
    own = store.attributes(table, [field.name]).column(field.name).cast(pa.string())
    there = store.attributes(level, [key.name]).column(key.name).cast(pa.string())
    positions = match_codes(own, there, kind, progress).positions
    keys = np.append(_keys(store, level), -1)
    return keys[positions]


def _by_nearest_code(store: Reading, table: str, rows: Longs, level: str) -> Longs:
    """Return the area of the building whose code is nearest to that which a row names."""
    codes = _building_codes(store, table, rows)
    nowhere = np.full(len(rows), -1, np.int64)
    for info in store.tables.values():
        key = info.field(role(info.role).key or "")
        if info.role != "building" or key is None:
            continue
        areas = _area_of_all(store, info.name, level, frozenset())
        known = _fixed(normalise(store.attributes(info.name, [key.name]).column(key.name)).text)
        placed = (areas >= 0) & (known != b"")
        order = np.argsort(known[placed], kind="stable")
        found = _nearest(known[placed][order], areas[placed][order], codes)
        nowhere = np.where(nowhere < 0, found, nowhere)
    return nowhere


def _building_codes(store: Reading, table: str, rows: Longs) -> npt.NDArray[np.bytes_]:
    """Return the building code of each row, else that in its room code; empty where none is."""
    info = store.table(table)
    own_code = ["code"] if info.role in ("building", "room") else []
    names = [*own_code, "building_code", "room_code"]
    fields = [name for name in names if info.field(name)]
    found = np.full(len(rows), b"", f"S{WIDTH}")
    for name in fields:
        own = store.attributes(table, [name]).column(name).take(pa.array(rows))
        text = normalise(own).text
        codes = _fixed(pc.coalesce(room.building_part(text), text))
        found = np.where(found == b"", codes, found)
    return found


def _fixed(codes: pa.StringArray) -> npt.NDArray[np.bytes_]:
    """Return codes of the width of building codes as bytes, others as empty."""
    fits = pc.fill_null(pc.equal(pc.binary_length(codes), WIDTH), False)
    kept = pc.if_else(fits, codes, "").to_numpy(zero_copy_only=False)
    return np.char.encode(kept.astype(str), "ascii", "ignore").astype(f"S{WIDTH}")


def _nearest(known: npt.NDArray[np.bytes_], areas: Longs, codes: npt.NDArray[np.bytes_]) -> Longs:
    """Return the area of the known code (sorted) before or after each code, whichever shares more.

    Of two that share as much the one before counts.
    """
    result = np.full(len(codes), -1, np.int64)
    if not len(known):
        return result
    after = np.searchsorted(known, codes)
    best = np.full(len(codes), PREFIX - 1)
    for at in (after - 1, after):
        inside = (at >= 0) & (at < len(known))
        place = np.clip(at, 0, len(known) - 1)
        shared = np.where(inside, _shared(known[place], codes), 0)
        better = shared > best
        result[better], best[better] = areas[place[better]], shared[better]
    return result


def _shared(one: npt.NDArray[np.bytes_], other: npt.NDArray[np.bytes_]) -> Longs:
    """Return how many characters pairs of codes have in common from the first on."""
    a = np.ascontiguousarray(one).view(np.uint8).reshape(len(one), -1)
    b = np.ascontiguousarray(other).view(np.uint8).reshape(len(other), -1)
    return np.cumprod(a == b, axis=1).sum(axis=1)
