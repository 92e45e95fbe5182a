"""Every analysis there is: ours, and those that other packages offer."""

from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from gridloom_analytics.analysis import Analysis
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, listed, tr

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

    An analysis of another package cannot take the place of one of ours, and one that cannot be
    loaded takes none away: it is left out (see ``unusable``).

    >>> "hotspots" in catalogue()
    True
    """
    offered = [one for _, one in _offered() if isinstance(one, Analysis)]
    own = [import_module(f"gridloom_analytics.analyses.{name}").ANALYSIS for name in MODULES]
    found = {one.name: one for one in (*offered, *own)}
    return dict(sorted(found.items()))


@cache
def unusable() -> dict[str, Message]:
    """Return why analyses that other packages offer cannot be used, by what they call them."""
    return {name: one for name, one in _offered() if isinstance(one, Message)}


@cache
def _offered() -> tuple[tuple[str, Analysis | Message], ...]:
    return tuple((point.name, _loaded(point)) for point in entry_points(group=GROUP))


def _loaded(point: EntryPoint) -> Analysis | Message:
    """Return what another package offers, or why it cannot be used."""
    try:
        one = point.load()
    except Exception as error:  # noqa: BLE001 - whatever another package does wrong
        return _refusal(point, str(error))
    return one if isinstance(one, Analysis) else _refusal(point, type(one).__name__)


def _refusal(point: EntryPoint, reason: str) -> Message:
    return tr(
        "“{name}” of another package cannot be used: {reason} ({place}).",
        name=point.name,
        reason=reason,
        place=point.value,
    )


def named(name: str) -> Analysis:
    """Return the analysis called ``name``; raise ``BadInput`` that lists what there is."""
    if name in catalogue():
        return catalogue()[name]
    raise BadInput(
        "unknown-analysis",
        tr("There is no analysis “{name}”.", name=name),
        hint=unusable().get(name, tr("Use one of: {names}.", names=listed(catalogue()))),
    )
