"""Rates: cases among people, made comparable, and where they are high more than by chance."""

from typing import Literal

from gridloom_analytics.analyses.neighbours import PermutationParameters
from gridloom_analytics.analysis import Analysis, Names, Numbers, Output, Parameters, option
from gridloom_layers.language import tr


class CaseParameters(Parameters):
    """Cases and people, all together and by age."""

    cases: str = option("field", tr("Cases"), of="layer", holds="number")
    population: str = option("field", tr("Population"), of="layer", holds="number")
    per: float = option("number", tr("Rate per how many people"), default=10_000, gt=0, le=1e9)
    cases_by_age: Names = option(
        "field", tr("Cases by age group"), of="layer", holds="number", default=()
    )
    population_by_age: Names = option(
        "field", tr("Population by age group"), of="layer", holds="number", default=()
    )
    standard: Literal["city", "who", "given"] = option(
        "choice",
        tr("Standard population"),
        default="city",
        choices={
            "city": tr("all these places together"),
            "who": tr("the world standard of the WHO"),
            "given": tr("the one given"),
        },
    )
    ages: Numbers = option(
        "number", tr("First age of each age group (for the WHO's standard)"), default=(), unit="a"
    )
    weights: Numbers = option(
        "number", tr("People of each age group in the given standard"), default=()
    )


class RateParameters(PermutationParameters, CaseParameters):
    """Rates, the neighbours among which their hot spots are looked for, and what the map shows."""

    show: Literal["hotspots", "rate"] = option(
        "choice",
        tr("The map shows"),
        default="hotspots",
        choices={"hotspots": tr("hot spots of the rate"), "rate": tr("the smoothed rate")},
    )


ANALYSIS = Analysis(
    name="rates",
    group=tr("Distributions").msgid,
    title=tr("Rates"),
    summary=tr(
        "Cases among people: crude, smoothed and standardised by age, and hot spots of the rate "
        "instead of where people live."
    ),
    parameters=RateParameters,
    outputs=(Output("rates", "layer"), Output("funnel", "table"), Output("funnel", "chart")),
    citation="Marshall 1991, Applied Statistics 40: 283-294; "
    "Assunção & Reis 1999, Statistics in Medicine 18: 2147-2162; "
    "Fay & Feuer 1997, Statistics in Medicine 16: 791-801; Garwood 1936, Biometrika 28: 437-442",
    function="gridloom_analytics.answers.rates.rates:rates",
)
