"""An answer without what rests on a few persons: its values, breaks, tables, figures, sentence."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.answers.sentences import classes_found
from gridloom_analytics.cartography.graduated import regraded
from gridloom_analytics.disclosure import THRESHOLD, small_counts
from gridloom_analytics.result import Result
from gridloom_desktop.publishing.export import wording
from gridloom_desktop.publishing.export.counts import (
    blanked,
    suppressed,
    withheld_rows,
)

Rows = npt.NDArray[np.bool_]
FEWEST_OF_SHARE = 100
"""Of fewer persons, no share is told where some rows are withheld."""


def release_answer(result: Result, threshold: int = THRESHOLD) -> Result:
    """Return a result that may be shown, printed or written, whatever it rests on."""
    return cleared(result, threshold)[0]


def cleared(result: Result, threshold: int = THRESHOLD) -> tuple[Result, Rows]:
    """Return the result that may be seen, and the rows in which figures are withheld.

    Where a count of persons behind a row is small, all figures are those of the other rows alone
    (``Result.visible``), so that none depends on what is withheld. Where an analysis has no such
    answer, or another threshold asks for another one, what the hidden values could be taken back
    from is left out.
    """
    rows = withheld_rows(result.primary.index, result.persons, threshold)
    if not rows.any():
        return replace(result, persons=None, visible=None), rows
    if result.visible is None or threshold < THRESHOLD:
        return _stripped(result, rows, threshold), rows
    if threshold == THRESHOLD:
        return _of_the_others(result, result.visible, rows, threshold), rows
    return _stripped(replace(result.visible, persons=result.persons), rows, threshold), rows


def _of_the_others(result: Result, visible: Result, rows: Rows, threshold: int) -> Result:
    """Return the answer of the rows that may be seen, and say that it is theirs alone.

    Its tables can still have counts of persons finer than those by row, as a pyramid has.
    """
    counts = _counts(result)
    return replace(
        visible,
        tables={
            name: _finer(table, [one for one in counts if one in table], threshold)
            for name, table in visible.tables.items()
        },
        warnings=(
            wording.withheld(int(rows.sum())),
            *visible.warnings,
        ),
        persons=None,
    )


def _finer(table: pd.DataFrame, counts: list[str], threshold: int) -> pd.DataFrame:
    """Suppress a table of counts that is of the rows shown where one of its own is small."""
    small = small_counts(pd.DataFrame(table[counts]), threshold)
    return suppressed(table, counts, threshold) if small.any() else table


def _stripped(result: Result, rows: Rows, threshold: int) -> Result:
    """Return a result without all that hidden values could be taken back from.

    Null are, in their rows, the guarded columns; in all rows the scores that rest on neighbours'
    values (two scores give the mean and the variance, a third one a neighbour's value); figures
    of all rows (even one without a unit, as Gini's, is an equation for a single hidden value) and
    values in further tables. Class breaks and the sentence about them are found again from what
    may be seen. Any raster is left out, and so are the shapes that a result with a raster has,
    its contours: its cells are sums over places, of which each could be a hidden one.
    """
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
    drawn = result.style
    if drawn is None:
        outputs["summary"] = wording.nothing_of_all()
    else:
        outputs["style"] = regraded(drawn, primary[drawn.column])
        seen = pd.Series(primary[drawn.column])
        outputs["summary"] = (
            classes_found(drawn, seen)
            if drawn.kind == "categorical"
            else wording.range_found(seen, drawn.unit, drawn.title)
        )
    return replace(
        result,
        primary=primary,
        scalars=_scalars(result.scalars),
        warnings=(wording.withheld(int(rows.sum())), *result.warnings),
        persons=None,
        visible=None,
        **outputs,
    )


def _scalars(scalars: Mapping[str, Any]) -> dict[str, Any]:
    """Blank the figures that rest on values; numbers of places are whole."""
    return {name: None if isinstance(value, float) else value for name, value in scalars.items()}


def _table(frame: pd.DataFrame, result: Result, rows: Rows, threshold: int) -> pd.DataFrame:
    """Release a further table or shapes.

    One with a column for a count of persons is blurred by it. One on the rows of the layer is
    suppressed as these are. What any other table rests on is not known here: its figures that are
    not whole, and what it has of the guarded columns, are withheld throughout.
    """
    counts = [name for name in _counts(result) if name in frame]
    guarded = [name for name in result.guarded if name in frame]
    if counts:
        return _blurred(frame, counts, threshold)
    if frame.index.equals(result.primary.index):
        return blanked(frame, rows, guarded)
    broken = [name for name in frame.columns if pd.api.types.is_float_dtype(frame[name].dtype)]
    return blanked(frame, np.ones(len(frame), dtype=bool), [*broken, *guarded])


def _blurred(frame: pd.DataFrame, counts: list[str], threshold: int) -> pd.DataFrame:
    """Return a table of counts over all rows without its whole numbers, with shares rounded.

    A total, even rounded, can narrow down what its withheld part is. A step of a share's last
    decimal is ten persons or more, so that who knows the other rows cannot tell the withheld ones;
    of fewer than a hundred persons nothing but 0 and 1 would be left.
    """
    small = small_counts(pd.DataFrame(frame[counts]), threshold)
    least = frame[counts].min(axis=1).to_numpy(dtype=float, na_value=1.0)
    few = least < FEWEST_OF_SHARE
    steps = 10.0 ** np.floor(np.log10(np.maximum(least / THRESHOLD, 1.0)))
    shares = {
        str(name): ((column * steps).round() / steps).mask(few)
        for name, column in frame.items()
        if pd.api.types.is_float_dtype(column.dtype)
    }
    whole = [str(name) for name in frame if pd.api.types.is_integer_dtype(frame[name].dtype)]
    shown = blanked(frame.assign(**shares), np.ones(len(frame), dtype=bool), whole)
    return blanked(shown, small, list(shares))


def _counts(result: Result) -> list[str]:
    """Return what the counts of persons behind a result are called."""
    return [] if result.persons is None else [str(name) for name in result.persons]
