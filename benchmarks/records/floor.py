"""The floor under an import: DuckDB's bare COPY of the same persons, with no check and no link."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.measuring import Measurement, timed
from benchmarks.records.city import Base

MEMORY = "3GB"
"""So that the process stays under the 4 GiB that an import may take."""


def measure(base: Base) -> Iterator[Measurement]:
    """Yield the seconds from Parquet to Parquet and from UTF-8 CSV to Parquet."""
    with tempfile.TemporaryDirectory(dir=base.folder) as name, _database(Path(name)) as database:
        persons = database.read_parquet(str(base.table("person")))
        csv, out = Path(name) / "person.csv", Path(name) / "out.parquet"
        n = len(persons)
        persons.write_csv(str(csv))
        types = dict(zip(persons.columns, map(str, persons.types), strict=True))
        sources = {
            "Parquet": lambda: database.read_parquet(str(base.table("person"))),
            "CSV": lambda: database.read_csv(str(csv), header=True, dtype=types),
        }
        for source, read in sources.items():
            seconds, _ = timed(
                lambda read=read: read().write_parquet(str(out), compression="zstd"), repeat=2
            )
            yield Measurement(f"records import from {source}", n, None, "DuckDB COPY", seconds)


def _database(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return a database that spills to ``folder`` and keeps its progress bar off our output."""
    database = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder)})
    database.execute("SET enable_progress_bar = false")
    return database
