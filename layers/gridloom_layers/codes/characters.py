"""Texts of one length as a matrix of bytes, a row each, and back: what the checks compute on."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Bytes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
ZERO = ord("0")


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
