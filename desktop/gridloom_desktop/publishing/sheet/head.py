"""The head and the foot of a sheet."""

from matplotlib.axes import Axes

from gridloom_desktop.publishing.sheet.column import INK, SOFT
from gridloom_desktop.publishing.sheet.fonts import font, narrow_quotes
from gridloom_desktop.publishing.sheet.layout import Layout
from gridloom_layers.language import Language, tr

ACCENT = "#c8963e"


def draw_head(page: Axes, layout: Layout, title: str, subtitle: str) -> None:
    """Write the title and what it is about, over a line above the map."""
    scale, top = layout.scale, layout.height - layout.margin
    page.text(
        layout.margin,
        top,
        narrow_quotes(title),
        va="top",
        color=INK,
        fontproperties=font(_title_size(title) * scale),
        parse_math=False,
    )
    page.text(
        layout.margin,
        top - 9.6 * scale,
        subtitle,
        va="top",
        color=SOFT,
        fontproperties=font(9.5 * scale),
        parse_math=False,
    )
    _, bottom, _, height = layout.map_box
    y = bottom + height + 2 * scale
    page.plot(
        [layout.margin, layout.width - layout.margin], [y, y], color=ACCENT, linewidth=1.6 * scale
    )


def _title_size(title: str) -> float:
    """Return the size at which a title still fits the page."""
    ems = sum(1.0 if ord(character) > 0x2E80 else 0.56 for character in title)
    return min(19.0, 740 / max(ems, 1))


def draw_foot(page: Axes, layout: Layout, language: Language) -> None:
    """Write what made the sheet."""
    page.text(
        layout.margin,
        layout.margin,
        tr("Made with Gridloom").render(language),
        color=SOFT,
        fontproperties=font(7 * layout.scale),
    )
