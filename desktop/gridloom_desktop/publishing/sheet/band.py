"""A band of notes under the map, in columns, for answers that need many of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import ceil

from matplotlib.axes import Axes

from gridloom_desktop.publishing.sheet.column import LEADING, POINT, SOFT, fitting
from gridloom_desktop.publishing.sheet.fonts import font, narrow_quotes
from gridloom_desktop.publishing.sheet.layout import Layout
from gridloom_desktop.publishing.sheet.lines import broken

COLUMNS, GAP, SIZE, TOP = 3, 6.0, 7.0, 4.0
"""Columns of the band, millimetres between them, points of the text, millimetres above it."""
READABLE = 0.9
"""Notes stand under the map where they would make the column smaller than this."""


def placed(layout: Layout, notes: Sequence[str], write: Callable[[Axes, float], float]) -> Layout:
    """Return the layout, with a band for the notes where the column could hardly be read with them.

    ``write`` writes the column with its notes, so many times as large as designed.
    """
    if not notes or fitting(layout, write, READABLE):
        return layout
    rows = max(len(column) for column in _columns(layout, notes))
    return replace(layout, band=TOP * layout.scale + rows * _step(layout))


def write_band(page: Axes, layout: Layout, notes: Sequence[str]) -> None:
    """Write the notes under the map."""
    top = layout.map_box[1] - TOP * layout.scale
    for position, lines in enumerate(_columns(layout, notes)):
        for number, line in enumerate(lines):
            page.text(
                layout.margin + position * (_width(layout) + GAP * layout.scale),
                top - number * _step(layout),
                line,
                va="top",
                color=SOFT,
                fontproperties=font(SIZE * layout.scale),
                parse_math=False,
            )


def _columns(layout: Layout, notes: Sequence[str]) -> list[list[str]]:
    """Return the lines of each column, notes kept whole where that leaves the columns even."""
    size, width = SIZE * layout.scale, _width(layout)
    written = [broken(narrow_quotes(f"· {note}"), size, width) for note in notes]
    lines = sum(len(one) for one in written)
    for high in range(ceil(lines / COLUMNS), lines + 1):
        columns: list[list[str]] = [[]]
        for one in written:
            if columns[-1] and len(columns[-1]) + len(one) > high:
                columns.append([])
            columns[-1] += one
        if len(columns) <= COLUMNS:
            return columns
    return [[line for one in written for line in one]]


def _width(layout: Layout) -> float:
    return (layout.width - 2 * layout.margin - (COLUMNS - 1) * GAP * layout.scale) / COLUMNS


def _step(layout: Layout) -> float:
    return SIZE * layout.scale * POINT * LEADING
