"""Feature by feature: a broken vector file, of which one bad record fails no other; and arcs."""

import datetime as dt
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import fiona
import pyarrow as pa
import shapely
from fiona._err import CPLE_BaseError  # GDAL's errors, which fiona passes on as they are
from fiona.errors import FionaError
from shapely.errors import ShapelyError
from shapely.geometry import shape

from gridloom_layers.readers.failures import damaged
from gridloom_layers.readers.source import BATCH_ROWS, GEOMETRY, SOURCE_ROW, Fault, Source

UNREADABLE = "unreadable record"
GIVE_UP = 3
NUMBERED = {SOURCE_ROW: pa.int64()}
UNFIT = (pa.ArrowException, ValueError, TypeError, OverflowError)
"""What Arrow raises for a value that is none of a type."""
NOT_READ = (FionaError, CPLE_BaseError)
NO_LINES = (ShapelyError, ValueError, TypeError, AttributeError)
"""What is raised for a feature that is none, or whose coordinates make no shape."""
logging.getLogger("fiona").setLevel(logging.CRITICAL)


def read_features(
    source: Source,
    file: Path,
    encoding: str | None,
    columns: Sequence[str],
    skipped: int,
    types: Mapping[str, pa.DataType],
) -> Iterator[pa.RecordBatch]:
    """Yield the features after the first ``skipped``, those that cannot be read as faults.

    All batches have the columns of ``types``, in their order, and ``source_row``; what is no
    value of its column's type cannot be read. Where no types are known, columns are text, or
    bytes where the file says so. Raises ``BadInput`` (damaged-source) for a file that cannot be
    opened in this way.
    """
    try:
        opened = fiona.open(file, layer=source.layer, encoding=encoding)
    except NOT_READ as error:
        raise damaged(source.path, source.layer) from error
    rows: list[dict[str, Any]] = []
    with opened as collection:
        schema = pa.schema({**(types or _types(collection, source, columns)), **NUMBERED})
        for number, feature in survivors(collection, skipped, source.rows):
            row = None if feature is None else _row(feature, source, columns, schema)
            if row is None:
                source.faults.append(Fault(number, UNREADABLE, ""))
            else:
                rows.append({**row, SOURCE_ROW: number})
            if len(rows) == BATCH_ROWS:
                yield _batch(rows, source, schema)
                rows = []
    yield _batch(rows, source, schema)


def straight_shapes(source: Source, file: Path, skipped: int, count: int) -> pa.Array:
    """Return the WKB of the ``count`` features after the first ``skipped``, arcs as lines.

    Raises ``RuntimeError`` where one of them cannot be read.
    """
    try:
        with fiona.open(file, layer=source.layer, include_fields=[]) as collection:
            found = islice(survivors(collection, skipped, source.rows), count)
            return pa.array([_wkb(feature) for _, feature in found], pa.binary())
    except (*NOT_READ, *NO_LINES) as error:
        raise RuntimeError("a shape cannot be read") from error


def _wkb(feature: Any) -> bytes | None:
    return shapely.to_wkb(shape(feature.geometry), flavor="iso") if feature.geometry else None


def _types(collection: Any, source: Source, columns: Sequence[str]) -> dict[str, pa.DataType]:
    told = collection.schema["properties"]
    types = {
        header: pa.binary() if told.get(name) == "bytes" else pa.string()
        for header, name in zip(source.headers, columns, strict=True)
    }
    return types if source.geometry is None else {**types, GEOMETRY: pa.binary()}


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
        except (*NOT_READ, ValueError):
            if position + 1 > announced:
                return
        else:
            return
        position, failures = position + 1, failures + 1
        yield position, None


def _row(
    feature: Any, source: Source, columns: Sequence[str], schema: pa.Schema
) -> dict[str, Any] | None:
    """Return the values of a feature by their headers; None where one cannot be read.

    Fiona leaves out a value whose type it does not know, and gives None for one that is null.
    """
    try:
        row = {
            header: _value(feature.properties[name], schema.field(header).type)
            for header, name in zip(source.headers, columns, strict=True)
        }
        row[GEOMETRY] = _wkb(feature)
    except (*NO_LINES, LookupError):
        return None
    return row


def _value(value: Any, kind: pa.DataType) -> Any:
    """Return a value as Arrow takes it: fiona gives times as texts, and JSON parsed."""
    if pa.types.is_string(kind):
        plain = value is None or isinstance(value, str)
        return value if plain else json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return value
    if isinstance(kind, pa.TimestampType):
        return _moment(value, kind.tz)
    if pa.types.is_date(kind):
        return dt.date.fromisoformat(value)
    return dt.time.fromisoformat(value) if pa.types.is_time(kind) else value


def _moment(text: str, zone: str | None) -> dt.datetime:
    """Return a time as GDAL gives it in bulk for a column whose times have a ``zone``.

    There one that names none is of UTC; in a column without a zone, times are as written.
    """
    moment = dt.datetime.fromisoformat(text)
    if zone is None:
        return moment.replace(tzinfo=None)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _batch(rows: list[dict[str, Any]], source: Source, schema: pa.Schema) -> pa.RecordBatch:
    """Return rows as a batch; those that its types cannot hold become faults."""
    try:
        return pa.RecordBatch.from_pylist(rows, schema=schema)
    except UNFIT:
        fit = [row for row in rows if _fits(row, schema)]
        lost = {row[SOURCE_ROW] for row in rows} - {row[SOURCE_ROW] for row in fit}
        source.faults += [Fault(number, UNREADABLE, "") for number in sorted(lost)]
        return pa.RecordBatch.from_pylist(fit, schema=schema)


def _fits(row: dict[str, Any], schema: pa.Schema) -> bool:
    try:
        pa.RecordBatch.from_pylist([row], schema=schema)
    except UNFIT:
        return False
    return True
