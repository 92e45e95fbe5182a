"""The widget for each kind of chart."""

from collections.abc import Callable, Mapping

from gridloom_desktop.window.charts.bars_plot import BarsPlot
from gridloom_desktop.window.charts.binned_plot import BinnedPlot
from gridloom_desktop.window.charts.box_plot import BoxPlot
from gridloom_desktop.window.charts.lorenz_plot import LorenzPlot
from gridloom_desktop.window.charts.parallel_plot import ParallelPlot
from gridloom_desktop.window.charts.plot import LinkedPlot
from gridloom_desktop.window.charts.pyramid_plot import PyramidPlot
from gridloom_desktop.window.charts.scatter_plot import MoranPlot, ScatterPlot
from gridloom_desktop.window.model.charts.making import ReadyChart
from gridloom_desktop.window.model.charts.view import ChartKind

PLOTS: Mapping[ChartKind, Callable[[ReadyChart], LinkedPlot]] = {
    "histogram": BinnedPlot,
    "bars": BarsPlot,
    "scatter": ScatterPlot,
    "box": BoxPlot,
    "time": BinnedPlot,
    "pyramid": PyramidPlot,
    "lorenz": LorenzPlot,
    "moran": MoranPlot,
    "parallel": ParallelPlot,
}


def plot_of(chart: ReadyChart) -> LinkedPlot:
    """Return the widget that shows a chart."""
    return PLOTS[chart.view.kind](chart)
