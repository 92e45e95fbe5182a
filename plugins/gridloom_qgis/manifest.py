"""What a workspace's manifest says of its tables, read without the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def tables_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the tables of a workspace as its manifest names them; none where it is none."""
    try:
        tables = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    found = tables.items() if isinstance(tables, dict) else ()
    return {name: one for name, one in found if isinstance(one, dict)}
