"""The columns of a chart as numbers to draw."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.dates import date2num

from gridloom_desktop.publishing.export.released import Panel

Floats = npt.NDArray[np.float64]
Scale = Literal["numbers", "days", "texts"]
DAY = r"\d{4}-\d{2}-\d{2}"


@dataclass(frozen=True)
class Drawn:
    """Rows that can be drawn: ``x`` (n,), ``series`` and ``envelope`` each a list of (n,).

    ``x`` are numbers, days (matplotlib's date numbers) or, where ``labels`` holds what each row is
    called, 0 … n − 1. ``classes`` (n,) is the class of each row's point in the style of the map,
    None where points are not classed. ``left_out`` is how many more rows there are that find no
    room.
    """

    scale: Scale
    x: Floats
    series: tuple[Floats, ...]
    envelope: tuple[Floats, ...] = ()
    labels: tuple[str, ...] = ()
    left_out: int = 0
    classes: npt.NDArray[np.int16] | None = None

    @property
    def extent(self) -> tuple[float, float]:
        """The lowest and the highest value of the series and the envelope."""
        known = np.concatenate([*self.series, *self.envelope])
        known = known[np.isfinite(known)]
        return float(known.min()), float(known.max())

    @property
    def whole(self) -> bool:
        """Whether all values are whole numbers, such as counts."""
        return all(_whole(one) for one in (*self.series, *self.envelope))

    @property
    def whole_along(self) -> bool:
        """Whether all x are."""
        return _whole(self.x)

    def called(self, titles: Mapping[str, str]) -> "Drawn":
        """Return the same rows, those with a title under it."""
        return replace(self, labels=tuple(titles.get(one, one) for one in self.labels))

    def largest(self, most: int) -> "Drawn":
        """Return the ``most`` rows with the largest values of the first series, in their order."""
        if len(self.x) <= most:
            return self
        size = np.nan_to_num(np.abs(self.series[0]), nan=-1.0)
        kept = np.sort(np.argsort(-size, kind="stable")[:most])
        return replace(
            self,
            x=np.arange(len(kept), dtype=float),
            series=tuple(one[kept] for one in self.series),
            envelope=tuple(one[kept] for one in self.envelope),
            labels=tuple(self.labels[row] for row in kept),
            left_out=len(self.x) - most,
        )


def _whole(values: Floats) -> bool:
    known = values[np.isfinite(values)]
    return bool((known == known.round()).all())


def drawn(panel: Panel) -> Drawn | None:
    """Return the rows of a panel with an x and at least one value, or None without any."""
    chart, frame = panel.chart, panel.frame
    wanted = [one.column for one in chart.series]
    bounds = list(chart.envelope or ())
    if chart.x not in frame or not set(wanted) <= set(frame.columns):
        return None
    columns = [_numbers(pd.Series(frame[name])) for name in (*wanted, *bounds)]
    along = pd.Series(frame[chart.x])
    if chart.kind == "pyramid":
        along = along.astype("string")
    known = np.isfinite(np.column_stack(columns)).any(axis=1) & along.notna().to_numpy()
    if not known.any():
        return None
    scale, x, labels = _positions(along.loc[known], banded=chart.kind in ("bars", "pyramid"))
    values = [one[known] for one in columns]
    return Drawn(
        scale,
        x,
        tuple(values[: len(wanted)]),
        tuple(values[len(wanted) :]),
        labels,
        classes=_classes(panel, known),
    )


def _classes(panel: Panel, known: npt.NDArray[np.bool_]) -> npt.NDArray[np.int16] | None:
    if panel.style is None or panel.style.column not in panel.frame:
        return None
    return panel.style.classify(panel.frame.loc[known, panel.style.column])


def _numbers(column: pd.Series) -> Floats:
    if not pd.api.types.is_numeric_dtype(column):
        return np.full(len(column), np.nan)
    found = column.to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(found), found, np.nan)


def _positions(column: pd.Series, *, banded: bool) -> tuple[Scale, Floats, tuple[str, ...]]:
    """Return what kind of axis a column asks for, where its rows stand, what they are called."""
    if pd.api.types.is_bool_dtype(column) or not (
        pd.api.types.is_numeric_dtype(column) or _holds_days(column)
    ):
        return "texts", np.arange(len(column), dtype=float), tuple(map(str, column))
    if pd.api.types.is_numeric_dtype(column):
        return "numbers", _numbers(column), ()
    moments = pd.to_datetime(column, format="ISO8601")
    if banded:  # a bar for each period is called by its day
        names = tuple(moments.dt.strftime("%Y-%m-%d"))
        return "texts", np.arange(len(column), dtype=float), names
    return "days", np.asarray(date2num(moments.to_numpy()), dtype=float), ()


def _holds_days(column: pd.Series) -> bool:
    if pd.api.types.is_datetime64_any_dtype(column):
        return True
    return bool(column.astype(str).str.match(DAY).all())
