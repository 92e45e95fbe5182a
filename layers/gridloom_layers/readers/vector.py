"""Vector files through GDAL and Arrow in bulk, feature by feature only where that fails.

Of layers with arcs, the shapes come feature by feature, which makes lines of arcs; values do not:
fiona knows less than GDAL of what a column may be.
"""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from gridloom_layers.locks import told_if_locked
from gridloom_layers.readers.failures import damaged, unknown_layer
from gridloom_layers.readers.features import read_features, straight_shapes
from gridloom_layers.readers.source import (
    BATCH_ROWS,
    GEOMETRY,
    SOURCE_ROW,
    Source,
    unique_headers,
)

UNREADABLE_TEXT = "undecodable bytes"
LINEAR = range(1, 7)
"""The WKB types of geometries made of straight lines; a collection may hold arcs."""
QGIS_STYLES = "layer_styles"
"""The table in which QGIS keeps how the others are drawn: nothing of a city."""


NO_SYSTEM = ("Undefined geographic SRS", "Undefined Cartesian SRS")
"""How a GeoPackage names the system of a layer that has none."""
MEASURED = (2, 3)
"""Thousands of the WKB types that have M, without Z and with it."""


class Curved(RuntimeError):  # noqa: N818 - a reason to read in another way
    """Shapes hold curves, which only the way feature by feature turns into lines."""


@dataclass(frozen=True)
class Reading:
    """How a vector file is read: the file GDAL opens (a copy, or the source) and how."""

    file: Path
    driver: str
    encoding: str | None = None
    where: str | None = None


def open_vector(path: Path, reading: Reading, layer: str | None) -> Source:
    """Open one layer of a vector file; ``path`` is what the user named."""
    layers = _layers(path, reading)
    if layer is not None and layer not in layers:
        raise unknown_layer(path, layer, layers)
    layer = layer or next(iter(layers))
    info = _info(path, reading, layer)
    if info["driver"] != reading.driver:
        raise damaged(path, layer)
    columns = [str(name) for name in info["fields"]]
    return Source(
        path=path,
        driver=reading.driver,
        headers=unique_headers(columns),
        read=lambda source: _batches(source, reading, columns),
        layer=layer,
        layers=tuple(layers),
        encoding=(reading.encoding or info["encoding"] or "utf-8").lower(),
        crs=_system(info["crs"]),
        geometry=_kind(info["geometry_type"]),
        rows=max(int(info["features"]), 0),
    )


def _layers(path: Path, reading: Reading) -> list[str]:
    try:
        with _quiet(), told_if_locked(path):
            found = pyogrio.list_layers(reading.file)
    except (DataSourceError, DataLayerError, OSError, UnicodeDecodeError) as error:
        raise damaged(path) from error
    names = [str(name) for name, _ in found if name != QGIS_STYLES]
    if not names:
        raise damaged(path)
    return names


def _info(path: Path, reading: Reading, layer: str) -> dict[str, Any]:
    try:
        with _quiet():
            return pyogrio.read_info(
                reading.file, layer=layer, encoding=reading.encoding, force_feature_count=False
            )
    except UnicodeDecodeError as error:  # the name of a field
        raise damaged(path, layer) from error


def _system(crs: str | None) -> str | None:
    return None if crs is not None and any(name in crs for name in NO_SYSTEM) else crs


def _quiet() -> "warnings.catch_warnings[None]":
    """Keep GDAL's remarks from the user: what matters of them is in the report."""
    return warnings.catch_warnings(action="ignore")


def _kind(geometry_type: str | None) -> str | None:
    if geometry_type is None:
        return None
    for word, kind in (("Polygon", "area"), ("LineString", "line"), ("Point", "point")):
        if word in geometry_type:
            return kind
    return "any"


def _batches(source: Source, reading: Reading, columns: list[str]) -> Iterator[pa.RecordBatch]:
    """Read in bulk; from the batch that cannot be read on, go feature by feature."""
    done, types = 0, dict[str, pa.DataType]()
    try:
        for batch in _bulk(source, reading, columns, types):
            yield _numbered(batch, done)
            done += batch.num_rows
    except (OSError, pa.ArrowInvalid, DataSourceError, DataLayerError, RuntimeError):
        for batch in read_features(source, reading.file, reading.encoding, columns, done, types):
            yield batch
            done += batch.num_rows
    if done + len(source.faults) < source.rows:  # GDAL ends early, without an error
        raise damaged(source.path, source.layer)


