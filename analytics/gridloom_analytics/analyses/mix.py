"""Mix: what kinds there are in each area, such as the industries of its companies."""

from typing import Literal

from gridloom_analytics.analysis import Analysis, Parameters, option
from gridloom_analytics.output import Output, columns, figures
from gridloom_layers.language import tr

FIGURE_TITLES = {
    "diversity": tr("kinds that count (of the same size)"),
    "largest_share": tr("share of the largest kind in %"),
    "unlikeness": tr("part that is unlike the mix of all areas, in %"),
}


class MixParameters(Parameters):
    """What is counted by which kinds, and what is drawn."""

    table: str = option("expression", tr("Table"), default="entity")
    by: str = option("expression", tr("Kinds: a field, or bands of one"), default="industry")
    where: str | None = option("expression", tr("Only rows where"), default=None)
    figure: Literal["diversity", "largest_share", "unlikeness"] = option(
        "choice", tr("Figure on the map"), default="diversity", choices=FIGURE_TITLES
    )


OUTPUTS = (
    Output(
        "mix",
        "layer",
        tr("the mix of each area"),
        columns("value", total=tr("total"), largest=tr("largest kind"), **FIGURE_TITLES),
        geometry="area",
    ),
    Output(
        "kinds",
        "table",
        tr("the kinds, the most frequent first"),
        columns(
            kind=tr("kind"),
            count=tr("count"),
            share=tr("share of the total in %"),
            largest_in=tr("areas in which it is the largest"),
        ),
    ),
    Output(
        "counts",
        "table",
        tr("the count of each kind in each area"),
        {"{kind}": tr("count of “{kind}”", kind="…")},
    ),
    Output("kinds", "chart", tr("how frequent the kinds are")),
    *figures(
        columns(
            kinds=tr("number of kinds"),
            diversity=FIGURE_TITLES["diversity"],
            largest_share=FIGURE_TITLES["largest_share"],
        )
    ),
)

ANALYSIS = Analysis(
    name="mix",
    group=tr("Distributions").msgid,
    title=tr("Mix of kinds"),
    summary=tr(
        "What kinds there are in each area, such as industries: the largest, how many count, "
        "how unlike the whole."
    ),
    parameters=MixParameters,
    outputs=OUTPUTS,
    example="--layer street --set table=entity --set by=industry",
    citation="Shannon 1948, Bell Syst. Tech. J. 27: 379-423; Hill 1973, Ecology 54: 427-432; "
    "Duncan & Duncan 1955, Am. Sociol. Rev. 20: 210-217",
    function="gridloom_analytics.answers.mix:mix",
    inputs="gridloom_analytics.answers.mix:mix_inputs",
)
