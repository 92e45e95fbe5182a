"""Charts as a file."""

from pathlib import Path

from gridloom_desktop.publishing.charts.page import draw_charts
from gridloom_desktop.publishing.export.released import ReleasedCharts
from gridloom_desktop.publishing.sheet.files import write_figure
from gridloom_desktop.publishing.sheet.layout import Paper
from gridloom_layers.language import Language


def write_charts(
    released: ReleasedCharts, path: Path, language: Language, paper: Paper = "A4"
) -> None:
    """Write the charts as the ending of ``path`` says, the same bytes for the same result."""
    figure = draw_charts(released, language, paper)
    write_figure(figure, path, released.title[language], released.data_date)
