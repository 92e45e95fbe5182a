"""Texts of one length as a matrix of bytes, a row each, and back: what the checks compute on."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

Bytes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Offsets = npt.NDArray[np.int32]
ZERO = ord("0")
NOT_ASCII, BLANK, MARK, LOWER_CASE = 1, 2, 4, 8
"""Kinds of bytes: beyond ASCII, white space and control characters, ' and -, small letters."""


def as_text(values: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """Return any array of texts (chunked, large, dictionary-encoded) as one ``StringArray``."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    return whole if whole.type == pa.string() else whole.cast(pa.string())


def present(text: pa.StringArray) -> Mask:
    """Return where a text is not null."""
    return text.is_valid().to_numpy(zero_copy_only=False)


def raw_bytes(text: pa.StringArray) -> Bytes:
    """Return the UTF-8 bytes of all texts in a row, without a copy."""
    data = text.buffers()[2]
    if data is None or not len(text):
        return np.empty(0, np.uint8)
    offsets = np.frombuffer(text.buffers()[1], np.int32)
    start, end = offsets[text.offset], offsets[text.offset + len(text)]
    return np.frombuffer(data, np.uint8)[start:end]


def bytes_of(text: pa.StringArray) -> tuple[Offsets, Bytes]:
    """Return where in the bytes each text begins and the last one ends, and the bytes, without a
    copy."""
    _, offsets, data = text.buffers()
    if offsets is None or not len(text):
        return np.zeros(len(text) + 1, np.int32), np.empty(0, np.uint8)
    starts = np.frombuffer(offsets, np.int32)[text.offset : text.offset + len(text) + 1]
    return starts, np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)


def without_empty(text: pa.StringArray) -> pa.StringArray:
    """Return the texts, those without a character null. The bytes are shared, not copied.

    >>> without_empty(pa.array(["a", "", None])).to_pylist()
    ['a', None, None]
    """
    starts, _ = bytes_of(text)
    filled = np.diff(starts) > 0
    if filled.all():
        return text
    valid = present(text) & filled
    bits = pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.StringArray.from_buffers(len(text), pa.py_buffer(starts), text.buffers()[2], bits)


def may_need_trimming(text: pa.StringArray) -> bool:
    """Tell whether any text begins or ends in what may be white space, ideographic included.

    >>> may_need_trimming(pa.array(["王伟", "a b"])), may_need_trimming(pa.array(["王伟　"]))
    (False, True)
    """
    return bool(_open_at_an_end(*bytes_of(text)))


@njit(cache=True, nogil=True)
def _open_at_an_end(starts: Offsets, data: Bytes) -> bool:
    for row in range(len(starts) - 1):
        first, last = starts[row], starts[row + 1] - 1
        if last < first:
            continue
        while last > first and 0x80 <= data[last] < 0xC0:  # to the first byte of the character
            last -= 1
        for byte in (data[first], data[last]):
            # U+0085 and U+00A0, U+1680, U+2000 to U+205F, U+3000
            if byte <= 32 or byte == 0xC2 or 0xE1 <= byte <= 0xE3:
                return True
    return False


def kinds_of_bytes(text: pa.StringArray) -> int:
    """Return which kinds of bytes there are in any of the texts, as bits."""
    return int(_kinds(raw_bytes(text)))


@njit(cache=True, nogil=True)
def _kinds(data: Bytes) -> np.uint8:
    found = np.uint8(0)
    for byte in data:
        found |= (
            np.uint8(byte >= 128) * np.uint8(NOT_ASCII)
            | np.uint8(byte <= 32) * np.uint8(BLANK)
            | np.uint8((byte == 39) | (byte == 45)) * np.uint8(MARK)
            | np.uint8((byte >= 97) & (byte <= 122)) * np.uint8(LOWER_CASE)
        )
    return found


def of_length(text: pa.StringArray, width: int) -> tuple[Bytes, npt.NDArray[np.intp]]:
    """Return the texts of ``width`` bytes as a matrix, and their positions in ``text``."""
    lengths = pc.fill_null(pc.binary_length(text), -1).to_numpy(zero_copy_only=False)
    fits = lengths == width
    chosen = text if fits.all() else text.filter(pa.array(fits))
    return raw_bytes(chosen).reshape(-1, width), np.flatnonzero(fits)


def spread(size: int, positions: npt.NDArray[np.intp], values: Mask) -> Mask:
    """Return a mask of ``size`` that is ``values`` at ``positions`` and False elsewhere."""
    mask = np.zeros(size, np.bool_)
    mask[positions] = values
    return mask


def to_text(rows: Bytes, valid: Mask | None = None) -> pa.StringArray:
    """Return a matrix of ASCII bytes as texts; rows that are not ``valid`` become null."""
    count, width = rows.shape
    offsets = pa.py_buffer(np.arange(0, (count + 1) * width, width, dtype=np.int32))
    data = pa.py_buffer(np.ascontiguousarray(rows))
    bits = None
    if valid is not None:
        bits = pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.StringArray.from_buffers(count, offsets, data, bits)


def place(size: int, positions: npt.NDArray[np.intp], rows: Bytes) -> pa.StringArray:
    """Return ``size`` texts, ``rows`` at ``positions`` and null elsewhere."""
    if len(positions) == size:
        return to_text(rows)
    index = np.full(size, -1, np.int64)
    index[positions] = np.arange(len(positions))
    return to_text(rows).take(pa.array(index, mask=index < 0))


def all_digits(rows: Bytes) -> Mask:
    """Return which rows hold decimal digits only."""
    return np.all((rows - np.uint8(ZERO)) < 10, axis=1)


def all_in(rows: Bytes, alphabet: str) -> Mask:
    """Return which rows hold characters of an ASCII ``alphabet`` only."""
    allowed = np.zeros(256, np.bool_)
    allowed[np.frombuffer(alphabet.encode("ascii"), np.uint8)] = True
    return np.all(allowed[rows], axis=1)


def number(rows: Bytes) -> npt.NDArray[np.int32]:
    """Return the decimal number in each row of digits (at most nine)."""
    total = np.zeros(len(rows), np.int32)
    for column in rows.T:
        total = total * 10 + (column - np.uint8(ZERO))
    return total


def weighted_sum(
    rows: Bytes, values: npt.NDArray[np.int32], weights: tuple[int, ...]
) -> npt.NDArray[np.int32]:
    """Return Σ weight × value of each row's first characters; ``values`` is by byte."""
    total = np.zeros(len(rows), np.int32)
    for column, weight in zip(rows.T, weights, strict=False):
        total += (values * weight)[column]
    return total


def values_of(alphabet: str) -> npt.NDArray[np.int32]:
    """Return the position of each byte in ``alphabet``, 0 for bytes that are not in it."""
    values = np.zeros(256, np.int32)
    values[np.frombuffer(alphabet.encode("ascii"), np.uint8)] = np.arange(len(alphabet))
    return values
