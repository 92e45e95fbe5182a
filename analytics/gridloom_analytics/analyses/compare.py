"""Compare: two columns of the same areas, or the same measure in two cities."""

from typing import Any, Literal

from pydantic import model_validator

from gridloom_analytics.analysis import Analysis, Parameters, option
from gridloom_analytics.output import GIVEN, Output, columns, figures
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


OUTPUTS = (
    Output(
        "compare",
        "layer",
        tr("the areas compared"),
        columns(
            "value", "p", "p_fdr",
            first=tr("first value"),
            second=tr("second value"),
            difference=tr("difference"),
            ratio=tr("ratio"),
            ratio_low=tr("ratio, lower bound"),
            ratio_high=tr("ratio, upper bound"),
            change=tr("change"),
            percentile=tr("percentile in the other layer"),
        ),
    ),
    Output(
        "quantiles",
        "table",
        tr("quantiles of both layers"),
        columns(
            percent=tr("percent of the areas"),
            first=tr("quantile here"),
            second=tr("quantile in the other layer"),
        ),
        when={"city": GIVEN, "code": (None,)},
    ),
    Output("compare", "chart", tr("one value against the other")),
    *figures(columns("n")),
    *figures(
        columns(
        first_total=tr("first total"),
        second_total=tr("second total"),
        mean_difference=tr("mean difference"),
        ratio=tr("ratio of the totals"),
        ratio_low=tr("ratio, lower bound"),
        ratio_high=tr("ratio, upper bound"),
        ratio_p=tr("p-value of the ratio"),
        more=tr("areas with more than before, beyond chance"),
        less=tr("areas with less than before, beyond chance"),
        none=tr("areas without a change beyond chance"),
        shared_top=tr("share of the highest tenth in common"),
        shared_top_by_chance=tr("the same by chance"),
        pearson=tr("Pearson's r"),
        pearson_effective_n=tr("places that count for Pearson's r"),
        pearson_p=tr("p-value of Pearson's r"),
        spearman=tr("Spearman's rho"),
        spearman_effective_n=tr("places that count for Spearman's rho"),
        spearman_p=tr("p-value of Spearman's rho"),
        ),
        perhaps=True,
    ),
    *figures(
        columns(
            "mean", "median", "sd", "minimum", "maximum", "gini",
            other_n=tr("areas of the other layer that take part"),
            other_mean=tr("mean in the other layer"),
            other_median=tr("median in the other layer"),
            other_sd=tr("standard deviation in the other layer"),
            other_minimum=tr("lowest value in the other layer"),
            other_maximum=tr("highest value in the other layer"),
            other_gini=tr("Gini coefficient in the other layer"),
            ks=tr("greatest gap of the distributions (Kolmogorov-Smirnov)"),
            ks_p=tr("p-value of the gap"),
            mann_whitney_p=tr("p-value (Mann-Whitney)"),
            superiority=tr("chance that an area here is higher than one there"),
            cliffs_delta=tr("Cliff's delta"),
        ),
        when={"city": GIVEN, "code": (None,)},
    ),
)  # fmt: skip

ANALYSIS = Analysis(
    name="compare",
    group=tr("Distributions").msgid,
    title=tr("Comparison"),
    summary=tr(
        "Two periods, two measures or two cities: differences, ratios with their intervals, "
        "and how alike the maps are."
    ),
    parameters=CompareParameters,
    outputs=OUTPUTS,
    example="--layer community "
    '--set "value=count(event where year(reported_at) = 2024)" '
    '--set "other=count(event where year(reported_at) = 2025)"',
    citation="Przyborowski & Wilenski 1940, Biometrika 31: 313-323; "
    "Clopper & Pearson 1934, Biometrika 26: 404-413; "
    "Benjamini & Hochberg 1995, JRSS B 57: 289-300; "
    "Dutilleul 1993, Biometrics 49: 305-314; Cliff 1993, Psychol. Bull. 114: 494-509",
    function="gridloom_analytics.answers.compare:compare",
)
