"""An answer without what rests on a few persons: its values, breaks, tables, figures, sentence."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.cartography import Style
from gridloom_analytics.cartography.graduated import regraded
from gridloom_analytics.disclosure import THRESHOLD, small_counts
from gridloom_analytics.result import Result
from gridloom_desktop.publishing.export import wording
from gridloom_desktop.publishing.export.counts import blanked, withheld_rows

Rows = npt.NDArray[np.bool_]
SCALE_FREE = frozenset({"cv", "gini", "i", "c", "g", "z", "p", "p_sim", "expected", "variance"})
"""Global figures from which no value of a place can be taken back, unlike a total or a mean."""


def release_answer(result: Result, threshold: int = THRESHOLD) -> Result:
    """Return a result that may be shown, printed or written, whatever it rests on.

    Where a count of persons behind a row is small, the guarded columns of the row are null. If
    there is any such row, so is what the hidden values could be taken back from: in all rows the
    scores that rest on neighbours' values (two scores give the mean and the variance, a third one
    a neighbour's value), global figures in the unit of the values, values in further tables,
    class breaks (found again from what may be seen) and the sentence about them.
    The counts of persons themselves are left out, and so are any raster and the shapes that a
    result with a raster has, its contours: its cells are sums over places, of which each could be
    a hidden one.
    """
    return cleared(result, threshold)[0]


def cleared(result: Result, threshold: int = THRESHOLD) -> tuple[Result, Rows]:
    """Return the result that may be seen, and the rows in which figures are withheld."""
    rows = withheld_rows(result.primary.index, result.persons, threshold)
    if not rows.any():
        return replace(result, persons=None), rows
    primary = blanked(result.primary, rows, result.guarded)
    primary = blanked(primary, np.ones(len(rows), dtype=bool), result.of_neighbours)
    outputs: dict[str, Any] = {
        "tables": {
            name: _table(one, result, rows, threshold) for name, one in result.tables.items()
        },
        "shapes": {
            name: _table(one, result, rows, threshold)
            for name, one in result.shapes.items()
            if not result.rasters
        },
        "rasters": {},
    }
    drawn = result.style if result.style and result.style.column in result.guarded else None
    if drawn is not None:
        outputs["style"] = _style(drawn, primary)
        seen = pd.Series(primary[drawn.column])
        outputs["summary"] = (
            wording.classes_found(drawn, seen)
            if drawn.kind == "categorical"
            else wording.range_found(seen, drawn.unit, drawn.title)
        )
    return (
        replace(
            result,
            primary=primary,
            scalars=_scalars(result.scalars),
            warnings=(wording.withheld(int(rows.sum())), *result.warnings),
            persons=None,
            **outputs,
        ),
        rows,
    )


def _style(style: Style, primary: pd.DataFrame) -> Style:
    if style.kind == "categorical":
        return style
    return regraded(style, primary[style.column].to_numpy(dtype=float, na_value=np.nan))


def _scalars(scalars: Mapping[str, Any]) -> dict[str, Any]:
    """Blank the figures that are in the unit of the values; numbers of places are whole."""
    return {
        name: None if isinstance(value, float) and name not in SCALE_FREE else value
        for name, value in scalars.items()
    }


def _table(frame: pd.DataFrame, result: Result, rows: Rows, threshold: int) -> pd.DataFrame:
    """Release a further table or shapes.

    One with a column for a count of persons is suppressed by it, and its other counts are rounded
    down: what the areas shown do not add up to would be in those withheld. One on the rows of the
    layer is suppressed as these are. What any other table rests on is not known here: its figures
    that are not whole, and what it has of the guarded columns, are withheld throughout.
    """
    persons = [] if result.persons is None else list(result.persons.columns)
    counts = [name for name in persons if name in frame.columns]
    guarded = [name for name in result.guarded if name in frame.columns]
    if counts:
        small = small_counts(pd.DataFrame(frame[counts]), threshold)
        return _rounded(blanked(frame, small, _figures(frame)), counts, threshold)
    if frame.index.equals(result.primary.index):
        return blanked(frame, rows, guarded)
    broken = [name for name in frame.columns if pd.api.types.is_float_dtype(frame[name].dtype)]
    return blanked(frame, np.ones(len(frame), dtype=bool), [*broken, *guarded])


def _rounded(frame: pd.DataFrame, counts: list[str], base: int) -> pd.DataFrame:
    """Return ``frame`` with its ``counts`` rounded down to multiples of ``base``."""
    return frame.assign(**{name: frame[name] // base * base for name in counts})


def _figures(frame: pd.DataFrame) -> list[str]:
    return [name for name in frame.columns if pd.api.types.is_numeric_dtype(frame[name].dtype)]
