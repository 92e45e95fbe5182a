"""Counts of rows by levels, fields and bands."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from sqlglot import exp

from gridloom_analytics.expressions import find_table, parse_filter, refuse_identifying
from gridloom_analytics.measures.placing import Rows
from gridloom_analytics.queries.dimensions import Dimension, read_dimensions
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.workspace import ROW_KEY, Store

COUNT = "count"


def crosstab(
    store: Store, table: str, rows: str, columns: str, where: str | None = None
) -> pd.DataFrame:
    """Count the rows of a table by two things, each a level, a field or bands (``age:10``).

    Return int64 counts with the categories of ``rows`` as index and of ``columns`` as columns:
    row keys for a level, all its areas included; canonical values for a coded field, all of
    them; “–” for rows without a value. Rows that lie in no area of a level are left out.
    """
    found = find_table(store, table).name
    dimensions = read_dimensions(f"{rows},{columns}", store, found)
    if len(dimensions) != 2:
        raise BadInput(
            "bad-crosstab",
            tr("A cross-tabulation has one thing for the rows and one for the columns."),
            hint=tr("Name a level, a field or bands for each, such as age:10 and sex."),
        )
    condition = parse_filter(where, store, found) if where else None
    if condition is not None:
        refuse_identifying(store, condition)
    return tabulate(store, Rows(found, condition), dimensions)


def tabulate(
    store: Store,
    rows: Rows,
    dimensions: Sequence[Dimension],
    given: dict[str, pa.Table] | None = None,
) -> pd.DataFrame:
    """Count ``rows`` by one, two or more dimensions.

    One: a column ``count`` on its categories. Two: a table of both. More: a column ``count`` on
    the combinations that occur.
    """
    names = [f"d{number}" for number in range(len(dimensions))]
    columns = [dimension.sql(rows) for dimension in dimensions]
    made = [
        exp.alias_(column, name, quoted=True) for column, name in zip(columns, names, strict=True)
    ]
    counted = exp.alias_(exp.Count(this=exp.Star()), COUNT, quoted=True)
    query = rows.query.select(*made, counted)
    query = query.group_by(*(column.copy() for column in columns))
    frame = store.select(query, given).to_pandas(integer_object_nulls=True, date_as_object=True)
    labelled = [_labelled(frame[name], each) for name, each in zip(names, dimensions, strict=True)]
    placed = np.all([labels.codes >= 0 for labels in labelled], axis=0)
    counts = frame[COUNT].to_numpy(dtype=np.int64)[placed]
    titles = [ROW_KEY if each.level else each.name for each in dimensions]
    return _shaped(counts, [labels[placed] for labels in labelled], titles)


def _labelled(values: pd.Series, dimension: Dimension) -> pd.Categorical:
    """Return the category of each value, none for an area that is not of the level."""
    categories = dimension.categories(list(values.unique()))
    labels = [dimension.label(value) for value in values]
    return pd.Categorical(labels, categories=categories, ordered=True)


def _shaped(
    counts: npt.NDArray[np.int64], labels: Sequence[pd.Categorical], titles: Sequence[str]
) -> pd.DataFrame:
    axes = [
        pd.Index(list(each.categories), name=title)
        for each, title in zip(labels, titles, strict=True)
    ]
    if len(axes) > 2:
        index = pd.MultiIndex.from_arrays(list(labels), names=titles)
        return pd.DataFrame({COUNT: counts}, index=index).sort_index()
    table = np.zeros([len(axis) for axis in axes], dtype=np.int64)
    table[tuple(each.codes for each in labels)] = counts
    if len(axes) == 1:
        return pd.DataFrame({COUNT: table}, index=axes[0])
    return pd.DataFrame(table, index=axes[0], columns=axes[1])
