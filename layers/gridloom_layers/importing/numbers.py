"""Numbers as people write them: thousands separators, full-width digits."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.importing.texts import as_text, without_placeholders
from gridloom_layers.importing.verdict import Mask, mask_of

NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"
GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
EXACT = 2.0**53


def read_numbers(array: pa.Array, *, integers: bool) -> tuple[pa.Array, Mask]:
    """Return a column as float64 or int64, and which of its cells cannot be read as such.

    >>> values, bad = read_numbers(pa.array(["1,234", "５", "x", None]), integers=True)
    >>> values.to_pylist(), bad.tolist()
    ([1234, 5, None, None], [False, False, True, False])
    """
    target = pa.int64() if integers else pa.float64()
    if pa.types.is_integer(array.type):
        return array.cast(target), np.zeros(len(array), np.bool_)
    if pa.types.is_floating(array.type):
        return _finite(array.cast(pa.float64()), target)
    text = without_placeholders(as_text(array))
    try:
        return _finite(text.cast(pa.float64()), target)
    except pa.ArrowInvalid:
        return _loosely(text, target)


def _loosely(text: pa.StringArray, target: pa.DataType) -> tuple[pa.Array, Mask]:
    plain = pc.utf8_normalize(text, form="NFKC")
    grouped = pc.match_substring_regex(plain, GROUPED)
    plain = pc.if_else(grouped, pc.replace_substring(plain, ",", ""), plain)
    legible = pc.match_substring_regex(plain, NUMBER)
    legible_only = pc.if_else(legible, plain, pa.scalar(None, pa.string()))
    values, bad = _finite(legible_only.cast(pa.float64()), target)
    return values, bad | mask_of(pc.invert(legible))


def _finite(values: pa.Array, target: pa.DataType) -> tuple[pa.Array, Mask]:
    """Cast, telling apart what is infinite or, for whole numbers, is none."""
    good = pc.is_finite(values)
    if target == pa.int64():
        whole = pc.and_(pc.equal(pc.floor(values), values), pc.less(pc.abs(values), EXACT))
        good = pc.and_(good, whole)
    bad = mask_of(pc.invert(good))
    if bad.any():
        values = pc.if_else(pa.array(bad), pa.scalar(None, pa.float64()), values)
    return values.cast(target), bad
