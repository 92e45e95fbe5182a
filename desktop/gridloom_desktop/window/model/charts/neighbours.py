"""Who is next to whom on a layer, as the analyses have it."""

from gridloom_analytics.analyses.neighbours import GraphParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.neighbourhood import neighbourhood
from gridloom_analytics.answers.sites import FEWEST, located
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_layers.language import Message
from gridloom_layers.workspace import Reading


def neighbours_of(store: Reading, layer: str) -> tuple[Graph, Message]:
    """Return the graph that an analysis takes without being told, and who is neighbour in it.

    Areas that touch are neighbours, or else each place's nearest ones. Ids are row keys.
    """
    inputs = Inputs(layer, store.layer(layer, []), store.crs, store.data_date)
    return neighbourhood(inputs, located(inputs, FEWEST), GraphParameters())
