"""The column of text at the right of a sheet: legend, facts, notes."""

from collections.abc import Callable, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from gridloom_desktop.publishing.captions import LegendEntry
from gridloom_desktop.publishing.sheet.fonts import font, narrow_quotes
from gridloom_desktop.publishing.sheet.layout import MM_PER_INCH, Layout
from gridloom_desktop.publishing.sheet.lines import broken
from gridloom_desktop.publishing.sheet.shapes import fill_options, overlay_options

INK, SOFT, LINE = "#16263a", "#5b6b7d", "#c9d2dc"
POINT = 1 / 72 * MM_PER_INCH
LEADING = 1.5
"""Distance of lines of text as a multiple of their size."""
ZOOMS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""Sizes tried for a column of text."""


class Column:
    """Writes downwards in a column of a page; ``y`` is where the next thing goes."""

    def __init__(self, page: Axes, left: float, top: float, width: float, scale: float) -> None:
        self.page, self.left, self.y, self.width, self.scale = page, left, top, width, scale

    def text(
        self, content: str, size: float, colour: str = INK, indent: float = 0.0, after: float = 0.0
    ) -> None:
        """Write a paragraph, broken into lines that fit."""
        size *= self.scale
        step = size * POINT * LEADING
        for line in broken(narrow_quotes(content), size, self.width - indent):
            self.page.text(
                self.left + indent,
                self.y,
                line,
                ha="left",
                va="top",
                color=colour,
                fontproperties=font(size),
                parse_math=False,
            )
            self.y -= step
        self.y -= after * self.scale

    def rule(self) -> None:
        """Draw a thin line across the column."""
        self.y -= 1.4 * self.scale
        self.page.plot(
            [self.left, self.left + self.width],
            [self.y, self.y],
            color=LINE,
            linewidth=0.6 * self.scale,
        )
        self.y -= 2.6 * self.scale

    def entry(self, entry: LegendEntry) -> None:
        """Draw one line of the legend: swatch, label, count."""
        size, box = 8.5 * self.scale, (8.5 * self.scale, 4.6 * self.scale)
        self._swatch(entry, box)
        middle = self.y - box[1] / 2
        common = {"va": "center_baseline", "parse_math": False}
        indent = box[0] + 3 * self.scale
        count = "" if entry.count is None else f"{entry.count:,}"
        lines = broken(entry.label, size, self.width - indent - 9 * self.scale)
        for number, line in enumerate(lines):
            offset = number * size * POINT * 1.3
            self.page.text(
                self.left + indent,
                middle - offset,
                line,
                color=INK,
                fontproperties=font(size),
                **common,
            )
        self.page.text(
            self.left + self.width,
            middle,
            count,
            ha="right",
            color=SOFT,
            fontproperties=font(size * 0.9),
            **common,
        )
        self.y -= box[1] + 1.5 * self.scale + (len(lines) - 1) * size * POINT * 1.3

    def _swatch(self, entry: LegendEntry, box: tuple[float, float]) -> None:
        """Draw what a class or a further shape looks like on the map."""
        middle = self.y - box[1] / 2
        if entry.kind in ("outline", "line", "place"):
            look = overlay_options(entry.kind, entry.colour, self.scale)
            if entry.kind == "place":
                self.page.scatter([self.left + box[0] / 2], [middle], s=16 * self.scale**2, **look)
            else:
                self.page.plot([self.left, self.left + box[0]], [middle, middle], **look)
            return
        fill = fill_options(entry.kind, entry.colour)
        edge = fill["edgecolor"] if "hatch" in fill else "#6b7885"
        self.page.add_patch(
            Rectangle(
                (self.left, self.y - box[1]),
                *box,
                **{**fill, "edgecolor": edge},
                linewidth=0.5 * self.scale,
            )
        )

    def legend(self, title: str, counted: str, entries: Sequence[LegendEntry]) -> None:
        """Draw the legend; ``counted`` says what the numbers at its right are."""
        self.text(title, 9.5, after=0.4)
        self.page.text(
            self.left + self.width,
            self.y,
            counted,
            ha="right",
            va="top",
            color=SOFT,
            fontproperties=font(7 * self.scale),
            parse_math=False,
        )
        self.y -= 4.2 * self.scale
        for entry in entries:
            self.entry(entry)


def write_fitting(page: Axes, layout: Layout, write: Callable[[Axes, float], float]) -> None:
    """Write a column on a page as large as it fits above the lower edge of the map box.

    ``write`` writes it, so many times as large as designed, and returns where it ends.
    """
    write(page, fitting(layout, write) or ZOOMS[-1])


def fitting(
    layout: Layout, write: Callable[[Axes, float], float], least: float = ZOOMS[-1]
) -> float | None:
    """Return how many times as large as designed a column fits, or None under ``least``."""
    for zoom in ZOOMS:
        if zoom >= least and write(layout.page_axes(Figure()), zoom) >= layout.map_box[1]:
            return zoom
    return None
