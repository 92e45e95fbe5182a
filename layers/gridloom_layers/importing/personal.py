"""Columns that hold personal identifiers, told by their values."""

import pyarrow as pa
import pyarrow.compute as pc

IDENTIFIER = r"^(\d{17}[\dXx]|1[3-9]\d{9})$"
"""A citizen ID of 18 characters or a mobile number."""
SHARE = 0.2


def looks_personal(text: pa.StringArray) -> bool:
    """Tell whether a fifth or more of the values look like citizen IDs or mobile numbers.

    >>> looks_personal(pa.array(["13800138000", "13900139000"])), looks_personal(pa.array(["12"]))
    (True, False)
    """
    filled = text.drop_null()
    if not len(filled):
        return False
    return pc.sum(pc.match_substring_regex(filled, IDENTIFIER)).as_py() >= SHARE * len(filled)
