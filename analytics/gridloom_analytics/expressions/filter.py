"""Filters and values: expressions over one table, ready for any store."""

import datetime as dt
from dataclasses import dataclass

from sqlglot import exp

from gridloom_analytics.expressions.fields import Fields
from gridloom_analytics.expressions.syntax import parse
from gridloom_analytics.expressions.translating import Translator
from gridloom_analytics.expressions.typed import Type
from gridloom_layers.workspace import Reading


@dataclass(frozen=True)
class Filter:
    """A condition on the rows of ``table``: as written, and as a tree that any dialect renders.

    ``fields`` are the stored fields, and columns of links, that it reads.
    """

    text: str
    table: str
    fields: frozenset[str]
    tree: exp.Expr

    def condition(self, alias: str | None = None) -> exp.Expr:
        """Return the condition, its columns qualified by ``alias``; a copy of its own."""
        return qualified(self.tree, alias)


@dataclass(frozen=True)
class Value:
    """A value for each row of ``table``, such as a field or an elapsed time.

    ``fields`` are the stored fields, and columns of links, that it reads.
    """

    text: str
    table: str
    fields: frozenset[str]
    type: Type
    tree: exp.Expr

    def sql(self, alias: str | None = None) -> exp.Expr:
        """Return the value, its columns qualified by ``alias``; a copy of its own."""
        return qualified(self.tree, alias)


def parse_filter(text: str, store: Reading, table: str) -> Filter:
    """Parse a condition on the rows of ``table``; raise ``BadInput`` for anything else.

    The language: comparisons (= <> < <= > >=), ``and`` ``or`` ``not``, ``in (…)``,
    ``between … and …``, ``like`` (with ``%`` and ``_``), ``is [not] null``, + − * /, numbers,
    text in single quotes, dates as ``'2015-03-01'``, and the functions lower, upper, length,
    starts_with, contains, abs, round, coalesce, year, month, weekday (1 = Monday), hour,
    days(a, b) and hours(a, b), the time from a to b.

    Fields go by their canonical names, the names of their role in Chinese and English, or their
    headers in the source. Values of coded fields go by their aliases: ``性别 = '女'``. A field
    without a value makes a comparison unknown, and the row is not selected (SQL's rule).
    x/0 is without a value. Between a day and a time, days are compared.
    """
    return parse_condition(text, Fields(store, store.table(table)), store.data_date)


def parse_condition(text: str, fields: Fields, data_date: dt.date) -> Filter:
    """Parse a condition on rows with these ``fields``, ages being those at ``data_date``."""
    translator = Translator(fields, data_date)
    condition = translator.condition(parse(text, fields))
    return Filter(text, fields.table.name, frozenset(translator.used), condition)


def parse_value(text: str, store: Reading, table: str) -> Value:
    """Parse a value of the rows of ``table`` in the same language."""
    fields = Fields(store, store.table(table))
    translator = Translator(fields, store.data_date)
    value = translator.translate(parse(text, fields))
    return Value(text, table, frozenset(translator.used), value.type, value.sql)


def qualified(tree: exp.Expr, alias: str | None) -> exp.Expr:
    """Return a copy of ``tree`` with its columns qualified by ``alias``."""
    copy = tree.copy()
    if alias is not None:
        for column in copy.find_all(exp.Column):
            column.set("table", exp.to_identifier(alias, quoted=True))
    return copy
