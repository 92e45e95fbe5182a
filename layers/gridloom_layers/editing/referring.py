"""Which rows name a row by a value of it: a community by its code, a class by its name."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.editing.forms import alike, held
from gridloom_layers.editing.values import value_of
from gridloom_layers.roles import LEVELS, role
from gridloom_layers.workspace import Reading, TableInfo

CLASSED = {"component_class": "component", "event_class": "event"}
"""The class tables of a city by their names, and the role of what they class."""
CLASS_FIELDS = {
    ("component", "class_code"): "class_code",
    ("event", "class_name"): "class_name",
    ("event", "kind"): "class_name",
}
"""By role and field, by which field of its class table a row names its class."""


@dataclass(frozen=True)
class Referring:
    """Rows of ``table`` that name another row in ``field``: their keys, rising."""

    table: str
    field: str
    keys: npt.NDArray[np.int64]


def referring(reading: Reading, table: str, row_key: int, field: str) -> list[Referring]:
    """Return the rows that name a row by its value in ``field``; nothing where it has none."""
    info = reading.table(table)
    value = value_of(reading, info, row_key, field)
    if value is None:
        return []
    found = [
        Referring(other.name, name, _rows(reading, info, row_key, other, name, value))
        for other, name in _naming(reading, info, field)
    ]
    return [each for each in found if len(each.keys)]


def _naming(reading: Reading, info: TableInfo, field: str) -> Iterator[tuple[TableInfo, str]]:
    """Yield the fields that name rows of a table by its ``field``, each once."""
    met: set[tuple[str, str]] = set()
    for other in reading.tables.values():
        for name in other.field_names:
            names = field in _named_by(reading, info, other, name)
            if names and (other.name, name) not in met:
                met.add((other.name, name))
                yield other, name


def _named_by(reading: Reading, info: TableInfo, other: TableInfo, name: str) -> Iterator[str]:
    """Yield by which fields of ``info`` a field of another table names its rows."""
    known = role(other.role).field(name)
    if info.role == "class":
        own = other.name == info.name
        if own and name == "parent_code":
            yield "class_code"
        elif CLASSED.get(info.name) == other.role and (other.role, name) in CLASS_FIELDS:
            yield CLASS_FIELDS[other.role, name]
        return
    if known is not None and known.links == info.role and info.key is not None:
        yield info.key
    if info.role in LEVELS and name == f"{info.role}_name":
        yield "name"
    for link in reading.links:
        if (link.left, link.right, link.by) == (other.name, info.name, "code") and link.on:
            left, right = link.on.split("=")
            if name in left.replace("+", "|").split("|"):
                yield right


def _rows(
    reading: Reading, info: TableInfo, row_key: int, other: TableInfo, name: str, value: str
) -> npt.NDArray[np.int64]:
    found = reading.find(other.name, name, held(reading, other, name, value)).column("row_key")
    keys = np.union1d(found.to_numpy(), _joined(reading, info, row_key, other, name, value))
    code = f"{info.role}_code"
    if name != f"{info.role}_name" or other.field(code) is None or info.key is None:
        return keys
    # areas of one name are told apart by their code
    mine = value_of(reading, info, row_key, info.key)
    if mine is None:
        return np.empty(0, np.int64)
    rows = reading.rows(other.name, pa.array(keys), [code])
    return rows.column("row_key").to_numpy()[alike(rows.column(code), mine)]


def _joined(
    reading: Reading, info: TableInfo, row_key: int, other: TableInfo, name: str, value: str
) -> npt.NDArray[np.int64]:
    """Return the rows that a join by a field found, and whose code is the same in another form."""
    for link in reading.links:
        by_code = (link.left, link.right, link.by) == (other.name, info.name, "code")
        left = (link.on or "").split("=")[0].replace("+", "|").split("|")
        if by_code and name in left:
            keys = reading.referring(link, pa.array([row_key])).column("row_key")
            rows = reading.rows(other.name, keys.combine_chunks(), [name])
            return rows.column("row_key").to_numpy()[alike(rows.column(name), value)]
    return np.empty(0, np.int64)
