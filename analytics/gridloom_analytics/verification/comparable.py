"""Values in one comparable form: as exact as rules go, nothing guessed."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_analytics.expressions.fields import Field
from gridloom_layers.codes import citizen, normalise
from gridloom_layers.roles import FieldType, role
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


def same(left: pa.Array, right: pa.Array, kind: ValueKind) -> npt.NDArray[np.bool_]:
    """Return where two columns of one kind hold the same value; False where either has none.

    What is equal as it stands is not looked at more closely.
    """
    equal = _mask(pc.equal(left, right))
    rest = np.flatnonzero(~equal & _mask(pc.and_(left.is_valid(), right.is_valid())))
    if kind.type == "text" and len(rest):
        at = pa.array(rest)
        equal[rest] = _mask(
            pc.equal(_canonical(left.take(at), kind), _canonical(right.take(at), kind))
        )
    return equal


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
    return pc.fill_null(found, fill_value=False).to_numpy(zero_copy_only=False).copy()
