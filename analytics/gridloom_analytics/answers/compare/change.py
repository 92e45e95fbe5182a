"""How a change that is more than chance is drawn: orange for more, purple for less."""

from gridloom_analytics.cartography import Style, StyleClass
from gridloom_layers.language import Message, tr

CHANGES = ("more", "less", "none")
CLASSES: dict[str, tuple[str, Message]] = {
    "more": ("#e66101", tr("more, beyond chance")),
    "less": ("#5e3c99", tr("less, beyond chance")),
    "none": ("#f0f0f0", tr("no change beyond chance")),
}
"""ColorBrewer's PuOr: a rise is not always bad, so neither is red."""


def change_style(title: Message) -> Style:
    """Return the style of a ``change`` column."""
    classes = tuple(
        StyleClass(colour=colour, label=label.both(), value=value)
        for value, (colour, label) in CLASSES.items()
    )
    return Style(
        column="change", title=title.both(), kind="categorical", classes=classes, method="change"
    )
