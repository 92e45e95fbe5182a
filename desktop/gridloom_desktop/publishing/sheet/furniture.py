"""What stands beside the areas inside the map's frame: scale bar, north arrow, names."""

import geopandas as gpd
from matplotlib.axes import Axes
from matplotlib.patches import Polygon, Rectangle
from matplotlib.patheffects import withStroke

from gridloom_analytics.cartography.scale_bar import length_label, nice_length, segments
from gridloom_desktop.publishing.sheet.fonts import font

INK = "#16263a"
LONGEST_SHARE = 0.24
"""A scale bar is at most this share of the map's width."""
HALO = (withStroke(linewidth=1.8, foreground="#ffffff"),)


def draw_scale_bar(
    page: Axes, left: float, bottom: float, metres_per_mm: float, longest: float, scale: float
) -> None:
    """Draw a bar of round length, at most ``longest`` millimetres, divided in black and white."""
    length = nice_length(longest * metres_per_mm)
    width, parts, height = length / metres_per_mm, segments(length), 1.5 * scale
    for part in range(parts):
        page.add_patch(
            Rectangle(
                (left + part * width / parts, bottom),
                width / parts,
                height,
                facecolor=INK if part % 2 == 0 else "#ffffff",
                edgecolor=INK,
                linewidth=0.5 * scale,
            )
        )
    for position, label in ((0.0, "0"), (width, length_label(length))):
        page.text(
            left + position,
            bottom + height + 1.0 * scale,
            label,
            ha="center",
            va="bottom",
            color=INK,
            fontproperties=font(7.5 * scale),
        )


def draw_north_arrow(page: Axes, x: float, top: float, scale: float) -> None:
    """Draw an arrow to grid north, half of it dark, under an N."""
    height, half = 9 * scale, 2.6 * scale
    tip, foot, notch = (
        (x, top - 4 * scale),
        top - 4 * scale - height,
        top - 4 * scale - height * 0.78,
    )
    page.add_patch(
        Polygon(
            [tip, (x - half, foot), (x, notch)], facecolor=INK, edgecolor=INK, linewidth=0.5 * scale
        )
    )
    page.add_patch(
        Polygon(
            [tip, (x + half, foot), (x, notch)],
            facecolor="#ffffff",
            edgecolor=INK,
            linewidth=0.5 * scale,
        )
    )
    page.text(x, top, "N", ha="center", va="top", color=INK, fontproperties=font(9 * scale))


def draw_names(axes: Axes, areas: gpd.GeoDataFrame, scale: float) -> None:
    """Write names inside their areas."""
    for point, name in zip(areas.geometry.representative_point(), areas["name"], strict=True):
        if not point.is_empty:
            axes.text(
                point.x,
                point.y,
                name,
                ha="center",
                va="center",
                color=INK,
                path_effects=HALO,
                fontproperties=font(7.5 * scale),
                clip_on=True,
                snap=False,  # snapped to pixels, upright strokes would vanish
                parse_math=False,
            )
