"""Explain: what goes with a value, how surely, and whether it does so everywhere."""

from gridloom_analytics.analyses.neighbours import GraphParameters, ValueParameters
from gridloom_analytics.analysis import Analysis, Names, Output, Parameters, option
from gridloom_layers.language import tr


class CauseParameters(Parameters):
    """What a value is compared with."""

    by: Names = option("field", tr("Explained by"), of="layer", holds="number", min_length=1)
    local: bool = option(
        "choice", tr("Let the relation differ from place to place (GWR)"), default=True
    )


class ExplainParameters(GraphParameters, CauseParameters, ValueParameters):
    """A value, what it is compared with, and the neighbours in which residuals are compared."""


ANALYSIS = Analysis(
    name="explain",
    group=tr("Distributions").msgid,
    title=tr("What goes with a value"),
    summary=tr(
        "Correlation and regression of a value on others, with tests of what is left over in "
        "space, and local coefficients."
    ),
    parameters=ExplainParameters,
    outputs=(
        Output("explain", "layer"),
        Output("correlations", "table"),
        Output("coefficients", "table"),
        Output("diagnostics", "table"),
        Output("spatial_model", "table"),
        Output("local", "table"),
        Output("scatter", "table"),
        Output("scatter", "chart"),
    ),
    citation="Dutilleul 1993, Biometrics 49: 305-314; Anselin 1988, Spatial Econometrics; "
    "Kelejian & Prucha 2010, Journal of Econometrics 157: 53-67; "
    "Fotheringham, Brunsdon & Charlton 2002, Geographically Weighted Regression; "
    "da Silva & Fotheringham 2016, Geographical Analysis 48: 233-247",
    function="gridloom_analytics.answers.explain.explain:explain",
)
