"""Whole columns as Arrow files mapped into memory: half a million rows of them in milliseconds.

A row is looked up in its group of some thousand rows; half a million rows are in all of the groups,
and each of these would be decoded for a hundred values. So many rows are taken from a copy of the
column that needs no decoding. It is made when it is first asked for, and kept: of an encrypted
workspace in memory only.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

MANY = 1024
"""Fewer rows than these are looked up one by one, however small the table."""
MOST_TEXT = 2**31 - 1
"""As many bytes of text fit into an array with 32-bit offsets."""


def write_column(path: Path, arrays: Iterable[pa.Array]) -> None:
    """Write a column given in pieces as one array, so that rows are taken from it by position."""
    column = pa.chunked_array(arrays)
    if pa.types.is_string(column.type) and column.nbytes > MOST_TEXT:
        column = column.cast(pa.large_string())
    whole = pa.table({"value": column}).combine_chunks()
    with pa.ipc.new_file(str(path), whole.schema) as file:
        file.write_table(whole)


class MappedColumn:
    """A column whose values can be taken by their positions."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        self._column = column

    @classmethod
    def opened(cls, path: Path) -> Self:
        """Return a column that :func:`write_column` wrote, mapped into memory."""
        with pa.memory_map(str(path)) as source:
            return cls(pa.ipc.open_file(source).read_all().column(0))

    def take(self, positions: npt.NDArray[np.int64]) -> pa.ChunkedArray:
        """Return the values at positions of the table, as the type that they are stored with."""
        taken = self._column.take(pa.array(positions))
        return taken.cast(pa.string()) if taken.type == pa.large_string() else taken
