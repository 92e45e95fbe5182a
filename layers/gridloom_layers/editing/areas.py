"""One area made of several, and two of one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import shapely
from shapely.geometry.base import BaseGeometry

from gridloom_layers.editing.cutting import halves
from gridloom_layers.editing.numbering import next_code
from gridloom_layers.editing.outlines import fitted
from gridloom_layers.editing.shapes import Edited, joined_again, shape_of, wkt
from gridloom_layers.editing.values import (
    check_key_is_free,
    check_row,
    fitting,
    spec_of,
    value_of,
)
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.ownership import claimed_fields
from gridloom_layers.ownership.edits import Edit, Reason, edit, record
from gridloom_layers.ownership.resolving import rows_at
from gridloom_layers.ownership.sets import HAND
from gridloom_layers.progress import Progress
from gridloom_layers.roles import role
from gridloom_layers.workspace import GEOMETRY, ROW_KEY, Change, Reading, Store, TableInfo
from gridloom_layers.workspace.schema import next_row_key

TOTALS = frozenset({"floor_area", "area", "capacity"})
"""Canonical fields that are of a whole: half of the area does not have it, and parts add up."""


@dataclass(frozen=True)
class Split(Edited):
    """As :class:`Edited`; ``row_key`` and ``code`` are those of the area that is new."""

    row_key: int
    code: str | None


def split_area(
    store: Store, table: str, row_key: int, line: shapely.LineString, why: Reason,
    code: str | None = None, progress: Progress | None = None,
) -> Split:  # fmt: skip
    """Cut an area in two by a line in the CRS of the workspace.

    The larger half stays the row, the smaller one is a new row with ``code`` (None: the next free
    one of its parent). What describes the area goes to both; counts and sums are blank in both, as
    nobody knows how they divide. All joins of the table are made again. Raises ``BadInput`` where
    the line does not cut it, the code is taken, or none can be made out.
    """
    progress = progress or Progress()
    with store.change() as change:
        info = _areas(store, table)
        check_row(store, info, row_key)
        whole = shape_of(store, info, row_key)
        larger, smaller = (fitted(info, half) for half in halves(whole, line))
        new_key, new_code = next_row_key(store, info), _new_code(store, info, row_key, code)
        blank = _totals(store, info)
        made = [
            edit(row_key, "split", why, wkt(whole), wkt(larger)),
            *_blanked(store, info, row_key, blank, why),
            edit(new_key, "new", why, None, wkt(smaller)),
        ]
        row = rows_at(store, info, pa.array([row_key]))
        kept = _with(row, {GEOMETRY: larger.wkb, **dict.fromkeys(blank)})
        links = [link.column for link in store.links if link.left == table]
        other = {ROW_KEY: new_key, GEOMETRY: smaller.wkb, **dict.fromkeys([*blank, *links])}
        added = _with(row, other | ({info.key: new_code} if info.key else {}))
        change.revise(spec_of(info), [kept], np.empty(0, np.int64), HAND)
        change.append(spec_of(info), [added])
        done = _finished(store, change, table, made, progress)
    return Split(done.edits, (), done.told, done.joins, new_key, new_code)


def merge_areas(
    store: Store, table: str, row_keys: Sequence[int], into: int, why: Reason,
    progress: Progress | None = None,
) -> Edited:  # fmt: skip
    """Merge areas into one of them, whose code and values stay; the other rows go for good.

    A source that has their codes does not bring them back: its rows are set aside.

    Counts and sums are added up where all areas have one, and are blank otherwise. All joins of
    the table are made again: what named a code that is gone is told by their reports. Raises
    ``BadInput`` for fewer than two areas.
    """
    progress = progress or Progress()
    with store.change() as change:
        info = _areas(store, table)
        keys = sorted({*row_keys, into})
        for key in keys:
            check_row(store, info, key)
        gone = [key for key in keys if key != into]
        if not gone:
            raise BadInput("too-few-areas", tr("Merging takes two areas or more."),
                           Where(layer=table))  # fmt: skip
        shapes = {key: shape_of(store, info, key) for key in keys}
        union = fitted(info, shapely.union_all([*shapes.values()]))
        row = rows_at(store, info, pa.array([into]))
        sums = _sums(store, info, keys)
        made = [
            edit(into, "merge", why, wkt(shapes[into]), wkt(union)),
            *_summed(store, info, into, sums, why),
            *_removed(store, info, {key: shapes[key] for key in gone}, into, why),
        ]
        kept = _with(row, {GEOMETRY: union.wkb, **sums})
        change.revise(spec_of(info), [kept], np.array(gone, np.int64), HAND)
        done = _finished(store, change, table, made, progress)
    return Edited(done.edits, tuple(_apart(union, shapes)), done.told, done.joins)


def _areas(store: Store, table: str) -> TableInfo:
    info = store.table(table)
    if info.geometry != "area" or role(info.role).records:
        raise BadInput("no-areas", tr("“{table}” holds no areas.", table=table), Where(layer=table))
    return info


def _new_code(store: Store, info: TableInfo, row_key: int, code: str | None) -> str | None:
    if info.key is None:
        return None
    given = code or next_code(store, info, value_of(store, info, row_key, info.key))
    text = fitting(store, info, info.key, given)
    check_key_is_free(store, info, text or "")
    return text


def _totals(reading: Reading, info: TableInfo) -> list[str]:
    """Return the fields that count or add up what is in an area: numbers that no role defines."""
    known = claimed_fields(reading, info.name, info.fields, info.key)
    return [
        field.name
        for field in info.fields
        if field.name in known
        and field.type in ("integer", "number")
        and (not field.canonical or field.name in TOTALS)
    ]


def _sums(reading: Reading, info: TableInfo, keys: list[int]) -> dict[str, float | int | None]:
    totals = _totals(reading, info)
    rows = reading.rows(info.name, pa.array(keys), totals).to_pydict()
    return {
        name: None if any(value is None for value in rows[name]) else sum(rows[name])
        for name in totals
    }


def _blanked(
    reading: Reading, info: TableInfo, key: int, names: list[str], why: Reason
) -> list[Edit]:
    known = [(name, value_of(reading, info, key, name)) for name in names]
    return [edit(key, "value", why, old, None, name) for name, old in known if old is not None]


def _summed(
    reading: Reading, info: TableInfo, key: int, sums: dict[str, float | int | None], why: Reason
) -> list[Edit]:
    known = [(name, value_of(reading, info, key, name), value) for name, value in sums.items()]
    texts = [(name, old, None if new is None else str(new)) for name, old, new in known]
    return [edit(key, "value", why, old, new, name) for name, old, new in texts if old != new]


def _removed(
    reading: Reading, info: TableInfo, shapes: Mapping[int, BaseGeometry], into: int, why: Reason
) -> Iterator[Edit]:
    """Yield that rows are gone: their shapes, and their codes with that of the row they are in.

    The codes are what a later import is held against, so that they do not come back.
    """
    for key, shape in shapes.items():
        yield edit(key, "remove", why, wkt(shape), None)
        if info.key is not None:
            old, new = (value_of(reading, info, each, info.key) for each in (key, into))
            yield edit(key, "remove", why, old, new, info.key)


def _with(row: pa.RecordBatch, values: Mapping[str, object]) -> pa.RecordBatch:
    """Return a row with some values replaced."""
    arrays = [
        pa.array([values[field.name]], field.type) if field.name in values else row.column(at)
        for at, field in enumerate(row.schema)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=row.schema)


def _finished(
    store: Store, change: Change, table: str, made: list[Edit], progress: Progress
) -> Edited:
    kept = record(change, table, made)
    links = [link for link in store.links if table in (link.left, link.right)]
    told, joins = joined_again(change, links, progress)
    return Edited(tuple(kept), (), tuple(told), joins)


def _apart(union: BaseGeometry, shapes: dict[int, BaseGeometry]) -> list[Message]:
    """Tell that areas do not touch each other."""
    parts = max(shapely.get_num_geometries(shape) for shape in shapes.values())
    if shapely.get_num_geometries(union) <= parts:
        return []
    return [tr("The merged area has {count:,} parts that do not touch.",
               count=shapely.get_num_geometries(union))]  # fmt: skip
