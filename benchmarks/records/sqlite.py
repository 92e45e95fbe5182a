"""The same persons in a GeoPackage (SQLite), with an index on each key."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio

from benchmarks.records.city import Base

INDEXES = (
    "CREATE INDEX person_row ON person (row_key)",
    "CREATE INDEX person_citizen ON person (citizen_id)",
    "CREATE INDEX person_building ON person (building_key)",
    "CREATE INDEX person_grid ON person (grid_key)",
    "ANALYZE",
)
COVERING = "CREATE INDEX person_grid_age ON person (grid_key, age)"
GRID_BY_AGE = """
SELECT grid_key, age / 10, count(*) FROM person
WHERE grid_key IS NOT NULL AND age IS NOT NULL GROUP BY 1, 2"""
CACHE_KIB = 2 * 1024 * 1024


class SqliteSide:
    """A :class:`~benchmarks.records.questions.GridSide` over one warm connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def grid_by_age(self) -> pa.Table:
        """Group the persons."""
        columns = zip(*self.connection.execute(GRID_BY_AGE).fetchall(), strict=True)
        return pa.table(
            dict(zip(("grid_key", "band", "persons"), map(pa.array, columns), strict=True))
        )

    def cover(self) -> None:
        """Make the index that answers ``grid_by_age`` alone."""
        self.connection.execute(COVERING)


@contextmanager
def geopackage(base: Base, folder: Path) -> Iterator[SqliteSide]:
    """Give the persons in a GeoPackage in ``folder``, indexed; remove it at the end."""
    path = folder / "records.gpkg"
    try:
        _write(base.table("person"), path)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            # Negative: in KiB. As generous to SQLite as the server's buffers are to PostgreSQL.
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            for statement in INDEXES:
                connection.execute(statement)
            yield SqliteSide(connection)
    finally:
        path.unlink(missing_ok=True)


def _write(persons: Path, path: Path) -> None:
    file = pq.ParquetFile(persons)
    reader = pa.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches(65_536))
    pyogrio.write_arrow(reader, path, layer="person", driver="GPKG", geometry_type=None)
