"""Checks of single fields: is there a value, does it pass its rule, is it there once, is it new?

A check asks something of some rows and finds that some of them fail; an indicator is
(asked − failed) / asked, the form A/B × 100 % of GB/T 36344-2018 (信息技术 数据质量评价指标). The
dimensions are these, beside those of ISO 8000-8 and ISO 19157-1:

- completeness: 完整性 of GB/T 36344; completeness (omission) of ISO 19157-1;
- validity: 规范性 of GB/T 36344; syntactic quality of ISO 8000-8; format and domain consistency of
  ISO 19157-1;
- uniqueness: 数据唯一性, a part of 准确性, of GB/T 36344; completeness (commission) of ISO 19157-1;
- timeliness: 时效性 of GB/T 36344; temporal quality of ISO 19157-1;
- consistency: 一致性 of GB/T 36344; logical consistency of ISO 19157-1.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.quality.expectations import Expectations, Range, expectations
from gridloom_analytics.quality.rows import Mask, Rows, days, flags
from gridloom_layers.importing.plausibility import DateLimits, date_limits
from gridloom_layers.keys import KeySet
from gridloom_layers.language import tr
from gridloom_layers.roles import Role, role
from gridloom_layers.workspace import GEOMETRY, TableInfo

Dimension = Literal["completeness", "validity", "uniqueness", "timeliness", "consistency"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
POSITION = "position"
"""The name under which the geometry of a layer is a field."""
UNKNOWN = "U"
"""The category of what is not known: a value is there, but it says nothing."""


class Found(NamedTuple):
    """Of which rows a check asks something, and which of them fail."""

    asked: Mask
    failed: Mask


@dataclass(frozen=True)
class Check:
    """A named check of a dimension; ``name`` is the field or the rule that it is about.

    ``counts`` says that it is a part of the figure of its dimension (for completeness, only
    required fields are).
    """

    dimension: Dimension
    name: str
    title: Bilingual
    find: Callable[[Rows], Found]
    counts: bool = True


def field_checks(info: TableInfo, links: Collection[str]) -> list[Check]:
    """Return the checks of the fields of a table, required fields first.

    ``links`` are its columns that joins made: they are no fields of its own.
    """
    known, expected = role(info.role), expectations(info.role)
    own = [name for name in info.field_names if name not in links]
    names = list(dict.fromkeys([*_required(info, expected), *own]))
    if info.geometry is not None:
        names = list(dict.fromkeys([*names, POSITION]))
    found = [_completeness(info, known, expected, name) for name in names]
    found += [check for name in names for check in _validity(info, known, expected, name)]
    return [*found, *_uniqueness(info, known), _timeliness(info, expected)]


def field_title(known: Role, name: str) -> Bilingual:
    """Return what a field is called: by its role, else by its own name."""
    if name == POSITION:
        return tr("position").both()
    field = known.field(name)
    return dict(field.title) if field else {"zh": name, "en": name}


def _required(info: TableInfo, expected: Expectations) -> list[str]:
    """Return the required fields; a position is only asked of layers."""
    return [name for name in expected.required if name != POSITION or info.geometry is not None]


def _completeness(info: TableInfo, known: Role, expected: Expectations, name: str) -> Check:
    required = _required(info, expected)
    column = GEOMETRY if name == POSITION else name
    there = name == POSITION or info.field(name) is not None
    find = partial(_missing, column) if there else _all_missing
    counts = name in required or not required
    return Check("completeness", name, field_title(known, name), find, counts)


def _missing(column: str, rows: Rows) -> Found:
    return Found(np.ones(len(rows), np.bool_), ~rows.filled(column))


def _all_missing(rows: Rows) -> Found:
    """A required field that the table does not have at all."""
    return Found(np.ones(len(rows), np.bool_), np.ones(len(rows), np.bool_))


def _validity(info: TableInfo, known: Role, expected: Expectations, name: str) -> list[Check]:
    """Return the rule of a field, if it has one: a code, a category, a date or a range."""
    stored, field = info.field(name), known.field(name)
    if stored is None or field is None:
        return []
    find: Callable[[Rows], Found] | None = None
    if field.code is not None and stored.type == "text":
        find = partial(_faulty, name, field.code)
    elif field.values and stored.type == "text":
        values = pa.array([value for value in field.values if value != UNKNOWN])
        find = partial(_no_category, name, values)
    elif stored.type in ("date", "datetime"):
        find = partial(_implausible, name, known)
    elif name in expected.ranges and stored.type in ("integer", "number"):
        find = partial(_outside, name, expected.ranges[name])
    return [Check("validity", name, field_title(known, name), find)] if find else []


def _faulty(name: str, kind: str, rows: Rows) -> Found:
    return Found(rows.filled(name), rows.code(name, kind).faulty)


def _no_category(name: str, values: pa.Array, rows: Rows) -> Found:
    filled = rows.filled(name)
    return Found(filled, filled & ~flags(pc.is_in(rows.array(name), value_set=values)))


def _implausible(name: str, known: Role, rows: Rows) -> Found:
    field = known.field(name)
    limits: DateLimits = date_limits(known, field, rows.as_of)  # pyright: ignore[reportArgumentType]
    return Found(rows.filled(name), limits.outside(days(rows.array(name))))


def _outside(name: str, span: Range, rows: Rows) -> Found:
    values = rows.array(name).cast(pa.float64()).to_numpy(zero_copy_only=False)
    least = -np.inf if span.least is None else span.least
    most = np.inf if span.most is None else span.most
    filled = rows.filled(name)
    return Found(filled, filled & ~((values >= least) & (values <= most)))


def _uniqueness(info: TableInfo, known: Role) -> list[Check]:
    """Return the check of the key: of rows with a key, which have one that was there before.

    A table has no key where its import found none, such as running numbers of several files.
    """
    name = info.key
    if name is None or info.field(name) is None:
        return []
    field = known.field(name)
    find = partial(_repeated, name, field.code if field else None, KeySet())
    return [Check("uniqueness", name, field_title(known, name), find)]


def _repeated(name: str, kind: str | None, seen: KeySet, rows: Rows) -> Found:
    text = rows.code(name, kind).normal if kind else rows.array(name).cast(pa.string())
    return Found(rows.filled(name), seen.add(text))


def _timeliness(info: TableInfo, expected: Expectations) -> Check:
    named = expected.updated if expected.updated and info.field(expected.updated) else None
    title = tr("updated in the last {days:,} days", days=expected.current_days).both()
    find = partial(_old, named, expected.current_days)
    return Check("timeliness", named or "as_of", title, find)


def _old(name: str | None, current_days: int, rows: Rows) -> Found:
    dates = rows.source_dates()
    if name is not None:
        own = days(rows.array(name))
        dates = np.where(np.isnat(own), dates, own)
    known = ~np.isnat(dates)
    return Found(known, known & (dates < np.datetime64(rows.as_of) - current_days))
