"""What belongs to a row of an area level: the areas within it, and all that is in these."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.roles import LEVELS, role
from gridloom_layers.workspace import Link, Reading, TableInfo

Longs = npt.NDArray[np.int64]


def naming_field(reading: Reading, info: TableInfo, above: TableInfo) -> tuple[str, str] | None:
    """Return the field by which rows of a table name rows of another, and that of the other.

    The code that the two are joined by goes first, then the field that the role has for it.
    """
    for link in reading.links:
        if (link.left, link.right, link.by) == (info.name, above.name, "code") and link.on:
            left, right = link.on.split("=")
            return left.replace("+", "|").split("|")[0], right
    for field in role(info.role).fields:
        if field.links == above.role and info.field(field.name) and above.key:
            return field.name, above.key
    return None


def belonging(reading: Reading, info: TableInfo, row_key: int) -> dict[str, Longs]:
    """Return by table the keys (rising) of all rows within an area, at any depth.

    A row belongs to an area that it is joined to, or that it names by its code. Nothing belongs to
    a row of a table that is no level of the city's areas.
    """
    found: dict[str, Longs] = defaultdict(lambda: np.empty(0, np.int64))
    within: dict[str, Longs] = {info.name: np.array([row_key], np.int64)}
    for level in _from(info.role):
        for name in [name for name in within if reading.table(name).role == level]:
            for other, keys in _directly(reading, reading.table(name), within[name]):
                found[other.name] = np.union1d(found[other.name], keys)
                within[other.name] = found[other.name]
    return {name: keys for name, keys in found.items() if len(keys)}


def _from(level: str) -> tuple[str, ...]:
    return LEVELS[LEVELS.index(level) :] if level in LEVELS else ()


def _directly(reading: Reading, info: TableInfo, keys: Longs) -> Iterator[tuple[TableInfo, Longs]]:
    """Yield the tables with rows that belong to rows of a table, with the keys of these."""
    wider = LEVELS[: LEVELS.index(info.role) + 1]
    for other in reading.tables.values():
        if other.role not in wider:
            yield other, _rows(reading, info, keys, other)


def _rows(reading: Reading, info: TableInfo, keys: Longs, other: TableInfo) -> Longs:
    if (link := _link(reading, other, info)) is not None:
        pairs = reading.referring(link, pa.array(keys))
    elif (naming := naming_field(reading, other, info)) is not None:
        codes = reading.rows(info.name, pa.array(keys), [naming[1]]).column(1)
        pairs = reading.find(other.name, naming[0], codes.cast(pa.string()).combine_chunks())
    else:
        return np.empty(0, np.int64)
    return np.unique(pairs.column("row_key").to_numpy())


def _link(reading: Reading, left: TableInfo, right: TableInfo) -> Link | None:
    """Return the first join of two tables: the others tell of more than where a row belongs."""
    sides = left.name, right.name
    return next((link for link in reading.links if (link.left, link.right) == sides), None)