def _bulk(
    source: Source, reading: Reading, columns: list[str], types: dict[str, pa.DataType]
) -> Iterator[pa.RecordBatch]:
    """Yield batches as they come; ``types`` learns those of all columns before the first one."""
    with (
        _quiet(),
        pyogrio.open_arrow(
            reading.file,
            layer=source.layer,
            encoding=reading.encoding,
            where=reading.where,
            use_pyarrow=True,
            batch_size=BATCH_ROWS,
        ) as (meta, reader),
    ):
        shape = meta["geometry_name"] or "wkb_geometry"
        for header, name in zip(source.headers, columns, strict=True):
            types[header] = _type(reader.schema.field(name).type)
        if shape in reader.schema.names:
            types[GEOMETRY] = pa.binary()
        done = 0
        for batch in reader:
            arrays = [_legible(batch.column(name), source) for name in columns]
            if GEOMETRY in types:
                wkb = _storage(batch.column(shape)).cast(pa.binary())
                arrays.append(_straight(wkb, source, reading, done))
            done += batch.num_rows
            yield pa.RecordBatch.from_arrays(arrays, schema=pa.schema(types))


def _straight(wkb: pa.Array, source: Source, reading: Reading, done: int) -> pa.Array:
    """Return the shapes of the rows after the first ``done`` as straight lines, without M."""
    try:
        return _plain(wkb)
    except Curved:
        return straight_shapes(source, reading.file, done, len(wkb))


def _plain(wkb: pa.Array) -> pa.Array:
    """Return geometries without M, which nothing asks for and not all that write can write.

    Raises ``Curved`` where one is of another type than those of straight lines.

    >>> _plain(pa.array([bytes([1, 10, 0, 0, 0, 0, 0, 0, 0])]))
    Traceback (most recent call last):
    gridloom_layers.readers.vector.Curved
    """
    measured = False
    for head in pc.unique(pc.binary_slice(wkb.drop_null(), 0, 5)).to_pylist():
        kind = int.from_bytes(head[1:], "little" if head[:1] == b"\1" else "big")
        kind &= 0x1FFFFFFF  # the highest bits are flags of another flavour
        if kind % 1000 not in LINEAR:
            raise Curved
        measured |= kind // 1000 in MEASURED
    return _without_m(wkb) if measured else wkb


def _without_m(wkb: pa.Array) -> pa.Array:
    """Return geometries without M; what cannot be read as one stays for others to tell."""
    given = wkb.to_numpy(zero_copy_only=False)
    shapes = shapely.from_wkb(given, on_invalid="ignore")
    flat = shapely.to_wkb(shapes, output_dimension=2)
    # Three dimensions would keep the M of those without Z.
    deep = shapely.to_wkb(shapes, output_dimension=3, flavor="iso")
    plain = np.where(shapely.has_z(shapes), deep, flat)
    return pa.array(np.where(shapely.is_missing(shapes), given, plain), pa.binary())


def _storage(array: pa.Array) -> pa.Array:
    return array.storage if isinstance(array, pa.ExtensionArray) else array


def _type(told: pa.DataType) -> pa.DataType:
    """Return the type of a column: that of the values of a dictionary, text for any text."""
    kind = told.storage_type if isinstance(told, pa.BaseExtensionType) else told
    kind = kind.value_type if isinstance(kind, pa.DictionaryType) else kind
    return pa.string() if pa.types.is_large_string(kind) else kind


def _legible(array: pa.Array, source: Source) -> pa.Array:
    """Return texts that are valid UTF-8, illegal bytes replaced and counted."""
    array = _storage(array)
    if isinstance(array, pa.DictionaryArray):
        array = _labels(array)
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        return array
    try:
        array.validate(full=True)
    except pa.ArrowInvalid:
        raw = array.cast(pa.binary()).to_pylist()
        texts = [None if value is None else value.decode("utf-8", "replace") for value in raw]
        source.repaired[UNREADABLE_TEXT] += sum(text.count("\ufffd") for text in texts if text)
        return pa.array(texts, pa.string())
    return array.cast(pa.string())


def _labels(array: pa.DictionaryArray) -> pa.Array:
    """Return what the codes of a domain stand for; a code that it does not have as it is."""
    codes, count = array.indices, len(array.dictionary)
    known = pc.and_(pc.greater_equal(codes, 0), pc.less(codes, count))
    labels = array.dictionary.take(pc.if_else(known, codes, pa.scalar(None, codes.type)))
    return pc.coalesce(labels, codes.cast(labels.type))


def _numbered(batch: pa.RecordBatch, done: int) -> pa.RecordBatch:
    numbers = range(done + 1, done + 1 + batch.num_rows)
    return batch.append_column(SOURCE_ROW, pa.array(numbers, pa.int64()))
