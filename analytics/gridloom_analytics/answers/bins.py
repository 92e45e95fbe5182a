"""How confidence bins and quadrants are drawn: ColorBrewer's RdBu, red for hot."""

from gridloom_analytics.answers.kinds import Kinds, kinds_style
from gridloom_analytics.cartography import Style, StyleClass
from gridloom_layers.language import Message, tr

BIN_COLOURS = {
    3: "#b2182b", 2: "#ef8a62", 1: "#fddbc7", 0: "#f0f0f0", -1: "#d1e5f0", -2: "#67a9cf",
    -3: "#2166ac",
}  # fmt: skip
CONFIDENCE = {1: 90, 2: 95, 3: 99}

NOTHING: Kinds = {"not-significant": ("#f0f0f0", tr("not significant"))}
ALIKE: Kinds = {
    "high-high": ("#b2182b", tr("high among high")),
    "low-low": ("#2166ac", tr("low among low")),
}
QUADRANTS: Kinds = ALIKE | {
    "high-low": ("#ef8a62", tr("high among low")),
    "low-high": ("#67a9cf", tr("low among high")),
}
FINDINGS: dict[str, Kinds] = {
    "moran": QUADRANTS | NOTHING,
    "bivariate": QUADRANTS | NOTHING,
    "geary": ALIKE
    | {
        "other-positive": ("#fddbc7", tr("otherwise near its neighbours")),
        "negative": ("#67a9cf", tr("far from its neighbours")),
    }
    | NOTHING,
    "join-count": {"cluster": ("#b2182b", tr("yes among yes"))} | NOTHING,
}
"""What each local statistic can find."""


def bin_style(title: Message) -> Style:
    """Return the style of a ``bin`` column (−3 … 3)."""
    classes = tuple(
        StyleClass(colour=colour, label=_bin_label(value).both(), value=value)
        for value, colour in BIN_COLOURS.items()
    )
    return Style(
        column="bin", title=title.both(), kind="categorical", classes=classes, method="confidence"
    )


def finding_style(title: Message, statistic: str) -> Style:
    """Return the style of a ``finding`` column: what the statistic finds, and the rest."""
    return kinds_style("finding", title, FINDINGS[statistic], "quadrant")


def quadrant_style(title: Message) -> Style:
    """Return the style of a ``quadrant`` column: on which side of the mean, without a test."""
    return kinds_style("quadrant", title, QUADRANTS, "quadrant")


def _bin_label(value: int) -> Message:
    if value == 0:
        return tr("not significant")
    percent = CONFIDENCE[abs(value)]
    if value > 0:
        return tr("hot spot, {percent} %", percent=percent)
    return tr("cold spot, {percent} %", percent=percent)
