"""Hot spots: where high values lie together, and where low ones do (Getis-Ord Gi*)."""

from typing import Literal

from gridloom_analytics.analyses.neighbours import NeighbourParameters
from gridloom_analytics.analysis import Analysis, Output, option
from gridloom_layers.language import tr


class HotspotParameters(NeighbourParameters):
    """Gi* or Gi, the side that is tested, the correction that the bins follow."""

    star: bool = option("choice", tr("Count the place itself (Gi*)"), default=True)
    alternative: Literal["two-sided", "greater", "less"] = option(
        "choice",
        tr("Test for"),
        default="two-sided",
        choices={
            "two-sided": tr("hot and cold spots"),
            "greater": tr("hot spots only"),
            "less": tr("cold spots only"),
        },
    )
    correction: Literal["fdr", "bonferroni", "none"] = option(
        "choice",
        tr("Correction for many tests"),
        default="fdr",
        choices={
            "fdr": tr("false discovery rate"),
            "bonferroni": tr("Bonferroni (strict)"),
            "none": tr("no correction"),
        },
    )


ANALYSIS = Analysis(
    name="hotspots",
    group=tr("Hot spots").msgid,
    title=tr("Hot spots"),
    summary=tr("Where high values lie together, and where low ones do, more than by chance."),
    parameters=HotspotParameters,
    outputs=(Output("hotspots", "layer"),),
    citation="Ord & Getis 1995, Geographical Analysis 27: 286-306; "
    "Benjamini & Hochberg 1995, JRSS B 57: 289-300",
    function="gridloom_analytics.answers.hotspots:hotspots",
)
