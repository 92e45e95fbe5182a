"""How a column of kinds is drawn: a colour and a title for each of them."""

from gridloom_analytics.cartography import Style, StyleClass
from gridloom_layers.language import Message

Kinds = dict[str, tuple[str, Message]]
"""The kinds of a column with their colours and titles, in the order of the legend."""


def kinds_style(column: str, title: Message, kinds: Kinds, method: str) -> Style:
    """Return the style of a column of kinds; ``method`` says how they came to be."""
    classes = tuple(
        StyleClass(colour=colour, label=label.both(), value=value)
        for value, (colour, label) in kinds.items()
    )
    return Style(
        column=column, title=title.both(), kind="categorical", classes=classes, method=method
    )
