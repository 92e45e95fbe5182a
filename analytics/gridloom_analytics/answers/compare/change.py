"""How a change that is more than chance is drawn: orange for more, purple for less."""

from gridloom_analytics.answers.kinds import Kinds, kinds_style
from gridloom_analytics.cartography import Style
from gridloom_layers.language import Message, tr

CHANGES = ("more", "less", "none")
CLASSES: Kinds = {
    "more": ("#e66101", tr("more, beyond chance")),
    "less": ("#5e3c99", tr("less, beyond chance")),
    "none": ("#f0f0f0", tr("no change beyond chance")),
}
"""ColorBrewer's PuOr: a rise is not always bad, so neither is red."""


def change_style(title: Message) -> Style:
    """Return the style of a ``change`` column."""
    return kinds_style("change", title, CLASSES, "change")
