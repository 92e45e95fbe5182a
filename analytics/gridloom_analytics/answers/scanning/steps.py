"""Steps of time: days, weeks or months that cover when something happened."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from gridloom_analytics.answers.moments import Days, day_text
from gridloom_analytics.statistics.spacetime.steps import step_of

Unit = Literal["day", "week", "month"]


@dataclass(frozen=True)
class Steps:
    """Steps that follow each other without a gap.

    ``edges`` (count + 1,) are days since 1970-01-01: a step begins at its edge and ends before
    the next one.
    """

    edges: Days

    @classmethod
    def covering(cls, moments: Days, unit: Unit) -> "Steps":
        """Return the steps from the first day to the last one; both end ones may be cut short.

        Weeks begin on the weekday of the first day, months on their first day.

        >>> Steps.covering(np.array([0.5, 40.0]), "month").lengths.tolist()
        [31.0, 10.0]
        """
        first, last = np.floor(moments.min()), np.floor(moments.max()) + 1.0
        if unit == "month":
            months = np.array([first, last], dtype="datetime64[D]").astype("datetime64[M]")
            inner = np.arange(months[0] + 1, months[1] + 1).astype("datetime64[D]").astype(float)
        else:
            inner = np.arange(first, last, 1.0 if unit == "day" else 7.0)
        inner = inner[(inner > first) & (inner < last)]
        return cls(np.concatenate([[first], inner, [last]]))

    @property
    def count(self) -> int:
        """How many steps there are."""
        return len(self.edges) - 1

    @property
    def lengths(self) -> npt.NDArray[np.float64]:
        """The days of each step."""
        return np.diff(self.edges)

    def of(self, moments: Days) -> npt.NDArray[np.int64]:
        """Return the position of the step of each moment."""
        return step_of(moments, self.edges)

    def span(self, start: int, end: int) -> tuple[str, str]:
        """Return the first and the last day of the steps from ``start`` to ``end``."""
        return day_text(self.edges[start]), day_text(self.edges[end + 1] - 1.0)
