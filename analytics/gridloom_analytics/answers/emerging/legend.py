"""What the 17 patterns are called, and their colours: reds for hot, blues for cold."""

from gridloom_analytics.answers.kinds import Kinds, kinds_style
from gridloom_analytics.cartography import Style
from gridloom_analytics.statistics.spacetime.patterns import NO_PATTERN
from gridloom_layers.language import tr

LEGEND: Kinds = {
    "new-hot": ("#ef6548", tr("new hot spot")),
    "consecutive-hot": ("#d7301f", tr("consecutive hot spot")),
    "intensifying-hot": ("#7f0000", tr("intensifying hot spot")),
    "persistent-hot": ("#b30000", tr("persistent hot spot")),
    "diminishing-hot": ("#fdd49e", tr("diminishing hot spot")),
    "sporadic-hot": ("#fc8d59", tr("sporadic hot spot")),
    "oscillating-hot": ("#fdbb84", tr("oscillating hot spot")),
    "historical-hot": ("#fee8c8", tr("historical hot spot")),
    "new-cold": ("#4292c6", tr("new cold spot")),
    "consecutive-cold": ("#2171b5", tr("consecutive cold spot")),
    "intensifying-cold": ("#08306b", tr("intensifying cold spot")),
    "persistent-cold": ("#08519c", tr("persistent cold spot")),
    "diminishing-cold": ("#c6dbef", tr("diminishing cold spot")),
    "sporadic-cold": ("#6baed6", tr("sporadic cold spot")),
    "oscillating-cold": ("#9ecae1", tr("oscillating cold spot")),
    "historical-cold": ("#deebf7", tr("historical cold spot")),
    NO_PATTERN: ("#f7f7f7", tr("no pattern")),
}
"""ColorBrewer's OrRd and Blues, darker where it is hot (cold) now and for longer."""


def pattern_style(condition: str | None) -> Style:
    """Return the style of a ``category`` column; the title says which events were counted."""
    title = (
        tr("Emerging hot spots")
        if condition is None
        else tr("Emerging hot spots where {condition}", condition=condition)
    )
    return kinds_style("category", title, LEGEND, "emerging")
