"""The plain tables in PostGIS, as a good DBA keeps them: typed, keyed, indexed, vacuumed."""

from io import BytesIO
from typing import LiteralString

import psycopg
import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
import shapely
from psycopg import sql

from benchmarks.records.city import Base

SRID = 4547
TABLES: dict[str, LiteralString] = {
    "street": "row_key integer, code text, name text",
    "community": "row_key integer, code text, name text, street_key integer",
    "grid": """row_key integer, code text, geometry geometry(MultiPolygon, 4547),
        community_key integer, street_key integer""",
    "building": """row_key integer, code text, address text,
        geometry geometry(MultiPolygon, 4547), grid_key integer, community_key integer,
        street_key integer""",
    "person": """row_key integer, citizen_id text, name text, sex text,
        birth_date date, building_code text, building_key integer, grid_key integer,
        community_key integer, street_key integer, age smallint""",
    "entity": """row_key integer, credit_code text, name text,
        building_code text, building_key integer, grid_key integer, person_key integer""",
    "lease": "row_key integer, room_code text, starts date, ends date, person_key integer",
    "employment": """row_key integer, starts date, ends date, credit_code text, person_key integer,
        entity_key integer""",
    "social_insurance": "row_key integer, starts date, person_key integer",
    "event": """row_key integer, code text, kind text,
        geometry geometry(Point, 4547), grid_key integer""",
}
INDEXES: tuple[LiteralString, ...] = (
    "CREATE INDEX person_by_grid ON person (grid_key)",
    "CLUSTER person USING person_by_grid",
    "CREATE UNIQUE INDEX ON person (citizen_id)",
    "CREATE INDEX ON person (building_key)",
    "CREATE INDEX ON person (street_key)",
    "CREATE UNIQUE INDEX ON entity (credit_code)",
    "CREATE INDEX ON entity (building_key)",
    "CREATE INDEX ON entity (person_key)",
    "CREATE INDEX ON lease (person_key)",
    "CREATE INDEX ON employment (person_key)",
    "CREATE INDEX ON employment (entity_key)",
    "CREATE INDEX ON social_insurance (person_key)",
    "CREATE UNIQUE INDEX ON community (code)",
    "CREATE UNIQUE INDEX ON grid (code)",
    "CREATE UNIQUE INDEX ON building (code)",
    "CREATE UNIQUE INDEX ON event (code)",
    "CREATE INDEX ON building (grid_key)",
    "CREATE INDEX ON event (grid_key)",
    "CREATE INDEX ON grid USING gist (geometry)",
    "CREATE INDEX ON building USING gist (geometry)",
    "CREATE INDEX ON event USING gist (geometry)",
    # Without these the planner takes ages and grids for independent, and parallel plans for dear.
    "CREATE STATISTICS by_grid (ndistinct) ON grid_key, ((age / 10)::smallint) FROM person",
    "CREATE STATISTICS by_building (ndistinct) ON building_key, sex, ((age / 10)::smallint)"
    " FROM person",
    "VACUUM ANALYZE",
)
"""After the rows are in: the persons lie in the order of their grids, every key has an index."""
COVERING: tuple[LiteralString, ...] = (
    "CREATE INDEX ON person (grid_key, age)",
    "CREATE INDEX ON person (street_key, grid_key) WHERE age >= 65",
)
"""For a DBA who knows beforehand what will be asked. (None helped building × age × sex: the planner
scanned the table all the same.)"""


def load(conninfo: str, base: Base) -> None:
    """Create, copy and index every table."""
    for name, columns in TABLES.items():
        with psycopg.connect(conninfo) as connection:
            create = sql.SQL("CREATE TABLE {} ({})")
            connection.execute(create.format(sql.Identifier(name), sql.SQL(columns)))
            _copy(connection, name, base)
            key = sql.SQL("ALTER TABLE {} ADD PRIMARY KEY (row_key)")
            connection.execute(key.format(sql.Identifier(name)))
    run(conninfo, *INDEXES)


def run(conninfo: str, *statements: LiteralString) -> None:
    """Run statements one by one, each in a transaction of its own or in none."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _copy(connection: psycopg.Connection, name: str, base: Base) -> None:
    file = pq.ParquetFile(base.table(name))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, FREEZE)").format(
        sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, file.schema_arrow.names))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for batch in file.iter_batches(65_536):
            rows = BytesIO()
            pcsv.write_csv(_shaped(batch), rows, pcsv.WriteOptions(include_header=False))
            copy.write(rows.getvalue())


def _shaped(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return a batch with its geometries in PostGIS's own text, EWKB in hexadecimals."""
    if "geometry" not in batch.schema.names:
        return batch
    shapes = shapely.set_srid(shapely.from_wkb(batch.column("geometry").to_numpy(False)), SRID)
    texts = shapely.to_wkb(shapes, hex=True, include_srid=True)
    at = batch.schema.get_field_index("geometry")
    return batch.set_column(at, "geometry", pa.array(texts, pa.string()))
