"""Choosing the file of a basemap, and the CRS where it names none."""

from pathlib import Path

from PyQt6.QtWidgets import QFileDialog, QInputDialog, QWidget

from gridloom_layers.language import tr

TILES = "*.mbtiles *.pmtiles"
PICTURES = "*.tif *.tiff"
LAYERS = "*.gpkg *.shp *.geojson *.json *.fgb *.parquet *.zip *.pbf"


def ask_file(parent: QWidget) -> Path | None:
    """Let the user choose a file; return None where they changed their mind."""
    kinds = (
        (tr("All basemaps"), f"{TILES} {PICTURES} {LAYERS}"),
        (tr("Map tiles"), TILES),
        (tr("Georeferenced pictures"), PICTURES),
        (tr("Layers"), LAYERS),
    )
    filters = ";;".join(f"{title} ({endings})" for title, endings in kinds)
    chosen, _ = QFileDialog.getOpenFileName(parent, str(tr("Add a basemap")), "", filters)
    return Path(chosen) if chosen else None


def ask_crs(parent: QWidget, file: str, usual: str) -> str | None:
    """Let the user say in which CRS a file is; return None where they changed their mind."""
    question = tr("“{file}” does not say in which CRS it is. Which one is it?", file=file)
    text, given = QInputDialog.getText(parent, str(tr("Add a basemap")), str(question), text=usual)
    return text.strip() if given and text.strip() else None
