"""What a workspace's manifest says of its tables, read without the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
ROW_KEY = "row_key"
"""The column by which each file of a layer tells its rows; keys are those of one file."""


def tables_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the tables of a workspace as its manifest names them; none where it is none."""
    try:
        tables = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["tables"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    found = tables.items() if isinstance(tables, dict) else ()
    return {name: one for name, one in found if isinstance(one, dict)}


def columns_of(table: dict[str, Any]) -> set[str]:
    """Return the columns of a table that the manifest tells of."""
    fields = table.get("fields")
    found = fields if isinstance(fields, list) else ()
    return {str(one.get("name")) for one in found if isinstance(one, dict)}


def workspace_of(file: Path) -> Path | None:
    """Return the workspace that a file of a layer lies in; None where it lies in none."""
    folder = file.parents[1] if file.parent.name == "layers" else None
    return folder if folder is not None and tables_of(folder) else None


def file_of(source: str) -> Path:
    """Return the file of a source of QGIS's."""
    return Path(source.split("|")[0])
