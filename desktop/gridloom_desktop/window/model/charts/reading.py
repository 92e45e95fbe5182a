"""Reading what charts show: each column once, until its table changes."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from gridloom_analytics.expressions import parse_value
from gridloom_analytics.measures import counts_persons
from gridloom_analytics.titles import table_heading
from gridloom_desktop.window.model.charts.column import (
    Categories,
    Column,
    Days,
    Integers,
    Numbers,
    Rows,
)
from gridloom_desktop.window.model.charts.fields import Offered
from gridloom_layers.workspace import ROW_KEY, Reading
from gridloom_layers.workspace.titles import value_label

Value = TypeVar("Value")


class Columns:
    """The columns of a workspace that charts show.

    What was read is kept while the entry of its table or result in the manifest is the same. It
    belongs on the store's own thread.
    """

    def __init__(self, store: Reading) -> None:
        self.store = store
        self._kept: dict[tuple[str, ...], tuple[object, Any]] = {}

    def kept(self, name: tuple[str, ...], make: Callable[[], Value]) -> Value:
        """Return what ``make`` reads of the table ``name[0]``, made again when it has changed."""
        current = self.store.table(name[0])
        found = self._kept.get(name)
        if found is None or found[0] != current:
            self._kept[name] = found = current, make()
        return found[1]

    def rows(self, table: str) -> Rows:
        """Return the rows of a table, without columns."""
        return self.kept((table,), lambda: self._read_rows(table))

    def column(self, table: str, field: Offered) -> Column:
        """Return a field of a table."""
        return self.kept((table, field.name), lambda: self._read(table, field))

    def _read_rows(self, table: str) -> Rows:
        info = self.store.table(table)
        keys = self.store.attributes(table, []).column(ROW_KEY).to_numpy()
        return Rows(table, table_heading(info), keys, counts_persons(info))

    def _read(self, table: str, field: Offered) -> Column:
        if field.derived:
            values = self._derived(table, field.name)
        else:
            values = self.store.attributes(table, [field.name]).column(field.name)
        return column_of(values, field)

    def _derived(self, table: str, name: str) -> pa.ChunkedArray:
        """Return a value that is computed from stored fields, in the order of the rows."""
        value = parse_value(name, self.store, table)
        key = exp.column(ROW_KEY, table="t", quoted=True)
        query = exp.select(key, exp.alias_(value.sql("t"), "value"))
        query = query.from_(exp.alias_(exp.to_table(table), "t", table=True)).order_by(key.copy())
        return self.store.select(query).column("value")


def column_of(values: pa.ChunkedArray, field: Offered) -> Column:
    """Return stored values as a chart reads them."""
    if field.holds == "number":
        return Numbers(field.name, field.title, floats(values), field.whole, field.unit)
    if field.holds == "time":
        return Days(field.name, field.title, floats(pc.cast(values, pa.date32()).cast(pa.int32())))
    return categories(values, field)


def floats(values: pa.ChunkedArray) -> np.ndarray:
    """Return numbers as floats, NaN where there is none."""
    return np.asarray(values.cast(pa.float64()).to_numpy(), dtype=np.float64)


def categories(values: pa.ChunkedArray, field: Offered) -> Categories:
    """Return texts, truth values or whole numbers as categories, the most frequent first."""
    encoded = pc.dictionary_encode(values).unify_dictionaries()
    if not encoded.num_chunks or not len(encoded.chunk(0).dictionary):
        return Categories(field.name, field.title, np.full(len(values), -1, np.int32), (), ())
    words = encoded.chunk(0).dictionary.to_pylist()
    found = pa.chunked_array([chunk.indices for chunk in encoded.chunks]).fill_null(-1).to_numpy()
    counts = np.bincount(found + 1, minlength=len(words) + 1)[1:]
    order = sorted(range(len(words)), key=lambda one: (-counts[one], str(words[one])))
    raw = tuple(words[one] for one in order)
    place = np.full(len(words) + 1, -1, dtype=np.int32)
    place[order] = np.arange(len(words), dtype=np.int32)
    labels = tuple(field.words.get(str(one)) or value_label(one, field.known) for one in raw)
    return Categories(field.name, field.title, place[found], raw, labels)


def aligned(keys: Integers, index: Integers, values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return values on ``index`` as a column on ``keys``, null in rows without one; both rising."""
    place = np.searchsorted(index, keys)
    place[place == len(index)] = 0
    there = index[place] == keys if len(index) else np.zeros(len(keys), dtype=bool)
    return values.take(pa.array(place, mask=~there))
