"""Whether the files of a workspace hold what its manifest says."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from gridloom_layers.language import tr
from gridloom_layers.workspace.manifest import Manifest, TableInfo


def problems(folder: Path, manifest: Manifest) -> list[str]:
    """Return what is wrong with the files that ``manifest`` names, a sentence each."""
    missing = [
        str(tr("{file}: the file is missing.", file=name))
        for name in sorted(manifest.files())
        if not (folder / name).is_file()
    ]
    found = [fault for table in manifest.tables.values() for fault in _table(folder, table)]
    return missing + found


def _table(folder: Path, table: TableInfo) -> list[str]:
    counted = [(table.records, _parquet_rows)]
    if table.layer:
        counted.append((table.layer, _layer_rows))
    found = []
    for name, count in counted:
        if not (folder / name).is_file():
            continue
        try:
            rows = count(folder / name)
        except (pa.ArrowException, DataSourceError, DataLayerError, OSError, RuntimeError):
            found.append(str(tr("{file}: the file is damaged.", file=name)))
            continue
        if rows != table.rows:
            fault = tr("{file}: {rows} rows where {expected} belong.",
                       file=name, rows=rows, expected=table.rows)  # fmt: skip
            found.append(str(fault))
    return found


def _parquet_rows(path: Path) -> int:
    """Read every page, so that a flipped bit under a checksum shows."""
    file = pq.ParquetFile(path, page_checksum_verification=True)
    return sum(batch.num_rows for batch in file.iter_batches(batch_size=65_536))


def _layer_rows(path: Path) -> int:
    with pyogrio.open_arrow(path, columns=[], use_pyarrow=True) as (_, batches):
        return sum(batch.num_rows for batch in batches)
