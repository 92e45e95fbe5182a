"""Cases among people as rates that can be compared, and where they are high."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import poisson

from gridloom_analytics.analyses.rates import ANALYSIS, RateParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.bins import bin_style
from gridloom_analytics.answers.neighbourhood import neighbourhood
from gridloom_analytics.answers.odd_neighbours import odd_neighbours
from gridloom_analytics.answers.rates import telling
from gridloom_analytics.answers.rates.ages import ByAge, by_age
from gridloom_analytics.answers.rates.counts import Counts, counts
from gridloom_analytics.answers.rates.likeness import Likeness, likeness
from gridloom_analytics.answers.sites import Sites
from gridloom_analytics.cartography import Style
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.result import Result
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.rates.empirical_bayes import (
    EmpiricalBayes,
    empirical_bayes,
    spatial_empirical_bayes,
)
from gridloom_analytics.statistics.rates.poisson import poisson_interval
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]

OF_AGES = (
    "standardised_rate", "standardised_lower", "standardised_upper", "expected_cases",
    "smr", "smr_lower", "smr_upper",
)  # fmt: skip
OWN = ("cases", "population", "crude", "lower", "upper")
OF_OTHERS = (
    "excess_risk", "eb", "eb_index", *OF_AGES, "chance_lower", "chance_upper",
    "spatial_eb", "z", "p", "p_sim", "p_fdr",
)  # fmt: skip
"""Columns that rest on the rate of all places, or of those around."""


def rates(inputs: Inputs, parameters: RateParameters, seed: int, progress: Progress) -> Result:
    """Return the rates of each row of the layer, and the hot spots of the rate.

    Rates are per ``parameters.per`` people. Rows without cases, people or a place have nulls. With
    age groups the hot spots are of cases observed among those expected by age.
    """
    found = counts(inputs, parameters)
    subject = telling.Subject.of(inputs, parameters)
    sites = Sites(found.rows, found.layer, (), found.cases)
    progress.report("neighbours", 0, 0)
    graph, who = neighbourhood(inputs, sites, parameters)
    smooth = empirical_bayes(found.cases, found.population)
    aged = by_age(inputs, found, parameters)
    kept, alike = _likeness(found, aged, graph, parameters, seed, progress)
    columns = _columns(found, smooth, graph, parameters.per)
    primary = _primary(inputs, found, columns, aged, kept, alike)
    figures = _figures(found, smooth, alike, parameters.per)
    names = None if sites.names is None else sites.names[kept]
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=primary,
        method=telling.method(parameters, who, aged.note if aged else None),
        summary=telling.summary(
            subject,
            figures,
            alike.clustering,
            telling.hottest_places(alike.columns, names),
            aged=aged is not None,
            coarse=inputs.persons is not None,
            draws=parameters.permutations,
        ),
        style=_style(subject, columns["eb"], parameters.show),
        scalars=figures,
        tables={"funnel": _funnel(primary, found, smooth, parameters.per)},
        charts={"funnel": _funnel_chart(subject)},
        warnings=(
            *telling.count_warning(subject, _explained(found)),
            *found.warnings,
            *(aged.warnings if aged else ()),
            *telling.chance_warning(float(smooth.variance)),
            *odd_neighbours(inputs, sites, parameters, graph),
            *alike.warnings,
        ),
        guarded=(*OWN, *OF_OTHERS),
        of_neighbours=OF_OTHERS,
    )


def _style(subject: telling.Subject, smoothed: Floats, show: str) -> Style:
    if show == "hotspots":
        return bin_style(tr("Hot and cold spots of “{value}”", value=subject.rate))
    return graduated(smoothed, column="eb", title=subject.smoothed.both(), method="jenks")


def _likeness(
    found: Counts,
    aged: ByAge | None,
    graph: Graph,
    parameters: RateParameters,
    seed: int,
    progress: Progress,
) -> tuple[npt.NDArray[np.bool_], Likeness]:
    """Return which sites are compared, and how."""
    cases, people = (aged.observed, aged.expected) if aged else (found.cases, found.population)
    kept = np.nan_to_num(people) > 0
    if not kept.all():
        graph = Graph.from_matrix(graph.matrix[kept][:, kept], graph.ids[kept])
    draws = parameters.permutations
    return kept, likeness(cases[kept], people[kept], graph, draws, seed, progress)


def _columns(found: Counts, smooth: EmpiricalBayes, graph: Graph, per: float) -> dict[str, Floats]:
    lower, upper = poisson_interval(found.cases)
    around = spatial_empirical_bayes(found.cases, found.population, graph)
    crude = found.cases / found.population
    return {
        "cases": found.cases,
        "population": found.population,
        "crude": crude * per,
        "lower": lower / found.population * per,
        "upper": upper / found.population * per,
        "excess_risk": crude / smooth.mean,
        "eb": smooth.estimates * per,
        "spatial_eb": around.estimates * per,
    }


def _primary(
    inputs: Inputs,
    found: Counts,
    columns: dict[str, Floats],
    aged: ByAge | None,
    kept: npt.NDArray[np.bool_],
    alike: Likeness,
) -> pd.DataFrame:
    index = inputs.layer.index
    every = np.ones(len(kept), dtype=bool)
    own = found.place({**columns, **(aged.columns if aged else {})}, every, index)
    return own.join(found.place(alike.columns, kept, index))


def _figures(found: Counts, smooth: EmpiricalBayes, alike: Likeness, per: float) -> telling.Scalars:
    cases, people = float(found.cases.sum()), float(found.population.sum())
    lower, upper = (float(one[0]) for one in poisson_interval(np.array([cases])))
    bins, together = alike.columns["bin"], alike.clustering
    return {
        "places": len(found.cases),
        "cases": cases,
        "population": people,
        "rate": cases / people * per,
        "lower": lower / people * per,
        "upper": upper / people * per,
        "risk_variance": float(smooth.variance) * per**2,
        "explained_by_population": _explained(found),
        "tested": int(np.isfinite(bins).sum()),
        "hot": int((bins >= 2).sum()),
        "cold": int((bins <= -2).sum()),
        "islands": int(alike.columns["island"].sum()),
        "i": together.i if together else None,
        "p_sim": together.p if together else None,
    }


def _explained(found: Counts) -> float | None:
    """Return the share of the count's variance that a line on the population explains (r²)."""
    if np.ptp(found.population) == 0 or np.ptp(found.cases) == 0:
        return None
    return float(np.corrcoef(found.cases, found.population)[0, 1] ** 2)


def _funnel(
    primary: pd.DataFrame, found: Counts, smooth: EmpiricalBayes, per: float
) -> pd.DataFrame:
    """Return crude rates by rising population, with what chance gives around the overall rate."""
    funnel = primary.loc[found.rows, ["population", "crude"]]
    expected = found.population * smooth.mean
    for name, share in (("chance_lower", 0.025), ("chance_upper", 0.975)):
        funnel[name] = poisson.ppf(share, expected) / found.population * per
    return funnel.sort_values("population", kind="stable")


def _funnel_chart(subject: telling.Subject) -> Chart:
    return Chart(
        kind="points",
        title=tr("Rate and number of people: within the funnel, chance will do").both(),
        table="funnel",
        x="population",
        x_title=subject.population.both(),
        y_title=subject.rate.both(),
        series=(Series(column="crude", title=subject.rate.both()),),
        envelope=("chance_lower", "chance_upper"),
    )
