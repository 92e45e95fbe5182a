"""A few rows of a layer's GeoPackage changed in a copy of it.

A layer of 1.2 million buildings takes ten seconds to write and a third of one to copy. What is in
the copy is what would be written anew; the spatial index and the number of rows are kept by the
triggers that GDAL puts into such a file. Rows are never taken out: those of a layer are numbered
without a gap, by which they are found.
"""

import datetime as dt
import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import shapely
from sqlglot import exp

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.workspace.manifest import LAYER, Box
from gridloom_layers.workspace.own_columns import GEOMETRY, ROW_KEY

FEW_ROWS = 4096
"""Of more rows than these the layer is written anew."""
FID = "fid"
"""What GDAL numbers rows by, in their order."""
ENVELOPE_BYTES = (0, 32, 48, 48, 64)
"""Of the box in the header of a geometry, by what its flags say."""
WITH_BOX, LITTLE_ENDIAN = 0b10, 0b1
Row = dict[str, Any]


def amend_layer(
    source: Path,
    target: Path,
    changed: pa.Table,
    added: pa.Table,
    extent: Box | None,
) -> None:
    """Copy the GeoPackage ``source`` to ``target`` with rows changed and added.

    ``changed`` and ``added`` have ``row_key``, fields and ``geometry`` (WKB or null); columns
    that the file does not have are passed over. The keys of ``added`` are above all others.
    ``extent`` is that of the layer afterwards. Raises ``BadInput`` where a row is not there.
    """
    shutil.copyfile(source, target)
    with closing(sqlite3.connect(target, isolation_level=None)) as database:
        # after a crash no manifest names the file, so it need not be whole then
        for setting in ("journal_mode", "synchronous"):
            database.execute(f"PRAGMA {setting}=OFF")
        database.execute("BEGIN")
        layer = _Layer.of(database, source)
        for row in layer.rows(changed):
            layer.change(row)
        for row in layer.rows(added):
            layer.add(row)
        layer.note(extent)
        database.execute("COMMIT")


@dataclass(frozen=True)
class _Layer:
    """The table of a GeoPackage; ``geometry`` is its column of shapes, ``srs`` their CRS."""

    database: sqlite3.Connection
    path: Path
    geometry: str
    srs: int
    columns: frozenset[str]

    @classmethod
    def of(cls, database: sqlite3.Connection, path: Path) -> "_Layer":
        for name, act in TRIGGER_FUNCTIONS.items():
            database.create_function(name, 1, act, deterministic=True)
        geometry, srs = database.execute(
            "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?", (LAYER,)
        ).fetchone()
        about = database.execute("SELECT name FROM pragma_table_info(?)", (LAYER,))
        return cls(database, path, geometry, srs, frozenset(name for (name,) in about))

    def rows(self, table: pa.Table) -> Iterator[Row]:
        """Yield rows as the file holds them."""
        for values in table.to_pylist():
            row = {name: _stored(value) for name, value in values.items() if name in self.columns}
            yield row | {self.geometry: _blob_of(values[GEOMETRY], self.srs)}

    def change(self, row: Row) -> None:
        """Give a row that is there its new values."""
        names = [name for name in row if name != ROW_KEY]
        sets = [exp.EQ(this=_column(name), expression=exp.Placeholder()) for name in names]
        update = exp.Update(this=exp.to_table(LAYER), expressions=sets).where(_ONE_ROW)
        self._run(update, [*(row[name] for name in names), self._fid(row[ROW_KEY])])

    def add(self, row: Row) -> None:
        """Put a row behind the others."""
        names = exp.Schema(this=exp.to_table(LAYER), expressions=[_name(name) for name in row])
        places = exp.Tuple(expressions=[exp.Placeholder() for _ in row])
        self._run(exp.Insert(this=names, expression=exp.Values(expressions=[places])),
                  [*row.values()])  # fmt: skip

    def _fid(self, key: int) -> int:
        """Return the number of a row by its key; there is no index of keys, but both rise."""
        low, high = 1, self._run(_LAST_ROW).fetchone()[0] or 0  # at once; with min() a scan
        while low <= high:
            middle = (low + high) // 2
            fid, found = self._run(_NEXT_ROW, [middle]).fetchone()
            if found == key:
                return fid
            low, high = (fid + 1, high) if found < key else (low, middle - 1)
        raise BadInput(
            "damaged-workspace",
            tr("{file}: the file is damaged, or another program has changed it.",
               file=self.path.name),
            Where(file=str(self.path)),
            tr("Restore it from a backup, or import these tables again."),
        )  # fmt: skip

    def note(self, extent: Box | None) -> None:
        """Write down the extent, and that the layer has changed."""
        self.database.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ?, "
            "last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = ?",
            (*(extent or (None,) * 4), LAYER),
        )

    def _run(self, query: exp.Expr, values: Iterable[Any] = ()) -> sqlite3.Cursor:
        return self.database.execute(query.sql("sqlite"), [*values])


def _name(name: str) -> exp.Identifier:
    return exp.to_identifier(name, quoted=True)


def _column(name: str) -> exp.Column:
    return exp.Column(this=_name(name))


_ONE_ROW = exp.EQ(this=_column(FID), expression=exp.Placeholder())
_NEXT_ROW = (
    exp.select(_column(FID), _column(ROW_KEY))
    .from_(LAYER)
    .where(exp.GTE(this=_column(FID), expression=exp.Placeholder()))
    .order_by(_column(FID))
    .limit(1)
)
"""The first row from a number on."""
_LAST_ROW = exp.select(exp.Max(this=_column(FID))).from_(LAYER)


def _stored(value: Any) -> Any:
    """Return a value as GDAL writes it."""
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def _blob_of(wkb: bytes | None, srs: int) -> bytes | None:
    """Return WKB with the header of a GeoPackage: the box of a shape, none of a point."""
    if wkb is None:
        return None
    shape = shapely.from_wkb(wkb)
    if shape.geom_type == "Point":
        return struct.pack("<2sBBi", b"GP", 0, LITTLE_ENDIAN, srs) + wkb
    xmin, ymin, xmax, ymax = shape.bounds
    flags = WITH_BOX | LITTLE_ENDIAN
    return struct.pack("<2sBBi4d", b"GP", 0, flags, srs, xmin, xmax, ymin, ymax) + wkb


def _wkb_of(blob: bytes) -> bytes:
    return blob[8 + ENVELOPE_BYTES[(blob[3] >> 1) & 0b111] :]


def _bound(at: int) -> Callable[[bytes], float]:
    return lambda blob: shapely.from_wkb(_wkb_of(blob)).bounds[at]


TRIGGER_FUNCTIONS: dict[str, Callable[[bytes], float]] = {
    "ST_IsEmpty": lambda blob: int(shapely.from_wkb(_wkb_of(blob)).is_empty),
    "ST_MinX": _bound(0),
    "ST_MinY": _bound(1),
    "ST_MaxX": _bound(2),
    "ST_MaxY": _bound(3),
}
"""What the triggers of the spatial index call, which SQLite itself does not have."""
