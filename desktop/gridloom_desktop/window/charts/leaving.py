"""What of a chart leaves the window: to the clipboard or into a file, through the gate."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QFileDialog

from gridloom_desktop.window.charts.frame import ChartFrame
from gridloom_desktop.window.model.charts.making import ReadyChart
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import Language, current_language, tr
from gridloom_layers.progress import Progress

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import ExportReport
    from gridloom_desktop.publishing.figures import Figures

UNFIT = '<>:"/\\|?*'
"""What a file's name cannot hold on one system or another."""


class Leaving:
    """Copies and saves charts; ``told`` gets the report of each file."""

    def __init__(self, operations: Operations, told: "Callable[[ExportReport], Any]") -> None:
        self._operations, self._told = operations, told

    def leave(self, frame: ChartFrame, what: str) -> None:
        """Do with a chart what its menu asks for."""
        acts = {
            "copy-picture": self._copy_picture,
            "copy-figures": self._copy_figures,
            "save-picture": self._save_picture,
            "save-figures": self._save_figures,
        }
        if frame.chart is not None:
            acts[what](frame, frame.chart)

    def _copy_picture(self, frame: ChartFrame, _: ReadyChart) -> None:
        if clipboard := QGuiApplication.clipboard():
            clipboard.setPixmap(frame.pixmap())

    def _copy_figures(self, frame: ChartFrame, chart: ReadyChart) -> None:
        work = partial(_text, _figures(frame, chart), current_language())
        self._operations.read(work, _copy)

    def _save_picture(self, frame: ChartFrame, chart: ReadyChart) -> None:
        if out := _ask(frame, chart, str(tr("Save the picture")), ".png", "*.png"):
            work = partial(_write_picture, frame.picture(), out)
            self._operations.do(tr("Saving the picture"), work, self._told)

    def _save_figures(self, frame: ChartFrame, chart: ReadyChart) -> None:
        if out := _ask(
            frame, chart, str(tr("Save the figures")), ".xlsx", "*.xlsx *.csv *.parquet"
        ):
            work = partial(_write_figures, _figures(frame, chart), out, current_language())
            self._operations.do(tr("Saving the figures"), work, self._told)


def _figures(frame: ChartFrame, chart: ReadyChart) -> "Figures":
    from gridloom_desktop.window.model.charts.figures import figures  # late: few ask for them

    return figures(chart, frame.marked.positions)


def _ask(
    frame: ChartFrame, chart: ReadyChart, title: str, ending: str, endings: str
) -> Path | None:
    name = "".join("_" if one in UNFIT else one for one in shown(chart.title))
    chosen, _ = QFileDialog.getSaveFileName(frame, title, f"{name}{ending}", f"{title} ({endings})")
    path = Path(chosen)
    return (path if path.suffix else path.with_suffix(ending)) if chosen else None


def _copy(text: str) -> None:
    if clipboard := QGuiApplication.clipboard():
        clipboard.setText(text)


# The gate is imported late: it loads geopandas and the writers of files.


def _text(figures: "Figures", language: Language, _: Progress) -> str:
    from gridloom_desktop.publishing.export import figures_text

    return figures_text(figures, language)


def _write_picture(png: bytes, out: Path, _: Progress) -> "ExportReport":
    from gridloom_desktop.publishing.export import export_picture

    return export_picture(png, out)


def _write_figures(
    figures: "Figures", out: Path, language: Language, progress: Progress
) -> "ExportReport":
    from gridloom_desktop.publishing.export import export_figures

    return export_figures(figures, out, language, progress)
