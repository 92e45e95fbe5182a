"""Which rows have a centre together: those of one group in one period."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.centre import CentreParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.moments import days
from gridloom_analytics.answers.places import Placed, placed
from gridloom_analytics.answers.sites import amounts, unknown_column
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]

FREQUENCIES = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q-DEC", "year": "Y-DEC"}
"""Periods as pandas names them; weeks run from Monday to Sunday."""
MOST_PARTS = 2_000
"""More groups and periods than this cannot be read, and are a wrong choice of column."""


@dataclass(frozen=True)
class Parts:
    """The rows that take part, and to which group and period each belongs.

    ``weights`` (n placed) are not negative. ``group`` is None without groups, ``period`` without
    time; ``periods`` has a value for each row.
    """

    places: Placed
    weights: Floats
    group: pd.Series | None
    periods: pd.PeriodIndex | None

    def keys(self) -> pd.DataFrame:
        """Return group and period of each row, as far as there are any."""
        columns: dict[str, object] = {}
        if self.group is not None:
            columns["group"] = self.group.to_numpy()
        if self.periods is not None:
            columns["period"] = self.periods
        return pd.DataFrame(columns, index=self.places.layer.index)

    def rows(self) -> list[tuple[dict[str, object], npt.NDArray[np.int64]]]:
        """Return each combination of group and period, in their order, with its rows."""
        keys = self.keys()
        if keys.empty and not len(keys.columns):
            return [({}, np.arange(len(self.weights)))]
        grouped = keys.groupby(list(keys.columns), sort=True).indices
        names = list(keys.columns)
        return [
            (dict(zip(names, key if isinstance(key, tuple) else (key,), strict=True)), rows)
            for key, rows in grouped.items()
        ]


def part(inputs: Inputs, parameters: CentreParameters) -> Parts:
    """Return the rows that have a place, a weight, a group and a time, as far as asked for."""
    places = placed(inputs)
    weights = None if parameters.weight is None else amounts(inputs, parameters.weight)
    group = None if parameters.by is None else _groups(inputs, parameters.by)
    at = None if parameters.time is None else days(inputs, parameters.time)
    if weights is not None:
        places = _only(places, ~np.isnan(weights), _without_weight)
    if group is not None:
        places = _only(places, group.notna().to_numpy(), _without_group)
    if at is not None:
        places = _only(places, ~np.isnan(at), _without_time)
    rows = places.rows
    parts = Parts(
        places,
        np.ones(int(rows.sum())) if weights is None else weights[rows],
        None if group is None else group.loc[rows],
        None if at is None else _periods(at[rows], parameters.period),
    )
    _refuse(inputs, parameters, parts)
    return parts


def _groups(inputs: Inputs, column: str) -> pd.Series:
    if column not in inputs.layer:
        raise unknown_column(inputs, column)
    values = pd.Series(inputs.layer[column])
    return values.astype(object).where(values.isna(), values.astype(str))


def _periods(at: Floats, period: str) -> pd.PeriodIndex:
    moments = pd.to_datetime(np.floor(at), unit="D")
    return pd.DatetimeIndex(moments).to_period(FREQUENCIES[period])


def _only(places: Placed, kept: npt.NDArray[np.bool_], said) -> Placed:
    """Return the places of the rows of the layer that are kept, and how many are not."""
    among = kept[places.rows]
    return places if among.all() else places.only(among, said(int((~among).sum())))


def _without_weight(count: int) -> Message:
    return tr_n(
        "{count:,} row without a weight is left out.",
        "{count:,} rows without a weight are left out.",
        count,
    )


def _without_group(count: int) -> Message:
    return tr_n(
        "{count:,} row without a group is left out.",
        "{count:,} rows without a group are left out.",
        count,
    )


def _without_time(count: int) -> Message:
    return tr_n(
        "{count:,} row without a time is left out.",
        "{count:,} rows without a time are left out.",
        count,
    )


def _refuse(inputs: Inputs, parameters: CentreParameters, parts: Parts) -> None:
    """Refuse rows that have no centre, and more centres than anybody can read."""
    if not parts.weights.sum() > 0:
        raise BadInput(
            "all-zero",
            tr("No row has a weight over 0, so there is no centre."),
            Where(layer=inputs.name, column=parameters.weight),
            tr("Choose another weight, or none."),
        )
    if parts.group is None and parts.periods is None:
        return
    count = len(parts.keys().drop_duplicates())
    if count > MOST_PARTS:
        raise BadInput(
            "too-many-groups",
            tr("These are {count:,} groups and periods, too many to compare.", count=count),
            Where(layer=inputs.name, column=parameters.by or parameters.time),
            tr("Choose a longer period, or a column with fewer different values."),
        )
