"""When things happened: a column of days or times as numbers."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import is_datetime64_any_dtype

from gridloom_analytics.analysis import Inputs
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import listed, tr

Days = npt.NDArray[np.float64]
DAY = np.timedelta64(1, "D")
LOOKED_AT = 100
"""Rows that tell whether a column holds times."""
ZONE = r"(?<=\d)\s*(Z|[+-]\d\d:?\d\d)$"
"""How a time in ISO 8601 ends where it names its zone."""
PARSED = 0.5
"""A column of texts is one of times where at least this share of them can be read as ISO 8601."""


def days(inputs: Inputs, column: str) -> Days:
    """Return a column of days or times as days since 1970-01-01, NaN where there is none.

    Of times with a zone the clock counts as it showed there, so that an event stays on its day.
    Texts are read as ISO 8601. Raises ``BadInput`` for a
    column that is not there, holds no times, or has none in any row.
    """
    if column not in inputs.layer:
        raise _unknown(inputs, column)
    moments = _moments(pd.Series(inputs.layer[column]))
    where = Where(layer=inputs.name, column=column)
    if moments is None:
        raise BadInput(
            "not-a-time",
            tr("The column “{column}” does not hold days or times.", column=column),
            where,
            tr("Choose a column of days or times."),
        )
    if moments.isna().all():
        raise BadInput(
            "all-missing",
            tr("The column “{column}” has no value in any row.", column=column),
            where,
            tr("Choose another column, or fill this one."),
        )
    return (moments.to_numpy() - np.datetime64(0, "D")) / DAY


def day_text(day: float) -> str:
    """Return days since 1970-01-01 as a date, for a sentence.

    >>> day_text(20454.7)
    '2026-01-01'
    """
    return str(np.datetime64(int(np.floor(day)), "D"))


def _unknown(inputs: Inputs, column: str) -> BadInput:
    """Return the refusal of a column that is not there, with those that hold times."""
    frame = inputs.layer.drop(columns=inputs.layer.geometry.name).head(LOOKED_AT)
    known = [str(name) for name in frame if _moments(pd.Series(frame[name])) is not None]
    return BadInput(
        "unknown-column",
        tr("“{layer}” has no column “{column}”.", layer=inputs.name, column=column),
        Where(layer=inputs.name, column=column),
        tr("Columns with days or times: {columns}.", columns=listed(known))
        if known
        else tr("Name a column of days or times."),
    )


def _moments(series: pd.Series) -> pd.Series | None:
    """Return a column as times without a zone, or None where it holds none."""
    if is_datetime64_any_dtype(series):
        return series.dt.tz_localize(None)
    if series.dtype != object and not pd.api.types.is_string_dtype(series):
        return None
    clock = series.astype("string").str.replace(ZONE, "", regex=True)
    read = pd.Series(pd.to_datetime(clock, errors="coerce", format="ISO8601"))
    given = int(series.notna().sum())
    if given and read.notna().sum() < PARSED * given:
        return None
    return read
