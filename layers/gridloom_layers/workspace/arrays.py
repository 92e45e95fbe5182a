"""Arrays that are made of a table, in one file; a large one is mapped into memory.

One line of JSON tells name, type, shape and place of each array; each begins at a multiple of 64
bytes. Arrays of a file that is mapped are read when they are looked at, and changes to them stay
in memory.
"""

import json
import mmap
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

Arrays = Mapping[str, npt.NDArray[Any]]
ALIGNED = 64
LARGE = 1 << 22
"""Bytes from which on a file is mapped: a smaller one is read, and is not held open."""


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write arrays of numbers or flags to a file."""
    entries, at = [], 0
    for name, array in arrays.items():
        entries.append({"name": name, "type": array.dtype.str, "shape": array.shape, "at": at})
        at = _aligned(at + array.nbytes)
    head = json.dumps(entries).encode()
    with path.open("wb") as file:
        file.write(head.ljust(_aligned(len(head) + 1) - 1) + b"\n")
        first = file.tell()
        for entry, array in zip(entries, arrays.values(), strict=True):
            file.write(bytes(first + entry["at"] - file.tell()))
            file.write(np.ascontiguousarray(array).data)


def open_arrays(path: Path) -> Arrays:
    """Return the arrays that :func:`write_arrays` wrote, by name."""
    with path.open("rb") as file:
        entries = json.loads(file.readline())
        first = file.tell()
        content = _content(file)
    return {entry["name"]: _array(content, first, entry) for entry in entries}


def _content(file: BinaryIO) -> mmap.mmap | bytearray:
    """Return a file's bytes; kernels are compiled for arrays that can be written to."""
    if os.fstat(file.fileno()).st_size >= LARGE:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    file.seek(0)
    return bytearray(file.read())


def _array(
    content: mmap.mmap | bytearray, first: int, entry: Mapping[str, Any]
) -> npt.NDArray[Any]:
    shape, kind = tuple(entry["shape"]), np.dtype(entry["type"])
    if 0 in shape:  # nothing of the file, perhaps behind its end
        return np.empty(shape, kind)
    return np.ndarray(shape, kind, content, first + entry["at"])


def _aligned(size: int) -> int:
    return -(-size // ALIGNED) * ALIGNED
