"""The legend of two variables on a sheet: nine colours in a square, the ranges at its sides."""

from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from gridloom_analytics.cartography import Style
from gridloom_analytics.cartography.bivariate import BivariateStyle, K
from gridloom_desktop.publishing.export.released import ReleasedMap
from gridloom_desktop.publishing.sheet.column import INK, SOFT, Column
from gridloom_desktop.publishing.sheet.fonts import font
from gridloom_desktop.publishing.units import with_unit
from gridloom_layers.language import Language

LABELS, HEIGHT, GAP = 0.28, 7.0, 0.4
"""The share of the column for the ranges at the left; millimetres of a cell and between cells."""
SIZE = 7.5
BETWEEN = " – "
"""What stands between the ends of a class in its label."""
DARK = 0.5
"""The lightness below which a number on a colour is white."""


def draw_crossed(
    column: Column, released: ReleasedMap, crossing: BivariateStyle, language: Language
) -> None:
    """Draw the nine colours as the map has them, with the number of areas in each.

    The first variable runs to the right, the second upwards.
    """
    scale = column.scale
    _write(column, column.left + column.width, column.y - 1.6 * scale,
           released.counted[language], "right")  # fmt: skip
    column.text(f"↑ {_title(crossing.second, language)}", 8.5, after=0.8)
    left = column.left + LABELS * column.width
    wide = (column.width - LABELS * column.width) / K
    for up in reversed(range(K)):
        _write(column, left - 1.5 * scale, column.y - HEIGHT * scale / 2,
               _label(crossing.second, up, language), "right")  # fmt: skip
        for across in range(K):
            _draw_cell(column, released, up * K + across, left + across * wide, wide)
        column.y -= (HEIGHT + GAP) * scale
    _write_borders(column, crossing.first, left, wide, language)
    column.y -= 5.5 * scale
    column.text(f"→ {_title(crossing.first, language)}", 8.5, after=1.2)


def _write_borders(
    column: Column, style: Style, left: float, wide: float, language: Language
) -> None:
    """Write the ends of classes under the edges of their cells: their ranges would meet."""
    below = column.y - 2.2 * column.scale
    ends = [_label(style, position, language).split(BETWEEN) for position in range(K)]
    if len(ends[0]) > 1:
        _write(column, left, below, ends[0][0], "left")
    for position, end in enumerate(ends):
        _write(column, left + (position + 1) * wide, below, end[-1],
               "right" if position == K - 1 else "center")  # fmt: skip


def _draw_cell(
    column: Column, released: ReleasedMap, number: int, left: float, wide: float
) -> None:
    scale, colour = column.scale, released.style.classes[number].colour
    gap, height = GAP * scale, HEIGHT * scale
    column.page.add_patch(
        Rectangle((left, column.y - height), wide - gap, height, facecolor=colour, edgecolor="none")
    )
    red, green, blue = to_rgb(colour)
    ink = "#ffffff" if 0.3 * red + 0.59 * green + 0.11 * blue < DARK else INK
    place = left + (wide - gap) / 2, column.y - height / 2
    _write(column, *place, f"{released.count(number):,}", "center", ink)


def _write(column: Column, x: float, y: float, text: str, align: str, colour: str = SOFT) -> None:
    column.page.text(
        x, y, text, ha=align, va="center_baseline", color=colour,
        fontproperties=font(SIZE * column.scale), parse_math=False,
    )  # fmt: skip


def _title(style: Style, language: Language) -> str:
    return with_unit(style.title[language], style.unit, language)


def _label(style: Style, position: int, language: Language) -> str:
    """Return the range of a class; a variable with fewer classes has none at the end."""
    return style.classes[position].label[language] if position < len(style.classes) else ""
