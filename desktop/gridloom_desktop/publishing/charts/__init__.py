"""The charts of a result as pictures: PNG, SVG or PDF."""

from gridloom_desktop.publishing.charts.alone import chart_pixels
from gridloom_desktop.publishing.charts.page import draw_charts
from gridloom_desktop.publishing.charts.writing import write_charts

__all__ = ["chart_pixels", "draw_charts", "write_charts"]
