"""What may be seen of each column of a table of the workspace."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from gridloom_analytics.disclosure import Mask, mask_for, scrubbed
from gridloom_analytics.disclosure.masks import mask_code
from gridloom_layers.roles import LEVELS, Personal, Role, RoleField, role
from gridloom_layers.workspace import (
    GEOMETRY,
    ROW_KEY,
    Link,
    TableField,
    TableInfo,
)
from gridloom_layers.workspace.own_columns import SOURCE_NUMBER, SOURCE_ROW

Treatment = Mask | Literal["keep", "scrub", "drop"]
_WHEREABOUTS = frozenset({"building", "room", "citizen", "credit", "organisation"})
"""Forms of codes that, in a record about a person, lead to that person."""


def treatments(
    info: TableInfo, columns: Iterable[str], links: Iterable[Link] = ()
) -> dict[str, Treatment]:
    """Return what happens to each of ``columns`` of rows of the table ``info``."""
    wide = {link.column: link.right in LEVELS for link in links if link.left == info.name}
    of_role = role(info.role)
    return {name: _treatment(name, info.field(name), of_role, wide.get(name)) for name in columns}


def _treatment(
    name: str, stored: TableField | None, of_role: Role, links_to_level: bool | None
) -> Treatment:
    if name in (SOURCE_NUMBER, SOURCE_ROW):
        return "drop"
    if name in (ROW_KEY, GEOMETRY):
        return "keep"
    if links_to_level is not None:
        return "keep" if links_to_level or not of_role.personal else "drop"
    canonical = of_role.field(name) if stored is None or stored.canonical else None
    grade = _grade(stored, canonical)
    if canonical is None and grade == "no":
        return _unknown(name, of_role)
    return judged(canonical, grade, of_role)


def _grade(stored: TableField | None, canonical: RoleField | None) -> Personal:
    """Return the stricter of the grades that the table and its role give."""
    grades = {stored.personal if stored else "no", canonical.personal if canonical else "no"}
    return (
        "sensitive"
        if "sensitive" in grades
        else "identifier"
        if len(grades) > 1 or "identifier" in grades
        else "no"
    )


def _unknown(name: str, of_role: Role) -> Treatment:
    """Return what happens to a column that the role does not define.

    In a table about persons it may be anything, so it stays; a value derived from the role's own
    fields, such as an age, is known.
    """
    derived = {field.name for field in of_role.derived}
    return "drop" if of_role.personal and name not in derived else "scrub"


def judged(canonical: RoleField | None, grade: Personal, of_role: Role) -> Treatment:
    """Return what happens to a field of a role, ``grade`` being how personal it is."""
    if grade != "no" or canonical is None:
        return mask_for(canonical, grade)
    if of_role.personal and canonical.code in _WHEREABOUTS:
        return mask_code
    return "scrub" if canonical.type == "text" and canonical.code is None else "keep"


def treated(table: pa.Table, plan: Mapping[str, Treatment]) -> pa.Table:
    """Return ``table`` with each column treated as planned."""
    kept: dict[str, Any] = {}
    for name, treatment in plan.items():
        column = table.column(name)
        if treatment == "keep" or (treatment == "scrub" and not _is_text(column.type)):
            kept[name] = column
        elif treatment == "scrub":
            kept[name] = scrubbed(_plain_text(column))
        elif treatment != "drop":
            kept[name] = _masked(column, treatment)
    return pa.table(kept)


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _plain_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string())


def _masked(column: pa.ChunkedArray, mask: Mask) -> pa.ChunkedArray:
    """Mask each distinct value once."""
    encoded = pc.dictionary_encode(_plain_text(column)).unify_dictionaries()
    if not encoded.num_chunks:
        return pa.chunked_array([], pa.string())
    words = encoded.chunk(0).dictionary.to_pylist()
    masked = pa.array([mask(word) for word in words], pa.string())
    return pa.chunked_array([masked.take(chunk.indices) for chunk in encoded.chunks])
