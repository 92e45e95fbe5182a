"""Compare: two columns of the same areas, or the same measure in two cities."""

from typing import Any, Literal

from pydantic import model_validator

from gridloom_analytics.analysis import Analysis, Output, Parameters, option
from gridloom_layers.language import tr


class CompareParameters(Parameters):
    """What is compared with what, and how the same area is found in another layer."""

    value: str = option("field", tr("First value"), of="layer")
    other: str | None = option(
        "field", tr("Second value of the same areas"), of="layer", default=None
    )
    per: str | None = option(
        "field", tr("The first divided by (residents, days …)"), of="layer", default=None
    )
    other_per: str | None = option(
        "field", tr("The second divided by, where not by the same"), of="layer", default=None
    )
    city: str | None = option(
        "layer", tr("Another layer: another city, or another state of this one"),
        geometry="area", default=None,
    )  # fmt: skip
    city_value: str | None = option(
        "field", tr("Value there, where not called the same"), of="city", default=None
    )
    city_per: str | None = option(
        "field", tr("Divided there by, where not called the same"), of="city", default=None
    )
    code: str | None = option(
        "field",
        tr("Column that names the same area in both layers"),
        of="layer",
        holds="text",
        default=None,
    )
    city_code: str | None = option(
        "field",
        tr("That column there, where not called the same"),
        of="city",
        holds="text",
        default=None,
    )
    times: float = option("number", tr("Rates for so many"), default=1000.0, gt=0)
    kind: Literal["auto", "counts", "values"] = option(
        "choice",
        tr("Kind of the values"),
        default="auto",
        choices={
            "auto": tr("whole numbers are counts of cases"),
            "counts": tr("counts of cases"),
            "values": tr("other values"),
        },
    )
    expected: Literal["same", "overall"] = option(
        "choice",
        tr("A change is tested against"),
        default="same",
        choices={
            "same": tr("no change"),
            "overall": tr("the change of all areas together"),
        },
    )

    @model_validator(mode="before")
    @classmethod
    def _called_the_same(cls, given: Any) -> Any:
        """Ask the other layer for columns of the same names where no others are given."""
        if not isinstance(given, dict) or not given.get("city"):
            return given
        alike = {"city_value": "value", "city_per": "per", "city_code": "code"}
        found = {name: given.get(same) for name, same in alike.items() if not given.get(name)}
        return {**given, **{name: value for name, value in found.items() if value is not None}}


ANALYSIS = Analysis(
    name="compare",
    group=tr("Distributions").msgid,
    title=tr("Comparison"),
    summary=tr(
        "Two periods, two measures or two cities: differences, ratios with their intervals, "
        "and how alike the maps are."
    ),
    parameters=CompareParameters,
    outputs=(
        Output("compare", "layer"),
        Output("quantiles", "table"),
        Output("compare", "chart"),
    ),
    citation="Przyborowski & Wilenski 1940, Biometrika 31: 313-323; "
    "Clopper & Pearson 1934, Biometrika 26: 404-413; "
    "Benjamini & Hochberg 1995, JRSS B 57: 289-300; "
    "Dutilleul 1993, Biometrics 49: 305-314; Cliff 1993, Psychol. Bull. 114: 494-509",
    function="gridloom_analytics.answers.compare:compare",
)
