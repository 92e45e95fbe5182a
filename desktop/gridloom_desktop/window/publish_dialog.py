"""Choosing the file to publish to."""

from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QFileDialog, QWidget

from gridloom_layers.language import Message, tr

if TYPE_CHECKING:
    from gridloom_desktop.publishing.publish import Kind

ENDINGS: dict["Kind", str] = {
    "web-map": ".html", "sheet": ".pdf", "workbook": ".xlsx", "layer": ".gpkg",
}  # fmt: skip
ICONS: dict["Kind", str] = {
    "web-map": "mdi6.web", "sheet": "mdi6.map-outline", "workbook": "mdi6.table",
    "layer": "mdi6.layers-outline",
}  # fmt: skip


def kind_title(kind: "Kind") -> Message:
    """Return what a kind of publication is called."""
    titles = {
        "web-map": tr("Offline web map"),
        "sheet": tr("Map sheet"),
        "workbook": tr("Workbook"),
        "layer": tr("Layer for QGIS"),
    }
    return titles[kind]


def ask_file(parent: QWidget, kind: "Kind", result: str) -> Path | None:
    """Let the user choose a file; return None where they changed their mind."""
    ending = ENDINGS[kind]
    endings = "*.pdf *.png" if kind == "sheet" else f"*{ending}"
    chosen, _ = QFileDialog.getSaveFileName(
        parent, str(kind_title(kind)), f"{result}{ending}", f"{kind_title(kind)} ({endings})"
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(ending)


def ask_chart_file(parent: QWidget, result: str) -> Path | None:
    """Let the user choose a file for charts; return None where they changed their mind."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, str(tr("Save the charts")), f"{result}.pdf", f"{tr('Charts')} (*.pdf *.svg *.png)"
    )
    path = Path(chosen)
    return (path if path.suffix else path.with_suffix(".pdf")) if chosen else None


def ask_sheet_file(parent: QWidget, name: str) -> Path | None:
    """Let the user choose a file for small multiples; return None where they changed their mind."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, str(tr("Save as a sheet")), f"{name}.pdf", f"{tr('Map sheet')} (*.pdf *.png)"
    )
    path = Path(chosen)
    return (path if path.suffix else path.with_suffix(".pdf")) if chosen else None
