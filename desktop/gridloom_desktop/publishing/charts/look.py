"""How charts look: colours that can be told apart, quiet axes, plain numbers."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes

from gridloom_desktop.publishing.sheet.column import INK, LINE, SOFT
from gridloom_desktop.publishing.sheet.fonts import font

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#5b6b7d")
"""Okabe & Ito 2008 (Color Universal Design): told apart by colour-blind readers too."""
DASHES = ("-", "--", "-.", ":")
"""Lines differ by their dashes as well, for prints in grey."""
BAND, GRID = "#dde3ea", "#e9edf1"
TICK_SIZE = 7.5
MOST_DECIMALS = 8


def colour(number: int) -> str:
    """Return the colour of a series."""
    return COLOURS[number % len(COLOURS)]


def dashes(number: int) -> str:
    """Return the dashes of a series' line."""
    return DASHES[number % len(DASHES)]


def tick_texts(ticks: Sequence[float]) -> list[str]:
    """Return ticks with as many decimals as tell them apart, and no more.

    >>> tick_texts([-1000.0, 0.0, 1000.0]), tick_texts([0.0, 0.25, 0.5])
    (['−1,000', '0', '1,000'], ['0.00', '0.25', '0.50'])
    """
    numbers = np.asarray(ticks, dtype=float)
    spacing = np.diff(np.sort(numbers)).min() if len(numbers) > 1 else 0.0
    tolerance = 1e-6 * (spacing or 1.0)
    decimals = next(
        (d for d in range(MOST_DECIMALS) if (abs(numbers.round(d) - numbers) <= tolerance).all()),
        MOST_DECIMALS,
    )
    return [f"{number + 0.0:,.{decimals}f}".replace("-", "−") for number in numbers.round(decimals)]


def quiet(axes: Axes, scale: float, grid: Literal["x", "y", "both"]) -> None:
    """Leave two thin axes, ticks without marks, and light lines across ``grid`` (x, y, both)."""
    axes.set_facecolor("none")
    for name, side in axes.spines.items():
        side.set_visible(name in ("left", "bottom"))
        side.set_color(LINE)
        side.set_linewidth(0.8 * scale)
    axes.grid(axis=grid, color=GRID, linewidth=0.6 * scale)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, colors=SOFT, pad=2.5 * scale)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font(TICK_SIZE * scale))
        label.set_color(INK)
        label.set_parse_math(False)
