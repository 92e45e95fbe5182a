"""The rows of a layer that take part in an analysis: those with a value and a place."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.naming import names_of, own_names
from gridloom_analytics.answers.sentences import figure
from gridloom_analytics.statistics.graphs.contiguity import build_contiguity
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry import has_place
from gridloom_layers.language import Message, listed, tr, tr_n

FEWEST = 3
"""Under three sites there is no conditional variance."""
LARGEST = 1e60
"""The fourth power of a value must be a number, and that of any sum too."""
FEW = 30
"""Under this many sites, normal approximations are rough."""

NULLABLE = {
    "bin": "Int64", "neighbour_count": "Int64", "component": "Int64", "island": "boolean",
}  # fmt: skip
"""The types of result columns that are no plain floats or texts."""


@dataclass(frozen=True)
class Located:
    """The rows of a layer that have a shape: ``rows`` says which they are (shape n layer).

    ``layer`` speaks of these rows only, in their order.
    """

    rows: npt.NDArray[np.bool_]
    layer: gpd.GeoDataFrame
    warnings: tuple[Message, ...]

    @property
    def shapes(self) -> npt.NDArray[np.object_]:
        """The geometries."""
        return np.asarray(self.layer.geometry.to_numpy(), dtype=object)

    @cached_property
    def queen(self) -> Graph:
        """The graph of the areas that touch, at a corner too; built once for all who ask."""
        return build_contiguity(self.shapes, "queen", self.layer.index.to_numpy())

    @property
    def names(self) -> npt.NDArray[np.object_] | None:
        """What each site is called (column ``name`` in any case), or None without such names."""
        return own_names(self.layer)

    def place(self, columns: Mapping[str, Any], index: pd.Index) -> pd.DataFrame:
        """Return columns of the sites on the index of the whole layer, null in other rows."""
        own = pd.DataFrame(columns, index=index[self.rows])
        types = {name: kind for name, kind in NULLABLE.items() if name in own}
        return own.astype(types).reindex(index)


@dataclass(frozen=True)
class Sites(Located):
    """The sites of an analysis, with their ``values`` (float, finite), in the order of the rows."""

    values: npt.NDArray[np.float64]


def located(inputs: Inputs, least: int) -> Located:
    """Return the rows with a geometry; say how many have none.

    Raises ``BadInput`` where fewer than ``least`` have one.
    """
    rows = has_place(inputs.layer.geometry.to_numpy())
    if rows.sum() < least:
        raise BadInput(
            "too-few-rows",
            tr_n(
                "Only {count:,} row has a place.",
                "Only {count:,} rows have a place.",
                int(rows.sum()),
            ),
            Where(layer=inputs.name),
            tr("At least {least} are needed.", least=least),
        )
    return Located(rows, inputs.layer.loc[rows], placeless(int((~rows).sum())))


def numbers(inputs: Inputs, column: str) -> npt.NDArray[np.float64]:
    """Return a column as floats, NaN where it has no finite value; refuse text."""
    if column not in inputs.layer:
        raise unknown_column(inputs, column)
    series = inputs.layer[column]
    if not is_numeric_dtype(series) or is_bool_dtype(series):
        raise BadInput(
            "not-numeric",
            tr("The column “{column}” does not hold numbers.", column=column),
            Where(layer=inputs.name, column=column),
            tr("Choose a column of numbers, or a measure."),
        )
    values = series.to_numpy(dtype=float, na_value=np.nan)
    finite = np.where(np.isfinite(values), values, np.nan)
    if large := int((np.abs(finite) > LARGEST).sum()):
        raise _too_large(inputs, column, large)
    return finite


def _too_large(inputs: Inputs, column: str, count: int) -> BadInput:
    return BadInput(
        "too-large",
        tr_n(
            "{count:,} row has a value in “{column}” that is too large to compute with: some "
            "files mark missing values so.",
            "{count:,} rows have values in “{column}” that are too large to compute with: some "
            "files mark missing values so.",
            count,
            column=column,
        ),
        Where(layer=inputs.name, column=column),
        tr("Make these cells empty."),
    )


def amounts(inputs: Inputs, column: str) -> npt.NDArray[np.float64]:
    """Return a column of counts or amounts as :func:`numbers` does; refuse negative ones."""
    values = numbers(inputs, column)
    refuse_negative(inputs, column, values)
    return values


def refuse_negative(inputs: Inputs, column: str, values: npt.NDArray[np.float64]) -> None:
    """Refuse values of a column, NaN where it has none, among which are negative ones."""
    below = np.flatnonzero(values < 0)
    if not len(below):
        return
    raise BadInput(
        "negative-values",
        tr_n(
            "{count:,} row has a negative value in “{column}”: “{row}”.",
            "{count:,} rows have negative values in “{column}”, the first of them “{row}”.",
            len(below),
            column=column,
            row=names_of(inputs)[below[0]],
        ),
        Where(layer=inputs.name, column=column),
        tr("Choose a column of counts, or correct these rows."),
    )


def unknown_column(inputs: Inputs, column: str) -> BadInput:
    """Return the refusal of a column that is not there, with those that are."""
    columns = [
        name
        for name in inputs.layer.columns
        if name != inputs.layer.geometry.name and is_numeric_dtype(inputs.layer[name])
    ]
    return BadInput(
        "unknown-column",
        tr("“{layer}” has no column “{column}”.", layer=inputs.name, column=column),
        Where(layer=inputs.name, column=column),
        tr("Columns with numbers: {columns}.", columns=listed(map(str, columns))),
    )


def complete_sites(inputs: Inputs, column: str) -> Sites:
    """Return the rows with a finite value and a geometry; say how many are left out.

    Raises ``BadInput`` where no value is there, where fewer than three are, and where all are
    the same: then no place can stand out.
    """
    values = numbers(inputs, column)
    placed = has_place(inputs.layer.geometry.to_numpy())
    valued = ~np.isnan(values)
    rows = valued & placed
    where = Where(layer=inputs.name, column=column)
    if not valued.any():
        raise BadInput(
            "all-missing",
            tr("The column “{column}” has no value in any row.", column=column),
            where,
            tr("Choose another column, or fill this one."),
        )
    if rows.sum() < FEWEST:
        raise BadInput(
            "too-few-rows",
            tr_n(
                "Only {count} row has a value and a place.",
                "Only {count} rows have a value and a place.",
                int(rows.sum()),
            ),
            where,
            tr("At least {least} are needed.", least=FEWEST),
        )
    _refuse_constant(values[rows], column, where)
    return Sites(rows, inputs.layer.loc[rows], _left_out(valued, placed), values[rows])


def _refuse_constant(values: npt.NDArray[np.float64], column: str, where: Where) -> None:
    if values.min() == values.max():
        raise BadInput(
            "constant-values",
            tr(
                "All rows have the same value, {value}, in “{column}”: nothing can stand out.",
                value=figure(float(values[0])),
                column=column,
            ),
            where,
            tr("Choose a column whose values differ."),
        )


def _left_out(valued: npt.NDArray[np.bool_], placed: npt.NDArray[np.bool_]) -> tuple[Message, ...]:
    found = [*valueless(int((~valued).sum())), *placeless(int((valued & ~placed).sum()))]
    if (tested := int((valued & placed).sum())) < FEW:
        found.append(tr("With only {count} places the p-values are rough.", count=tested))
    return tuple(found)


def valueless(count: int) -> tuple[Message, ...]:
    """Return the warning that so many rows have no value, where there are any."""
    if not count:
        return ()
    return (
        tr_n(
            "{count:,} row without a value is left out.",
            "{count:,} rows without a value are left out.",
            count,
        ),
    )


def placeless(count: int) -> tuple[Message, ...]:
    """Return the warning that so many rows have no geometry, where there are any."""
    if not count:
        return ()
    return (
        tr_n(
            "{count:,} row without a geometry is left out.",
            "{count:,} rows without a geometry are left out.",
            count,
        ),
    )
