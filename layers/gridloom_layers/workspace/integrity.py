"""Whether the files of a workspace hold what its manifest says."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from gridloom_layers.language import tr
from gridloom_layers.workspace.digest import layer_digest
from gridloom_layers.workspace.files import digest_of
from gridloom_layers.workspace.manifest import Manifest, Part, TableInfo


def problems(folder: Path, manifest: Manifest) -> list[str]:
    """Return what is wrong with the files that ``manifest`` names, a sentence each.

    Raises ``BadInput`` where another program locks one of them.
    """
    missing = [
        str(tr("{file}: the file is missing.", file=name))
        for name in sorted(manifest.files())
        if not (folder / name).is_file()
    ]
    damaged = [
        str(tr("{file}: the file is damaged.", file=name))
        for name, digest in _digests(manifest)
        if (folder / name).is_file() and digest_of(folder / name) != digest
    ]
    damaged += [
        str(tr("{file}: the file is damaged.", file=part.file))
        for part in _without_digest(manifest)
        if (folder / part.file).is_file() and not _readable(folder / part.file, part)
    ]
    layers = [fault for table in manifest.tables.values() for fault in _layer(folder, table)]
    return missing + damaged + layers


def _digests(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Yield the files whose bytes never change, with their SHA-256."""
    for table in manifest.tables.values():
        for part in (*table.records, *table.history):
            if part.sha256 is not None:
                yield part.file, part.sha256
    for owned in manifest.ownership.values():
        for part in owned.parts:
            if part.sha256 is not None:
                yield part.file, part.sha256
    for entry in manifest.imports:
        if entry.quarantine and entry.quarantine_sha256:
            yield entry.quarantine, entry.quarantine_sha256


def _without_digest(manifest: Manifest) -> Iterator[Part]:
    """Yield the parts of which an older format knew no digest."""
    for table in manifest.tables.values():
        yield from (part for part in table.records if part.sha256 is None)


def _readable(path: Path, part: Part) -> bool:
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            return sum(batch.num_rows for batch in file.iter_batches()) == part.rows
    except (pa.ArrowException, OSError):
        return False


def _layer(folder: Path, table: TableInfo) -> Iterator[str]:
    """Yield what is wrong with the content of a layer; its bytes change when QGIS opens it."""
    if table.layer is None or not (folder / table.layer).is_file():
        return
    try:
        rows, digest = layer_digest(folder / table.layer)
    except (pa.ArrowException, OSError, RuntimeError):  # the last are GDAL's
        yield str(tr("{file}: the file is damaged.", file=table.layer))
        return
    if rows != table.rows:
        fault = tr("{file}: {rows} rows where {expected} belong.",
                   file=table.layer, rows=rows, expected=table.rows)  # fmt: skip
        yield str(fault)
    elif table.layer_digest not in (None, digest):
        fault = tr("{file}: the file is damaged, or another program has changed it.",
                   file=table.layer)  # fmt: skip
        yield str(fault)
