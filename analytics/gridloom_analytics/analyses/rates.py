"""Rates: cases among people, made comparable, and where they are high more than by chance."""

from typing import Literal

from gridloom_analytics.analyses.neighbours import PermutationParameters
from gridloom_analytics.analysis import Analysis, Names, Numbers, Parameters, option
from gridloom_analytics.output import Output, columns, figures
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


OUTPUTS = (
    Output(
        "rates",
        "layer",
        tr("the rates of each place"),
        columns(
            "z", "p", "p_fdr", "bin", "neighbour_count", "island", "p_sim",
            cases=tr("cases"),
            population=tr("population"),
            crude=tr("crude rate"),
            lower=tr("crude rate, lower bound"),
            upper=tr("crude rate, upper bound"),
            excess_risk=tr("observed over expected"),
            eb=tr("smoothed rate"),
            spatial_eb=tr("rate smoothed among neighbours"),
            eb_index=tr("empirical Bayes index"),
            standardised_rate=tr("age-standardised rate"),
            standardised_lower=tr("age-standardised rate, lower bound"),
            standardised_upper=tr("age-standardised rate, upper bound"),
            expected_cases=tr("expected cases"),
            smr=tr("standardised ratio (SMR)"),
            smr_lower=tr("standardised ratio, lower bound"),
            smr_upper=tr("standardised ratio, upper bound"),
        ),
    ),
    Output(
        "funnel",
        "table",
        tr("crude rates by population, with what chance gives"),
        columns(
            population=tr("population"),
            crude=tr("crude rate"),
            chance_lower=tr("lower bound of chance"),
            chance_upper=tr("upper bound of chance"),
        ),
    ),
    Output("funnel", "chart", tr("crude rates by population, with what chance gives")),
    *figures(
        columns(
            "islands",
            places=tr("places"),
            cases=tr("cases"),
            population=tr("population"),
            rate=tr("rate of all places together"),
            lower=tr("the same, lower bound"),
            upper=tr("the same, upper bound"),
            risk_variance=tr("variance of the risk between places"),
            explained_by_population=tr("share of the cases' differences that population explains"),
            tested=tr("places tested"),
            hot=tr("hot spots"),
            cold=tr("cold spots"),
            i=tr("Moran's I of the rates (empirical Bayes)"),
            p_sim=tr("p-value of Moran's I (permutation)"),
        )
    ),
)  # fmt: skip

ANALYSIS = Analysis(
    name="rates",
    group=tr("Distributions").msgid,
    title=tr("Rates"),
    summary=tr(
        "Cases among people: crude, smoothed and standardised by age, and hot spots of the rate "
        "instead of where people live."
    ),
    parameters=RateParameters,
    outputs=OUTPUTS,
    example='--layer community --set "cases=count(event)" --set "population=count(person)"',
    citation="Marshall 1991, Applied Statistics 40: 283-294; "
    "Assunção & Reis 1999, Statistics in Medicine 18: 2147-2162; "
    "Fay & Feuer 1997, Statistics in Medicine 16: 791-801; Garwood 1936, Biometrika 28: 437-442",
    function="gridloom_analytics.answers.rates.rates:rates",
)
