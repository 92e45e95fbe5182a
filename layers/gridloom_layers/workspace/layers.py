"""The GeoPackage of a layer: its shapes beside the records, and with them for other programs."""

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from gridloom_layers.workspace.manifest import LAYER, Box
from gridloom_layers.workspace.own_columns import GEOMETRY, ROW_KEY, SOURCE_NUMBER, SOURCE_ROW

GEOMETRY_TYPES = {"area": "MultiPolygon", "line": "MultiLineString", "point": "Point"}
HIDDEN = (ROW_KEY, GEOMETRY, SOURCE_NUMBER, SOURCE_ROW)
EMPTY_BYTES, TRIAL_BYTES = 2**18, 2**16
"""What a GeoPackage without rows takes up at most; how much is tried at once."""


@dataclass
class Extent:
    """The extent of shapes that pass by."""

    _low: npt.NDArray[np.float64] = field(default_factory=lambda: np.full(2, np.inf))
    _high: npt.NDArray[np.float64] = field(default_factory=lambda: np.full(2, -np.inf))

    def watch(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Pass batches on, having looked at their geometry."""
        for batch in batches:
            wkb = batch.column(GEOMETRY).to_numpy(zero_copy_only=False)
            if len(wkb):
                box = shapely.total_bounds(shapely.from_wkb(wkb))
                self._low = np.fmin(self._low, box[:2])
                self._high = np.fmax(self._high, box[2:])
            yield batch

    @property
    def box(self) -> Box | None:
        """The extent (xmin, ymin, xmax, ymax); None where no shape had one."""
        if not (np.isfinite(self._low).all() and np.isfinite(self._high).all()):
            return None
        xmin, ymin, xmax, ymax = [*self._low.tolist(), *self._high.tolist()]
        return xmin, ymin, xmax, ymax

    def include(self, box: Box | None) -> None:
        """Take in an extent that is known."""
        if box is not None:
            self._low = np.fmin(self._low, box[:2])
            self._high = np.fmax(self._high, box[2:])


def set_aside_shapes(batches: Iterable[pa.RecordBatch], shapes: Path) -> Iterator[pa.RecordBatch]:
    """Pass batches on without their geometry, having written them whole to an Arrow file."""
    sink = None
    try:
        for batch in batches:
            if sink is None:
                sink = pa.ipc.new_file(str(shapes), batch.schema)
            sink.write_batch(batch)
            yield batch.drop_columns([GEOMETRY])
    finally:
        if sink is not None:
            sink.close()


def write_layer(path: Path, shapes: Path, crs: str, kind: str) -> None:
    """Write a GeoPackage from the Arrow file, row key first, without the source columns."""
    with pa.memory_map(str(shapes)) as source:
        table = pa.ipc.open_file(source).read_all()
        names = [ROW_KEY, *(name for name in table.column_names if name not in HIDDEN), GEOMETRY]
        try:
            pyogrio.write_arrow(
                table.select(names),
                path,
                layer=LAYER,
                driver="GPKG",
                geometry_name=GEOMETRY,
                geometry_type=GEOMETRY_TYPES[kind],
                crs=crs,
            )
        except (DataLayerError, DataSourceError) as error:
            size = shapes.stat().st_size + EMPTY_BYTES
            raise _refused_by_disk(error, path) or refused_room(path, size) or error from error


def _refused_by_disk(error: Exception, path: Path) -> OSError | None:
    """Return what SQLite says of the disk as the error that all other writers raise."""
    for words, number in (("disk is full", errno.ENOSPC), ("disk I/O error", errno.EIO)):
        if words in str(error):
            return OSError(number, os.strerror(number), str(path))
    return None


def refused_room(path: Path, size: int) -> OSError | None:
    """Return what the disk says to ``size`` bytes beside ``path``; None where it takes them.

    GDAL does not pass on every such refusal: a GeoPackage of which no table could be made lacks
    tables, it says. The bytes are not kept.
    """
    trial = path.with_name(f"{path.name}.room")
    try:
        with trial.open("wb") as file:
            for _ in range(0, size, TRIAL_BYTES):
                file.write(bytes(TRIAL_BYTES))
    except OSError as error:
        return error
    finally:
        trial.unlink(missing_ok=True)
    return None
