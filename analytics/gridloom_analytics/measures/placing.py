"""Rows with the keys of the areas that they lie in, as a query over the links on the way there."""

from sqlglot import exp

from gridloom_analytics.expressions import Filter
from gridloom_analytics.measures.paths import Steps
from gridloom_layers.workspace import ROW_KEY

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
        self._aliases: dict[Steps, str] = {(): SUBJECT}

    def place(self, way: Steps) -> exp.Column:
        """Return the column that holds the row key of the table at the end of ``way``."""
        if way and way[-1].far == ROW_KEY:
            return column(way[-1].near, self._joined(way[:-1]))
        return column(ROW_KEY, self._joined(way))

    def _joined(self, way: Steps) -> str:
        if way not in self._aliases:
            step = way[-1]
            near = column(step.near, self._joined(way[:-1]))
            alias = f"t{len(self._aliases)}"
            same = exp.EQ(this=near, expression=column(step.far, alias))
            self.query.join(_table(step.end, alias), on=same, join_type="left", copy=False)
            self._aliases[way] = alias
        return self._aliases[way]


def column(name: str, alias: str) -> exp.Column:
    """Return a quoted column of a table alias."""
    return exp.column(
        exp.to_identifier(name, quoted=True), table=exp.to_identifier(alias, quoted=True)
    )


def _table(name: str, alias: str) -> exp.Expr:
    table = exp.Table(this=exp.to_identifier(name, quoted=True))
    return exp.alias_(table, alias, table=True, quoted=True)
