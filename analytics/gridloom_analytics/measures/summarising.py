"""The summary of a projection: how many rows of each kind there are at each place.

A summary table in the sense of data warehouses: 18 million persons are 0.9 million combinations
of grid and age, and whatever counts persons by these, for any filter, bands and wider level, asks
the combinations, each weighing as many rows as it stands for. The store keeps a summary until one
of the tables behind it changes.
"""

from collections.abc import Iterable
from typing import cast

from sqlglot import exp

from gridloom_analytics.measures.placing import SUBJECT, Projection, Rows, column
from gridloom_analytics.measures.remembering import Remembered
from gridloom_layers.workspace import Reading

ROWS = "rows of a kind"
"""The column of a summary that says how many rows there are."""
WORTH = 4
"""A summary is worth having where the table has at least so many times its rows."""


def summarised(store: Reading, rows: Rows, query: exp.Select) -> exp.Select | None:
    """Return the query that asks a summary instead of all rows; None where that cannot be.

    ``query`` is over ``rows``, counts them and sums up whole numbers: anything else can be asked
    of the rows only, and so can what has nearly as many kinds as rows. It is changed.
    """
    copy = rows.projection
    if copy is None or query.args.get("joins") or not all(map(_weighs, _aggregates(query))):
        return None
    used = frozenset(each.name for each in query.find_all(exp.Column))
    summary = _summaries(store, (copy.relation.name, _settled(copy, used)))
    if summary is None:
        return None
    (source,) = query.find_all(exp.Table)
    source.set("this", exp.to_identifier(summary, quoted=True))
    return cast(exp.Select, query.transform(_weighed, copy=False))


def _settled(copy: Projection, used: Iterable[str]) -> tuple[str, ...]:
    """Return the columns used and the places that are settled by theirs, in the projection's order.

    The grid settles the street, so that one summary answers for both.
    """
    ways = [way for way, name in copy.places.items() if name in used]
    wider = {name for way, name in copy.places.items() for one in ways if one == way[: len(one)]}
    places = [name for name in copy.order if name in {*used, *wider}]
    return (*places, *sorted({*used, *wider} - {*places}))


def _summary(store: Reading, about: tuple[str, tuple[str, ...]]) -> str | None:
    """Return the name of the summary of a projection by columns; None where it is not worth it."""
    relation, columns = about
    source = exp.alias_(exp.table_(relation, quoted=True), SUBJECT, table=True, quoted=True)
    keys = [column(name, SUBJECT) for name in columns]
    if not keys or not _is_worth_it(store, source, keys):
        return None
    counted = exp.alias_(exp.Count(this=exp.Star()), ROWS, quoted=True)
    grouped = exp.select(*keys, counted).from_(source).group_by(*keys).order_by(*keys)
    return store.materialised(grouped).name


_summaries = Remembered(_summary)


def _is_worth_it(store: Reading, source: exp.Expr, keys: list[exp.Column]) -> bool:
    kinds = exp.ApproxDistinct(this=exp.Anonymous(this="hash", expressions=list(keys)))
    made = (exp.alias_(kinds, "kinds"), exp.alias_(exp.Count(this=exp.Star()), "rows"))
    (found,) = store.answer(exp.select(*made).from_(source)).to_pylist()
    return found["kinds"] * WORTH <= found["rows"]


def _aggregates(query: exp.Select) -> Iterable[exp.AggFunc]:
    return query.find_all(exp.AggFunc)


def _weighs(aggregate: exp.AggFunc) -> bool:
    """Tell whether an aggregate of rows can be made of kinds of rows and their numbers."""
    if isinstance(aggregate, exp.Count):
        return not isinstance(aggregate.this, exp.Distinct) and not aggregate.expressions
    return isinstance(aggregate, exp.Sum) and not isinstance(aggregate.this, exp.Distinct)


def _weighed(node: exp.Expr) -> exp.Expr:
    """Return an aggregate over kinds that is that over the rows; other nodes as they are."""
    if not isinstance(node, exp.Count | exp.Sum):
        return node
    number: exp.Expr = column(ROWS, SUBJECT)
    if isinstance(node, exp.Count):
        if not isinstance(node.this, exp.Star):
            known = exp.Not(this=exp.paren(exp.Is(this=node.this.copy(), expression=exp.Null())))
            number = exp.Case().when(known, number)
        some = exp.Coalesce(this=exp.Sum(this=number), expressions=[exp.Literal.number(0)])
        return exp.cast(some, "BIGINT")
    whole = exp.cast(node.this.copy(), "HUGEINT")
    return exp.Sum(this=exp.Mul(this=whole, expression=number))
