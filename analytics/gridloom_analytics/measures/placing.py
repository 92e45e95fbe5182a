"""Rows with the key of the area that they lie in, as a query over the links on the way there."""

from sqlglot import exp

from gridloom_analytics.expressions import Filter
from gridloom_analytics.measures.paths import Way
from gridloom_layers.workspace import ROW_KEY

SUBJECT = "t0"
"""The alias of the subject's table in the queries made here."""


def rows_on(way: Way, where: Filter | None = None) -> exp.Select:
    """Return ``FROM subject LEFT JOIN … WHERE filter``, nothing selected yet.

    Rows that a link does not place stay in, without a key.
    """
    query = exp.Select().from_(_table(way.subject, SUBJECT), copy=False)
    for number, link in enumerate(way.links[:-1]):
        here, there = f"t{number}", f"t{number + 1}"
        same = exp.EQ(this=column(link.column, here), expression=column(ROW_KEY, there))
        query.join(_table(link.right, there), on=same, join_type="left", copy=False)
    if where is not None:
        query.where(where.condition(SUBJECT), copy=False)
    return query


def place_key(way: Way) -> exp.Column:
    """Return the column that holds the row key of the area at the end of the way."""
    if not way.links:
        return column(ROW_KEY, SUBJECT)
    return column(way.links[-1].column, f"t{len(way.links) - 1}")


def column(name: str, alias: str) -> exp.Column:
    """Return a quoted column of a table alias."""
    return exp.column(
        exp.to_identifier(name, quoted=True), table=exp.to_identifier(alias, quoted=True)
    )


def _table(name: str, alias: str) -> exp.Expr:
    table = exp.Table(this=exp.to_identifier(name, quoted=True))
    return exp.alias_(table, alias, table=True, quoted=True)
