"""Source columns as clean text: trimmed, blank cells null."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.codes.characters import bytes_of, may_need_trimming, without_empty

PLACEHOLDERS = pa.array(
    ["-", "--", "—", "——", "/", "\\", "…", "...", "无", "無", "暂无", "不详", "null", "NULL",
     "None", "N/A", "n/a", "NA", "nan", "NaN"]
)  # fmt: skip
"""What people write into a cell for a number or a date that they do not have."""
LONGEST_PLACEHOLDER = max(len(word.encode()) for word in PLACEHOLDERS.to_pylist())


def as_text(array: pa.Array) -> pa.StringArray:
    """Return any column as text, trimmed (ideographic spaces too), blank cells null.

    Whole numbers are written without a point.

    >>> as_text(pa.array([310113.0, None])).to_pylist(), as_text(pa.array([" a　", ""])).to_pylist()
    (['310113', None], ['a', None])
    """
    if pa.types.is_floating(array.type):
        whole = pc.and_(pc.equal(pc.floor(array), array), pc.less(pc.abs(array), 2.0**63))
        integers = pc.if_else(whole, array, None).cast(pa.int64(), safe=False)
        return pc.coalesce(integers.cast(pa.string()), array.cast(pa.string()))
    if pa.types.is_nested(array.type) or pa.types.is_binary(array.type):
        texts = [None if value is None else _written(value) for value in array.to_pylist()]
        return pa.array(texts, pa.string())
    text = array.cast(pa.string())
    if may_need_trimming(text):
        text = pc.utf8_trim_whitespace(text)
    return without_empty(text)


def without_placeholders(text: pa.StringArray) -> pa.StringArray:
    """Return text with the marks for “not known” null, for numbers and dates."""
    lengths = np.diff(bytes_of(text)[0])
    if not ((lengths > 0) & (lengths <= LONGEST_PLACEHOLDER)).any():
        return text
    unknown = pc.is_in(text, value_set=PLACEHOLDERS)
    if not pc.any(unknown).as_py():
        return text
    return pc.if_else(unknown, pa.scalar(None, pa.string()), text)


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
