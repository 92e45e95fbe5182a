"""Values in one comparable form: as exact as rules go, nothing guessed."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from gridloom_analytics.expressions.fields import Field
from gridloom_layers.codes import citizen, normalise
from gridloom_layers.codes.characters import bytes_of, present
from gridloom_layers.roles import FieldType, role
from gridloom_layers.slices import on_all_cores
from gridloom_layers.workspace import TableInfo

DOTS = "[•‧・･∙⋅˙．.]"
"""What is typed for the dot between the parts of a name."""


@dataclass(frozen=True)
class ValueKind:
    """How values are compared: their type, the form of their code, their canonical values."""

    type: FieldType = "text"
    code: str | None = None
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)


def kind_of(table: TableInfo, found: Field) -> ValueKind:
    """Return how the values of a field of a table are compared."""
    stored = table.field(found.name)
    known = role(table.role).field(found.name) if stored and stored.canonical else None
    return ValueKind(found.type, known.code if known else None, found.values)


def whole(column: pa.ChunkedArray) -> pa.Array:
    """Return a column as one array, without a copy where it is one."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def same_as_claimed(
    known: pa.Array, claimed: pa.Array, at: npt.NDArray[np.int64], kind: ValueKind
) -> npt.NDArray[np.bool_]:
    """Return where ``known`` holds the value that is ``claimed`` at the place ``at``, a place for
    each; False where either has none.

    What is equal as it stands is not looked at more closely.
    """
    if kind.type != "text":
        return _mask(pc.equal(known, claimed.take(pa.array(at))))
    equal = _equal_texts(known, claimed, at)
    both = present(known) & present(claimed)[at]
    equal &= both
    rest = np.flatnonzero(both & ~equal)
    if len(rest):
        left, right = known.take(pa.array(rest)), claimed.take(pa.array(at[rest]))
        equal[rest] = _mask(pc.equal(_canonical(left, kind), _canonical(right, kind)))
    return equal


def _equal_texts(
    known: pa.StringArray, claimed: pa.StringArray, at: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    equal = np.zeros(len(at), np.bool_)
    texts, others = bytes_of(known), bytes_of(claimed)

    def compare(first: int, end: int) -> None:
        _compare(*texts, *others, at, first, end, equal)

    on_all_cores(compare, len(at))
    return equal


@njit(cache=True, nogil=True)
def _compare(
    starts: npt.NDArray[np.int32], data: npt.NDArray[np.uint8],
    other_starts: npt.NDArray[np.int32], other_data: npt.NDArray[np.uint8],
    at: npt.NDArray[np.int64], first: int, end: int, equal: npt.NDArray[np.bool_],
) -> None:  # fmt: skip
    """Compare texts byte by byte, each with the one at its place."""
    for row in range(first, end):
        start, other = starts[row], other_starts[at[row]]
        length = starts[row + 1] - start
        if other_starts[at[row] + 1] - other != length:
            continue
        byte = 0
        while byte < length and data[start + byte] == other_data[other + byte]:
            byte += 1
        equal[row] = byte == length


def _canonical(text: pa.Array, kind: ValueKind) -> pa.Array:
    if kind.code == "citizen":
        plain = normalise(text).text
        return pc.coalesce(citizen.from_15(plain), plain)
    return normalise(text).text if kind.code else folded(text)


def folded(text: pa.Array) -> pa.StringArray:
    """Return texts without what typing alone makes different: width, case, spaces, dots of names.

    >>> folded(pa.array(["古丽．阿依 ", "ＷＡＮＧ Wei"])).to_pylist()
    ['古丽·阿依', 'WANGWEI']
    """
    return pc.replace_substring_regex(normalise(text).text, pattern=DOTS, replacement="·")


def _mask(found: pa.Array) -> npt.NDArray[np.bool_]:
    return pc.fill_null(found, fill_value=False).to_numpy(zero_copy_only=False)
