"""A scan in words: what was found, how, and what it does not say."""

import numpy as np

from gridloom_analytics.analyses.scan import ANALYSIS, ScanParameters
from gridloom_analytics.answers.scanning.findings import (
    LEVEL,
    Findings,
    centre_name,
    relative_risk,
)
from gridloom_analytics.answers.sentences import bilingual, called, figure, listing, title_of
from gridloom_analytics.disclosure import small_counts
from gridloom_analytics.result import Method
from gridloom_analytics.statistics.scanning.clusters import Cluster
from gridloom_layers.language import Message, tr, tr_n


def summary(found: Findings, parameters: ScanParameters) -> list[Message]:
    """Return the sentences that say what was found, and no more than the test shows."""
    if not found.significant:
        return [_nothing(found, parameters)]
    first = found.significant[0]
    said = [_likeliest(found, first, parameters), *_counts(found, first)]
    if further := len(found.significant) - 1:
        said.append(
            tr_n(
                "{count:,} further cluster, without a place in common, has p ≤ {level} too.",
                "{count:,} further clusters, without a place in common, have p ≤ {level} too.",
                further,
                level=LEVEL,
            )
        )
    if parameters.scan != "time":
        said.append(tr("A circle says about where a cluster is, not where it ends."))
    return said


def _nothing(found: Findings, parameters: ScanParameters) -> Message:
    cases = subject(found, parameters)
    if not found.scanned.clusters:
        return tr(
            "Nowhere is “{cases}” beyond what is expected on the side looked at.", cases=cases
        )
    return tr(
        "The likeliest cluster of “{cases}” is no more than chance could give "
        "(p = {p}, {draws:,} draws); this does not show that the risk is the same everywhere.",
        cases=cases,
        p=figure(found.scanned.p(found.scanned.clusters[0])),
        draws=parameters.draws,
    )


def subject(found: Findings, parameters: ScanParameters) -> Message | object:
    """Return what the cases are called."""
    if parameters.events is not None:
        return called(found.inputs.layers["events"])
    if not parameters.cases:
        return called(found.inputs)
    return listing([title_of(found.inputs, name) for name in parameters.cases])


def _likeliest(found: Findings, one: Cluster, parameters: ScanParameters) -> Message:
    said = {
        "cases": subject(found, parameters),
        "where": _where(found, one, parameters),
        "reached": round(found.scanned.p(one) * (parameters.draws + 1)) - 1,
        "draws": parameters.draws,
        "p": figure(found.scanned.p(one)),
    }
    if one.cases >= one.expected:
        return tr(
            "Cases of “{cases}” cluster {where}: {reached:,} of {draws:,} random draws had as "
            "strong a cluster anywhere (p = {p}).",
            **said,
        )
    return tr(
        "Cases of “{cases}” are rare {where}: {reached:,} of {draws:,} random draws had as strong "
        "a cluster anywhere (p = {p}).",
        **said,
    )


def _where(found: Findings, one: Cluster, parameters: ScanParameters) -> Message:
    steps = found.material.steps
    when = None
    if steps is not None:
        start, end = steps.span(one.start, one.end)
        when = tr("from {start} to {end}", start=start, end=end)
        if parameters.scan == "time":
            return when
    place = _around(found, one)
    return place if when is None else tr("{place}, {when}", place=place, when=when)


def _around(found: Findings, one: Cluster) -> Message:
    name = centre_name(found, one)
    count, radius = len(one.places), figure(round(one.radius))
    if count == 1:
        return tr("at {name}", name=name) if name else tr("at one place")
    if name is None:
        return tr("in {count:,} places within {radius} m", count=count, radius=radius)
    return tr(
        "around {name} ({count:,} places within {radius} m)",
        name=name,
        count=count,
        radius=radius,
    )


def _counts(found: Findings, one: Cluster) -> list[Message]:
    """Return the cases and the risk.

    Persons are not counted, and where counts of a few of them are among what was scanned the risk
    is not told either: of a single place, with its population, it is the count.
    """
    persons = found.inputs.persons
    if persons is not None and small_counts(persons).any():
        return []
    risk = relative_risk(
        np.array([float(one.cases)]), np.array([one.expected]), found.material.study.total
    )[0]
    if persons is not None:
        return [tr("The risk there is {risk} times that elsewhere.", risk=_times(risk))]
    if np.isnan(risk):
        return [
            tr(
                "All {observed:,} cases are there; {expected} are expected.",
                observed=one.cases,
                expected=figure(one.expected),
            )
        ]
    return [
        tr(
            "{observed:,} cases are there, {expected} expected; the risk is {risk} times that "
            "elsewhere.",
            observed=one.cases,
            expected=figure(one.expected),
            risk=_times(risk),
        )
    ]


def _times(risk: float) -> str:
    return "∞" if np.isnan(risk) else f"{risk:.2f}"


MODELS = {
    "poisson": tr("Scan statistic, Poisson model"),
    "bernoulli": tr("Scan statistic, Bernoulli model"),
    "permutation": tr("Space-time permutation scan statistic"),
}
SIDES = {
    "high": tr("One-sided: only windows with more cases than expected count."),
    "low": tr("One-sided: only windows with fewer cases than expected count."),
    "both": tr("Two-sided: windows with more and with fewer cases than expected count."),
}
NULLS = {
    "poisson": tr(
        "Chance lays out the same number of cases in proportion to what is expected (multinomial)."
    ),
    "bernoulli": tr("Chance deals the same number of cases to the people without replacement."),
    "permutation": tr(
        "Chance shuffles the times of the cases: places and times keep their totals."
    ),
}


def method(parameters: ScanParameters) -> Method:
    """Return how clusters were found, with every convention on record."""
    notes = [_windows(parameters), SIDES[parameters.rates], NULLS[parameters.model]]
    if len(parameters.population) > 1:
        notes.append(tr("Expected cases are standardised indirectly over the strata."))
    if parameters.scan != "space":
        notes.append(tr("The time studied is from the day of the first case to that of the last."))
    if parameters.scan != "space" and parameters.model == "poisson":
        notes.append(
            tr("The population is taken as the same throughout; steps count by their days.")
        )
    notes += [
        tr(
            "p is the rank among the greatest likelihood ratios of {draws:,} draws, "
            "(r + 1) / (draws + 1): it accounts for all windows looked at. For further clusters it "
            "is conservative. p_gumbel is the tail of a Gumbel distribution fitted to them.",
            draws=parameters.draws,
        ),
        tr("Each further cluster is the likeliest without a place of those before it."),
        tr("Places equally far from a centre enter a circle together; equal points are one place."),
    ]
    return Method(MODELS[parameters.model].both(), ANALYSIS.citation, bilingual(notes))


def _windows(parameters: ScanParameters) -> Message:
    share, duration = figure(parameters.share), figure(parameters.duration)
    in_time = tr("runs of steps of up to {duration} % of the time", duration=duration)
    if parameters.scan == "time":
        return tr("Windows are {windows}.", windows=in_time)
    if parameters.radius is None:
        circles = tr(
            "circles around each place with up to {share} % of the population", share=share
        )
    else:
        circles = tr(
            "circles around each place with up to {share} % of the population and a radius of up "
            "to {radius} m",
            share=share,
            radius=figure(parameters.radius),
        )
    if parameters.scan == "space":
        return tr("Windows are {windows}.", windows=circles)
    return tr("Windows are {circles}, times {runs}.", circles=circles, runs=in_time)
