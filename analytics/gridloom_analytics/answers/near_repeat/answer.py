"""The answer of the analysis: Knox's test in bands, and the part that each event has in it."""

from typing import Any

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.near_repeat import ANALYSIS, NearRepeatParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.happened import Happened, happened
from gridloom_analytics.answers.near_repeat.bands import (
    Bands,
    near_cells,
    pair_table,
    risk_table,
)
from gridloom_analytics.answers.near_repeat.telling import chart, method, role_style, summary
from gridloom_analytics.answers.piles import pile_sizes, pile_warnings
from gridloom_analytics.answers.sentences import figure
from gridloom_analytics.result import Result
from gridloom_analytics.statistics.spacetime.knox import (
    NearPairs,
    count_near,
    followed,
    knox,
    near_pairs,
)
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.progress import Progress

Integers = npt.NDArray[np.int64]

FEWEST = 20
"""Under twenty events no band has enough pairs to say anything."""
MOST_PAIRS = 60_000_000
"""More pairs than this take gigabytes and minutes; a distance that asks for them is too long."""
SECONDS_A_DAY = 86_400


def near_repeat(
    inputs: Inputs, parameters: NearRepeatParameters, seed: int, progress: Progress
) -> Result:
    """Return for each event its ``role`` and how many others it comes before and after.

    ``followed_by`` and ``follows`` count the events in the bands of near repeats. Events without a
    place or a time have nulls; two at one moment are each before and after the other.
    """
    events = happened(inputs, parameters.time, FEWEST)
    bands = Bands.of(parameters)
    progress.report("neighbours", 0, 0)
    pairs = _pairs(inputs, events, bands)
    seconds = np.rint(events.days * SECONDS_A_DAY).astype(np.int64)
    width = max(1, round(parameters.days * SECONDS_A_DAY))
    found = knox(
        pairs, seconds, width, parameters.time_bands, parameters.permutations, seed, progress
    )
    cells = near_cells(found)
    columns = _roles(*followed(pairs, seconds, width, cells))
    figures = _figures(events, columns, cells)
    placed = events.placed.place(columns, inputs.layer.index)
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=placed.astype({"followed_by": "Int64", "follows": "Int64"}),
        method=method(parameters),
        summary=summary(bands, found, figures),
        style=role_style(parameters.where),
        scalars=figures,
        tables={"pairs": pair_table(bands, found), "risk": risk_table(bands, found)},
        charts={"risk after an event": chart(bands)},
        warnings=(*events.placed.warnings, *pile_warnings(events.placed.points)),
    )


def _pairs(inputs: Inputs, events: Happened, bands: Bands) -> NearPairs:
    points, longest = events.placed.points, float(bands.metres[-1])
    where = Where(layer=inputs.name, column="distance")
    if np.ptp(events.days) == 0:
        raise BadInput(
            "one-time",
            tr("All events of “{layer}” have the same time.", layer=inputs.name),
            Where(layer=inputs.name),
            tr("Choose events of different times."),
        )
    if np.hypot(*np.ptp(points, axis=0)) <= bands.metres[0]:
        raise BadInput(
            "one-place",
            tr("All events of “{layer}” are at one place.", layer=inputs.name),
            Where(layer=inputs.name),
            tr("Choose events at different places."),
        )
    near = int(count_near(points, bands.metres).sum())
    if near == 0 or near > MOST_PAIRS:
        raise BadInput(
            "bad-distance",
            tr_n(
                "Within {distance} m there is {count:,} pair of events.",
                "Within {distance} m there are {count:,} pairs of events.",
                near,
                distance=figure(longest),
            ),
            where,
            _hint(points, near),
        )
    return near_pairs(points, bands.metres)


def _hint(points: npt.NDArray[np.float64], near: int) -> Message:
    if near == 0:
        return tr("Set a longer distance.")
    pile = int(pile_sizes(points).max())
    if pile * (pile - 1) // 2 < near / 2:
        return tr("Set a shorter distance.")
    return tr(
        "Leave out the {count:,} events at one and the same point, which often stands for a place "
        "that is not known.",
        count=pile,
    )


def _roles(before: Integers, after: Integers) -> dict[str, Any]:
    role = np.full(len(before), "neither", dtype=object)
    role[before > 0] = "originator"
    role[after > 0] = "repeat"
    return {"role": role, "followed_by": before, "follows": after}


def _figures(
    events: Happened, columns: dict[str, Any], cells: npt.NDArray[np.bool_]
) -> dict[str, Any]:
    return {
        "events": len(events.days),
        "originators": int((columns["role"] == "originator").sum()),
        "repeats": int((columns["role"] == "repeat").sum()),
        "near_repeat_bands": int(cells.sum()),
    }
