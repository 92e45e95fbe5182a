"""Figures by area: withheld where they rest on a few persons."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.disclosure import THRESHOLD, coarse, small_counts
from gridloom_analytics.measures.values import MeasureValues

SUPPRESSED_COLUMN = "suppressed"
"""The column that tells a withheld figure from one that does not exist."""


def withheld_rows(
    index: pd.Index, persons: pd.DataFrame | None, threshold: int
) -> npt.NDArray[np.bool_]:
    """Return which rows of ``index`` rest on a small count; a row without counts does not."""
    if persons is None or persons.empty:
        return np.zeros(len(index), dtype=bool)
    return small_counts(persons.reindex(index), threshold)


def blanked(
    frame: pd.DataFrame, rows: npt.NDArray[np.bool_], columns: Sequence[str]
) -> pd.DataFrame:
    """Return ``frame`` with ``columns`` null in ``rows``; whole numbers stay whole numbers."""
    cleared = frame.copy()
    for name in columns:
        if name in cleared:
            column = cleared[name]
            if pd.api.types.is_integer_dtype(column.dtype):
                column = column.astype("Int64")
            elif pd.api.types.is_bool_dtype(column.dtype):
                column = column.astype("boolean")
            cleared[name] = column.mask(rows)
    return cleared


def figures(frame: pd.DataFrame) -> list[str]:
    """Return the columns that hold numbers or truth values."""
    return [name for name in frame.columns if pd.api.types.is_numeric_dtype(frame[name].dtype)]


def suppressed(frame: pd.DataFrame, counts: Sequence[str], threshold: int) -> pd.DataFrame:
    """Return a table of ``counts`` of persons without its small ones, the others rounded down.

    What the counts that are shown do not add up to would be in those withheld, so each of them
    leaves ``threshold`` possibilities. Where these are too few to hide a small count from one who
    knows the total, as in a short table, no count leaves.
    """
    small = small_counts(pd.DataFrame(frame[list(counts)]), threshold)
    rounded = frame.assign(**{name: frame[name] // threshold * threshold for name in counts})
    shown = blanked(rounded, small, figures(frame))
    telling = [name for name in counts if _tells(pd.Series(frame[name]), small, threshold)]
    return blanked(shown, np.ones(len(frame), dtype=bool), telling)


def _tells(counts: pd.Series, small: npt.NDArray[np.bool_], threshold: int) -> bool:
    """Tell whether the total and what is shown, rounded, narrow down a small count.

    A withheld count can be all of 1 … threshold − 1 if what is missing to the total is no less
    than the largest of these, and no more than rounding and the other withheld ones can hold.
    """
    largest = threshold - 1
    hidden = int((counts[small] > 0).sum())
    missing = int(counts[small].sum() + (counts[~small] % threshold).sum())
    held = largest * (int((counts[~small] > 0).sum()) + hidden - 1)
    return hidden > 0 and not largest <= missing <= held + 1


def release_counts(
    frame: pd.DataFrame, persons: pd.DataFrame | None, threshold: int = THRESHOLD
) -> pd.DataFrame:
    """Return ``frame`` with every figure null where a count of ``persons`` is small.

    ``persons`` is on the same index (see ``MeasureValues``), or None where the figures rest on
    no persons. The column ``suppressed`` says which rows are withheld. Columns of text (names,
    codes of areas) stay.
    """
    rows = withheld_rows(frame.index, persons, threshold)
    if not rows.any():
        return frame.assign(**{SUPPRESSED_COLUMN: rows})
    return blanked(frame, rows, figures(frame)).assign(**{SUPPRESSED_COLUMN: rows})


def release_coverage(values: MeasureValues) -> dict[str, tuple[int, int]]:
    """Return how many rows of each term are placed, and of how many.

    Hundreds only where a figure is withheld, as the exact total would tell what those add up to.
    """
    exact = not withheld_rows(values.frame.index, values.persons, THRESHOLD).any()
    return {t: counts if exact else coarse(*counts) for t, counts in values.coverage.items()}
