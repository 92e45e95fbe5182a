"""What is said of a pattern of points."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.pattern import ANALYSIS, PatternParameters
from gridloom_analytics.answers.pattern.ground import Ground
from gridloom_analytics.answers.sentences import bilingual, figure
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.result import Method
from gridloom_analytics.statistics.patterns.envelope import Envelope
from gridloom_layers.language import Message, listed, tr, tr_n

Floats = npt.NDArray[np.float64]

LEVEL = 0.05
FEW = 30
"""Under this many points only strong patterns can be found."""
MANY_SHARED = 0.01
"""More points than this share at the place of another one are worth a warning."""


def summary(
    figures: Mapping[str, Any], base: Ground, distances: Floats, curve: Floats, envelope: Envelope
) -> list[Message]:
    """Return what the three tests say."""
    said = _departures(figures, base, distances, curve, envelope)
    said.append(
        tr(
            "The nearest other point is {observed} m away on average, {ratio:.2f} times what "
            "chance would give (p = {p}).",
            observed=figure(figures["nearest_mean"]),
            ratio=figures["nearest_ratio"],
            p=figure(figures["nearest_p_sim"]),
        )
    )
    said.append(
        tr(
            "Counts in {quadrats:,} quadrats of about {side} m vary {dispersion} times as much "
            "as by chance (p = {p}).",
            quadrats=figures["quadrats"],
            side=figure(figures["quadrat_side"]),
            dispersion=figure(figures["dispersion"]),
            p=figure(figures["quadrat_p_sim"]),
        )
    )
    return said


def _departures(
    figures: Mapping[str, Any], base: Ground, distances: Floats, curve: Floats, envelope: Envelope
) -> list[Message]:
    """Return at which distances the points are more clustered or more regular than chance."""
    common = {
        "n": figures["points"],
        "chance": base.chance,
        "reach": figure(figures["reach"]),
        "p": figure(figures["envelope_p"]),
    }
    if figures["envelope_p"] > LEVEL:
        return [
            tr(
                "The {n:,} points do not differ from {chance} more than such points do among "
                "themselves (one test over all distances up to {reach} m, p = {p}); this does not "
                "show that they are scattered so.",
                **common,
            )
        ]
    above, below = (
        _ranges(distances, curve > envelope.upper),
        _ranges(distances, curve < envelope.lower),
    )
    said = []
    if above:
        said.append(
            tr(
                "The {n:,} points are more clustered than {chance} at distances of {ranges} m (one "
                "test over all distances up to {reach} m, p = {p}).",
                ranges=listed(above),
                **common,
            )
        )
    if below:
        said.append(
            tr(
                "The {n:,} points are more regular than {chance} at distances of {ranges} m (one "
                "test over all distances up to {reach} m, p = {p}).",
                ranges=listed(below),
                **common,
            )
        )
    return said


def _ranges(distances: Floats, chosen: npt.NDArray[np.bool_]) -> list[str]:
    """Return runs of chosen distances in words.

    >>> _ranges(np.array([10.0, 20, 30, 40]), np.array([True, True, False, True]))
    ['10–20', '40']
    """
    runs = [list(run) for _, run in groupby(range(len(chosen)), key=lambda i: bool(chosen[i]))]
    ends = [(distances[run[0]], distances[run[-1]]) for run in runs if chosen[run[0]]]
    return [figure(a) if a == b else f"{figure(a)}–{figure(b)}" for a, b in ends]


def warnings_of(figures: Mapping[str, Any], nearest: Floats) -> list[Message]:
    """Return what makes the figures doubtful."""
    found = []
    if figures["points"] < FEW:
        found.append(
            tr("With only {count} points, only strong patterns show.", count=figures["points"])
        )
    if figures["compared"] < figures["points"]:
        found.append(
            tr(
                "Simulations are compared with a random {compared:,} of the {points:,} points; K "
                "does not depend on how many are drawn.",
                compared=figures["compared"],
                points=figures["points"],
            )
        )
    shared = int((nearest == 0).sum())
    if shared > MANY_SHARED * figures["points"]:
        found.append(
            tr_n(
                "{count:,} point lies exactly where another one does (such as one address), which "
                "looks clustered at the shortest distances.",
                "{count:,} points lie exactly where another one does (such as one address), which "
                "looks clustered at the shortest distances.",
                shared,
            )
        )
    return found


CORRECTIONS = {
    "rigid": tr(
        "K counts pairs by the rigid motion edge correction, which is right for any shape of the "
        "study area, holes included."
    ),
    "none": tr("K counts pairs without an edge correction, as the simulations do."),
}


def method(parameters: PatternParameters, base: Ground, figures: Mapping[str, Any]) -> Method:
    """Return how the pattern was tested."""
    notes = [
        *base.notes,
        CORRECTIONS[parameters.correction],
        tr(
            "The envelope of L(r) − r is global (extreme rank lengths, 95 %): leaving it anywhere "
            "means p ≤ 0.05 for all distances together."
        ),
        tr(
            "p-values are from {draws:,} simulations of {count:,} points each; those of the "
            "nearest points and of the quadrats are two-sided.",
            draws=parameters.simulations,
            count=figures["compared"],
        ),
    ]
    if base.even:
        notes.append(
            tr(
                "The expected distance to the nearest point has Donnelly's correction for the "
                "edge, its z and p rest on it; where the outline is ragged, trust the simulated p."
            )
        )
    name = tr("Ripley's K and L with a global envelope, Clark-Evans index, quadrat test")
    return Method(name.both(), ANALYSIS.citation, bilingual(notes))


def chart(base: Ground) -> Chart:
    """Return the chart of L(r) − r with its envelope."""
    return Chart(
        kind="lines",
        title=tr("L(r) − r of the points, and of {chance}", chance=base.chance).both(),
        x="distance",
        x_title=tr("distance (m)").both(),
        y_title=tr("L(r) − r (m)").both(),
        series=(
            Series(column="l_minus_r", title=tr("observed").both()),
            Series(column="expected", title=tr("mean of the simulations").both()),
        ),
        table="k",
        envelope=("lower", "upper"),
    )
