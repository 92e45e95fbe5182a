"""Parameters of every analysis that asks who is next to whom."""

from typing import Literal

from gridloom_analytics.analysis import Parameters, option
from gridloom_layers.language import tr

Neighbours = Literal["auto", "queen", "rook", "knn", "distance"]

NEIGHBOUR_TITLES = {
    "auto": tr("automatic: areas that touch, or nearest points"),
    "queen": tr("areas that touch, corners included"),
    "rook": tr("areas with a border in common"),
    "knn": tr("a number of nearest ones"),
    "distance": tr("all within a distance"),
}


class ValueParameters(Parameters):
    """A value."""

    value: str = option("field", tr("Value"), of="layer")


class GraphParameters(Parameters):
    """Who is next to whom."""

    neighbours: Neighbours = option(
        "choice", tr("Neighbours"), default="auto", choices=NEIGHBOUR_TITLES
    )
    k: int = option("number", tr("Number of nearest neighbours"), default=8, ge=1, le=200)
    distance: float = option(
        "distance", tr("Distance to neighbours"), default=1000.0, unit="m", gt=0
    )


class PermutationParameters(GraphParameters):
    """Who is next to whom, and how many permutations chance gets."""

    permutations: int = option(
        "number", tr("Permutations (0: none)"), default=99_999, ge=0, le=999_999
    )


class NeighbourParameters(PermutationParameters, ValueParameters):
    """A value, its neighbours, and how many permutations chance gets."""
