"""Neighbours: who is next to whom, as a question of its own and as parameters of others."""

from typing import Literal

from gridloom_analytics.analysis import Analysis, Parameters, option
from gridloom_analytics.output import Output, columns, figures
from gridloom_layers.language import tr

Neighbours = Literal["auto", "queen", "rook", "knn", "distance", "kernel", "hierarchy"]
Kernel = Literal["triangular", "uniform", "epanechnikov", "quartic", "gaussian"]

NEIGHBOUR_TITLES = {
    "auto": tr("automatic: areas that touch, or nearest points"),
    "queen": tr("areas that touch, corners included"),
    "rook": tr("areas with a border in common"),
    "knn": tr("a number of nearest ones"),
    "distance": tr("all within a distance"),
    "kernel": tr("nearby ones, the nearer the more (kernel)"),
    "hierarchy": tr("all of the same parent, such as a community"),
}

KERNEL_TITLES = {
    "triangular": tr("triangular"),
    "uniform": tr("uniform"),
    "epanechnikov": tr("Epanechnikov (quadratic)"),
    "quartic": tr("quartic (biweight)"),
    "gaussian": tr("Gaussian"),
}


class ValueParameters(Parameters):
    """A value."""

    value: str = option("field", tr("Value"), of="layer")


class GraphParameters(Parameters):
    """Who is next to whom."""

    neighbours: Neighbours = option(
        "choice", tr("Neighbours"), default="auto", choices=NEIGHBOUR_TITLES
    )
    k: int = option(
        "number",
        tr("Number of nearest neighbours"),
        default=8,
        ge=1,
        le=200,
        used={"neighbours": ("auto", "knn", "kernel")},
    )
    distance: float = option(
        "distance",
        tr("Distance to neighbours"),
        default=1000.0,
        unit="m",
        gt=0,
        used={"neighbours": ("distance", "kernel")},
    )
    kernel: Kernel = option(
        "choice",
        tr("Kernel"),
        default="triangular",
        choices=KERNEL_TITLES,
        used={"neighbours": ("kernel",)},
    )
    bandwidth: Literal["adaptive", "fixed"] = option(
        "choice",
        tr("Bandwidth of the kernel"),
        default="adaptive",
        choices={
            "adaptive": tr("up to the farthest of the nearest ones"),
            "fixed": tr("the distance to neighbours"),
        },
        used={"neighbours": ("kernel",)},
    )
    parent: str | None = option(
        "field",
        tr("Column that names the wider area of each place"),
        of="layer",
        default=None,
        used={"neighbours": ("hierarchy",)},
    )


class PermutationParameters(GraphParameters):
    """Who is next to whom, and how many permutations chance gets."""

    permutations: int = option(
        "number", tr("Permutations (0: none)"), default=99_999, ge=0, le=999_999
    )


class NeighbourParameters(PermutationParameters, ValueParameters):
    """A value, its neighbours, and how many permutations chance gets."""


OUTPUTS = (
    Output(
        "neighbours",
        "layer",
        tr("the neighbours of each place"),
        columns(
            "neighbour_count",
            "island",
            component=tr("connected part"),
            mean_distance=tr("mean distance to neighbours"),
            nearest_distance=tr("distance to the nearest place"),
        ),
    ),
    Output(
        "links",
        "layer",
        tr("lines between neighbours"),
        columns(
            a=tr("row key of one place"),
            b=tr("row key of the other"),
            mutual=tr("each is a neighbour of the other"),
        ),
        geometry="line",
        places=columns(a=tr("code of one place"), b=tr("code of the other")),
    ),
    Output(
        "histogram",
        "table",
        tr("how many neighbours places have"),
        columns(
            at_least=tr("neighbours from"),
            at_most=tr("neighbours up to"),
            places=tr("places"),
        ),
    ),
    Output("counts", "chart", tr("how many neighbours places have")),
    *figures(
        columns(
            "islands",
            "mean",
            "median",
            places=tr("places"),
            links=tr("links between neighbours"),
            components=tr("connected parts"),
            least=tr("fewest neighbours"),
            most=tr("most neighbours"),
            one_way=tr("links that go one way only"),
            nearest_mean=tr("mean distance to the nearest place (m)"),
            nearest_longest=tr("longest distance to the nearest place (m)"),
        )
    ),
)

ANALYSIS = Analysis(
    name="neighbours",
    group=tr("Neighbours").msgid,
    title=tr("Who is next to whom"),
    summary=tr(
        "How many neighbours each place has and how far they are, which places have none, and "
        "whether the choice of neighbours is an odd one."
    ),
    parameters=GraphParameters,
    outputs=OUTPUTS,
    example="--layer grid",
    citation="Cliff & Ord 1981, Spatial Processes: Models and Applications; "
    "Anselin & Rey 2014, Modern Spatial Econometrics in Practice",
    function="gridloom_analytics.answers.neighbours:neighbours",
)
