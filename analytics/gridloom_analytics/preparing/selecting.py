"""The rows of a layer file that meet a condition, in the language of filters."""

import datetime as dt
from dataclasses import dataclass, replace

import duckdb
import pandas as pd
import pyarrow as pa
from sqlglot import exp

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.expressions.fields import Fields
from gridloom_analytics.expressions.filter import Filter, parse_condition
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.roles import FieldType
from gridloom_layers.workspace import Link, TableField, TableInfo

ROW = "gridloom row"
NO_DATE = dt.date.min
"""Only derived fields, such as ages, ask for the data date; a file has none of them."""


@dataclass(frozen=True)
class _Alone:
    """A file knows no links."""

    links: tuple[Link, ...] = ()


def selected(inputs: Inputs, where: str) -> Inputs:
    """Return the rows of a layer file that meet a condition on its columns.

    The language is that of :func:`~gridloom_analytics.expressions.parse_filter`; fields go by the
    names of the columns, in any case. Raises ``BadInput`` where nothing meets it.
    """
    frame = pd.DataFrame(inputs.layer.drop(columns=inputs.layer.geometry.name))
    condition = parse_condition(where, Fields(_Alone(), _table(inputs.name, frame)), NO_DATE)
    rows = inputs.layer.loc[_rows(frame, condition)]
    if rows.empty:
        raise BadInput(
            "no-rows",
            tr(
                "No row of “{table}” meets the condition “{condition}”.",
                table=inputs.name,
                condition=where,
            ),
            Where(layer=inputs.name),
            tr("Change the condition, or leave it out."),
        )
    return replace(inputs, layer=rows)


def _rows(frame: pd.DataFrame, condition: Filter) -> list[int]:
    """Return the index of the rows that meet a condition, in their order."""
    # Numbered before it becomes a table: without a column a table would have no rows.
    numbered = frame[sorted(condition.fields)].assign(**{ROW: frame.index})
    asked = pa.Table.from_pandas(numbered, preserve_index=False)
    row = exp.column(ROW, quoted=True)
    query = exp.select(row).from_("asked").where(condition.condition()).order_by(row.copy())
    with duckdb.connect() as connection:
        connection.register("asked", asked)
        found = connection.sql(query.sql("duckdb", identify=True)).fetchnumpy()
    return found[ROW].tolist()


def _table(name: str, frame: pd.DataFrame) -> TableInfo:
    """Return the columns of a file as the fields of a table, of no role that knows them."""
    schema = pa.Schema.from_pandas(frame, preserve_index=False)
    fields = tuple(TableField(name=one.name, type=_type(one.type)) for one in schema)
    return TableInfo(
        name=name, role="statistics", rows=len(frame), key=None, fields=fields,
        generation=0, records=(),
    )  # fmt: skip


def _type(stored: pa.DataType) -> FieldType:
    types = pa.types
    if types.is_boolean(stored):
        return "boolean"
    if types.is_integer(stored):
        return "integer"
    if types.is_floating(stored) or types.is_decimal(stored):
        return "number"
    if types.is_date(stored):
        return "date"
    return "datetime" if types.is_timestamp(stored) else "text"
