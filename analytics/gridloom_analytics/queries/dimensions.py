"""What rows are counted by: a level, a field, or bands of a number."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlglot import exp

from gridloom_analytics.expressions import (
    Fields,
    Value,
    find_level,
    parse_value,
    refuse_listing,
)
from gridloom_analytics.expressions.typed import NUMBERS
from gridloom_analytics.measures.paths import Steps, find_way
from gridloom_analytics.measures.placing import SUBJECT, Rows
from gridloom_analytics.measures.remembering import Remembered
from gridloom_analytics.queries.bands import Bands, breaks, equal_bands
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.workspace import ROW_KEY, Reading

MISSING = "–"
"""The category of rows without a value."""
_NUMBERS = re.compile(r"\s*[+-]?\d+(?:\.\d+)?\s*")


@dataclass(frozen=True)
class Dimension:
    """One thing to count by.

    ``sql`` makes the column for a set of rows; ``categories`` turns the distinct values that
    were found into all categories in their order, and ``label`` one value into its category.
    ``level`` is the table of the areas, or None. ``fields`` are the stored fields that ``sql``
    reads, ``way`` the links that it follows.
    """

    name: str
    sql: Callable[[Rows], exp.Expr]
    categories: Callable[[Sequence[Any]], list[Any]]
    label: Callable[[Any], Any]
    level: str | None = None
    fields: frozenset[str] = frozenset()
    way: Steps = ()


def read_dimensions(text: str, store: Reading, table: str) -> list[Dimension]:
    """Read a list such as ``grid,sex`` or ``age:10`` or ``age:0,15,60,65,community``.

    A name is that of a level or of a field, or an expression such as ``year(reported_at)``;
    ``:10`` cuts a number into bands of 10, ``:0,15,60,65`` at these places. Personal
    texts and dates are refused: they would be listed.
    """
    return [_dimension(part, store, table) for part in _split(text)]


def _split(text: str) -> list[str]:
    """Split at commas outside parentheses; numbers belong to the bands before them."""
    parts: list[str] = []
    for piece in re.split(r"[,，](?![^(]*\))", text):
        if parts and ":" in parts[-1] and _NUMBERS.fullmatch(piece):
            parts[-1] += "," + piece
        else:
            parts.append(piece)
    return [part.strip() for part in parts]


def _dimension(text: str, store: Reading, table: str) -> Dimension:
    name, colon, cuts = text.rpartition(":")
    numbers = cuts.split(",")
    if colon and all(_NUMBERS.fullmatch(number) for number in numbers):
        return _banded(name.strip(), [float(number) for number in numbers], store, table)
    return _level(text, store, table) or _valued(text, store, table)


def _level(text: str, store: Reading, table: str) -> Dimension | None:
    """Return the level called ``text``, or None where it is a field, or no level at all."""
    try:
        level = find_level(store, text.strip('"')).name
        way = find_way(store, table, level)
    except BadInput as error:
        if error.code != "unknown-table" and text not in Fields(store, store.table(table)):
            raise
        return None
    return Dimension(
        level,
        lambda rows: rows.place(way.steps),
        lambda _: _areas(store, level),
        lambda key: key,
        level,
        way=way.steps,
    )


def _keys(store: Reading, level: str) -> list[int]:
    return store.attributes(level, []).column(ROW_KEY).to_pylist()


_areas = Remembered(_keys)


def _valued(text: str, store: Reading, table: str) -> Dimension:
    value = parse_value(text, store, table)
    refuse_listing(store, value)
    fields = Fields(store, store.table(table))
    coded = list(fields.find(text).values) if text in fields else []

    def categories(found: Sequence[Any]) -> list[Any]:
        others = sorted(each for each in found if not pd.isna(each) and each not in coded)
        return [*coded, *others, *([MISSING] if any(map(pd.isna, found)) else [])]

    name = fields.find(text).name if text in fields else text
    return Dimension(name, lambda _: _by_day(value), categories, _or_missing, fields=value.fields)


def _by_day(value: Value) -> exp.Expr:
    """Times are counted by day."""
    sql = value.sql(SUBJECT)
    return exp.cast(sql, "DATE") if value.type == "datetime" else sql


def _or_missing(value: Any) -> Any:
    return MISSING if pd.isna(value) else value


def _banded(text: str, cuts: list[float], store: Reading, table: str) -> Dimension:
    value = parse_value(text, store, table)
    if value.type not in NUMBERS:
        raise BadInput(
            "wrong-type",
            tr("“{value}” is not a number, so it has no bands.", value=text),
            hint=tr("Count by “{value}” itself.", value=text),
        )
    bands = _bands(cuts, whole=value.type == "integer")
    label = bands.label

    def categories(found: Sequence[Any]) -> list[Any]:
        some = [int(each) for each in found if not pd.isna(each)]
        missing = [MISSING] if len(some) < len(found) else []
        return [*(label(each) for each in bands.all(some)), *missing]

    return Dimension(
        text,
        lambda _: bands.sql(value.sql(SUBJECT)),
        categories,
        lambda number: MISSING if pd.isna(number) else label(int(number)),
        fields=value.fields,
    )


def _bands(cuts: list[float], *, whole: bool) -> Bands:
    return equal_bands(cuts[0], whole=whole) if len(cuts) == 1 else breaks(cuts, whole=whole)
