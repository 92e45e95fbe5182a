"""Make the whole city as the files that departments send."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_sample import ground_truth
from gridloom_sample.buildings.components import Components, component_table, make_components
from gridloom_sample.buildings.facilities import Facilities, facility_table, make_facilities
from gridloom_sample.buildings.rooms import room_tables
from gridloom_sample.city import City, found_city
from gridloom_sample.faults import Record
from gridloom_sample.happenings.events import event_tables
from gridloom_sample.happenings.occurrence import Occurrences, occur
from gridloom_sample.people.entities import entity_table, register_entities
from gridloom_sample.people.persons import chunk_borders, chunks_of_people, person_table
from gridloom_sample.people.registers import register_tables
from gridloom_sample.proportions import LARGEST, SMALLEST
from gridloom_sample.sources.catalogue import TABLES, Entry, Sink, suitable_format
from gridloom_sample.sources.clock import DATA_DATE
from gridloom_sample.sources.maps import write_maps
from gridloom_sample.sources.notice import notice_text
from gridloom_sample.sources.tables import MOST_IN_CSV, NOTICE

ROWS_A_PERSON = {
    "entity": 0.1,
    "lease": 0.35,
    "employment": 0.65,
    "social_insurance": 0.56,
    "school_roll": 0.12,
}
"""About how long each file is, to choose its format."""


@dataclass(frozen=True)
class SampleReport:
    """What was made: a row for each file, as in ``manifest.json``."""

    out: Path
    persons: int
    seed: int
    files: tuple[Entry, ...]

    @property
    def total(self) -> int:
        """Rows in all files."""
        return sum(entry.rows for entry in self.files)

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        files = [asdict(entry) for entry in self.files]
        return {
            "out": str(self.out),
            "persons": self.persons,
            "seed": self.seed,
            "total": self.total,
            "files": files,
        }


def make_city(
    out: Path, persons: int, seed: int = 1, progress: Progress | None = None
) -> SampleReport:
    """Make a city of ``persons`` as source files in the new folder ``out``.

    The same seed gives the same bytes. ``out`` appears when all of it is there. Raises
    ``BadInput`` where ``out`` exists and is not an empty folder, where it cannot be made, and
    where ``persons`` is not from 20,000 to 18,000,000.
    """
    _check(out, persons)
    progress = progress or Progress()
    with _staging(out) as folder:
        progress.report("ground", 0, 1)
        city = found_city(persons, seed)
        maker = _Maker(city, folder, progress)
        entries = maker.make()
        _describe(city, folder, entries, maker)
    return SampleReport(out, persons, seed, tuple(entries))


def _check(out: Path, persons: int) -> None:
    if not SMALLEST <= persons <= LARGEST:
        raise BadInput(
            "persons-out-of-range",
            tr("A city of {persons:,} persons cannot be made.", persons=persons),
            hint=tr("Ask for {least:,} to {most:,} persons.", least=SMALLEST, most=LARGEST),
        )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BadInput(
            "folder-not-empty",
            tr("“{folder}” exists already and is not an empty folder.", folder=out.name),
            Where(file=str(out)),
            tr("Name a folder that does not exist yet."),
        )


@contextmanager
def _staging(out: Path) -> Iterator[Path]:
    """Give a folder beside ``out`` that becomes ``out`` at the end, or leaves no trace."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise BadInput(
            "folder-not-writable",
            tr("The folder “{folder}” cannot be written to.", folder=str(out.parent)),
            Where(file=str(out)),
            tr("Choose a folder that you may write to."),
        ) from error
    try:
        yield folder
        folder.chmod(0o755)
        if out.exists():
            out.rmdir()
        folder.rename(out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Maker:
    """Writes the sources one after another and collects entries and faults."""

    def __init__(self, city: City, folder: Path, progress: Progress) -> None:
        self.city, self.folder, self.progress = city, folder, progress
        self.records: list[Record] = []
        self.occurrences: Occurrences

    def make(self) -> list[Entry]:
        """Write everything."""
        entries, records = write_maps(self.city, self.folder, self.city.random("faults", 10**6))
        self.records += records
        facilities, components = make_facilities(self.city), make_components(self.city)
        entries += [self._places("facility", facility_table(self.city, facilities))]
        entries += [self._places("component", component_table(self.city, components))]
        return [*entries, self._rooms(), *self._people(facilities), self._events(components)]

    def _sink(self, name: str, rows: float) -> Sink:
        source = TABLES[name]
        file_format = suitable_format(source.preferred, int(rows))
        return Sink(self.folder, source, file_format, self.city.seed)

    def _finish(self, sink: Sink, mode: str = "new") -> Entry:
        self.records += sink.planter.records
        return sink.close(mode)

    def _places(self, name: str, table: Any) -> Entry:
        sink = self._sink(name, table.num_rows)
        sink.write(table)
        return self._finish(sink)

    def _rooms(self) -> Entry:
        sink = self._sink("room", int(self.city.stock.rooms.sum()))
        for table in room_tables(self.city):
            sink.write(table)
            self.progress.report("rooms", sink.rows, int(self.city.stock.rooms.sum()))
        return self._finish(sink)

    def _people(self, facilities: Facilities) -> list[Entry]:
        """Write persons, entities and registers together, chunk by chunk."""
        city, total = self.city, self.city.proportions.persons
        sinks = {name: self._sink(name, total * rate) for name, rate in ROWS_A_PERSON.items()}
        person_sinks = self._person_sinks()
        count = len(chunk_borders(city)) - 1
        for chunk in chunks_of_people(city):
            self.progress.report("people", chunk.number, count)
            person_sinks[min(chunk.number, len(person_sinks) - 1)].write(person_table(city, chunk))
            rng = city.random("entities", chunk.number)
            entities = register_entities(city, chunk, rng)
            sinks["entity"].write(entity_table(city, chunk, entities, rng))
            rng = city.random("registers", chunk.number)
            for name, table in register_tables(city, chunk, entities, facilities, rng).items():
                sinks[name].write(table)
        modes = ("new", "upsert")
        people = [self._finish(sink, mode) for sink, mode in zip(person_sinks, modes, strict=False)]
        return [*people, *(self._finish(sink) for sink in sinks.values())]

    def _person_sinks(self) -> list[Sink]:
        """Return one CSV; for a large city a CSV for the first chunk and Parquet for the rest."""
        source, seed = TABLES["person"], self.city.seed
        formats = ["csv"] if self.city.proportions.persons <= MOST_IN_CSV else ["csv", "parquet"]
        return [Sink(self.folder, source, name, seed) for name in formats]

    def _events(self, components: Components) -> Entry:
        self.occurrences = occur(self.city, components)
        total = len(self.occurrences.kind)
        sink = self._sink("event", total)
        for table in event_tables(self.city, self.occurrences, components):
            sink.write(table)
            self.progress.report("events", sink.rows, total)
        return self._finish(sink)


def _describe(city: City, folder: Path, entries: list[Entry], maker: _Maker) -> None:
    """Write the manifest, the ground truth and a note for people."""
    head = {
        "version": 1,
        "notice": NOTICE,
        "persons": city.proportions.persons,
        "seed": city.seed,
        "data_date": DATA_DATE.isoformat(),
    }
    manifest = {**head, "files": [asdict(entry) for entry in entries]}
    truth = {
        **head,
        "rows": {entry.file: entry.rows for entry in entries},
        "planted": ground_truth.planted_clusters(city, maker.occurrences),
        "faults": ground_truth.faults(maker.records),
    }
    _write_json(folder / "manifest.json", manifest)
    _write_json(folder / "ground_truth.json", truth)
    (folder / "说明.txt").write_text(notice_text(entries), encoding="utf-8", newline="\n")


def _write_json(path: Path, value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
