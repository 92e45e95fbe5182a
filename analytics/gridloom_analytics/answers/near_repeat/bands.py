"""The bands of distance and time: their edges, and the tables over them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.near_repeat import NearRepeatParameters
from gridloom_analytics.answers.sentences import figure
from gridloom_analytics.statistics.significance.p_values import false_discovery_rate
from gridloom_analytics.statistics.spacetime.knox import Knox
from gridloom_layers.language import Message, tr

Floats = npt.NDArray[np.float64]

SAME_PLACE = 1.0
"""Metres within which two events are at the same place."""
LEVEL, RATIO = 0.05, 1.2
"""A near repeat is a band with corrected p under the level and this many times the usual pairs
(Ratcliffe's rule: with many events even a trifle is significant)."""


@dataclass(frozen=True)
class Bands:
    """Upper edges of the bands of distance (m; the first is the same place) and of time (days)."""

    metres: Floats
    days: Floats

    @classmethod
    def of(cls, parameters: NearRepeatParameters) -> "Bands":
        """Return the bands that were asked for."""
        metres = parameters.distance * np.arange(1.0, parameters.distance_bands + 1)
        days = parameters.days * np.arange(1.0, parameters.time_bands + 1)
        return cls(np.concatenate([[SAME_PLACE], metres]), days.astype(np.float64))

    def title(self, row: int) -> Message:
        """Return what a band of distance is called."""
        if row == 0:
            return tr("same place")
        return tr("to {metres} m", metres=figure(self.metres[row]))

    def column(self, row: int) -> str:
        """Return the column of a band of distance in the table of risks."""
        return "same_place" if row == 0 else f"to_{self.metres[row]:.10g}_m"


def corrected_p(found: Knox) -> Floats:
    """Return p corrected by the false discovery rate over all bands, NaN without pairs there."""
    p = np.where(found.expected > 0, found.p, np.nan)
    return false_discovery_rate(p.ravel()).reshape(p.shape)


def near_cells(found: Knox) -> npt.NDArray[np.bool_]:
    """Return the bands with clearly more pairs than usual."""
    return (corrected_p(found) < LEVEL) & (np.nan_to_num(found.ratio) >= RATIO)


def pair_table(bands: Bands, found: Knox) -> pd.DataFrame:
    """Return a row for each band of distance and time."""
    rows, columns = found.observed.shape
    lower = np.concatenate([[0.0], bands.metres[:-1]])
    earlier = np.concatenate([[0.0], bands.days[:-1]])
    return pd.DataFrame(
        {
            "metres_from": np.repeat(lower, columns),
            "metres_to": np.repeat(bands.metres, columns),
            "days_from": np.tile(earlier, rows),
            "days_to": np.tile(bands.days, rows),
            "pairs": found.observed.ravel(),
            "expected": found.expected.ravel(),
            "ratio": found.ratio.ravel(),
            "p": np.where(found.expected > 0, found.p, np.nan).ravel(),
            "p_fdr": corrected_p(found).ravel(),
            "near_repeat": near_cells(found).ravel(),
        }
    )


def risk_table(bands: Bands, found: Knox) -> pd.DataFrame:
    """Return the matrix of ratios: a row for each band of time, a column for each of distance."""
    columns = {bands.column(row): found.ratio[row] for row in range(len(bands.metres))}
    return pd.DataFrame({"days_to": bands.days, **columns})
