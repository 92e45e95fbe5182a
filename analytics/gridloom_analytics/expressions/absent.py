"""Values that a condition asks for and that no row has: mostly a slip of the pen."""

from collections.abc import Iterator

from sqlglot import exp

from gridloom_analytics.expressions.filter import Filter
from gridloom_analytics.expressions.identifying import identifying_fields
from gridloom_analytics.expressions.names import close_names
from gridloom_layers.language import Message, tr
from gridloom_layers.workspace import Reading

MOST_KINDS = 60
"""A field with more values than these, such as one of codes or addresses, is not listed."""


def absent_value(store: Reading, asked: Filter) -> tuple[Message, Message | None] | None:
    """Return a sentence on the first text that no row has in the field it is compared with.

    Beside it stands a hint with the values most like it. None where all texts occur somewhere,
    and where a field tells persons apart: its values are not spelled out.
    """
    hidden = identifying_fields(store, asked)
    for field, text in _compared(asked.tree):
        if field in hidden:
            continue
        values = _values(store, asked.table, field)
        if text not in values:
            few = len(values) <= MOST_KINDS
            said = tr("No row has the value “{value}” in “{field}”.", value=text, field=field)
            return said, close_names(text, values, values if few else ())
    return None


def _compared(tree: exp.Expr) -> Iterator[tuple[str, str]]:
    """Yield each stored field with a text that it has to be equal to."""
    for node in tree.find_all(exp.EQ, exp.In):
        if not isinstance(node.this, exp.Column):
            continue
        for other in node.expressions or [node.expression]:
            if isinstance(other, exp.Literal) and other.is_string:
                yield node.this.name, other.this


def _values(store: Reading, table: str, field: str) -> list[str]:
    column = exp.column(field, quoted=True)
    query = exp.select(column).distinct().from_(exp.to_identifier(table, quoted=True))
    known = store.select(query.where(column.copy().is_(exp.null()).not_())).column(0).to_pylist()
    return sorted(map(str, known))
