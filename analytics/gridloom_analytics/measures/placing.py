"""Rows with the keys of the areas that they lie in, as a query over the links on the way there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from sqlglot import exp

from gridloom_analytics.expressions import Filter
from gridloom_analytics.measures.paths import Steps
from gridloom_layers.workspace import ROW_KEY

SUBJECT = "t0"
"""The alias of the subject's table in the queries made here."""


@dataclass(frozen=True)
class Projection:
    """A relation with ``fields`` of a table, and for each way from it the column of its key.

    ``derived`` are values that it holds ready, such as ages: each expression with its column.
    ``order`` are the columns of the areas that its rows are sorted by, the widest first.
    """

    relation: exp.Table
    fields: frozenset[str]
    places: Mapping[Steps, str]
    derived: Mapping[exp.Expr, str]
    order: tuple[str, ...]

    def holds(self, fields: Iterable[str], ways: Iterable[Steps]) -> bool:
        """Tell whether a question about ``fields`` at the ends of ``ways`` can be asked of it."""
        return self.fields.issuperset(fields) and all(not w or w in self.places for w in ways)


class Rows:
    """The rows of a table that a filter selects: ``FROM subject LEFT JOIN … WHERE filter``.

    ``subject`` is the table, ``query`` selects nothing yet. :meth:`place` adds the joins that a
    way needs, each once; of a projection it is a column. Rows that a link does not place stay in,
    without a key.
    """

    def __init__(
        self, subject: str, where: Filter | None = None, projection: Projection | None = None
    ) -> None:
        self.subject, self.projection = subject, projection
        relation = projection.relation if projection else _table(subject)
        source = exp.alias_(relation, SUBJECT, table=True, quoted=True)
        self.query = exp.Select().from_(source, copy=False)
        if where is not None:
            self.query.where(where.condition(SUBJECT), copy=False)
        self._aliases: dict[Steps, str] = {(): SUBJECT}
        self._places = projection.places if projection else {}
        self._derived = projection.derived if projection else {}

    def place(self, way: Steps) -> exp.Column:
        """Return the column that holds the row key of the table at the end of ``way``."""
        if way in self._places:
            return column(self._places[way], SUBJECT)
        if way and way[-1].far == ROW_KEY:
            return column(way[-1].near, self._joined(way[:-1]))
        return column(ROW_KEY, self._joined(way))

    def simplified(self, query: exp.Select) -> exp.Select:
        """Return a query over these rows that reads from the projection what that holds ready."""
        if not self._derived:
            return query

        def ready(node: exp.Expr) -> exp.Expr:
            return column(self._derived[node], SUBJECT) if node in self._derived else node

        return cast(exp.Select, query.transform(ready))

    def _joined(self, way: Steps) -> str:
        if way not in self._aliases:
            step = way[-1]
            near = column(step.near, self._joined(way[:-1]))
            alias = f"t{len(self._aliases)}"
            same = exp.EQ(this=near, expression=column(step.far, alias))
            end = exp.alias_(_table(step.end), alias, table=True, quoted=True)
            self.query.join(end, on=same, join_type="left", copy=False)
            self._aliases[way] = alias
        return self._aliases[way]


def column(name: str, alias: str) -> exp.Column:
    """Return a quoted column of a table alias."""
    return exp.column(
        exp.to_identifier(name, quoted=True), table=exp.to_identifier(alias, quoted=True)
    )


def _table(name: str) -> exp.Table:
    return exp.Table(this=exp.to_identifier(name, quoted=True))
