"""What an assessment found: counts by check, source and area, and the figures made of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.quality.checks import DIMENSIONS, Check
from gridloom_analytics.quality.counting import Tally

SCORE = "score"
FIGURES = (*DIMENSIONS, SCORE)
"""The figures of a table, a source or an area: shares 0 … 1, NaN where nothing was asked."""


@dataclass(frozen=True)
class TableQuality:
    """The quality of one table.

    ``checks``: a row for each check, required fields first: ``dimension, name, title`` (both
    languages), ``counts`` (is it a part of its dimension's figure), ``asked, failed, share``.
    ``whole``: the figures of the table (``rows``, ``age_days``, ``FIGURES``). ``sources``: the
    same by source number, with ``file`` and ``as_of``. ``areas``: ``rows`` and ``FIGURES`` by the
    row key of the areas, None without a level or without joins that lead there; ``placed`` rows
    are in them. ``imports``: see :func:`gridloom_analytics.quality.trend.imports`. ``persons``
    says that each row is a person, so that the gate withholds figures of a few rows.
    """

    table: str
    role: str
    persons: bool
    checks: pd.DataFrame = field(repr=False)
    whole: dict[str, float]
    sources: pd.DataFrame = field(repr=False)
    imports: pd.DataFrame = field(repr=False)
    areas: pd.DataFrame | None = field(default=None, repr=False)
    placed: int = 0

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return int(self.whole["rows"])


@dataclass(frozen=True)
class QualityReport:
    """The quality of the tables of a workspace at its data date, by the areas of ``level``."""

    city: str
    data_date: dt.date
    level: str | None
    tables: tuple[TableQuality, ...]
    warnings: tuple[Bilingual, ...] = ()


def check_frame(checks: Sequence[Check], tally: Tally) -> pd.DataFrame:
    """Return what each check found in all rows."""
    asked, failed = tally.asked.sum(axis=1), tally.failed.sum(axis=1)
    return pd.DataFrame(
        {
            "dimension": [one.dimension for one in checks],
            "name": [one.name for one in checks],
            "title": [one.title for one in checks],
            "counts": [one.counts for one in checks],
            "asked": asked,
            "failed": failed,
            "share": _share(asked, failed),
        }
    )


def figures(checks: Sequence[Check], tally: Tally) -> pd.DataFrame:
    """Return ``rows`` and ``FIGURES`` of each group of a tally.

    The figure of a dimension is over all that its checks asked, so a field that is asked of more
    rows weighs more; the score is the mean of the dimensions that were asked anything, all alike.
    """
    found: dict[str, npt.NDArray[np.generic]] = {"rows": tally.rows}
    for dimension in DIMENSIONS:
        of_it = [one.dimension == dimension and one.counts for one in checks]
        found[dimension] = _share(tally.asked[of_it].sum(axis=0), tally.failed[of_it].sum(axis=0))
    frame = pd.DataFrame(found)
    frame[SCORE] = frame[list(DIMENSIONS)].mean(axis=1)
    return frame


def _share(asked: npt.NDArray[np.int64], failed: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    shares = np.full(asked.shape, np.nan)
    np.divide(asked - failed, asked, out=shares, where=asked > 0)
    return shares
