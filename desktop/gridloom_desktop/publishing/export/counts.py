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
    figures = [name for name in frame.columns if pd.api.types.is_numeric_dtype(frame[name].dtype)]
    return blanked(frame, rows, figures).assign(**{SUPPRESSED_COLUMN: rows})


def release_coverage(values: MeasureValues) -> dict[str, tuple[int, int]]:
    """Return how many rows of each term are placed, and of how many.

    Hundreds only where a figure is withheld, as the exact total would tell what those add up to.
    """
    exact = not withheld_rows(values.frame.index, values.persons, THRESHOLD).any()
    return {t: counts if exact else coarse(*counts) for t, counts in values.coverage.items()}
