"""Parquet and GeoParquet."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.readers.failures import damaged
from gridloom_layers.readers.source import (
    BATCH_ROWS,
    GEOMETRY,
    SOURCE_ROW,
    Source,
    unique_headers,
)

DEFAULT_CRS = "OGC:CRS84"
"""What the GeoParquet specification takes where the metadata names no CRS."""


def open_parquet(path: Path) -> Source:
    """Open a Parquet file, with its geometry where it is a GeoParquet (WKB encoded)."""
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise damaged(path) from error
    try:
        geo = json.loads((file.schema_arrow.metadata or {}).get(b"geo", b"{}"))
    except ValueError as error:
        raise damaged(path) from error
    primary: str | None = geo.get("primary_column")
    about: dict[str, Any] = geo.get("columns", {}).get(primary, {})
    if primary is not None and about.get("encoding") != "WKB":
        raise BadInput(
            "unknown-format",
            tr("The geometries of “{file}” are not encoded as WKB.", file=path.name),
            Where(file=str(path), column=primary),
            tr("Export it with WKB geometries, or as a GeoPackage."),
        )
    names = file.schema_arrow.names
    columns = [number for number, name in enumerate(names) if name != primary]
    return Source(
        path=path,
        driver="Parquet" if primary is None else "GeoParquet",
        headers=unique_headers(names[number] for number in columns),
        read=lambda source: _batches(source, columns, primary),
        crs=None if primary is None else _crs(about),
        geometry=None if primary is None else "any",
        rows=file.metadata.num_rows,
    )


def _crs(about: dict[str, Any]) -> str | None:
    if "crs" not in about:
        return DEFAULT_CRS
    return json.dumps(about["crs"]) if about["crs"] else None


def _batches(source: Source, columns: list[int], primary: str | None) -> Iterator[pa.RecordBatch]:
    done = 0
    for batch in _read(source):
        arrays: dict[str, Any] = {
            header: _plain(batch.column(number))
            for header, number in zip(source.headers, columns, strict=True)
        }
        arrays[SOURCE_ROW] = pa.array(range(done + 1, done + 1 + batch.num_rows), pa.int64())
        if primary is not None:
            arrays[GEOMETRY] = batch.column(primary).cast(pa.binary())
        done += batch.num_rows
        yield pa.RecordBatch.from_pydict(arrays)


def _read(source: Source) -> Iterator[pa.RecordBatch]:
    try:
        file = pq.ParquetFile(source.path, page_checksum_verification=True)
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            batch.validate(full=True)  # many files have no checksums: is text still text?
            yield batch
    except (pa.ArrowInvalid, OSError) as error:
        raise damaged(source.path) from error


def _plain(array: pa.Array) -> pa.Array:
    """Return texts as plain strings, whatever their layout in the file, and numbers in a type
    that can be computed with: half floats as floats, 64 bits without a sign as text."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_large_string(array.type) or pa.types.is_string_view(array.type):
        return array.cast(pa.string())
    if pa.types.is_float16(array.type):
        return array.cast(pa.float32())
    return array.cast(pa.string()) if pa.types.is_uint64(array.type) else array
