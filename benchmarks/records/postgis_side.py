"""PostGIS answers: the best SQL found for each question, answers fetched the fastest way.

A whole table comes back as one row of arrays, in binary: each is read as one numpy array. (Rows
as Python tuples, or by COPY, take longer than the query; at 720,000 rows 1.5 s of 2.4.)
"""

from collections.abc import Mapping
from pathlib import Path
from typing import LiteralString

import numpy as np
import psycopg
import pyarrow as pa
from psycopg import sql

from benchmarks.records.questions import OF_AGE, ON_DATE

HEADER = 20
"""Bytes before the elements of a binary array of one dimension."""
TYPES = {"key": ">i4", "band": ">i2", "sex": "S1", "count": ">i8"}

GRID_BY_AGE: LiteralString = """
SELECT grid_key, (age / 10)::smallint AS band, count(*) AS persons FROM person
WHERE grid_key IS NOT NULL AND age IS NOT NULL GROUP BY 1, 2"""
BUILDING_BY_AGE_AND_SEX: LiteralString = """
SELECT building_key, (age / 10)::smallint AS band, sex, count(*) AS persons FROM person
WHERE building_key IS NOT NULL AND age IS NOT NULL AND sex IS NOT NULL GROUP BY 1, 3, 2"""
ELDERLY_BY_GRID: LiteralString = """
SELECT grid_key, count(*) AS persons FROM person
WHERE street_key = %(street)s AND age >= 65 AND grid_key IS NOT NULL GROUP BY 1"""
GRID_BY_AGE_LINKED: LiteralString = """
SELECT b.grid_key, (p.age / 10)::smallint AS band, count(*) AS persons
FROM person AS p JOIN building AS b ON b.row_key = p.building_key
WHERE b.grid_key IS NOT NULL AND p.age IS NOT NULL GROUP BY 1, 2"""
ELDERLY_BY_GRID_LINKED: LiteralString = """
SELECT b.grid_key, count(*) AS persons
FROM grid AS g JOIN building AS b ON b.grid_key = g.row_key
JOIN person AS p ON p.building_key = b.row_key
WHERE g.street_key = %(street)s AND p.age >= 65 GROUP BY 1"""
PERSON: LiteralString = """
WITH who AS (SELECT row_key, building_key FROM person WHERE citizen_id = %(citizen_id)s)
SELECT 'building', b.code FROM who JOIN building AS b ON b.row_key = who.building_key
UNION ALL
SELECT 'representative', e.credit_code FROM who JOIN entity AS e ON e.person_key = who.row_key
UNION ALL
SELECT 'employee', e.credit_code FROM who JOIN employment AS j ON j.person_key = who.row_key
JOIN entity AS e ON e.row_key = j.entity_key"""
CLAIM: LiteralString = """
CREATE UNLOGGED TABLE claim (number integer, citizen_id text, name text, birth_date date,
    area_code text, credit_code text)"""
# A scalar sub-select with LIMIT goes by the index of the person; NOT EXISTS made the planner hash
# each whole register (2.7 times as long).
VERIFY: LiteralString = """
SELECT c.number, (CASE
    WHEN p.row_key IS NULL THEN 1
    WHEN p.name IS DISTINCT FROM c.name THEN 2
    WHEN p.birth_date IS DISTINCT FROM c.birth_date THEN 3
    WHEN NOT (c.birth_date + make_interval(years => %(of_age)s) <= %(date)s::date) THEN 4
    WHEN a.row_key IS NULL THEN 5
    WHEN (SELECT true FROM lease AS l WHERE l.person_key = p.row_key
        AND l.starts <= %(date)s::date AND l.ends >= %(date)s::date LIMIT 1) IS NULL THEN 6
    WHEN (SELECT true FROM employment AS j WHERE j.person_key = p.row_key
        AND j.credit_code = c.credit_code AND j.starts <= %(date)s::date
        AND (j.ends IS NULL OR j.ends >= %(date)s::date) LIMIT 1) IS NULL THEN 7
    WHEN (SELECT true FROM social_insurance AS s WHERE s.person_key = p.row_key
        AND s.starts <= %(date)s::date LIMIT 1) IS NULL THEN 8
    ELSE 0 END)::smallint AS reason
FROM claim AS c
LEFT JOIN person AS p USING (citizen_id)
LEFT JOIN community AS a ON a.row_key = p.community_key AND a.code = c.area_code"""


