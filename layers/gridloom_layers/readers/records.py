"""A JSON array of objects as a table."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from gridloom_layers.readers.source import BATCH_ROWS, SOURCE_ROW, Source, unique_headers


def open_records(path: Path, records: list[dict[str, Any]]) -> Source:
    """Open the objects of a JSON array; their rows count from 1, their values become text."""
    names = list(dict.fromkeys(name for record in records for name in record))
    return Source(
        path=path,
        driver="JSON",
        headers=unique_headers(names),
        read=lambda source: _batches(source, names, records),
        encoding="utf-8",
        rows=len(records),
    )


def _batches(
    source: Source, names: list[str], records: list[dict[str, Any]]
) -> Iterator[pa.RecordBatch]:
    for start in range(0, max(len(records), 1), BATCH_ROWS):
        part = records[start : start + BATCH_ROWS]
        arrays = {
            header: pa.array([_text(record.get(name)) for record in part], pa.string())
            for header, name in zip(source.headers, names, strict=True)
        }
        arrays[SOURCE_ROW] = pa.array(range(start + 1, start + 1 + len(part)), pa.int64())
        yield pa.RecordBatch.from_pydict(arrays)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
