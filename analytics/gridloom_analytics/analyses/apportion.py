"""Apportion: counts and rates of the areas of one layer, on the areas of another one."""

from gridloom_analytics.analysis import Analysis, Names, Output, Parameters, option
from gridloom_layers.language import tr


class ApportionParameters(Parameters):
    """Where values come from, which are counts and which rates, and what they are shared by."""

    source: str = option("layer", tr("Layer that has the values"), geometry="area")
    counts: Names = option(
        "field", tr("Counts to share out"), of="source", holds="number", default=()
    )
    rates: Names = option(
        "field", tr("Rates or densities to average"), of="source", holds="number", default=()
    )
    rate_weight: str | None = option(
        "field",
        tr("What the rates are of, such as residents (land where left out)"),
        of="source",
        holds="number",
        default=None,
    )
    buildings: str | None = option(
        "layer", tr("Buildings to share by (land where left out)"), default=None
    )
    building_weight: str | None = option(
        "field",
        tr("Weight of a building (floor area where left out)"),
        of="buildings",
        holds="number",
        default=None,
    )


ANALYSIS = Analysis(
    name="apportion",
    group=tr("Distributions").msgid,
    title=tr("Values on other areas"),
    summary=tr(
        "Counts and rates of the areas of one layer on those of another: by land, or by buildings."
    ),
    parameters=ApportionParameters,
    outputs=(
        Output("apportion", "layer", "area"),
        Output("totals", "table"),
        Output("unallocated", "table"),
    ),
    citation="Goodchild & Lam 1980, Geo-Processing 1: 297-312; "
    "Wright 1936, Geographical Review 26: 103-110",
    function="gridloom_analytics.answers.apportion.apportion:apportion",
)
