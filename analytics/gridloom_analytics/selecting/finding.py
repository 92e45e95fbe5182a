"""Rows by what a kept result says of them."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from sqlglot import exp

from gridloom_analytics.disclosure import THRESHOLD, small_counts
from gridloom_analytics.expressions import Fields, parse_condition
from gridloom_analytics.keeping import kept
from gridloom_analytics.selecting.conditions import Found, Keys
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.roles import FieldType
from gridloom_layers.workspace import ROW_KEY, Reading, TableField, TableInfo

if TYPE_CHECKING:
    import pandas as pd

    from gridloom_analytics.result import Result


def rows_found(store: Reading, table: str, condition: Found) -> Keys:
    """Return the rows of ``table`` for which an expression over a kept result's columns is true.

    What the gate withholds of the result is without a value here.
    """
    result = kept(store, condition.result)
    if result.layer != table:
        raise BadInput(
            "other-layer",
            tr("The result “{name}” is about “{layer}”, not about “{table}”.",
               name=condition.result, layer=result.layer, table=table),
            Where(layer=condition.result),
            tr("Select rows of that layer."),
        )  # fmt: skip
    columns = released_columns(result)
    about = described(condition.result, columns)
    found = parse_condition(condition.text, Fields(store, about), store.data_date)
    given = "found " + condition.result
    query = exp.select(_quoted(ROW_KEY)).from_(exp.table_(given, quoted=True))
    rows = store.select(query.where(found.condition()), {given: _arrow(columns)})
    return np.sort(rows.column(0).to_numpy())


def released_columns(result: "Result") -> "pd.DataFrame":
    """Return the primary columns of a result as they may be seen, on its row keys."""
    shown = result.visible or result
    columns = shown.primary
    if shown.persons is None or not shown.guarded:
        return columns
    seen = ~small_counts(shown.persons.reindex(columns.index), THRESHOLD)
    return columns.assign(**{name: columns[name].where(seen) for name in shown.guarded})


def described(name: str, columns: "pd.DataFrame") -> TableInfo:
    """Return columns as a table of that name, for expressions about them."""
    fields = tuple(
        TableField(name=str(each), type=_type(values)) for each, values in columns.items()
    )
    return TableInfo(name=name, role="register", rows=len(columns), key=None, fields=fields,
                     generation=0, records=())  # fmt: skip


def _type(column: "pd.Series") -> FieldType:
    kind = column.dtype.kind
    if kind == "b":
        return "boolean"
    if kind in "iu":
        return "integer"
    return "number" if kind == "f" else "datetime" if kind == "M" else "text"


def _arrow(columns: "pd.DataFrame") -> pa.Table:
    texts = {str(name): values.astype("string") for name, values in columns.items()
             if _type(values) == "text"}  # fmt: skip
    frame = columns.assign(**texts).reset_index(names=ROW_KEY)
    return pa.Table.from_pandas(frame, preserve_index=False)


def _quoted(name: str) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True))
