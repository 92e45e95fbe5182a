"""What layers say of themselves in QGIS's custom properties: by Gridloom, and by the panel."""

from __future__ import annotations

import json

from qgis.core import QgsMapLayer

WORKSPACE_OF = "gridloom/workspace"
TABLE_OF = "gridloom/table"
RESULT_OF = "gridloom/result"
MEASURES_OF = "gridloom/measures"
PART_OF = "gridloom/part"
"""Says that a file has some rows of its table only."""
WHERE_OF = "gridloom/where"
"""The condition of the rows that a layer shows; what the other ones say Gridloom decides."""
STYLE_OF = "gridloom/style"
"""Tells the style that Gridloom gave a layer from what the user made of it."""


def measures_of(layer: QgsMapLayer) -> dict[str, str] | None:
    """Return which column of a layer shows which measure; None where that cannot be read."""
    try:
        found = json.loads(layer.customProperty(MEASURES_OF) or "{}")
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
