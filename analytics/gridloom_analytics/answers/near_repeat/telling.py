"""The sentences, the legend and the chart of near repeats."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from gridloom_analytics.analyses.near_repeat import ANALYSIS, NearRepeatParameters
from gridloom_analytics.answers.kinds import Kinds, kinds_style
from gridloom_analytics.answers.near_repeat.bands import LEVEL, RATIO, Bands, near_cells
from gridloom_analytics.answers.sentences import bilingual, figure, p_text
from gridloom_analytics.cartography import Style
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.result import Method
from gridloom_analytics.statistics.spacetime.knox import Knox
from gridloom_layers.language import Message, tr

ROLES: Kinds = {
    "originator": ("#b2182b", tr("followed by others near by and soon after")),
    "repeat": ("#ef8a62", tr("near by and soon after another")),
    "neither": ("#bdbdbd", tr("neither")),
}


def summary(bands: Bands, found: Knox, figures: Mapping[str, Any]) -> list[Message]:
    """Return how far and how long the risk is higher, and by how much where it is highest."""
    cells = near_cells(found)
    if not cells.any():
        return [
            tr(
                "Among {events:,} events there are no near repeats within {metres} m and {days} "
                "days: no band has clearly more pairs than shuffled times give. This does not show "
                "that there are none.",
                events=figures["events"],
                metres=figure(bands.metres[-1]),
                days=figure(bands.days[-1]),
            )
        ]
    row, column = np.unravel_index(np.argmax(np.where(cells, found.ratio, 0)), cells.shape)
    return [
        tr(
            "After an event, another is more likely than usual near by and soon after: most of "
            "all {where}, {when}, with {ratio} times the pairs that shuffled times give "
            "({pairs:,} where {expected} are expected; {p}).",
            where=_where(bands, int(row)),
            when=_when(bands, int(column)),
            ratio=figure(round(float(found.ratio[row, column]), 2)),
            pairs=int(found.observed[row, column]),
            expected=figure(float(found.expected[row, column])),
            p=p_text(float(found.p[row, column])),
        ),
        tr(
            "{repeats:,} of {events:,} events came near by and soon after another one or at the "
            "same time, and {originators:,} began such a series.",
            **{name: figures[name] for name in ("repeats", "events", "originators")},
        ),
    ]


def _where(bands: Bands, row: int) -> Message:
    if row == 0:
        return tr("at the same place")
    low = 0.0 if row == 1 else bands.metres[row - 1]
    return tr("{low} to {high} m away", low=figure(low), high=figure(bands.metres[row]))


def _when(bands: Bands, column: int) -> Message:
    low = 0.0 if column == 0 else bands.days[column - 1]
    return tr("{low} to {high} days later", low=figure(low), high=figure(bands.days[column]))


def method(parameters: NearRepeatParameters) -> Method:
    """Return how it was found: what is shuffled, sidedness, correction, what a near repeat is."""
    notes = [
        tr(
            "{draws:,} permutations shuffle the times over the places; p is one-sided "
            "(r + 1) / (draws + 1): more pairs than by chance. The expected pairs are exact.",
            draws=parameters.permutations,
        ),
        tr(
            "A near repeat is a band of distance and time with p < {level} after the false "
            "discovery rate over all bands, and at least {ratio} times the expected pairs.",
            level=LEVEL,
            ratio=RATIO,
        ),
        tr("A gap of exactly a band's edge belongs to the lower band; gaps are elapsed time."),
        tr("Two events at one moment are each before and after the other: neither began it."),
        tr(
            "Where some places grow faster than others over the whole time, pairs look near in "
            "both without one event leading to another (Kulldorff & Hjalmars 1999)."
        ),
    ]
    name = tr("Knox's test in bands of distance and time")
    return Method(name.both(), ANALYSIS.citation, bilingual(notes))


def role_style(condition: str | None) -> Style:
    """Return the style of the ``role`` column; the title says which events were looked at."""
    title = (
        tr("Near repeats")
        if condition is None
        else tr("Near repeats where {condition}", condition=condition)
    )
    return kinds_style("role", title, ROLES, "near-repeat")


def chart(bands: Bands) -> Chart:
    """Return the chart of the risk after an event: a line for each band of distance."""
    return Chart(
        kind="lines",
        title=tr("Risk after an event").both(),
        table="risk",
        x="days_to",
        x_title=tr("days after an event").both(),
        y_title=tr("times the usual number of events").both(),
        series=tuple(
            Series(column=bands.column(row), title=bands.title(row).both())
            for row in range(len(bands.metres))
        ),
    )
