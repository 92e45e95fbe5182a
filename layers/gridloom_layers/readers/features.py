"""A broken vector file feature by feature, so that one bad record does not fail the file."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import fiona
import pyarrow as pa
import shapely
from fiona._err import CPLE_BaseError  # GDAL's errors, which fiona passes on as they are
from fiona.errors import FionaError
from shapely.errors import ShapelyError
from shapely.geometry import shape

from gridloom_layers.readers.source import BATCH_ROWS, GEOMETRY, Fault, Source

UNREADABLE = "unreadable record"
GIVE_UP = 3
logging.getLogger("fiona").setLevel(logging.CRITICAL)


def read_features(
    source: Source,
    file: Path,
    columns: Sequence[str],
    skipped: int,
    types: Mapping[str, pa.DataType],
) -> Iterator[pa.RecordBatch]:
    """Yield the features after the first ``skipped``, those that cannot be read as faults.

    The columns have the ``types`` that are known of their headers, else they are text.
    """
    rows: list[dict[str, Any]] = []
    with fiona.open(file, layer=source.layer) as collection:
        for number, feature in survivors(collection, skipped, source.rows):
            row = None if feature is None else _row(feature, columns)
            if row is None:
                source.faults.append(Fault(number, UNREADABLE, ""))
            else:
                rows.append(row)
            if len(rows) == BATCH_ROWS:
                yield _batch(rows, source, columns, types)
                rows = []
    yield _batch(rows, source, columns, types)


def survivors(collection: Any, skipped: int, announced: int) -> Iterator[tuple[int, Any]]:
    """Yield the number (from 1) of each feature after ``skipped``, and it, or None if unreadable.

    After an unreadable feature reading begins anew behind it; after three in a row, or where the
    file ends before the features it announced, nothing more can be had.
    """
    position, failures = skipped, 0
    while failures < GIVE_UP:
        try:
            for feature in collection.filter(position, None):
                position, failures = position + 1, 0
                yield position, feature
        except (FionaError, CPLE_BaseError, UnicodeDecodeError, ValueError):
            if position + 1 > announced:
                return
        else:
            return
        position, failures = position + 1, failures + 1
        yield position, None


def _row(feature: Any, columns: Sequence[str]) -> dict[str, Any] | None:
    try:
        geometry = shapely.to_wkb(shape(feature.geometry)) if feature.geometry else None
    except (ShapelyError, ValueError, TypeError, AttributeError):
        return None
    return {**{name: feature.properties.get(name) for name in columns}, GEOMETRY: geometry}


def _batch(
    rows: list[dict[str, Any]],
    source: Source,
    columns: Sequence[str],
    types: Mapping[str, pa.DataType],
) -> pa.RecordBatch:
    arrays = {
        header: _typed([_plain(row[name]) for row in rows], types.get(header))
        for header, name in zip(source.headers, columns, strict=True)
    }
    arrays[GEOMETRY] = pa.array([row[GEOMETRY] for row in rows], pa.binary())
    return pa.RecordBatch.from_pydict(arrays)


def _typed(texts: list[str | None], kind: pa.DataType | None) -> pa.Array:
    """Return texts as values of a type; as they are where one of them is none."""
    array = pa.array(texts, pa.string())
    try:
        return array if kind is None else array.cast(kind)
    except pa.ArrowException:
        return array


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)