class PostgisSide:
    """A :class:`~benchmarks.records.questions.Side` over one warm connection.

    ``flat``: persons hold the keys of all their places; else those of their buildings only, as
    the three codes tie them, and the rest is found over the building.
    """

    def __init__(self, connection: psycopg.Connection, *, flat: bool) -> None:
        self.connection, self.flat = connection, flat
        connection.autocommit = True
        connection.prepare_threshold = 0

    def grid_by_age(self) -> pa.Table:
        """Group the persons."""
        query = GRID_BY_AGE if self.flat else GRID_BY_AGE_LINKED
        return self._fetch(query, {}, grid_key="key", band="band", persons="count")

    def building_by_age_and_sex(self) -> pa.Table:
        """Group the persons."""
        return self._fetch(
            BUILDING_BY_AGE_AND_SEX,
            {},
            building_key="key",
            band="band",
            sex="sex",
            persons="count",
        )

    def elderly_by_grid(self, street: int) -> pa.Table:
        """Group the persons of the street, found by the indexes."""
        query = ELDERLY_BY_GRID if self.flat else ELDERLY_BY_GRID_LINKED
        given = {"street": street}
        return self._fetch(query, given, grid_key="key", persons="count")

    def person(self, citizen_id: str) -> list[tuple[str, str]]:
        """Look a person up by a prepared statement."""
        return self.connection.execute(PERSON, {"citizen_id": citizen_id}).fetchall()

    def verify(self, claims: Path) -> pa.Table:
        """Copy the claims in and check each by the indexes."""
        self.connection.execute("DROP TABLE IF EXISTS claim")
        self.connection.execute(CLAIM)
        with self.connection.cursor() as cursor:
            with cursor.copy("COPY claim FROM STDIN (FORMAT csv, HEADER)") as copy:
                copy.write(claims.read_bytes())
            cursor.execute("ANALYZE claim")
        given = {"of_age": OF_AGE, "date": ON_DATE}
        return self._fetch(VERIFY, given, number="key", reason="band")

    def _fetch(self, query: LiteralString, given: Mapping[str, object], **columns: str) -> pa.Table:
        """Return the rows of a query whose columns are of ``TYPES`` and never null."""
        names = sql.SQL(", ").join(
            sql.SQL("array_agg({})").format(sql.Identifier(one)) for one in columns
        )
        order = sql.SQL("SELECT {} FROM ({}) AS answer").format(names, sql.SQL(query))
        with self.connection.cursor(binary=True) as cursor:
            result = cursor.execute(order, given, prepare=False).pgresult
        assert result is not None
        return pa.table({
            name: _decoded(result.get_value(0, at), kind)
            for at, (name, kind) in enumerate(columns.items())
        })  # fmt: skip


def _decoded(array: bytes | None, kind: str) -> pa.Array:
    """Return a binary array of PostgreSQL: the length and the value of each element."""
    parts = np.dtype([("length", ">i4"), ("value", TYPES[kind])])
    values = np.frombuffer(array or bytes(HEADER), parts, offset=HEADER)["value"]
    return _letters(values) if kind == "sex" else pa.array(values.astype(np.int64))


def _letters(values: np.ndarray) -> pa.Array:
    """Return texts of one byte each as Arrow, without an object for each."""
    offsets, data = np.arange(len(values) + 1, dtype=np.int32), np.ascontiguousarray(values)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), len(values), buffers)
