"""Counts of rows by levels, fields and bands."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from sqlglot import exp

from gridloom_analytics.expressions import Filter, find_table, parse_filter, refuse_identifying
from gridloom_analytics.measures.asking import answered
from gridloom_analytics.measures.paths import Steps
from gridloom_analytics.measures.placing import Rows
from gridloom_analytics.measures.projecting import rows_of
from gridloom_analytics.queries.dimensions import Dimension, read_dimensions
from gridloom_analytics.queries.together import COUNT, count_together, lies_together
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.workspace import ROW_KEY, Reading


def crosstab(
    store: Reading, table: str, rows: str, columns: str, where: str | None = None
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
    return tabulate(store, counted_rows(store, found, condition, dimensions), dimensions).frame


def counted_rows(
    store: Reading,
    table: str,
    where: Filter | None,
    dimensions: Sequence[Dimension],
    ways: Sequence[Steps] = (),
) -> Rows:
    """Return the rows of a table to be counted by dimensions, and asked about ``ways``."""
    fields = [name for dimension in dimensions for name in dimension.fields]
    return rows_of(store, table, where, fields, [*ways, *(each.way for each in dimensions)])


@dataclass(frozen=True)
class Tabulation:
    """Counts by dimensions, and how many ``rows`` there are, those in no area included.

    ``frame`` has for one dimension a column ``count`` on its categories; for two a table of both;
    for more a column ``count`` on the combinations that occur.
    """

    frame: pd.DataFrame
    rows: int


def tabulate(
    store: Reading,
    rows: Rows,
    dimensions: Sequence[Dimension],
    given: dict[str, pa.Table] | None = None,
) -> Tabulation:
    """Count ``rows`` by one, two or more dimensions."""
    frame = _counted(store, rows, dimensions, given).to_pandas(
        integer_object_nulls=True, date_as_object=True
    )
    labelled = [_labelled(frame[name], each)
                for name, each in zip(frame.columns[:-1], dimensions, strict=True)]  # fmt: skip
    placed = np.all([labels.codes >= 0 for labels in labelled], axis=0)
    counts = frame[COUNT].to_numpy(dtype=np.int64)[placed]
    titles = [ROW_KEY if each.level else each.name for each in dimensions]
    shaped = _shaped(counts, [labels[placed] for labels in labelled], titles)
    return Tabulation(shaped, int(frame[COUNT].sum()))


def cube(store: Reading, table: str, by: str, where: str | None = None) -> pa.Table:
    """Count the rows of a table by any number of levels, fields and bands.

    Return the combinations that occur: a column for each dimension, by its name (row keys for a
    level, null for rows in none of its areas; perhaps as a dictionary), and a whole ``count``.
    Identifying values are refused.
    """
    found = find_table(store, table).name
    dimensions = read_dimensions(by, store, found)
    condition = parse_filter(where, store, found) if where else None
    if condition is not None:
        refuse_identifying(store, condition)
    rows = counted_rows(store, found, condition, dimensions)
    counts = _counted(store, rows, dimensions, None)
    return counts.rename_columns([*(each.name for each in dimensions), COUNT])


def _counted(
    store: Reading,
    rows: Rows,
    dimensions: Sequence[Dimension],
    given: dict[str, pa.Table] | None,
) -> pa.Table:
    """Return the combinations of the dimensions that occur, and how often."""
    columns = [dimension.sql(rows) for dimension in dimensions]
    made = [exp.alias_(column, f"d{number}", quoted=True) for number, column in enumerate(columns)]
    if not given and lies_together(store, rows, dimensions):
        counts = count_together(store, rows, rows.query.select(*made, copy=True))
        if counts is not None:
            return counts
    counted = exp.alias_(exp.Count(this=exp.Star()), COUNT, quoted=True)
    query = rows.query.select(*made, counted).group_by(*(column.copy() for column in columns))
    return answered(store, rows, query, given)


def _labelled(values: pd.Series, dimension: Dimension) -> pd.Categorical:
    """Return the category of each value, none for an area that is not of the level."""
    codes, different = pd.factorize(values, use_na_sentinel=False)
    categories = pd.Index(dimension.categories(list(different)))
    labels = [dimension.label(value) for value in different]
    return pd.Categorical.from_codes(
        categories.get_indexer(pd.Index(labels))[codes], categories=categories, ordered=True
    )


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
