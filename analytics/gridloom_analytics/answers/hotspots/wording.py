"""What is said about hot and cold spots."""

from typing import Any

import numpy as np

from gridloom_analytics.analyses.hotspots import ANALYSIS, HotspotParameters
from gridloom_analytics.answers.hotspots.scale import Scale
from gridloom_analytics.answers.hotspots.subject import Subject
from gridloom_analytics.answers.sentences import (
    bilingual,
    deciding,
    deciding_notes,
    listing,
    permutation_note,
)
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.result import Method
from gridloom_layers.language import Message, tr, tr_n

NAMED = 3
"""How many places the summary names."""

CORRECTIONS = {
    "fdr": tr("corrected for many tests by the false discovery rate"),
    "bonferroni": tr("corrected for many tests by Bonferroni's rule"),
    "none": tr("not corrected for many tests"),
}


def summary(
    subject: Subject,
    columns: dict[str, Any],
    figures: dict[str, Any],
    parameters: HotspotParameters,
    scale: Scale | None,
) -> list[Message]:
    """Return how many hot and cold spots there are, which, and at what chosen scale."""
    chosen = [] if scale is None else [*subject.notes, scale.reason]
    if not figures["hot"] and not figures["cold"]:
        return [_nothing(figures, parameters, subject.title), *chosen]
    said = [
        tr(
            "Hot spots of “{value}”: {hot:,}; cold spots: {cold:,}; among {tested:,} places "
            "(95 % confidence; {by}, {correction}).",
            value=subject.title,
            by=deciding(parameters.permutations > 0),
            correction=CORRECTIONS[parameters.correction],
            **{name: figures[name] for name in ("hot", "cold", "tested")},
        )
    ]
    ranked = np.argsort(-np.nan_to_num(columns["z"], nan=-np.inf), kind="stable")
    hottest = [i for i in ranked[:NAMED] if columns["bin"][i] >= 2]
    if hottest and subject.sites.names is not None:
        said.append(
            tr("The hottest: {names}.", names=listing(subject.sites.names[hottest].tolist()))
        )
    if parameters.correction == "none":
        said.append(_by_chance(figures))
    return [*said, *chosen]


def _nothing(figures: dict[str, Any], parameters: HotspotParameters, title: Message) -> Message:
    return tr(
        "No hot or cold spot of “{value}” among {tested:,} places is more than chance could give "
        "(95 % confidence; {by}, {correction}); this does not show that the value is spread "
        "evenly.",
        by=deciding(parameters.permutations > 0),
        value=title,
        tested=figures["tested"],
        correction=CORRECTIONS[parameters.correction],
    )


def smaller_than_a_cell(subject: Subject, figures: dict[str, Any]) -> tuple[Message, ...]:
    """Say where dense places are to be looked for that lie within one cell of counted points."""
    if subject.cell is None or figures["hot"]:
        return ()
    return (
        tr(
            "Points that lie densely within one cell make no hot spot of cells; the analyses "
            "“clusters” and “density” show them."
        ),
    )


def _by_chance(figures: dict[str, Any]) -> Message:
    return tr_n(
        "By chance alone, about {count:,} place would look like one.",
        "By chance alone, about {count:,} places would look like one.",
        max(1, round(0.05 * figures["tested"])),
    )


SIDES = {
    "two-sided": tr("p-values are two-sided."),
    "greater": tr("p-values are one-sided: unusually high."),
    "less": tr("p-values are one-sided: unusually low."),
}


def method(parameters: HotspotParameters, who: tuple[Message, ...]) -> Method:
    """Return how hot spots were found; ``who`` says what is counted and who are neighbours."""
    name = (
        tr("Getis-Ord Gi*: the place itself counts")
        if parameters.star
        else tr("Getis-Ord Gi: the place itself does not count")
    )
    notes = [*who, SIDES[parameters.alternative]]
    notes.append(tr("z is analytic, under randomisation; it decides nothing."))
    notes += deciding_notes(parameters.permutations > 0)
    if draws := parameters.permutations:
        notes.append(permutation_note(draws, parameters.alternative, own=parameters.star))
    return Method(name.both(), ANALYSIS.citation, bilingual(notes))


def score_chart(title: Message) -> Chart:
    """Return the chart of each place's own value and of how unusual it is with its neighbours."""
    return Chart(
        kind="points",
        title=tr("“{value}” here, and how hot it is with those around", value=title).both(),
        x="value",
        x_title=title.both(),
        y_title=tr("z: over 0 for high values together").both(),
        series=(Series(column="z", title=tr("places").both()),),
        classed=True,
    )
