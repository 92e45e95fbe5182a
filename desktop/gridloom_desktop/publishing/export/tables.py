"""Further outputs of a result: its tables and shapes, held to the same threshold."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.disclosure import small_counts
from gridloom_analytics.result import Result
from gridloom_desktop.publishing.export.counts import blanked, withheld_rows


def released_tables(result: Result, threshold: int) -> dict[str, pd.DataFrame]:
    """Return the further tables and shapes of a result, their guarded figures released.

    A table with a column for a count of persons is suppressed by it; one on the rows of the
    layer as these are. Guarded figures of any other table rest on counts that are not known
    here, so they are withheld throughout.
    """
    outputs = {**result.tables, **result.shapes}
    return {name: _released(frame, result, threshold) for name, frame in outputs.items()}


def _released(frame: pd.DataFrame, result: Result, threshold: int) -> pd.DataFrame:
    if result.persons is None:
        return frame
    counts = [name for name in result.persons.columns if name in frame.columns]
    guarded = [name for name in result.guarded if name in frame.columns]
    return blanked(frame, _rows(frame, counts, result, threshold), [*guarded, *counts])


def _rows(
    frame: pd.DataFrame, counts: list[str], result: Result, threshold: int
) -> npt.NDArray[np.bool_]:
    if counts:
        return small_counts(pd.DataFrame(frame[counts]), threshold)
    if frame.index.equals(result.primary.index):
        return withheld_rows(frame.index, result.persons, threshold)
    return np.ones(len(frame), dtype=bool)
