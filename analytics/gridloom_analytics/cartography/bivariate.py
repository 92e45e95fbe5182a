"""Two columns on one map: three classes of each, nine colours."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.cartography.style import MISSING, Style, StyleClass

if TYPE_CHECKING:
    from gridloom_analytics.statistics.classes.classification import BreakMethod

K = 3
"""Classes of each column; more than nine colours nobody keeps apart."""
PALETTE = (
    ("#eeeeee", "#e7bc8d", "#e08a2c"),
    ("#94badb", "#909382", "#8b6c28"),
    ("#3a86c8", "#386a76", "#374e25"),
)
"""Colours by class of the second column, then of the first: little first.

An orange and a blue ramp multiplied, the way of Stevens (2015), "Bivariate Choropleth Maps: A
How-to Guide". His own palettes rest on red against green or blue against purple, of which some
pairs look alike to colour-blind readers; of these nine the closest pair differs by ΔE 16, as
seen with normal, protan, deutan or tritan sight (Machado, Oliveira & Fernandes 2009).
"""

NOTHING = "#c6c6c6"
"""The colour of areas without a class: darker than usual, which little of both would look like."""


class BivariateStyle(BaseModel):
    """Two graduated styles of at most three classes each, drawn as one.

    ``first`` runs to the right in the legend (towards orange), ``second`` upwards (towards blue).
    """

    model_config = ConfigDict(frozen=True)

    first: Style
    second: Style
    palette: tuple[tuple[str, ...], ...] = Field(default=PALETTE)

    def classify(self, first: npt.ArrayLike, second: npt.ArrayLike) -> npt.NDArray[np.int16]:
        """Return the class of each row: three times that of ``second`` plus that of ``first``.

        ``MISSING`` where either is missing.
        """
        across, up = self.first.classify(first), self.second.classify(second)
        known = (across != MISSING) & (up != MISSING)
        return np.where(known, up * K + across, MISSING).astype(np.int16)

    def colour(self, across: int, up: int) -> str:
        """Return the colour of a class of each column.

        Where a column has fewer classes they take the ends of the palette: the highest is always
        in the colour of much.
        """
        return self.palette[_step(up, self.second)][_step(across, self.first)]

    def style(self) -> Style:
        """Return the style of the nine classes, for whatever draws classes of one column."""
        return Style(
            column="",
            title=_both(self.first.title, self.second.title, " × "),
            kind="categorical",
            classes=tuple(self._class(across, up) for up in range(K) for across in range(K)),
            method=f"bivariate {self.first.method}",
            missing=NOTHING,
        )

    def _class(self, across: int, up: int) -> StyleClass:
        return StyleClass(
            colour=self.colour(across, up),
            label=_both(_label(self.first, across), _label(self.second, up), " | "),
            value=up * K + across,
        )


def bivariate(
    first: npt.ArrayLike,
    second: npt.ArrayLike,
    *,
    columns: tuple[str, str] = ("first", "second"),
    titles: tuple[Bilingual, Bilingual],
    units: tuple[str, str] = ("", ""),
    method: "BreakMethod" = "quantile",
) -> BivariateStyle:
    """Return a style for two columns of numbers, each in three classes of the values that it has.

    Only rows that have both count: the others are not drawn.

    >>> style = bivariate(range(9), range(9), titles=({"en": "a", "zh": "甲"},) * 2)
    >>> style.classify([0, 8, 8], [0, 0, 8]).tolist()
    [0, 2, 8]
    """
    # Late: breaks load a kernel, which declaring a style does without.
    from gridloom_analytics.cartography.graduated import graduated
    from gridloom_analytics.cartography.style import as_numbers

    numbers = [as_numbers(first), as_numbers(second)]
    both = np.isfinite(numbers[0]) & np.isfinite(numbers[1])
    styles = [
        graduated(values[both], column=column, title=title, unit=unit, method=method, k=K)
        for values, column, title, unit in zip(numbers, columns, titles, units, strict=True)
    ]
    return BivariateStyle(first=styles[0], second=styles[1])


def _step(position: int, style: Style) -> int:
    """Return the row of the palette for a class of a column that may have fewer than three."""
    last = max(len(style.classes) - 1, 1)
    return min(round(position * (K - 1) / last), K - 1)


def _label(style: Style, position: int) -> Bilingual:
    """Return the label of a class; of a column with fewer classes the rest has none."""
    return style.classes[position].label if position < len(style.classes) else {"zh": "", "en": ""}


def _both(first: Bilingual, second: Bilingual, between: str) -> Bilingual:
    return {
        "zh": f"{first['zh']}{between}{second['zh']}",
        "en": f"{first['en']}{between}{second['en']}",
    }
