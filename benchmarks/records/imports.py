"""Ours and the floor: an import of the persons with the link to their buildings.

The floor is DuckDB's bare COPY of the same rows to Parquet, from UTF-8, with no check and no link:
an import that took as long would cost nothing.
"""

import csv
import datetime as dt
import itertools
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from benchmarks.measuring import Measurement, timed
from benchmarks.records.city import CRS, Base
from gridloom_layers.importing import import_source
from gridloom_layers.joins import join
from gridloom_layers.workspace import create_workspace
from gridloom_sample.importing import import_options

MEMORY = "3GB"
"""For DuckDB, so that it stays under the 4 GiB that an import may take."""
BATCH_ROWS = 65_536
ENCODINGS = {".parquet": None, ".csv": "gb18030"}
GIB = 1 << 20
"""In the KiB that the system counts the memory of a process in."""


@dataclass(frozen=True)
class Imported:
    """What an import of ``rows`` took; ``lost`` are those neither loaded nor set aside."""

    rows: int
    lost: int
    seconds: float
    largest_gib: float


def measure(base: Base, small: Base | None) -> Iterator[Measurement]:
    """Yield the import from Parquet and from CSV in GB18030, each beside its floor.

    With ``small``, a city of fewer persons, also beside what it takes there, times the growth.
    """
    with tempfile.TemporaryDirectory(dir=base.folder) as name:
        folder = Path(name)
        for source, suffix in (("Parquet", ".parquet"), ("CSV", ".csv")):
            ours = imported(base, persons(base, folder, suffix, "gb18030"))
            line = f"records import from {source}, linked, in {ours.largest_gib:.1f} GiB"
            floor = _floor(persons(base, folder, suffix, "utf-8"), folder)
            yield Measurement(
                line, ours.rows, ours.seconds, "DuckDB COPY (the floor)", floor, ours.lost
            )
            if small is not None:
                then = imported(small, persons(small, folder, suffix, "gb18030"))
                yield Measurement(
                    line, ours.rows, ours.seconds, "ours at a million, by the rows",
                    then.seconds * ours.rows / then.rows,
                )  # fmt: skip


def imported(base: Base, path: Path) -> Imported:
    """Import persons into a new workspace with buildings, in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_import, base.sources, path, base.folder).result()


def _import(sources: Path, path: Path, folder: Path) -> Imported:
    buildings, people = _entry(sources, "building"), _entry(sources, "person")
    day = dt.date.fromisoformat(people["options"]["as_of"])
    with (
        tempfile.TemporaryDirectory(dir=folder) as name,
        closing(create_workspace(Path(name) / "city.gridloom", CRS, day)) as store,
    ):
        import_source(store, sources / buildings["file"], import_options(buildings))
        options = replace(import_options(people), mode="new", encoding=ENCODINGS[path.suffix])
        begin = time.perf_counter()
        report = import_source(store, path, options)
        join(store, "person", "building", "code")
        seconds = time.perf_counter() - begin
    lost = report.read - report.loaded - sum(report.quarantined.values()) - report.blank
    return Imported(report.read, lost, seconds, _largest_gib())


def _largest_gib() -> float:
    """Return the largest memory of this process; ``getrusage`` counts that of its parent too."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (largest,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(largest) / GIB


def _entry(sources: Path, name: str) -> dict[str, Any]:
    """Return the greatest file of a table, as the manifest of a sample has it."""
    manifest = json.loads((sources / "manifest.json").read_text(encoding="utf-8"))
    entries = (entry for entry in manifest["files"] if entry["name"] == name)
    return max(entries, key=lambda entry: entry["rows"])


def persons(base: Base, folder: Path, suffix: str, encoding: str) -> Path:
    """Return the persons' source as Parquet or as CSV, written to ``folder`` where it is not so."""
    entry = _entry(base.sources, "person")
    source = base.sources / entry["file"]
    if suffix == source.suffix and encoding == (entry["encoding"] or encoding):
        return source
    batches = _batches(source, entry["encoding"])
    path = folder / f"person-{base.persons}-{encoding}{suffix}"
    if suffix == ".parquet":
        first = next(batches)
        with pq.ParquetWriter(path, first.schema, compression="zstd") as writer:
            for batch in itertools.chain([first], batches):
                writer.write_batch(batch)
        return path
    with path.open("wb") as out:
        for number, batch in enumerate(batches):
            text = BytesIO()
            pcsv.write_csv(batch, text, pcsv.WriteOptions(include_header=number == 0))
            out.write(text.getvalue().decode().encode(encoding))
    return path


def _batches(source: Path, encoding: str | None) -> Iterator[pa.RecordBatch]:
    if source.suffix == ".parquet":
        yield from pq.ParquetFile(source).iter_batches(BATCH_ROWS)
        return
    with source.open(encoding=encoding) as file:
        names = next(csv.reader(file))
    types = pcsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    reading = pcsv.ReadOptions(encoding=encoding or "utf-8")
    yield from pcsv.open_csv(source, reading, convert_options=types)


def _floor(path: Path, folder: Path) -> float:
    """Return the seconds of a bare copy to Parquet."""
    with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder)}) as database:
        database.execute("SET enable_progress_bar = false")
        read: Callable[[], duckdb.DuckDBPyRelation] = (
            (lambda: database.read_parquet(str(path)))
            if path.suffix == ".parquet"
            else (lambda: database.read_csv(str(path), header=True, all_varchar=True))
        )
        out = str(folder / "out.parquet")
        return timed(lambda: read().write_parquet(out, compression="zstd"), repeat=2)[0]
