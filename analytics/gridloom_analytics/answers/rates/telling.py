"""What is said of rates: the summary, the method, and when a count shows people only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.rates import ANALYSIS, RateParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.rates.likeness import Clustering
from gridloom_analytics.answers.sentences import (
    bilingual,
    deciding,
    deciding_notes,
    figure,
    listing,
    p_text,
    permutation_note,
    title_of,
)
from gridloom_analytics.cartography.classes import number
from gridloom_analytics.result import Method
from gridloom_layers.language import Message, tr

Scalars = dict[str, float | int | str | None]

NAMED = 3
"""How many places the summary names."""
LEVEL = 0.05
MOSTLY = 0.5
"""A count whose variation people explain to this share mostly shows where people are."""


@dataclass(frozen=True)
class Subject:
    """What the cases, the people and their rate are called."""

    cases: Message
    population: Message
    per: str

    @classmethod
    def of(cls, inputs: Inputs, parameters: RateParameters) -> "Subject":
        """Return the names in an analysis's inputs."""
        return cls(
            title_of(inputs, parameters.cases),
            title_of(inputs, parameters.population),
            figure(parameters.per),
        )

    @property
    def rate(self) -> Message:
        """The title of the crude rate."""
        return tr(
            "“{cases}” per {per} of “{population}”",
            cases=self.cases,
            per=self.per,
            population=self.population,
        )

    @property
    def smoothed(self) -> Message:
        """The title of the smoothed rate."""
        return tr(
            "“{cases}” per {per} of “{population}”, smoothed",
            cases=self.cases,
            per=self.per,
            population=self.population,
        )


def summary(
    subject: Subject,
    figures: Scalars,
    clustering: Clustering | None,
    hottest: list[Any],
    *,
    aged: bool,
    coarse: bool,
    draws: int,
) -> list[Message]:
    """Return the sentences that say what was found.

    ``coarse`` leaves out totals: from them the count of persons of a withheld place could be had.
    """
    said = [_about(subject, figures) if coarse else _overall(subject, figures)]
    rate = tr("the rate, with ages taken into account,") if aged else tr("the rate")
    if figures["hot"] or figures["cold"]:
        said.append(
            tr(
                "Hot spots of {rate} among {tested:,} places: {hot:,}; cold spots: {cold:,} "
                "(95 % confidence; {by}, corrected for many tests by the false discovery rate).",
                by=deciding(draws > 0),
                rate=rate,
                **{name: figures[name] for name in ("tested", "hot", "cold")},
            )
        )
    else:
        said.append(
            tr(
                "No hot or cold spot of {rate} among {tested:,} places is more than chance could "
                "give; this does not show that the risk is the same everywhere.",
                rate=rate,
                tested=figures["tested"],
            )
        )
    if hottest:
        said.append(tr("The hottest: {names}.", names=listing(hottest)))
    return [*said, *([_together(clustering)] if clustering else [])]


def _about(subject: Subject, figures: Scalars) -> Message:
    return tr(
        "{what}: about {rate} overall.",
        what=subject.rate,
        rate=figure(float(f"{figures['rate']:.1e}")),
    )


def _overall(subject: Subject, figures: Scalars) -> Message:
    shown = {
        name: figure(float(number))
        for name in ("rate", "lower", "upper")
        if (number := figures[name]) is not None
    }
    return tr(
        "“{cases}”: {total} among {people} of “{population}”, {rate} per {per} overall (95 % "
        "interval {lower} to {upper}).",
        cases=subject.cases,
        population=subject.population,
        per=subject.per,
        total=figure(float(figures["cases"] or 0)),
        people=figure(float(figures["population"] or 0)),
        **shown,
    )


def _together(found: Clustering) -> Message:
    if found.p < LEVEL:
        return tr(
            "Like rates lie together more than by chance (Moran's I of the empirical Bayes index "
            "{i}, {p}).",
            i=number(found.i, 2),
            p=p_text(found.p),
        )
    return tr(
        "That like rates lie together is not shown (Moran's I of the empirical Bayes index {i}, "
        "{p}).",
        i=number(found.i, 2),
        p=p_text(found.p),
    )


def hottest_places(columns: Mapping[str, Any], names: npt.NDArray[np.object_] | None) -> list[Any]:
    """Return what the hottest significant places are called, the hottest first."""
    if names is None:
        return []
    ranked = np.argsort(-np.nan_to_num(columns["z"], nan=-np.inf), kind="stable")[:NAMED]
    return [names[i] for i in ranked if columns["bin"][i] >= 2]


def count_warning(subject: Subject, share: float | None) -> list[Message]:
    """Return the warning that a map of the count would show where people are, if it would."""
    if share is None or share < MOSTLY:
        return []
    return [
        tr(
            "{share:.0f} % of the variation of “{cases}” is explained by “{population}” alone: a "
            "map of the plain count mostly shows where people are.",
            share=100 * share,
            cases=subject.cases,
            population=subject.population,
        )
    ]


def chance_warning(variance: float) -> list[Message]:
    """Return the warning that the rates differ no more than chance makes them, if it is so."""
    if variance > 0:
        return []
    return [
        tr(
            "The rates differ no more than chance makes them: all smoothed rates are the overall "
            "rate."
        )
    ]


def method(parameters: RateParameters, who: Message, standard: Message | None) -> Method:
    """Return how rates are made, and the conventions on record."""
    notes = [
        tr("lower and upper are the exact Poisson interval of the crude rate (Garwood), 95 %."),
        tr("excess_risk is observed over expected cases: 1 is the overall rate."),
        tr("eb is drawn to the overall rate (Marshall's moments, spdep's EBest)."),
        tr(
            "spatial_eb is drawn to the rate around the place, itself included (spdep's EBlocal; "
            "GeoDa and esda sum the variance about another mean and give slightly other figures)."
        ),
        who,
        tr(
            "z is Gi* of the empirical Bayes index (Assunção & Reis), whose variance does not "
            "depend on population; p is two-sided, the bins follow the corrected p."
        ),
        *deciding_notes(parameters.permutations > 0),
    ]
    if standard is not None:
        notes += [
            tr(
                "standardised has Fay & Feuer's interval, smr (observed over expected by the "
                "rates of all places together) the exact Poisson one."
            ),
            standard,
            tr("The hot spots are of observed cases among those expected by age."),
        ]
    if parameters.permutations:
        notes.append(permutation_note(parameters.permutations, "two-sided", own=True))
        notes.append(
            tr("The p of Moran's I is one-sided, from at most 999 permutations of all places.")
        )
    name = tr("Rates with empirical Bayes smoothing")
    return Method(name.both(), ANALYSIS.citation, bilingual(notes))
