"""One chart in its place on the page: title, legend, axes with their titles, marks."""

from dataclasses import dataclass
from typing import Protocol

from matplotlib.axes import Axes

from gridloom_analytics.cartography import StyleClass
from gridloom_analytics.chart import Chart
from gridloom_desktop.publishing.charts.data import Drawn, drawn
from gridloom_desktop.publishing.charts.legend import draw_legend, entries
from gridloom_desktop.publishing.charts.look import TICK_SIZE, quiet
from gridloom_desktop.publishing.charts.marks import draw_marks
from gridloom_desktop.publishing.charts.ticks import (
    Ticks,
    along,
    from_zero,
    lying,
    number_ticks,
    reach,
    thinned,
)
from gridloom_desktop.publishing.export.released import Panel
from gridloom_desktop.publishing.sheet.column import POINT, SOFT, Column
from gridloom_desktop.publishing.sheet.fonts import font, narrow_quotes
from gridloom_desktop.publishing.sheet.lines import shortened, text_width
from gridloom_layers.language import Language, tr

TITLE_SIZE, AXIS_SIZE = 10.5, 7.8
ROW = 4.0
"""Millimetres that a bar on its side needs at least on A4."""
WIDEST_LABELS = 0.38
"""The names of bars take at most this share of a panel's width."""
FOOT, HEAD = 8.5, 5.0
"""Millimetres under the axes for ticks and title, and over them for the title, on A4."""


class Surface(Protocol):
    """What charts are drawn on: millimetres, and how much larger than on A4 their texts are."""

    @property
    def width(self) -> float: ...

    @property
    def height(self) -> float: ...

    @property
    def scale(self) -> float: ...


@dataclass(frozen=True)
class Box:
    """A rectangle on the page, in millimetres."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.bottom + self.height


def draw_panel(page: Axes, layout: Surface, box: Box, panel: Panel, language: Language) -> None:
    """Draw one chart within ``box``; say so where none of its values may be published."""
    chart, scale = panel.chart, layout.scale
    head = Column(page, box.left, box.top, box.width, scale)
    head.text(chart.title[language], TITLE_SIZE, after=0.8)
    data = drawn(panel)
    if data is None:
        head.text(tr("None of its values can be published.").render(language), AXIS_SIZE, SOFT)
        return
    data = data.called({name: one[language] for name, one in chart.labels.items()})
    flat = _lies(chart, data, box.width, scale)
    legend = entries(chart, data, language, _classes(panel, data))
    top = draw_legend(page, legend, box.left, head.y, box.width, scale) if legend else head.y
    head.y = top - 0.6 * scale
    if flat and chart.kind == "bars":
        data = data.largest(max(1, int((head.y - box.bottom) / scale - FOOT - HEAD) // int(ROW)))
    titles = chart.x_title[language], chart.y_title[language]
    upright, below = titles if flat else titles[::-1]
    if data.left_out:
        upright = _of_all(upright, data, language)
    head.text(upright, AXIS_SIZE, SOFT, after=0.8)
    body = Box(box.left, box.bottom, box.width, head.y - box.bottom)
    _draw_axes(page, layout, body, panel, data, flat=flat)
    page.text(
        box.left + box.width, box.bottom,
        shortened(narrow_quotes(below), AXIS_SIZE * scale, box.width),
        ha="right", va="bottom", color=SOFT, fontproperties=font(AXIS_SIZE * scale),
        parse_math=False,
    )  # fmt: skip


def _classes(panel: Panel, data: Drawn) -> list[StyleClass]:
    """Return the classes of the map that points have."""
    if panel.style is None or data.classes is None:
        return []
    found = set(data.classes.tolist())
    return [one for number, one in enumerate(panel.style.classes) if number in found]


def _of_all(title: str, data: Drawn, language: Language) -> str:
    return tr(
        "{title} (the {shown} largest of {count:,})",
        title=title,
        shown=len(data.x),
        count=len(data.x) + data.left_out,
    ).render(language)


def _lies(chart: Chart, data: Drawn, width: float, scale: float) -> bool:
    """Tell whether bars lie on their side: in a pyramid, and where names find no room below."""
    if chart.kind == "pyramid":
        return True
    if chart.kind != "bars" or data.scale != "texts":
        return False
    widths = [text_width(label, TICK_SIZE * scale) for label in data.labels]
    return max(widths) + 2 * scale > 0.9 * width / len(widths)


def _draw_axes(
    page: Axes, layout: Surface, body: Box, panel: Panel, data: Drawn, *, flat: bool
) -> None:
    """Draw the marks with their axes, which leave as much room as their ticks need."""
    chart = panel.chart
    scale, size = layout.scale, TICK_SIZE * layout.scale
    high = body.height - FOOT * scale
    ends = reach(chart, data)
    free = not from_zero(chart)
    below = number_ticks(ends, body.width / (20 * scale), free=free, whole=data.whole)
    if flat:
        texts = [shortened(text, size, WIDEST_LABELS * body.width) for text in data.labels]
        upright = lying(chart, data, texts)
        upright = thinned(upright, high / (len(data.x) * size * POINT * 1.25))
    else:
        upright = number_ticks(ends, high / (7.5 * scale), free=free, whole=data.whole)
        below = along(chart, data, body.width, size)
    room = max(text_width(text, size) for text in upright.texts) + 1.8 * scale
    place = Box(body.left + room, body.bottom + FOOT * scale, body.width - room, high)
    axes = page.figure.add_axes(
        (
            place.left / layout.width, place.bottom / layout.height,
            place.width / layout.width, place.height / layout.height,
        )
    )  # fmt: skip
    draw_marks(axes, chart, data, scale, panel.style, flat=flat)
    _mark(axes, below, upright, absolute=chart.kind == "pyramid")
    quiet(axes, scale, "x" if flat else "y" if chart.kind == "bars" else "both")


def _mark(axes: Axes, below: Ticks, upright: Ticks, *, absolute: bool) -> None:
    texts = [text.lstrip("−") for text in below.texts] if absolute else below.texts
    axes.set_xlim(*below.limits)
    axes.set_ylim(*upright.limits)
    axes.set_xticks(below.at, texts)
    axes.set_yticks(upright.at, upright.texts)
