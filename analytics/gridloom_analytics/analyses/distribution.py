"""Distribution: how a value is spread over the areas, in figures and in classes."""

from typing import Any, Literal

from pydantic import model_validator

from gridloom_analytics.analysis import Analysis, Parameters, option
from gridloom_analytics.output import Output, columns, figures
from gridloom_layers.language import tr

Per = Literal["none", "share", "area", "person", "room", "company", "component"]
COUNTED = {
    "person": "count(person)",
    "room": "count(room)",
    "company": "count(entity)",
    "component": "count(component)",
}
"""The measure that a value is divided by, where it is asked for per one of these."""


class DistributionParameters(Parameters):
    """A value, what it is held against, and how its classes are found."""

    value: str = option("field", tr("Value"), of="layer")
    per: Per = option(
        "choice",
        tr("Held against"),
        default="none",
        choices={
            "none": tr("nothing: the value as it is"),
            "share": tr("the total: shares in per cent"),
            "area": tr("the area: per square kilometre"),
            "person": tr("the number of residents"),
            "room": tr("the number of rooms"),
            "company": tr("the number of companies"),
            "component": tr("the number of city components"),
        },
    )
    denominator: str | None = option(
        "field", tr("Divided by a column or measure"), of="layer", default=None
    )
    times: float = option(
        "number", tr("Rate for so many of what it is divided by"), default=1000.0, gt=0
    )
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

    @model_validator(mode="before")
    @classmethod
    def _with_denominator(cls, given: Any) -> Any:
        """Ask for the measure that counts persons, rooms …, so that it is attached as a column."""
        counted = COUNTED.get(given.get("per", "")) if isinstance(given, dict) else None
        if counted is None or given.get("denominator"):
            return given
        return {**given, "denominator": counted}


OUTPUTS = (
    Output(
        "distribution",
        "layer",
        tr("the value of each area"),
        {
            "value": tr("value"),
            "class": tr("number of the class"),
            "numerator": tr("numerator"),
            "denominator": tr("denominator"),
        },
    ),
    Output(
        "classes",
        "table",
        tr("the classes of the map"),
        columns(
            "lower",
            "upper",
            number=tr("number of the class"),
            rows=tr("areas in the class"),
            total=tr("sum of their values"),
        ),
    ),
    Output(
        "histogram",
        "table",
        tr("how many areas have which values"),
        columns(
            "lower",
            "upper",
            middle=tr("middle of the interval"),
            areas=tr("number of areas"),
        ),
    ),
    Output("histogram", "chart", tr("how many areas have which values")),
    *figures(
        columns(
            "n", "mean", "median", "sd", "minimum", "maximum", "gini",
            missing=tr("areas without a value"),
            total=tr("total"),
            overall=tr("value of all areas together"),
            cv=tr("coefficient of variation"),
            q1=tr("lower quartile"),
            q3=tr("upper quartile"),
        )
    ),
)  # fmt: skip

ANALYSIS = Analysis(
    name="distribution",
    group=tr("Distributions").msgid,
    title=tr("Distribution of a value"),
    summary=tr(
        "How a count, share, density or rate is spread over the areas: mean, quartiles, "
        "inequality, classes."
    ),
    parameters=DistributionParameters,
    outputs=OUTPUTS,
    example='--layer community --set "value=count(event)" --set per=person',
    citation="Fisher 1958, JASA 53: 789-798; Gini 1912, Variabilità e mutabilità",
    function="gridloom_analytics.answers.distribution:distribution",
)
