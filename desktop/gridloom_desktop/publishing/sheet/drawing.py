"""A map sheet as a matplotlib figure, drawn without pyplot and without its default look."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gridloom_desktop.publishing import captions
from gridloom_desktop.publishing.export.released import ReleasedMap
from gridloom_desktop.publishing.sheet.band import placed, write_band
from gridloom_desktop.publishing.sheet.column import INK, SOFT, Column, write_fitting
from gridloom_desktop.publishing.sheet.crossed import draw_crossed
from gridloom_desktop.publishing.sheet.fonts import font
from gridloom_desktop.publishing.sheet.furniture import (
    LONGEST_SHARE,
    draw_names,
    draw_north_arrow,
    draw_scale_bar,
)
from gridloom_desktop.publishing.sheet.head import draw_foot, draw_head
from gridloom_desktop.publishing.sheet.layout import Layout, Paper
from gridloom_desktop.publishing.sheet.shapes import draw_areas
from gridloom_layers.language import Language, Message, tr

MOST_NAMES = 40
PADDING = 0.04
"""Free space around the areas as a share of the map."""
SEA, FRAME = "#f4f7fa", "#16263a"


def draw_sheet(released: ReleasedMap, language: Language, paper: Paper = "A4") -> Figure:
    """Return the sheet: title, map, legend, scale, north, facts and notes, in ``language``."""
    notes, empty = captions.notes(released, language), Layout(paper)
    layout = placed(
        empty, notes, lambda page, zoom: _write_column(page, released, empty, language, zoom, notes)
    )
    figure = layout.figure()
    page = layout.page_axes(figure)
    draw_head(page, layout, released.title[language], captions.subtitle(released, language))
    metres_per_mm = _draw_map(figure, released, layout)
    _draw_furniture(page, layout, metres_per_mm, language)
    write_fitting(
        page,
        layout,
        lambda trial, zoom: _write_column(
            trial, released, layout, language, zoom, [] if layout.band else notes
        ),
    )
    if layout.band:
        write_band(page, layout, notes)
    draw_foot(page, layout, language)
    return figure


def _draw_map(figure: Figure, released: ReleasedMap, layout: Layout) -> float:
    """Draw the map in its frame; return how many metres a millimetre of paper is."""
    axes = layout.map_axes(figure)
    axes.set_facecolor(SEA)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_color(FRAME)
        side.set_linewidth(0.9 * layout.scale)
    metres_per_mm = _fit(axes, released, layout)
    draw_areas(axes, released, layout.scale)
    if released.boundaries is not None:
        draw_names(axes, released.boundaries, layout.scale)
    elif len(released.areas) <= MOST_NAMES:
        draw_names(axes, released.areas, layout.scale)
    return metres_per_mm


def _fit(axes: Axes, released: ReleasedMap, layout: Layout) -> float:
    """Set the extent so that all areas fit, with room at the foot for the scale bar."""
    left, bottom, right, top = released.extent
    _, _, width, height = layout.map_box
    foot = 12 * layout.scale
    inside = (width * (1 - 2 * PADDING), (height - foot) * (1 - 2 * PADDING))
    metres_per_mm = float(max((right - left) / inside[0], (top - bottom) / inside[1], 1e-6))
    x, y = (left + right) / 2, (bottom + top) / 2 - foot / 2 * metres_per_mm
    half = np.array([width, height]) / 2 * metres_per_mm
    axes.set_xlim(x - half[0], x + half[0])
    axes.set_ylim(y - half[1], y + half[1])
    return metres_per_mm


def _draw_furniture(page: Axes, layout: Layout, metres_per_mm: float, language: Language) -> None:
    left, bottom, width, height = layout.map_box
    scale = layout.scale
    page.set_zorder(2)
    page.patch.set_visible(False)
    draw_scale_bar(
        page, left + 7 * scale, bottom + 4 * scale, metres_per_mm, width * LONGEST_SHARE, scale
    )
    page.text(
        left + 7 * scale,
        bottom + 10 * scale,
        _scale_text(layout.paper, metres_per_mm).render(language),
        va="bottom",
        color=INK,
        fontproperties=font(7.5 * scale),
    )
    draw_north_arrow(page, left + width - 8 * scale, bottom + height - 4 * scale, scale)


def _scale_text(paper: Paper, metres_per_mm: float) -> Message:
    """Say the scale in figures, to two digits."""
    figure = metres_per_mm * 1000
    digits = 1 - math.floor(math.log10(figure))
    return tr("about 1:{scale:,.0f} on {paper}", scale=round(figure, digits), paper=paper)


def _write_column(
    page: Axes,
    released: ReleasedMap,
    layout: Layout,
    language: Language,
    zoom: float,
    notes: Sequence[str],
) -> float:
    """Write the column; return where it ends."""
    _, bottom, _, height = layout.map_box
    top = bottom + height
    column = Column(page, layout.column_left, top, layout.column, layout.scale * zoom)
    column.text(released.summary[language], 9.5)
    column.rule()
    entries = captions.legend(released, language)
    if (crossing := released.crossing) is not None:
        draw_crossed(column, released, crossing, language)
        for one in entries[len(released.style.classes) :]:
            column.entry(one)
    else:
        title = captions.legend_title(released, language)
        column.legend(title, released.counted[language], entries)
    column.rule()
    for label, text in captions.facts(released, language):
        column.text(tr("{label}: {text}", label=label, text=text).render(language), 8.2, after=0.6)
    if notes:
        column.rule()
    for note in notes:
        column.text(f"· {note}", 8.2, SOFT, after=0.6)
    return column.y
