"""The layer that is meant where the user names none."""

from gridloom_analytics.analysis import Geometry, Level
from gridloom_layers.errors import BadInput
from gridloom_layers.language import listed, tr
from gridloom_layers.roles import LEVELS
from gridloom_layers.workspace import Reading


def default_layer(store: Reading, geometry: Geometry, level: Level = "finest") -> str:
    """Return the layer that is meant where none is named.

    Of areas the finest or the coarsest level, of points the events; else the only layer there is.
    """
    layers = [table for table in store.tables.values() if table.geometry is not None]
    of_kind = [table for table in layers if table.geometry == geometry]
    ranks = ("event",) if geometry == "point" else LEVELS
    for rank in ranks if level == "coarsest" else reversed(ranks):
        found = [table.name for table in of_kind if table.role == rank]
        if found:
            return rank if rank in found else found[0]
    candidates = of_kind or layers
    if len(candidates) == 1:
        return candidates[0].name
    raise BadInput(
        "no-layer",
        tr("Which layer is meant? There is no area level in “{store}”.", store=store.name)
        if geometry == "area"
        else tr("Which points are meant? There are no events in “{store}”.", store=store.name),
        hint=tr("Name one with --layer: {names}.", names=listed(one.name for one in layers)),
    )
