"""The rows whose totals are compared: their values, what is expected, their wider areas."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridloom_analytics.analyses.concentration import ConcentrationParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.naming import names_of
from gridloom_analytics.answers.sentences import title_of
from gridloom_analytics.answers.sites import amounts, unknown_column, valueless
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry import has_place, locate
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]
LEAST = 2
"""One area alone has the whole total: there is nothing to compare."""


@dataclass(frozen=True)
class Spread:
    """The rows that take part (``rows``, shape n layer) and what is known of each of them.

    ``values``, ``against`` (None: each area counts the same), ``other`` (None: no second group)
    and ``groups`` (positions in ``group_names``; None: no wider areas) speak of these rows only.
    """

    rows: Rows
    values: Floats
    against: Floats | None
    other: Floats | None
    groups: npt.NDArray[np.int64] | None
    group_names: tuple[str, ...]
    warnings: tuple[Message, ...]

    def place(self, columns: dict[str, Floats], index: pd.Index) -> pd.DataFrame:
        """Return columns of the rows on the index of the whole layer, null in other rows."""
        return pd.DataFrame(columns, index=index[self.rows]).reindex(index)


def read_spread(inputs: Inputs, parameters: ConcentrationParameters) -> Spread:
    """Return the rows with all that was asked for, and sentences about the others.

    Raises ``BadInput`` for negative values, a total of 0, and fewer than two rows.
    """
    columns = {
        name: amounts(inputs, column)
        for name in ("value", "against", "other")
        if (column := getattr(parameters, name)) is not None
    }
    rows = np.logical_and.reduce([~np.isnan(one) for one in columns.values()])
    warnings = [*valueless(int((~rows).sum()))]
    if "against" in columns:
        empty = rows & (columns["against"] == 0)
        rows &= ~empty
        warnings += _expected_nowhere(inputs, parameters, int(empty.sum()))
    names = _wider(inputs, parameters)
    if names is not None:
        lost = rows & names.isna().to_numpy()
        rows &= ~lost
        warnings += _in_none(int(lost.sum()))
    _check(inputs, parameters, {name: one[rows] for name, one in columns.items()})
    codes, known = (None, ()) if names is None else pd.factorize(names[rows], sort=True)
    return Spread(
        rows,
        columns["value"][rows],
        columns["against"][rows] if "against" in columns else None,
        columns["other"][rows] if "other" in columns else None,
        None if codes is None else codes.astype(np.int64),
        tuple(map(str, known)),
        tuple(warnings),
    )


def _wider(inputs: Inputs, parameters: ConcentrationParameters) -> pd.Series | None:
    """Return the wider area of each row of the layer as a text, missing where it lies in none."""
    column, layer = parameters.groups, inputs.layers.get("within")
    if column is not None and layer is not None:
        raise BadInput(
            "two-groupings",
            tr("“groups” and “within” each say what the wider areas are."),
            Where(layer=inputs.name, column=column),
            tr("Give one of the two."),
        )
    if column is not None:
        if column not in inputs.layer:
            raise unknown_column(inputs, column)
        return pd.Series(inputs.layer[column]).astype("string")
    return None if layer is None else _located(inputs, layer)


def _located(inputs: Inputs, layer: Inputs) -> pd.Series:
    """Return what the wider area is called in which a point on each row lies."""
    points = shapely.get_coordinates(inputs.layer.geometry.representative_point())
    found = np.full(len(inputs.layer), -1)
    found[has_place(inputs.layer.geometry.to_numpy())] = locate(
        points, layer.layer.geometry.to_numpy()
    )
    names = names_of(layer)
    texts = [str(names[position]) if position >= 0 else None for position in found]
    return pd.Series(texts, inputs.layer.index, dtype="string")


def _check(inputs: Inputs, parameters: ConcentrationParameters, columns: dict[str, Floats]) -> None:
    if len(columns["value"]) < LEAST:
        raise BadInput(
            "too-few-rows",
            tr("Fewer than two rows of “{layer}” have all that is asked for.", layer=inputs.name),
            Where(layer=inputs.name, column=parameters.value),
            tr("Choose columns that more rows have."),
        )
    for name, values in columns.items():
        if not values.sum() > 0:
            column = getattr(parameters, name)
            raise BadInput(
                "nothing-to-share",
                tr("The values of “{column}” add up to 0, so there are no shares.", column=column),
                Where(layer=inputs.name, column=column),
                tr("Choose another column."),
            )


def _expected_nowhere(
    inputs: Inputs, parameters: ConcentrationParameters, count: int
) -> list[Message]:
    if not count or parameters.against is None:
        return []
    return [
        tr_n(
            "{count:,} row has 0 in “{column}”, so nothing is expected there; it is left out.",
            "{count:,} rows have 0 in “{column}”, so nothing is expected there; they are left out.",
            count,
            column=title_of(inputs, parameters.against),
        )
    ]


def _in_none(count: int) -> list[Message]:
    if not count:
        return []
    return [
        tr_n(
            "{count:,} row that lies in no wider area is left out.",
            "{count:,} rows that lie in no wider area are left out.",
            count,
        )
    ]
