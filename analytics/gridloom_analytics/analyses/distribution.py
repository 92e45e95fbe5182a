"""Distribution: how a value is spread over the areas, in figures and in classes."""

from typing import Literal

from gridloom_analytics.analysis import Analysis, Output, Parameters, option
from gridloom_layers.language import tr


class DistributionParameters(Parameters):
    """A value, and how its classes are found."""

    value: str = option("field", tr("Value"), of="layer")
    classes: Literal["quantile", "jenks", "equal", "std-dev"] = option(
        "choice",
        tr("Classes"),
        default="jenks",
        choices={
            "quantile": tr("as many areas in each"),
            "jenks": tr("natural breaks (Jenks)"),
            "equal": tr("equal intervals"),
            "std-dev": tr("standard deviations from the mean"),
        },
    )
    k: int = option("number", tr("Number of classes"), default=5, ge=2, le=9)


ANALYSIS = Analysis(
    name="distribution",
    group=tr("Distributions").msgid,
    title=tr("Distribution of a value"),
    summary=tr(
        "How a value is spread over the areas: total, mean, quartiles, inequality, classes."
    ),
    parameters=DistributionParameters,
    outputs=(Output("distribution", "layer"), Output("classes", "table")),
    citation="Fisher 1958, JASA 53: 789-798; Gini 1912, Variabilità e mutabilità",
    function="gridloom_analytics.answers.distribution:distribution",
)
