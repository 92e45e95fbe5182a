"""How a surface of densities or risks is coloured."""

import numpy as np
import numpy.typing as npt

from gridloom_analytics.bilingual import Bilingual, same
from gridloom_analytics.cartography.classes import class_ranges
from gridloom_analytics.cartography.palettes import colours
from gridloom_analytics.cartography.style import Style, StyleClass

NOTHING = "#f3f5f7"
SHARES = (0.5, 0.75, 0.9, 0.95, 0.99, 1.0)
"""Breaks of a surface: the densest 50, 25, 10, 5 and 1 % of its cells have their own classes."""


def surface_style(values: npt.NDArray[np.float64], title: Bilingual, unit: str) -> Style:
    """Return classes whose borders are the shares of cells in ``SHARES``; 0 has its own."""
    dense = values[values > 0]
    bounds = np.unique(np.quantile(dense, SHARES)) if len(dense) else np.empty(0)
    ranges = class_ranges(dense, bounds) if len(bounds) else []
    chosen = colours("YlOrRd", len(ranges)) if ranges else []
    classes = [
        StyleClass(colour=colour, label=same(one.label), lower=one.lower, upper=one.upper)
        for one, colour in zip(ranges, chosen, strict=True)
    ]
    if len(dense) < len(values):
        classes.insert(0, StyleClass(colour=NOTHING, label=same(0), lower=0.0, upper=0.0))
    return Style(
        column="value", title=title, kind="graduated", classes=tuple(classes), method="quantile",
        unit=unit,
    )  # fmt: skip
