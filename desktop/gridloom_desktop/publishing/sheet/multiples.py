"""A sheet of small multiples: the maps in rows, one legend, scale and facts beside them."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gridloom_desktop.publishing.captions import LegendEntry
from gridloom_desktop.publishing.export.multiples import ReleasedMultiples
from gridloom_desktop.publishing.multiples import Pixels, SmallPicture
from gridloom_desktop.publishing.sheet.column import INK, SOFT, Column, write_fitting
from gridloom_desktop.publishing.sheet.files import write_figure
from gridloom_desktop.publishing.sheet.fonts import font, narrow_quotes
from gridloom_desktop.publishing.sheet.furniture import draw_north_arrow, draw_scale_bar
from gridloom_desktop.publishing.sheet.head import draw_foot, draw_head
from gridloom_desktop.publishing.sheet.layout import MM_PER_INCH, Layout, Paper
from gridloom_layers.language import Language, tr, tr_n

DOTS = 300
"""Pixels of a map to the inch of paper."""
GAP, TITLE = 4.0, 5.5
"""Millimetres between two maps, and above each for its title."""
FRAME = "#16263a"
Cell = tuple[float, float, float, float]


def map_pixels(count: int, shape: float, paper: Paper = "A4") -> tuple[int, int]:
    """Return width and height of each of ``count`` maps; ``shape`` is their width by height."""
    _, _, width, height = cells(Layout(paper), count, shape)[0]
    return round(width / MM_PER_INCH * DOTS), round(height / MM_PER_INCH * DOTS)


def cells(layout: Layout, count: int, shape: float) -> list[Cell]:
    """Return where each map lies (left, bottom, width, height in millimetres), row by row.

    There are as many columns as let what is shown be largest.
    """
    left, bottom, width, height = layout.map_box

    def size(columns: int) -> tuple[float, float]:
        rows = math.ceil(count / columns)
        across = (width - GAP * (columns - 1)) / columns
        return across, (height - GAP * (rows - 1)) / rows - TITLE

    def seen(columns: int) -> float:
        across, down = size(columns)
        return min(across / shape, down)

    columns = max(range(1, count + 1), key=seen)
    across, down = size(columns)
    top = bottom + height
    return [
        (left + (n % columns) * (across + GAP), top - (n // columns + 1) * (down + TITLE)
         - (n // columns) * GAP, across, down)
        for n in range(count)
    ]  # fmt: skip


def write_multiples(
    released: ReleasedMultiples, path: Path, language: Language, paper: Paper = "A4"
) -> None:
    """Write the sheet as the ending of ``path`` says, the same bytes for the same maps."""
    figure = draw_multiples(released, language, paper)
    write_figure(figure, path, released.multiples.title[language], released.data_date)


def draw_multiples(released: ReleasedMultiples, language: Language, paper: Paper = "A4") -> Figure:
    """Return the sheet in ``language``."""
    multiples, layout = released.multiples, Layout(paper)
    figure = layout.figure()
    page = layout.page_axes(figure)
    subtitle = tr_n(
        "{count} map {way} · data of {date}",
        "{count} maps {way} · data of {date}",
        len(multiples.pictures),
        way=multiples.way,
        date=released.data_date.isoformat(),
    )
    draw_head(page, layout, multiples.title[language], subtitle.render(language))
    first = multiples.pictures[0].pixels
    places = cells(layout, len(multiples.pictures), first.shape[1] / first.shape[0])
    for place, picture in zip(places, multiples.pictures, strict=True):
        _draw_map(figure, page, layout, place, picture, language)
    write_fitting(
        page, layout, lambda trial, zoom: _write_column(trial, released, layout, language, zoom)
    )
    draw_foot(page, layout, language)
    return figure


def _draw_map(
    figure: Figure, page: Axes, layout: Layout, place: Cell, picture: SmallPicture,
    language: Language,
) -> None:  # fmt: skip
    left, bottom, width, height = place
    box = left / layout.width, bottom / layout.height, width / layout.width, height / layout.height
    axes = figure.add_axes(box)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_color(FRAME)
        side.set_linewidth(0.7 * layout.scale)
    axes.imshow(_colours(picture.pixels), aspect="auto", interpolation="none")
    page.text(
        left,
        bottom + height + TITLE * 0.3,
        narrow_quotes(picture.title[language]),
        va="baseline",
        color=INK,
        fontproperties=font(8.5 * layout.scale),
        parse_math=False,
    )


def _colours(pixels: Pixels) -> np.ndarray:
    """Return (height, width, 3) red, green and blue, 0-255."""
    channels = [(pixels >> np.uint32(shift)) & np.uint32(0xFF) for shift in (16, 8, 0)]
    return np.stack(channels, axis=-1).astype(np.uint8)


def _write_column(
    page: Axes, released: ReleasedMultiples, layout: Layout, language: Language, zoom: float
) -> float:
    """Write legend, scale, facts and notes; return where the column ends."""
    multiples = released.multiples
    _, bottom, _, height = layout.map_box
    scale = layout.scale * zoom
    column = Column(page, layout.column_left, bottom + height, layout.column, scale)
    if multiples.legend:
        entries = [LegendEntry("class", one.colour, one.label[language], one.count)
                   for one in multiples.legend]  # fmt: skip
        counted = tr("rows in all").render(language)
        column.legend(multiples.about[language], counted, entries)
        column.rule()
    _draw_scale(column, layout, multiples.metres_per_pixel)
    column.rule()
    for label, text in _facts(released, language):
        column.text(tr("{label}: {text}", label=label, text=text).render(language), 8.2, after=0.6)
    column.rule()
    for note in released.notes:
        column.text(f"· {note[language]}", 8.2, SOFT, after=0.6)
    return column.y


def _draw_scale(column: Column, layout: Layout, metres_per_pixel: float) -> None:
    """Draw the scale that all maps have, and where north is."""
    scale = column.scale
    metres_per_mm = metres_per_pixel * DOTS / MM_PER_INCH
    draw_scale_bar(
        column.page, column.left + 2 * scale, column.y - 9 * scale, metres_per_mm,
        layout.column * 0.6, scale,
    )  # fmt: skip
    draw_north_arrow(column.page, column.left + column.width - 5 * scale, column.y, scale)
    column.y -= 14 * scale


def _facts(released: ReleasedMultiples, language: Language) -> Sequence[tuple[str, str]]:
    found = [
        (tr("Data date"), released.data_date.isoformat()),
        (tr("Coordinates"), released.crs),
        (tr("Source"), released.source[language]),
    ]
    return [(label.render(language), text) for label, text in found]
