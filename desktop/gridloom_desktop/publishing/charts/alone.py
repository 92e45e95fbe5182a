"""One chart by itself, as pixels for a screen."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from gridloom_desktop.publishing.charts.panel import Box, draw_panel
from gridloom_desktop.publishing.export.released import Panel
from gridloom_desktop.publishing.sheet.layout import MM_PER_INCH
from gridloom_layers.language import Language

PIXELS_PER_INCH = 96.0
EDGE = 2.0
"""Millimetres left free around the chart."""


@dataclass(frozen=True)
class Screen:
    """A part of a screen, in millimetres."""

    width: float
    height: float
    scale: float = 1.0


def chart_pixels(
    panel: Panel, width: int, height: int, ratio: float, language: Language
) -> npt.NDArray[np.uint8]:
    """Return a chart as pixels (rows, columns, 4), red, green, blue and opacity.

    ``width`` and ``height`` are in points of the screen, of which each has ``ratio`` pixels a side.
    """
    inches = width / PIXELS_PER_INCH, height / PIXELS_PER_INCH
    screen = Screen(inches[0] * MM_PER_INCH, inches[1] * MM_PER_INCH)
    figure = Figure(figsize=inches, dpi=PIXELS_PER_INCH * ratio)
    canvas = FigureCanvasAgg(figure)
    page = figure.add_axes((0, 0, 1, 1))
    page.set_axis_off()
    page.set_xlim(0, screen.width)
    page.set_ylim(0, screen.height)
    room = Box(EDGE, EDGE, screen.width - 2 * EDGE, screen.height - 2 * EDGE)
    draw_panel(page, screen, room, panel, language)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba()).copy()
