"""Gridloom inside QGIS: its analyses as Processing algorithms, its workspaces in a panel.

The plugin calls the command ``gridloom``, as QGIS's GRASS and SAGA providers call theirs; it needs
no package beside QGIS itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .plugin import GridloomPlugin


def classFactory(iface: QgisInterface | None) -> GridloomPlugin:  # noqa: N802 - QGIS asks for this name
    """Return the plugin; ``iface`` is None in ``qgis_process``."""
    from .plugin import GridloomPlugin

    return GridloomPlugin(iface)
