"""What is said of a density: its height and place, how it was found, what it does not show."""

from gridloom_analytics.analyses.density import ANALYSIS, DensityParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.density.bandwidth import Choice
from gridloom_analytics.answers.density.figures import DENSEST, Figures, RiskFigures
from gridloom_analytics.answers.density.ground import Ground
from gridloom_analytics.answers.density.population import Population
from gridloom_analytics.answers.density.risk import LEVEL
from gridloom_analytics.answers.piles import shared_warnings
from gridloom_analytics.answers.sentences import bilingual, called, figure, title_of
from gridloom_analytics.result import Method
from gridloom_layers.language import Message, tr

FEW = 30
"""Under this many points a density says little of anything but these points."""

KERNELS = {
    "quartic": tr("Kernel density with a quartic kernel"),
    "gaussian": tr("Kernel density with a Gaussian kernel"),
}
EDGES = {
    "total": tr(
        "At the border each point's weight is kept inside (Jones 1993; Diggle 2010): the surface "
        "adds up to the total."
    ),
    "even": tr(
        "At the border the surface is divided by the kernel's mass inside (Diggle 1985): an even "
        "spread looks even, the surface need not add up to the total."
    ),
    "none": tr("At the border weight falls outside: the surface sinks there."),
}


def method_of(
    ground: Ground, choice: Choice, parameters: DensityParameters, population: Population | None
) -> Method:
    """Return how the surface was found."""
    notes = [choice.rule, choice.cells]
    if parameters.adaptive:
        notes.append(
            tr(
                "The bandwidth is a mean: it is shorter where points are dense, longer where they "
                "are sparse (Abramson 1982), at most 5 times."
            )
            if population is None
            else tr(
                "The bandwidth is a mean: it is shorter where the population is dense, longer "
                "where it is sparse (Abramson 1982), at most 5 times."
            )
        )
    notes += [ground.note, EDGES[parameters.edge]]
    if population is not None:
        notes += _of_risk(parameters, population)
    notes.append(tr("Values at rows are read from the surface."))
    return Method(KERNELS[parameters.kernel].both(), ANALYSIS.citation, bilingual(notes))


def _of_risk(parameters: DensityParameters, population: Population) -> list[Message]:
    return [
        tr(
            "The risk is the density by what it would be were each point's place drawn from "
            "“{population}”; 1 is the mean of the study area.",
            population=population.name,
        ),
        tr(
            "p is two-sided and for each place by itself, not corrected for many places; it comes "
            "from the exact mean, variance and skewness of the density under chance (Pearson III)."
        ),
        tr(
            "No risk is told where fewer than {expected} points would be expected by chance.",
            expected=figure(parameters.expected),
        ),
    ]


def summary(
    inputs: Inputs, parameters: DensityParameters, figures: Figures, population: Population | None
) -> list[Message]:
    """Return what was found, in sentences."""
    if population is not None and figures.risk is not None:
        return [_risk_found(inputs, figures.risk, figures.peak, population), _tested(figures.risk)]
    return [*_density_found(inputs, parameters, figures), _held(figures)]


def _density_found(
    inputs: Inputs, parameters: DensityParameters, figures: Figures
) -> list[Message]:
    shown = {"mean": figure(figures.mean), "highest": figure(figures.highest)}
    said = (
        tr(
            "{n:,} rows of “{layer}”: {mean} per km² in the mean of the study area, {highest} at "
            "the densest place.",
            n=figures.n,
            layer=called(inputs),
            **shown,
        )
        if parameters.weight is None
        else tr(
            "“{weight}” of {n:,} rows of “{layer}”: {mean} per km² in the mean of the study area, "
            "{highest} at the densest place.",
            weight=title_of(inputs, parameters.weight),
            n=figures.n,
            layer=called(inputs),
            **shown,
        )
    )
    if figures.peak is None:
        return [said]
    return [said, tr("That place is in {name}.", name=figures.peak)]


def _held(figures: Figures) -> Message:
    return tr(
        "The densest {area} % of the area hold {held} % of the total.",
        area=figure(100 * DENSEST),
        held=_percent(figures.held),
    )


def _risk_found(
    inputs: Inputs, risk: RiskFigures, peak: str | None, population: Population
) -> Message:
    shown = {"lowest": figure(risk.lowest), "highest": figure(risk.highest)}
    if peak is None:
        return tr(
            "By “{population}”, the risk of “{layer}” is from {lowest} to {highest} times the mean "
            "of the study area.",
            population=population.name,
            layer=called(inputs),
            **shown,
        )
    return tr(
        "By “{population}”, the risk of “{layer}” is from {lowest} to {highest} times the mean of "
        "the study area; the highest is in {name}.",
        population=population.name,
        layer=called(inputs),
        name=peak,
        **shown,
    )


def _tested(risk: RiskFigures) -> Message:
    return tr(
        "In {high} % of the area it is higher and in {low} % lower than chance would give "
        "(p < {level}, place by place; chance alone would give about {alone} % of each).",
        high=_percent(risk.high),
        low=_percent(risk.low),
        level=figure(LEVEL),
        alone=figure(50 * LEVEL),
    )


def warnings(
    ground: Ground, figures: Figures, population: Population | None
) -> tuple[Message, ...]:
    """Return what a reader should know before believing the surface."""
    found = [*ground.site.warnings, *shared_warnings(ground.site.points)]
    if figures.n < FEW:
        found.append(tr("With only {count} points the surface is rough.", count=figures.n))
    if population is None or figures.risk is None:
        found.append(
            tr(
                "A density shows where points are many, which may only be where people are; name a "
                "population to see the risk."
            )
        )
        return tuple(found)
    found += population.warnings
    if figures.risk.told < 1:
        found.append(
            tr(
                "{share} % of the study area has no risk: too little of “{population}” is there.",
                share=_percent(1 - figures.risk.told),
                population=population.name,
            )
        )
    return tuple(found)


def _percent(share: float) -> str:
    return figure(round(100 * share, 1))
