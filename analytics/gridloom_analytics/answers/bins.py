"""How confidence bins and quadrants are drawn: ColorBrewer's RdBu, red for hot."""

from gridloom_analytics.cartography import Style, StyleClass
from gridloom_layers.language import Message, tr

BIN_COLOURS = {
    3: "#b2182b", 2: "#ef8a62", 1: "#fddbc7", 0: "#f0f0f0", -1: "#d1e5f0", -2: "#67a9cf",
    -3: "#2166ac",
}  # fmt: skip
CONFIDENCE = {1: 90, 2: 95, 3: 99}

QUADRANTS: dict[str, tuple[str, Message]] = {
    "high-high": ("#b2182b", tr("high among high")),
    "low-low": ("#2166ac", tr("low among low")),
    "high-low": ("#ef8a62", tr("high among low")),
    "low-high": ("#67a9cf", tr("low among high")),
    "not-significant": ("#f0f0f0", tr("not significant")),
}


def bin_style(title: Message) -> Style:
    """Return the style of a ``bin`` column (−3 … 3)."""
    classes = tuple(
        StyleClass(colour=colour, label=_bin_label(value).both(), value=value)
        for value, colour in BIN_COLOURS.items()
    )
    return Style(
        column="bin", title=title.both(), kind="categorical", classes=classes, method="confidence"
    )


def finding_style(title: Message) -> Style:
    """Return the style of a ``finding`` column: significant quadrants, and the rest."""
    classes = tuple(
        StyleClass(colour=colour, label=label.both(), value=value)
        for value, (colour, label) in QUADRANTS.items()
    )
    return Style(
        column="finding", title=title.both(), kind="categorical", classes=classes, method="quadrant"
    )


def _bin_label(value: int) -> Message:
    if value == 0:
        return tr("not significant")
    percent = CONFIDENCE[abs(value)]
    if value > 0:
        return tr("hot spot, {percent} %", percent=percent)
    return tr("cold spot, {percent} %", percent=percent)
