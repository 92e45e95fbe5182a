"""Apportion: counts and rates of the areas of one layer, on the areas of another one."""

from gridloom_analytics.analysis import Analysis, Names, Parameters, option
from gridloom_analytics.output import Output, columns, figures
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


OUTPUTS = (
    Output(
        "apportion",
        "layer",
        tr("the values on these areas"),
        {
            "covered": tr("share of the area that the source covers"),
            "{column}": tr("“{column}” on these areas", column="…"),
        },
        geometry="area",
    ),
    Output(
        "totals",
        "table",
        tr("what became of each total"),
        columns(
            value=tr("value that is shared out"),
            total=tr("total of the source"),
            allocated=tr("part that found an area"),
            unallocated=tr("part that found none"),
        ),
    ),
    Output(
        "unallocated",
        "table",
        tr("source areas that lie outside, wholly or in part"),
        {
            "source": tr("source area"),
            "share": tr("share that lies outside"),
            "{column}": tr("“{column}” that lies outside", column="…"),
        },
    ),
    *figures(
        columns(
            sources=tr("source areas"),
            targets=tr("areas of this layer"),
            reached=tr("areas that get a value"),
        )
    ),
)

ANALYSIS = Analysis(
    name="apportion",
    group=tr("Distributions").msgid,
    title=tr("Values on other areas"),
    summary=tr(
        "Counts and rates of the areas of one layer on those of another: by land, or by buildings."
    ),
    parameters=ApportionParameters,
    outputs=OUTPUTS,
    example='--layer street --set source=community --set "counts=count(person)"',
    citation="Goodchild & Lam 1980, Geo-Processing 1: 297-312; "
    "Wright 1936, Geographical Review 26: 103-110",
    function="gridloom_analytics.answers.apportion.apportion:apportion",
)
