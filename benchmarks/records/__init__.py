"""The records against PostGIS, a GeoPackage and DuckDB's bare COPY, on the sample city.

1.8 million persons, with ``--full`` 18 million. Peers get the rows that the workspace holds, with
its integer keys. PostGIS is a private cluster, tuned and indexed as a good DBA would before the
questions are known: persons know their buildings, and with "places copied to persons" all places
above and lie in the order of their grids; "covering index" is that with an index made for the
question. With ``--full`` ours at 18 million is also held against ours at a million, times 18.
"""

import random
from collections.abc import Iterator

import duckdb
import psycopg

from benchmarks.measuring import Measurement
from benchmarks.records import imports, postgis
from benchmarks.records.city import FULL, MILLION, SEED, TENTH, Base, base
from benchmarks.records.claims import claims
from benchmarks.records.our_side import OurSide
from benchmarks.records.postgis_side import PostgisSide
from benchmarks.records.postgis_tables import COVERING, load, run
from benchmarks.records.questions import Asked, GridSide, Question, asked, compared, people
from benchmarks.records.sqlite import geopackage
from gridloom_layers.workspace import open_workspace

OTHERS = 1000
STREET = """
SELECT street_key FROM read_parquet($person) WHERE street_key IS NOT NULL
GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"""
CITIZENS = """
SELECT p.citizen_id FROM read_parquet($person) AS p
JOIN read_parquet($entity) AS e ON e.person_key = p.row_key
WHERE p.building_key IS NOT NULL AND p.citizen_id IS NOT NULL GROUP BY 1 ORDER BY 1"""


def measure(full: bool) -> Iterator[Measurement]:
    """Yield each question for each peer, then the imports."""
    city = base(FULL if full else TENTH)
    asking = questions(city, 500_000 if full else 50_000)
    ours = our_answers(city, asking)
    if full:
        yield from growing(city, asking, ours)
    if postgis.available():
        yield from against_postgis(city, asking, ours)
    yield from against_geopackage(city, asking[0], ours)
    yield from imports.measure(city, base(MILLION) if full else None)


def our_answers(city: Base, asking: list[Question]) -> dict[str, Asked]:
    """Return our answers by question, from a process that has answered each before."""
    store = open_workspace(city.workspace)
    try:
        side = OurSide(store)
        for one in asking:
            one.of(side)
        return {one.name: asked(one, side) for one in asking}
    finally:
        store.close()


def growing(city: Base, asking: list[Question], ours: dict[str, Asked]) -> Iterator[Measurement]:
    """Yield ours beside what it takes at a million persons, times the growth: 1 is linear."""
    small = base(MILLION)
    times = city.persons / small.persons
    smaller = our_answers(small, questions(small, round(asking[-1].n / times)))
    for one in asking:
        peer, then = "ours at a million, times 18", smaller[one.name].seconds * times
        yield Measurement(f"records {one.name}", one.n, ours[one.name].seconds, peer, then)


def questions(city: Base, applicants: int) -> list[Question]:
    """Return what is asked, the first of it of every peer."""
    with duckdb.connect() as database:
        person, entity = str(city.table("person")), str(city.table("entity"))
        street = database.execute(STREET, {"person": person}).fetchall()[0][0]
        found = database.execute(CITIZENS, {"person": person, "entity": entity}).fetchall()
    first, *others = random.Random(SEED).sample([one for (one,) in found], 1 + OTHERS)  # noqa: S311
    path = claims(city, applicants)
    n = city.persons
    return [
        Question("grid × age band", n, ("grid_key", "band"), lambda side: side.grid_by_age()),
        Question(
            "building × age × sex", n, ("building_key", "band", "sex"),
            lambda side: side.building_by_age_and_sex(),
        ),
        Question("65+ by grid in a street", n, ("grid_key",),
                 lambda side: side.elderly_by_grid(street)),
        looking_up("one person", [first], repeat=1),
        looking_up("a thousand persons", others, repeat=3),
        Question("verify", applicants, ("number",), lambda side: side.verify(path)),
    ]  # fmt: skip


def looking_up(name: str, citizen_ids: list[str], repeat: int) -> Question:
    """Return the question for persons with building and companies, one after another."""
    keys = ("citizen_id", "relation", "code")
    return Question(name, len(citizen_ids), keys, lambda side: people(side, citizen_ids), repeat)


def against_postgis(
    city: Base, asking: list[Question], ours: dict[str, Asked]
) -> Iterator[Measurement]:
    """Yield every question, and the counts by grid over links and with indexes made for them."""
    by_grid = [asking[0], asking[2]]
    with postgis.cluster() as conninfo:
        load(conninfo, city)
        with psycopg.connect(conninfo) as connection:
            yield from _each(by_grid, PostgisSide(connection, flat=False), "PostGIS", ours)
            side = PostgisSide(connection, flat=True)
            yield from _each(asking, side, "PostGIS, places copied to persons", ours)
            run(conninfo, *COVERING, "VACUUM ANALYZE person")
            yield from _each(by_grid, side, "PostGIS, and a covering index", ours)


def against_geopackage(
    city: Base, question: Question, ours: dict[str, Asked]
) -> Iterator[Measurement]:
    """Yield the first question, then again with an index made for it."""
    with geopackage(city, city.folder) as side:
        yield from _each([question], side, "GeoPackage", ours)
        side.cover()
        yield from _each([question], side, "GeoPackage, covering index", ours)


def _each(
    asking: list[Question], side: GridSide, peer: str, ours: dict[str, Asked]
) -> Iterator[Measurement]:
    for question in asking:
        yield compared(question, ours.get(question.name), peer, asked(question, side))
