"""Rows found by a text: by the key of the table, else by what stands in a column."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_analytics.bilingual import Given
from gridloom_desktop.window.model.rows.arranging import UNMASK, Arrangement
from gridloom_desktop.window.model.rows.columns import Column, columns_of
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import ROW_KEY, Reading

Longs = npt.NDArray[np.int64]


def search(
    store: Reading,
    name: str,
    column: Column,
    text: str,
    arrangement: Arrangement,
    progress: Progress,
    *,
    unmasked: bool = False,
) -> Longs:
    """Return in which rows, as shown, a text is found, rising.

    A text that is a key of the table finds its row, by the index; any other one those that have it
    in ``column``, as it is stored or in words. Masked values are not searched: that somebody is
    found tells who the row is.
    """
    progress.report("search", 0, 1)
    table = store.table(name)
    key = next((one for one in columns_of(store, table) if one.name == table.key), None)
    if key is not None and (unmasked or not key.masked):
        found = store.find(name, key.name, pa.array([text])).column(ROW_KEY)
        if len(found):
            return _rows(arrangement, store.positions(name, found.to_numpy()), table.rows)
    if column.masked and not unmasked:
        raise BadInput(
            "masked-field",
            tr("“{field}” is masked, so it is not searched.", field=Given.of(column.title)),
            Where(layer=name, column=column.name),
            UNMASK,
        )
    return _rows(arrangement, _holding(column, store.column(name, column.name), text), table.rows)


def _rows(arrangement: Arrangement, positions: Longs, rows: int) -> Longs:
    """Return in which rows positions are shown."""
    if arrangement.positions is None:
        return np.sort(positions)
    found = np.zeros(rows, np.bool_)
    found[positions] = True
    return np.flatnonzero(found[arrangement.positions])


def _holding(column: Column, values: pa.ChunkedArray, text: str) -> Longs:
    """Return the positions of values that hold a text, whatever its case."""
    coded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    if not coded.num_chunks:
        return np.empty(0, np.int64)
    coded = coded.unify_dictionaries()
    hits = _hits(column, coded.chunk(0).dictionary, text)
    indices = pa.chunked_array([chunk.indices for chunk in coded.chunks])
    here = np.append(hits, False)[pc.fill_null(indices, len(hits)).to_numpy()]
    return np.flatnonzero(here)


def _hits(column: Column, words: pa.Array, text: str) -> npt.NDArray[np.bool_]:
    written = words.cast(pa.string())
    hits = pc.match_substring(written, text, ignore_case=True).to_numpy(zero_copy_only=False)
    if column.known is not None and column.known.values:
        labels = [column.known.values.get(word, ()) for word in written.to_pylist()]
        hits = hits | np.array([any(text in one for one in label) for label in labels], np.bool_)
    return hits
