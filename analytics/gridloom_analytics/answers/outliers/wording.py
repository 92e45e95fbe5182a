"""What is said about a local statistic."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.outliers import ANALYSIS, OutlierParameters
from gridloom_analytics.answers.sentences import (
    bilingual,
    deciding,
    deciding_notes,
    listing,
    permutation_note,
)
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.result import Method
from gridloom_layers.language import Message, tr

NAMED = 3
"""How many outliers the summary names."""

NAMES = {
    "moran": tr("Local Moran's I"),
    "geary": tr("Local Geary's C"),
    "join-count": tr("Local join count"),
    "bivariate": tr("Bivariate local Moran's I"),
}
CONVENTIONS = {
    "moran": (
        tr("I is spdep's: scaled by the variance over n (esda's × n / (n − 1))."),
        tr("z is under conditional randomisation (Sokal 1998); p-values are two-sided."),
    ),
    "geary": (
        tr("C is spdep's: values in standard deviations over n − 1; small where neighbours are "
           "near in value."),
        tr("z is under conditional randomisation, below 0 for likeness; p is its rough normal "
           "approximation, two-sided. Findings follow the permutation p."),
    ),
    "join-count": (
        tr("Only places with a yes are tested, one-sided: more yes around them than by chance. "
           "p is exact (hypergeometric)."),
    ),
    "bivariate": (
        tr("I is spdep's: both values in standard deviations over n − 1. It compares a value here "
           "with another one around, and says nothing of both at one place."),
        tr("z is under conditional randomisation (Sokal 1998); p-values are two-sided."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """All that the sentences speak of: titles, figures, names of outliers."""

    statistic: str
    title: Message
    other: Message | None
    mark: Message | None
    figures: dict[str, float | int | str | None]
    names: npt.NDArray[np.object_]
    by_permutation: bool

    @property
    def by(self) -> Message:
        """Which p-value makes a finding."""
        return tr("p exact") if self.statistic == "join-count" else deciding(self.by_permutation)

    def values(self, *kinds: str) -> dict[str, Any]:
        """Return what sentences name: counts of findings under names without hyphens."""
        counts = {kind.replace("-", "_"): self.figures[kind] for kind in kinds}
        return {
            "value": self.title,
            "tested": self.figures["tested"],
            "by": self.by,
            **counts,
        }


def style_title(told: Told) -> Message:
    """Return the title of the map."""
    if told.other is not None and told.statistic == "bivariate":
        return tr("“{value}” here, “{other}” around", value=told.title, other=told.other)
    return tr("Clusters and outliers of “{value}”", value=told.title)


def summary(told: Told) -> list[Message]:
    """Return what was found, in as many words as it takes and no more."""
    if told.figures["not-significant"] == told.figures["tested"]:
        return [_nothing(told)]
    said = [SENTENCES[told.statistic](told)]
    if len(told.names):
        names = listing(told.names[:NAMED].tolist())
        said.append(tr("Most unlike their neighbours: {names}.", names=names))
    return said


def _nothing(told: Told) -> Message:
    if told.statistic == "join-count":
        return tr(
            "No place among {tested:,} with “{value}” ({mark}) has more such neighbours than "
            "chance could give (5 % false discovery rate, {by}).",
            mark=told.mark,
            **told.values(),
        )
    if told.statistic == "bivariate":
        return tr(
            "No place among {tested:,} has a “{value}” that goes with or against “{other}” around "
            "it more than chance could make it (5 % false discovery rate, {by}).",
            other=told.other,
            **told.values(),
        )
    return tr(
        "No place among {tested:,} is more like or unlike its neighbours in “{value}” "
        "than chance could make it (5 % false discovery rate, {by}).",
        **told.values(),
    )


def _moran(told: Told) -> Message:
    return tr(
        "“{value}” of {tested:,} places: high among high {high:,}, low among low {low:,}, "
        "high among low {odd_high:,}, low among high {odd_low:,} "
        "(5 % false discovery rate, {by}).",
        high=told.figures["high-high"],
        low=told.figures["low-low"],
        odd_high=told.figures["high-low"],
        odd_low=told.figures["low-high"],
        **told.values(),
    )


def _geary(told: Told) -> Message:
    return tr(
        "“{value}” of {tested:,} places: high among high {high_high:,}, low among low "
        "{low_low:,}, otherwise near its neighbours {other_positive:,}, far from them "
        "{negative:,} (5 % false discovery rate, {by}).",
        **told.values("high-high", "low-low", "other-positive", "negative"),
    )


def _joins(told: Told) -> Message:
    return tr(
        "Places with “{value}” ({mark}) that have more such neighbours than chance would give: "
        "{cluster:,} of {tested:,} (5 % false discovery rate, {by}).",
        mark=told.mark,
        **told.values("cluster"),
    )


def _bivariate(told: Told) -> Message:
    return tr(
        "“{value}” here and “{other}” around, of {tested:,} places: both high {high_high:,}, both "
        "low {low_low:,}, high where the other is low {high_low:,}, low where it is high "
        "{low_high:,} (5 % false discovery rate, {by}).",
        other=told.other,
        **told.values("high-high", "low-low", "high-low", "low-high"),
    )


SENTENCES = {"moran": _moran, "geary": _geary, "join-count": _joins, "bivariate": _bivariate}


def method(parameters: OutlierParameters, told: Told, who: Message) -> Method:
    """Return how the statistic was found, with its conventions."""
    notes = [who, *CONVENTIONS[parameters.statistic]]
    if told.mark is not None:
        notes.append(tr("Yes means {mark}.", mark=told.mark))
    if parameters.statistic in ("moran", "bivariate"):
        notes += deciding_notes(told.by_permutation)
    notes.append(tr("The corrected p is so by the false discovery rate; findings follow it."))
    if parameters.permutations:
        side = "greater" if parameters.statistic == "join-count" else "two-sided"
        notes.append(permutation_note(parameters.permutations, side))
    return Method(NAMES[parameters.statistic].both(), ANALYSIS.citation, bilingual(notes))


def scatter(told: Told) -> Chart:
    """Return the Moran scatter plot: the value here and the mean around, coloured as the map."""
    other = told.title if told.other is None or told.statistic != "bivariate" else told.other
    return Chart(
        kind="points",
        title=tr("Moran scatter plot of “{value}”", value=told.title).both(),
        x="standardised",
        x_title=tr("“{value}” here, in standard deviations from the mean", value=told.title).both(),
        y_title=tr("mean of “{value}” around", value=other).both(),
        series=(Series(column="lag", title=tr("places").both()),),
        zero=True,
        classed=True,
    )
