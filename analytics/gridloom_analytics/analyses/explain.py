"""Explain: what goes with a value, how surely, and whether it does so everywhere."""

from gridloom_analytics.analyses.neighbours import GraphParameters, ValueParameters
from gridloom_analytics.analysis import Analysis, Names, Parameters, option
from gridloom_analytics.output import GIVEN, Output, columns, figures
from gridloom_layers.language import tr


class CauseParameters(Parameters):
    """What a value is compared with."""

    by: Names = option("field", tr("Explained by"), of="layer", holds="number", min_length=1)
    local: bool = option(
        "choice", tr("Let the relation differ from place to place (GWR)"), default=True
    )


class ExplainParameters(GraphParameters, CauseParameters, ValueParameters):
    """A value, what it is compared with, and the neighbours in which residuals are compared."""


TERMS_OF_MODELS = {
    "intercept": tr("intercept"),
    "spatial_lag": tr("value of the neighbours (spatial lag)"),
    "spatial_error": tr("what is left over of the neighbours (spatial error)"),
}
TESTS = {
    "jarque_bera": tr("Jarque-Bera: normal residuals"),
    "breusch_pagan": tr("Breusch-Pagan: even spread"),
    "koenker_bassett": tr("Koenker-Bassett: even spread"),
    "moran_residuals": tr("Moran's I of the residuals"),
    "lm_lag": tr("Lagrange multiplier, spatial lag"),
    "lm_error": tr("Lagrange multiplier, spatial error"),
    "robust_lm_lag": tr("robust Lagrange multiplier, spatial lag"),
    "robust_lm_error": tr("robust Lagrange multiplier, spatial error"),
}
OUTPUTS = (
    Output(
        "explain",
        "layer",
        tr("what the line lets expect of each place"),
        {
            "value": tr("value"),
            "fitted": tr("fitted value"),
            "residual": tr("residual"),
            "std_residual": tr("standardised residual"),
            "departure": tr("higher or lower than expected"),
            "local_fitted": tr("fitted value of the local model"),
            "local_r2": tr("local R²"),
            "condition_number": tr("local condition number"),
            "coefficient intercept": tr("local intercept"),
            "t intercept": tr("t of the local intercept"),
            "coefficient {variable}": tr("local coefficient of “{variable}”", variable="…"),
            "t {variable}": tr("t of the local coefficient of “{variable}”", variable="…"),
        },
    ),
    Output(
        "correlations",
        "table",
        tr("how each goes with the value"),
        columns(
            variable=tr("variable"),
            pearson=tr("Pearson's r"),
            p_independent=tr("p-value, places held to be independent"),
            effective_n=tr("places that count"),
            p=tr("p-value, adjusted for space"),
            spearman=tr("Spearman's rho"),
            rank_p_independent=tr("p-value of rho, places held to be independent"),
            rank_effective_n=tr("places that count for rho"),
            rank_p=tr("p-value of rho, adjusted for space"),
        ),
    ),
    Output(
        "coefficients",
        "table",
        tr("the regression line (OLS)"),
        columns(
            "p",
            variable=tr("variable"),
            coefficient=tr("coefficient"),
            lower=tr("lower bound"),
            upper=tr("upper bound"),
            std_error=tr("standard error"),
            t=tr("t-value"),
            robust_error=tr("standard error, robust (HC1)"),
            robust_p=tr("p-value, robust (HC1)"),
            standardised_coefficient=tr("standardised coefficient"),
            vif=tr("variance inflation factor"),
        ),
        words={"variable": TERMS_OF_MODELS},
    ),
    Output(
        "diagnostics",
        "table",
        tr("tests of the residuals"),
        columns("p", test=tr("test"), statistic=tr("test statistic")),
        words={"test": TESTS},
    ),
    Output(
        "spatial_model",
        "table",
        tr("the regression with neighbours"),
        columns(
            "z",
            "p",
            variable=tr("variable"),
            coefficient=tr("coefficient"),
            std_error=tr("standard error"),
        ),
        perhaps=True,
        words={"variable": TERMS_OF_MODELS},
    ),
    Output(
        "local",
        "table",
        tr("how the coefficients differ from place to place (GWR)"),
        columns(
            "minimum",
            "median",
            "maximum",
            variable=tr("variable"),
            q1=tr("lower quartile"),
            q3=tr("upper quartile"),
            places_significant=tr("places where it differs from 0"),
        ),
        when={"local": GIVEN},
        perhaps=True,
        words={"variable": TERMS_OF_MODELS},
    ),
    Output(
        "scatter",
        "table",
        tr("the values that the scatter plots show"),
        {"value": tr("value"), "{variable}": tr("“{variable}”", variable="…")},
    ),
    Output("scatter {variable}", "chart", tr("the value against “{variable}”", variable="…")),
    *figures(
        columns(
            "n",
            left_out=tr("rows left out"),
            r2=tr("R²"),
            adjusted_r2=tr("adjusted R²"),
            f=tr("F"),
            f_p=tr("p-value of F"),
            residual_sd=tr("standard deviation of the residuals"),
            condition_number=tr("condition number"),
            aicc=tr("AICc"),
            local_aicc=tr("AICc of the local model"),
            critical_t=tr("t from which a local coefficient counts"),
            bandwidth=tr("nearest places in a local model"),
        )
    ),
    Output(
        "spatial_model",
        "scalar",
        tr("kind of the model with neighbours"),
        words={
            "spatial_model": {"lag": tr("spatial lag model"), "error": tr("spatial error model")}
        },
    ),
)

ANALYSIS = Analysis(
    name="explain",
    group=tr("Distributions").msgid,
    title=tr("What goes with a value"),
    summary=tr(
        "Correlation and regression of a value on others, with tests of what is left over in "
        "space, and local coefficients."
    ),
    parameters=ExplainParameters,
    outputs=OUTPUTS,
    example="--layer street "
    '--set "value=count(event) / count(person) * 1000" '
    '--set "by=share(person where age >= 65)"',
    citation="Dutilleul 1993, Biometrics 49: 305-314; Anselin 1988, Spatial Econometrics; "
    "Kelejian & Prucha 2010, Journal of Econometrics 157: 53-67; "
    "Fotheringham, Brunsdon & Charlton 2002, Geographically Weighted Regression; "
    "da Silva & Fotheringham 2016, Geographical Analysis 48: 233-247",
    function="gridloom_analytics.answers.explain.explain:explain",
)
