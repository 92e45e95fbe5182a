"""The normal form of a code as text: half-width, upper case, nothing between its characters."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.codes.characters import Mask, as_text, raw_bytes

INVISIBLE = r"\x{200b}-\x{200f}\x{202a}-\x{202e}\x{feff}"
"""Marks that copying out of chat programs and spreadsheets leaves in a cell."""

_BYTE = np.arange(256)
SUSPICIOUS = (ord(" ") >= _BYTE) | (_BYTE >= 128) | (ord("'") == _BYTE) | (ord("-") == _BYTE)
"""Bytes that may separate; without any of them a text need not be looked at more closely."""
LOWER_CASE = ((ord("a") <= _BYTE) & (ord("z") >= _BYTE)) | (_BYTE >= 128)


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
    plain = _half_width(source)
    tight = _without_separators(plain, hyphens=hyphens)
    upper = pc.utf8_upper(tight) if _holds_lower_case(tight) else tight
    filled = upper
    if pc.any(pc.equal(upper, "")).as_py():
        filled = pc.if_else(pc.equal(upper, ""), pa.scalar(None, pa.string()), upper)
    return Normal(filled, _differs(source, plain), _differs(tight, upper), _differs(plain, tight))


def _half_width(text: pa.StringArray) -> pa.StringArray:
    raw = raw_bytes(text)
    if not len(raw) or raw.max() < 128:
        return text
    return pc.utf8_normalize(text, form="NFKC")


def _without_separators(text: pa.StringArray, *, hyphens: bool) -> pa.StringArray:
    if not SUSPICIOUS[raw_bytes(text)].any():
        return text
    pattern = rf"^'|[\s{INVISIBLE}{'-' if hyphens else ''}]+"
    return pc.replace_substring_regex(text, pattern=pattern, replacement="")


def _holds_lower_case(text: pa.StringArray) -> bool:
    return bool(LOWER_CASE[raw_bytes(text)].any())


def _differs(before: pa.StringArray, after: pa.StringArray) -> Mask:
    if before is after:
        return np.zeros(len(before), np.bool_)
    changed = pc.fill_null(pc.not_equal(before, after), fill_value=False)
    return changed.to_numpy(zero_copy_only=False)
