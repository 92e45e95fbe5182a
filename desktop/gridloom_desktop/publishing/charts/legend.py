"""What the marks of a chart mean: swatches and names in lines under its title."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from gridloom_analytics.cartography import StyleClass
from gridloom_analytics.chart import Chart, ChartKind
from gridloom_desktop.publishing.charts.data import Drawn
from gridloom_desktop.publishing.charts.look import BAND, colour, dashes
from gridloom_desktop.publishing.sheet.column import INK, SOFT
from gridloom_desktop.publishing.sheet.fonts import font, narrow_quotes
from gridloom_desktop.publishing.sheet.lines import shortened, text_width
from gridloom_layers.language import Language, tr

Mark = Literal["line", "point", "box"]
SIZE, SWATCH, STEP = 7.8, 5.0, 4.4
"""Points of the text, millimetres of a swatch and of a line."""
KINDS: dict[ChartKind, Mark] = {
    "lines": "line", "points": "point", "bars": "box", "pyramid": "box",
}  # fmt: skip
DIAGONAL_DASHES = (0, (4, 3))
EDGE = 0.4
"""Points of the outline that pale points have, so that they are seen on white paper."""


@dataclass(frozen=True)
class Entry:
    """One mark: how it is drawn and what it is."""

    kind: Mark
    colour: str
    text: str
    dashes: str | tuple[int, tuple[int, int]] = "-"
    edged: bool = False


def entries(
    chart: Chart, data: Drawn, language: Language, classes: Sequence[StyleClass] = ()
) -> list[Entry]:
    """Return what a legend says; nothing where one series alone is drawn.

    A series without a value to draw has no entry.
    ``classes`` are those that points have, where they are coloured as the map is.
    """
    kind = KINDS[chart.kind]
    if classes:
        return [Entry(kind, one.colour, one.label[language], edged=True) for one in classes]
    found = [
        Entry(kind, colour(number), one.title[language], dashes(number) if kind == "line" else "-")
        for number, one in enumerate(chart.series)
        if np.isfinite(data.series[number]).any()
    ]
    if chart.envelope:
        found.append(Entry("box", BAND, tr("what chance gives").render(language)))
    if chart.diagonal:
        found.append(
            Entry("line", SOFT, tr("both the same (x = y)").render(language), DIAGONAL_DASHES)
        )
    return found if len(found) > 1 else []


def draw_legend(
    page: Axes, found: list[Entry], left: float, top: float, width: float, scale: float
) -> float:
    """Draw entries one after the other, in as many lines as they need; return where they end."""
    size, x, y = SIZE * scale, left, top - STEP * scale / 2
    for entry in found:
        text = shortened(narrow_quotes(entry.text), size, width - 8 * scale)
        room = (SWATCH + 1.6) * scale + text_width(text, size)
        if x > left and x + room > left + width:
            x, y = left, y - STEP * scale
        _swatch(page, entry, x, y, scale)
        page.text(
            x + (SWATCH + 1.6) * scale, y, text, va="center_baseline", color=INK,
            fontproperties=font(size), parse_math=False,
        )  # fmt: skip
        x += room + 4 * scale
    return y - STEP * scale / 2


def _swatch(page: Axes, entry: Entry, x: float, y: float, scale: float) -> None:
    wide = SWATCH * scale
    if entry.kind == "box":
        low = (x, y - 1.3 * scale)
        page.add_patch(Rectangle(low, wide, 2.6 * scale, facecolor=entry.colour, linewidth=0))
    elif entry.kind == "line":
        page.plot(
            [x, x + wide], [y, y], color=entry.colour, linestyle=entry.dashes, linewidth=1.6 * scale
        )
    else:
        page.plot(
            [x + wide / 2],
            [y],
            "o",
            color=entry.colour,
            markersize=4 * scale,
            markeredgecolor=SOFT,
            markeredgewidth=EDGE * scale * entry.edged,
        )
