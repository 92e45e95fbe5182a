"""The normal form of a code as text: half-width, upper case, nothing between its characters."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.codes.characters import (
    BLANK,
    LOWER_CASE,
    MARK,
    NOT_ASCII,
    Mask,
    as_text,
    kinds_of_bytes,
    without_empty,
)

INVISIBLE = r"\x{200b}-\x{200f}\x{202a}-\x{202e}\x{feff}"
"""Marks that copying out of chat programs and spreadsheets leaves in a cell."""


@dataclass(frozen=True)
class Normal:
    """Normalised texts (blank ones null) and where normalising changed something."""

    text: pa.StringArray
    full_width: Mask
    lower_case: Mask
    separators: Mask


def normalise(values: pa.Array | pa.ChunkedArray, *, hyphens: bool = False) -> Normal:
    """Fold full-width characters (NFKC), remove what separates, upper-case; blanks become null.

    Separators are white space, invisible marks, an apostrophe in front (a spreadsheet's mark of a
    text) and, with ``hyphens``, hyphens.

    >>> normalise(pa.array(["４４０３０６ x", " ", None])).text.to_pylist()
    ['440306X', None, None]
    """
    source = as_text(values)
    kinds, plain = kinds_of_bytes(source), source
    if kinds & NOT_ASCII:
        plain = pc.utf8_normalize(source, form="NFKC")
        kinds = kinds_of_bytes(plain)
    tight = plain
    if kinds & (NOT_ASCII | BLANK | MARK):
        pattern = rf"^'|[\s{INVISIBLE}{'-' if hyphens else ''}]+"
        tight = pc.replace_substring_regex(plain, pattern=pattern, replacement="")
    upper = pc.utf8_upper(tight) if kinds & (NOT_ASCII | LOWER_CASE) else tight
    return Normal(
        without_empty(upper), _differs(source, plain), _differs(tight, upper),
        _differs(plain, tight),
    )  # fmt: skip


def _differs(before: pa.StringArray, after: pa.StringArray) -> Mask:
    if before is after:
        return np.zeros(len(before), np.bool_)
    changed = pc.fill_null(pc.not_equal(before, after), fill_value=False)
    return changed.to_numpy(zero_copy_only=False)
