"""Where a condition on rows is true: plain comparisons at once, any other by the store's engine."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

import datetime as dt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from gridloom_analytics.verification.comparable import whole
from gridloom_layers.workspace import Reading

Truth = pa.ChunkedArray | pa.BooleanArray | None
PLACE, MET = "place of the row", "met"
OF_DAYS = {
    exp.EQ: pc.equal,
    exp.NEQ: pc.not_equal,
    exp.LT: pc.less,
    exp.LTE: pc.less_equal,
    exp.GT: pc.greater,
    exp.GTE: pc.greater_equal,
}
OF_TEXTS = {exp.EQ: pc.equal, exp.NEQ: pc.not_equal}


def truth(tree: exp.Expr, rows: pa.Table) -> pa.BooleanArray | None:
    """Return where a condition is true, null where that is not known, by SQL's rules.

    None where it holds more than comparisons of dates with a day and of texts with a text. These
    take a millisecond for half a million rows; the engine takes some for being asked at all.
    """
    found = _truth(tree, rows)
    return whole(found) if isinstance(found, pa.ChunkedArray) else found


def _truth(tree: exp.Expr, rows: pa.Table) -> Truth:
    match tree:
        case exp.Paren():
            return _truth(tree.this, rows)
        case exp.Not():
            inner = _truth(tree.this, rows)
            return None if inner is None else pc.invert(inner)
        case exp.And():
            return _both(pc.and_kleene, tree.this, tree.expression, rows)
        case exp.Or():
            return _both(pc.or_kleene, tree.this, tree.expression, rows)
        case exp.Case() if set(tree.args) == {"ifs"} and len(tree.args["ifs"]) == 1:
            (one,) = tree.args["ifs"]
            return _both(_where, one.this, one.args["true"], rows)
        case exp.Is(this=exp.Column(name=name), expression=exp.Null()):
            return rows.column(name).is_null()
        case exp.Binary(this=exp.Column(name=name)):
            return _compared(type(tree), rows.column(name), tree.expression)
    return None


def _both(operation: "pc.Function", left: exp.Expr, right: exp.Expr, rows: pa.Table) -> Truth:
    one = _truth(left, rows)
    other = None if one is None else _truth(right, rows)
    return None if other is None else operation(one, other)


def _where(condition: Truth, value: Truth) -> Truth:
    return pc.if_else(condition, value, pa.scalar(None, pa.bool_()))


def _compared(kind: type[exp.Expr], column: pa.ChunkedArray, value: exp.Expr) -> Truth:
    match value:
        case exp.Cast(this=exp.Literal(name=day)) if value.is_type("date") and kind in OF_DAYS:
            if column.type == pa.date32():
                return OF_DAYS[kind](column, pa.scalar(dt.date.fromisoformat(day)))
        case exp.Literal(is_string=True, name=text) if kind in OF_TEXTS:
            if column.type == pa.string():
                return OF_TEXTS[kind](column, pa.scalar(text))
    return None


def evaluated(store: Reading, tree: exp.Expr, rows: pa.Table) -> pa.BooleanArray:
    """Return what the engine of the store makes of a condition, for each row in order."""
    name = "found " + " ".join(sorted(store.tables))
    numbered = rows.append_column(PLACE, pa.array(np.arange(rows.num_rows)))
    place = exp.column(exp.to_identifier(PLACE, quoted=True))
    query = exp.select(place, exp.alias_(tree.copy(), MET, quoted=True)).from_(
        exp.table_(name, quoted=True)
    )
    answer = store.select(query, {name: numbered})
    order = np.argsort(answer.column(PLACE).to_numpy())
    return answer.column(MET).combine_chunks().take(pa.array(order))
