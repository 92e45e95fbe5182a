"""Rows with the keys of the areas that they lie in, as a query over the links on the way there."""

from collections.abc import Sequence

from sqlglot import exp

from gridloom_analytics.expressions import Filter
from gridloom_layers.workspace import ROW_KEY, Link

SUBJECT = "t0"
"""The alias of the subject's table in the queries made here."""


class Rows:
    """The rows of a table that a filter selects: ``FROM subject LEFT JOIN … WHERE filter``.

    ``query`` selects nothing yet. :meth:`place` adds the joins that a way needs, each once.
    Rows that a link does not place stay in, without a key.
    """

    def __init__(self, subject: str, where: Filter | None = None) -> None:
        self.query = exp.Select().from_(_table(subject, SUBJECT), copy=False)
        if where is not None:
            self.query.where(where.condition(SUBJECT), copy=False)
        self._aliases: dict[tuple[tuple[str, str], ...], str] = {(): SUBJECT}

    def place(self, way: Sequence[Link]) -> exp.Column:
        """Return the column that holds the row key of the table at the end of ``way``."""
        alias = self._joined(way[:-1])
        return column(way[-1].column if way else ROW_KEY, alias)

    def _joined(self, way: Sequence[Link]) -> str:
        steps = tuple((link.left, link.column) for link in way)
        if steps not in self._aliases:
            key = column(way[-1].column, self._joined(way[:-1]))
            alias = f"t{len(self._aliases)}"
            same = exp.EQ(this=key, expression=column(ROW_KEY, alias))
            right = _table(way[-1].right, alias)
            self.query.join(right, on=same, join_type="left", copy=False)
            self._aliases[steps] = alias
        return self._aliases[steps]


def column(name: str, alias: str) -> exp.Column:
    """Return a quoted column of a table alias."""
    return exp.column(
        exp.to_identifier(name, quoted=True), table=exp.to_identifier(alias, quoted=True)
    )


def _table(name: str, alias: str) -> exp.Expr:
    table = exp.Table(this=exp.to_identifier(name, quoted=True))
    return exp.alias_(table, alias, table=True, quoted=True)
