"""A broken vector file feature by feature, so that one bad record does not fail the file."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import fiona
import pyarrow as pa
import shapely
from fiona.errors import FionaError
from shapely.errors import ShapelyError
from shapely.geometry import shape

from gridloom_layers.readers.source import BATCH_ROWS, GEOMETRY, Fault, Source

UNREADABLE = "unreadable record"
logging.getLogger("fiona").setLevel(logging.CRITICAL)


def read_features(
    source: Source, file: Path, columns: Sequence[str], skipped: int
) -> Iterator[pa.RecordBatch]:
    """Yield the features after the first ``skipped``, those that cannot be read as faults."""
    rows: list[dict[str, Any]] = []
    for number, feature in enumerate(_features(file, source.layer), 1):
        if number <= skipped:
            continue
        row = None if feature is None else _row(feature, columns)
        if row is None:
            source.faults.append(Fault(number, UNREADABLE, ""))
        else:
            rows.append(row)
        if len(rows) == BATCH_ROWS:
            yield _batch(rows, source, columns)
            rows = []
    yield _batch(rows, source, columns)


def _features(file: Path, layer: str | None) -> Iterator[Any]:
    """Yield each feature, None for one that cannot be read; end where the file does."""
    with fiona.open(file, layer=layer) as collection:
        remaining = iter(collection)
        failures = 0
        while failures < 3:
            try:
                yield next(remaining)
                failures = 0
            except StopIteration:
                return
            except (FionaError, UnicodeDecodeError, ValueError):
                failures += 1
                yield None


def _row(feature: Any, columns: Sequence[str]) -> dict[str, Any] | None:
    try:
        geometry = shapely.to_wkb(shape(feature.geometry)) if feature.geometry else None
    except (ShapelyError, ValueError, TypeError, AttributeError):
        return None
    return {**{name: feature.properties.get(name) for name in columns}, GEOMETRY: geometry}


def _batch(rows: list[dict[str, Any]], source: Source, columns: Sequence[str]) -> pa.RecordBatch:
    arrays = {
        header: pa.array([_plain(row[name]) for row in rows], pa.string())
        for header, name in zip(source.headers, columns, strict=True)
    }
    arrays[GEOMETRY] = pa.array([row[GEOMETRY] for row in rows], pa.binary())
    return pa.RecordBatch.from_pydict(arrays)


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)
