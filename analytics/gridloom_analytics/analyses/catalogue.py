"""Every analysis there is: ours, and those that other packages offer."""

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from gridloom_analytics.analysis import Analysis
from gridloom_layers.errors import BadInput
from gridloom_layers.language import listed, tr

GROUP = "gridloom.analyses"
"""The entry-point group of third parties: each entry point is an ``Analysis``."""

MODULES = (
    "apportion",
    "autocorrelation",
    "centre",
    "clusters",
    "compare",
    "concentration",
    "density",
    "distribution",
    "emerging",
    "explain",
    "hotspots",
    "isolated_or_general",
    "mix",
    "near_repeat",
    "neighbours",
    "outliers",
    "pattern",
    "population",
    "quality",
    "rates",
    "scan",
)
"""The modules of this package that declare an analysis."""


@cache
def catalogue() -> dict[str, Analysis]:
    """Return every analysis by its name, in the order of names; no kernel is imported.

    An analysis of another package cannot take the place of one of ours.

    >>> "hotspots" in catalogue()
    True
    """
    offered = [point.load() for point in entry_points(group=GROUP)]
    own = [import_module(f"gridloom_analytics.analyses.{name}").ANALYSIS for name in MODULES]
    found = {one.name: one for one in (*offered, *own)}
    return dict(sorted(found.items()))


def named(name: str) -> Analysis:
    """Return the analysis called ``name``; raise ``BadInput`` that lists what there is."""
    if name in catalogue():
        return catalogue()[name]
    raise BadInput(
        "unknown-analysis",
        tr("There is no analysis “{name}”.", name=name),
        hint=tr("Use one of: {names}.", names=listed(catalogue())),
    )
