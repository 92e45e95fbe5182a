"""A page of charts: title, panels, what was found and how, in the look of the map sheet."""

from collections.abc import Sequence
from math import ceil, sqrt

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gridloom_desktop.publishing.charts.panel import Box, draw_panel
from gridloom_desktop.publishing.export.released import ReleasedCharts
from gridloom_desktop.publishing.sheet.band import placed, write_band
from gridloom_desktop.publishing.sheet.column import INK, SOFT, Column, write_fitting
from gridloom_desktop.publishing.sheet.fonts import font, narrow_quotes
from gridloom_desktop.publishing.sheet.layout import Layout, Paper
from gridloom_desktop.publishing.sheet.lines import shortened
from gridloom_layers.language import Language, Message, tr

ACCENT = "#c8963e"
GAP = 7.0
"""Millimetres between two panels on A4."""


def draw_charts(released: ReleasedCharts, language: Language, paper: Paper = "A4") -> Figure:
    """Return a page with all charts of a result, in ``language``."""
    notes, empty = _notes(released, language), Layout(paper)
    layout = placed(
        empty, notes, lambda page, zoom: _write_column(page, released, empty, language, zoom, notes)
    )
    figure = layout.figure()
    page = layout.page_axes(figure)
    _draw_head(page, released, layout, language)
    for panel, box in zip(released.panels, _boxes(layout, len(released.panels)), strict=True):
        draw_panel(page, layout, box, panel, language)
    write_fitting(
        page,
        layout,
        lambda trial, zoom: _write_column(
            trial, released, layout, language, zoom, [] if layout.band else notes
        ),
    )
    if layout.band:
        write_band(page, layout, notes)
    _write(page, layout.margin, layout.margin, tr("Made with Gridloom"), 7 * layout.scale, language)
    return figure


def _boxes(layout: Layout, count: int) -> list[Box]:
    """Return the places of the panels: as many columns as rows, or one less than rows more."""
    columns = ceil(sqrt(count)) if count > 2 else 1
    rows = ceil(count / columns)
    left, bottom, width, height = layout.map_box
    gap = GAP * layout.scale
    wide = (width - gap * (columns - 1)) / columns
    high = (height - gap * (rows - 1)) / rows
    return [
        Box(
            left + number % columns * (wide + gap),
            bottom + height - number // columns * (high + gap) - high,
            wide,
            high,
        )
        for number in range(count)
    ]


def _draw_head(page: Axes, released: ReleasedCharts, layout: Layout, language: Language) -> None:
    scale, top = layout.scale, layout.height - layout.margin
    width = layout.width - 2 * layout.margin
    title = shortened(narrow_quotes(released.title[language]), 19 * scale, width)
    _write(page, layout.margin, top, title, 19 * scale, language, colour=INK, va="top")
    _write(
        page, layout.margin, top - 9.6 * scale, _subtitle(released, language), 9.5 * scale,
        language, va="top",
    )  # fmt: skip
    _, bottom, _, height = layout.map_box
    y = bottom + height + 2 * scale
    edges = [layout.margin, layout.width - layout.margin]
    page.plot(edges, [y, y], color=ACCENT, linewidth=1.6 * scale)


def _subtitle(released: ReleasedCharts, language: Language) -> Message:
    level = released.layer[language]
    if released.data_date is None:
        return tr("By {level}", level=level)
    return tr("By {level} · data of {date}", level=level, date=released.data_date.isoformat())


def _write(
    page: Axes,
    x: float,
    y: float,
    text: Message | str,
    size: float,
    language: Language,
    colour: str = SOFT,
    va: str = "baseline",
) -> None:
    content = text.render(language) if isinstance(text, Message) else text
    page.text(x, y, content, va=va, color=colour, fontproperties=font(size), parse_math=False)


def _write_column(
    page: Axes,
    released: ReleasedCharts,
    layout: Layout,
    language: Language,
    zoom: float,
    notes: Sequence[str],
) -> float:
    """Write what was found and how; return where the column ends."""
    _, bottom, _, height = layout.map_box
    column = Column(page, layout.column_left, bottom + height, layout.column, layout.scale * zoom)
    column.text(released.summary[language], 9.5)
    column.rule()
    for label, text in _facts(released, language):
        column.text(tr("{label}: {text}", label=label, text=text).render(language), 8.2, after=0.6)
    if notes:
        column.rule()
    for note in notes:
        column.text(f"· {note}", 8.2, SOFT, after=0.6)
    return column.y


def _notes(released: ReleasedCharts, language: Language) -> list[str]:
    return [
        note.render(language) if isinstance(note, Message) else note[language]
        for note in released.notes
    ]


def _facts(released: ReleasedCharts, language: Language) -> list[tuple[Message, str]]:
    method = " · ".join(part for part in (released.method[language], released.citation) if part)
    dated = "" if released.data_date is None else released.data_date.isoformat()
    source = "" if released.source is None else released.source[language]
    found = [(tr("Data date"), dated), (tr("Method"), method), (tr("Source"), source)]
    return [(label, text) for label, text in found if text]
