"""Hot spots: where high values lie together, and where low ones do (Getis-Ord Gi*)."""

from typing import Literal

from gridloom_analytics.analyses.neighbours import NeighbourParameters
from gridloom_analytics.analysis import Analysis, option
from gridloom_analytics.output import GIVEN, Output, columns, figures
from gridloom_layers.language import tr

CELL_TITLES = {
    "auto": tr("automatic: the areas where there are some, else squares"),
    "areas": tr("the areas"),
    "square": tr("a grid of squares"),
    "hexagon": tr("a grid of hexagons"),
}


class HotspotParameters(NeighbourParameters):
    """Gi* or Gi, the side that is tested, the correction that the bins follow.

    Without a value, points are counted in areas or in cells of a grid.
    """

    value: str | None = option(  # pyright: ignore[reportIncompatibleVariableOverride]
        "field", tr("Value (none: points are counted)"), of="layer", default=None
    )
    auto: bool = option("choice", tr("Choose the distance from the data"), default=False)
    area: str | None = option(
        "layer",
        tr("Areas in which points are counted"),
        geometry="area",
        level="finest",
        unless="value",
        default=None,
    )
    cells: Literal["auto", "areas", "square", "hexagon"] = option(
        "choice", tr("Count points in"), default="auto", unless="value", choices=CELL_TITLES
    )
    where: str | None = option("expression", tr("Only rows where"), of="layer", default=None)
    star: bool = option("choice", tr("Count the place itself (Gi*)"), default=True)
    alternative: Literal["two-sided", "greater", "less"] = option(
        "choice",
        tr("Look for"),
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


SCORES = columns(
    "value", "z", "p", "p_fdr", "p_bonferroni", "bin", "neighbour_count", "island", "p_sim"
)
OUTPUTS = (
    Output("hotspots", "layer", tr("each place: hot, cold or neither"), SCORES),
    Output(
        "cells",
        "layer",
        tr("the areas or cells in which points were counted"),
        {"code": tr("code"), "name": tr("name"), **SCORES},
        geometry="area",
        when={"value": (None,)},
    ),
    Output(
        "scales",
        "table",
        tr("the distances that were tried"),
        columns(
            "pairs", "moran", "expected", "variance", "z", "p",
            distance=tr("distance (m)"),
            chosen=tr("chosen"),
        ),
        when={"auto": GIVEN},
    ),
    Output("scores", "chart", tr("the value of each place and its z, coloured as the map")),
    Output("scales", "chart", tr("clustering by distance"), when={"auto": GIVEN}),
    *figures(
        columns(
            "islands",
            tested=tr("places tested"),
            hot=tr("hot spots"),
            cold=tr("cold spots"),
        )
    ),
    *figures({"distance": tr("distance chosen (m)")}, when={"auto": GIVEN}),
)  # fmt: skip

ANALYSIS = Analysis(
    name="hotspots",
    group=tr("Hot spots").msgid,
    title=tr("Hot spots"),
    summary=tr("Where high values lie together, and where low ones do, more than by chance."),
    parameters=HotspotParameters,
    outputs=OUTPUTS,
    example='--layer street --set "value=share(person where age >= 65)"',
    citation="Ord & Getis 1995, Geographical Analysis 27: 286-306; "
    "Benjamini & Hochberg 1995, JRSS B 57: 289-300",
    function="gridloom_analytics.answers.hotspots:hotspots",
)
