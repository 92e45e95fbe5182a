"""Values in the form in which a field holds them: the same code is the same, however written."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.codes import normalise
from gridloom_layers.errors import BadInput
from gridloom_layers.importing.single import read_value
from gridloom_layers.importing.texts import as_text
from gridloom_layers.workspace import ARROW_TYPES, Reading, TableInfo


def written(values: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """Return values as text, whole numbers without a point or an exponent.

    >>> written(pa.array([440306009601.0, None])).to_pylist()
    ['440306009601', None]
    """
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    return as_text(whole) if pa.types.is_floating(whole.type) else whole.cast(pa.string())


def held(reading: Reading, info: TableInfo, field: str, text: str) -> pa.Array:
    """Return a text as a field of a table holds it, (1,) of its type; null where it cannot."""
    stored = info.field(field)
    kind = pa.string() if stored is None else ARROW_TYPES[stored.type]
    try:
        return pa.array([read_value(reading, info, field, text)]).cast(kind)
    except BadInput:
        return pa.nulls(1, kind)


def alike(codes: pa.Array | pa.ChunkedArray, code: str) -> npt.NDArray[np.bool_]:
    """Return which codes are the same as ``code``, as a join compares them.

    >>> alike(pa.array(["a 1", "Ａ１", "A2", None]), "A1").tolist()
    [True, True, False, False]
    """
    wanted = normalise(pa.array([code])).text[0]
    return pc.equal(normalise(written(codes)).text, wanted).fill_null(False).to_numpy(False)
