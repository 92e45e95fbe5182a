"""Whether the files of a workspace hold what its manifest says."""

from pathlib import Path

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from gridloom_layers.language import tr
from gridloom_layers.locks import told_if_locked
from gridloom_layers.workspace.manifest import Manifest, TableInfo
from gridloom_layers.workspace.parts import digest_of


def problems(folder: Path, manifest: Manifest) -> list[str]:
    """Return what is wrong with the files that ``manifest`` names, a sentence each.

    Raises ``BadInput`` where another program locks one of them.
    """
    missing = [
        str(tr("{file}: the file is missing.", file=name))
        for name in sorted(manifest.files())
        if not (folder / name).is_file()
    ]
    found = [fault for table in manifest.tables.values() for fault in _table(folder, table)]
    return missing + found


def _table(folder: Path, table: TableInfo) -> list[str]:
    parts = [part for part in (*table.records, *table.history) if (folder / part.file).is_file()]
    found = [
        str(tr("{file}: the file is damaged.", file=part.file))
        for part in parts
        if digest_of(folder / part.file) != part.sha256
    ]
    if table.layer is not None and (folder / table.layer).is_file():
        found += _layer(folder, table.layer, table.rows)
    return found


def _layer(folder: Path, name: str, expected: int) -> list[str]:
    """Count the rows of a layer; QGIS changes the header of a file that it opens."""
    try:
        with (
            told_if_locked(folder / name),
            pyogrio.open_arrow(folder / name, columns=[], use_pyarrow=True) as (_, batches),
        ):
            rows = sum(batch.num_rows for batch in batches)
    except (DataSourceError, DataLayerError, OSError, RuntimeError):
        return [str(tr("{file}: the file is damaged.", file=name))]
    if rows == expected:
        return []
    fault = tr("{file}: {rows} rows where {expected} belong.",
               file=name, rows=rows, expected=expected)  # fmt: skip
    return [str(fault)]
