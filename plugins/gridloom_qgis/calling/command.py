"""Which ``gridloom`` is called, and in what environment."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from qgis.core import QgsSettings

from .faults import NotFound

SETTING = "gridloom/command"
OF_QGIS = (
    "GDAL_DATA", "GDAL_DRIVER_PATH", "PROJ_DATA", "PROJ_LIB", "PYTHONHOME", "PYTHONPATH",
    "QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH",
)  # fmt: skip
"""Variables by which QGIS finds its own Python, GDAL and Qt; Gridloom brings others."""


def find_command() -> Path:
    """Return the command that the settings name, else the one on PATH; raise ``NotFound``."""
    named = QgsSettings().value(SETTING, "", type=str)
    found = named or shutil.which("gridloom")
    if not found:
        raise NotFound
    return Path(found)


def use_command(path: Path | None) -> None:
    """Have this command called from now on; None for the one on PATH."""
    if path is None:
        QgsSettings().remove(SETTING)
    else:
        QgsSettings().setValue(SETTING, str(path))


def environment() -> dict[str, str]:
    """Return the environment of the command: QGIS's own, without what is of QGIS's libraries."""
    return {name: value for name, value in os.environ.items() if name not in OF_QGIS}
