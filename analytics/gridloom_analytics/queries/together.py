"""Counts for so many places that grouping them would take long: their rows lie together."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from gridloom_analytics.measures.placing import Rows
from gridloom_analytics.queries.dimensions import Dimension
from gridloom_analytics.statistics.runs import count_runs
from gridloom_layers.workspace import Store

COUNT = "count"
MANY_PLACES = 100_000
MOST_KINDS = 1 << 16
"""Combinations of all dimensions but the place that are counted in one table for each place."""
NOWHERE = -1


def lies_together(store: Store, rows: Rows, dimensions: Sequence[Dimension]) -> bool:
    """Tell whether rows are to be counted by many places first, in whose order they are kept."""
    first, held = dimensions[0], rows.projection
    return (
        len(dimensions) > 1
        and held is not None
        and first.level is not None
        and first.way in held.places
        and store.table(first.level).rows >= MANY_PLACES
    )


def count_together(store: Store, rows: Rows, query: exp.Select) -> pa.Table | None:
    """Count the combinations of the columns of ``query``, the first of which is the place.

    Return them and their ``count``, kept by the store; None where there are too many kinds, or
    where rows of one place do not lie together.
    """
    simpler = rows.simplified(query)
    tables = [table.name for table in simpler.find_all(exp.Table)]
    found = store.kept_answer(
        f"together {simpler.sql()}", tables, lambda: _counts(store.select(simpler))
    )
    return found if COUNT in found.column_names else None


def _counts(table: pa.Table) -> pa.Table:
    place, *others = (column.combine_chunks() for column in table.columns)
    encoded = [pc.dictionary_encode(column, null_encoding="encode") for column in others]
    sizes = [max(1, len(column.dictionary)) for column in encoded]
    if np.prod(sizes) > MOST_KINDS:
        return pa.table({})
    codes = np.zeros(table.num_rows, np.int32)
    for column, size in zip(encoded, sizes, strict=True):
        codes = codes * np.int32(size) + column.indices.to_numpy()
    places = pc.fill_null(place.cast(pa.int32()), NOWHERE).to_numpy()
    counted = count_runs(places, codes, int(np.prod(sizes)))
    if counted is None:
        return pa.table({})
    where, what, counts = counted
    columns = {table.column_names[0]: pa.array(where, mask=where == NOWHERE)}
    for name, column, size in reversed(
        list(zip(table.column_names[1:], encoded, sizes, strict=True))
    ):
        what, code = np.divmod(what, np.int32(size))
        columns[name] = _labelled(code, column.dictionary)
    return pa.table({name: columns[name] for name in table.column_names} | {COUNT: counts})


def _labelled(codes: npt.NDArray[np.int32], words: pa.Array) -> pa.DictionaryArray:
    """Return codes as values of a dictionary; the code of its null, where it has one, as null."""
    missing = np.flatnonzero(words.is_null().to_numpy(zero_copy_only=False))
    if not len(missing):
        return pa.DictionaryArray.from_arrays(pa.array(codes), words)
    null = int(missing[0])
    indices = pa.array(np.where(codes > null, codes - 1, codes), mask=codes == null)
    return pa.DictionaryArray.from_arrays(indices, words.drop_null())
