"""Columns of text made without a loop over rows."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.codes.characters import ZERO, Bytes, to_text


def digits(values: npt.ArrayLike, width: int) -> Bytes:
    """Return whole numbers as rows of ``width`` ASCII digits, with leading zeros.

    >>> digits([7, 42], 3).tobytes()
    b'007042'
    """
    rest = np.asarray(values, np.int64).copy()
    rows = np.empty((len(rest), width), np.uint8)
    for place in range(width - 1, -1, -1):
        rest, digit = np.divmod(rest, 10)
        rows[:, place] = digit + ZERO
    return rows


def letters(texts: Sequence[str]) -> Bytes:
    """Return ASCII texts of one length as rows of bytes."""
    joined = "".join(texts).encode("ascii")
    return np.frombuffer(joined, np.uint8).reshape(len(texts), -1)


def text_of(*parts: Bytes) -> pa.StringArray:
    """Return rows of bytes, put side by side, as texts."""
    return to_text(np.concatenate(parts, axis=1))


def pick(values: Sequence[str] | npt.NDArray[np.object_], index: npt.ArrayLike) -> pa.Array:
    """Return ``values[index]`` as texts."""
    return rows_of(pa.array(values, pa.string()), np.asarray(index, np.int64))


def rows_of(column: pa.Array, index: npt.NDArray[np.int64]) -> pa.Array:
    """Return ``column[index]``."""
    return pc.call_function("take", [column, pa.array(index)])


def joined(*parts: pa.Array | str) -> pa.Array:
    """Return the parts of each row joined without a gap; a plain text goes into every row."""
    return pc.call_function("binary_join_element_wise", [*parts, ""])


def whole_numbers(values: npt.ArrayLike) -> pa.StringArray:
    """Return whole numbers as texts without leading zeros."""
    return pc.cast(pa.array(np.asarray(values, np.int64)), pa.string())


def draw(rng: np.random.Generator, weights: npt.ArrayLike, size: int) -> npt.NDArray[np.int64]:
    """Return ``size`` positions drawn in proportion to ``weights``."""
    edges = np.cumsum(np.asarray(weights, np.float64))
    return np.searchsorted(edges, rng.random(size) * edges[-1], side="right")
