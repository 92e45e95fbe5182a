"""Applicants' claims for ``verify``: true ones from the base, some of them spoilt."""

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from benchmarks.records.city import SEED, Base

COLUMNS = ("number", "citizen_id", "name", "birth_date", "area_code", "credit_code")
"""``area_code`` is the community that the school takes from, ``credit_code`` the employer."""
SHARE_SPOILT = 0.04
"""Of the claims, for each of their five columns."""
TENANTS = """
WITH tenant AS (
    SELECT l.row_key, p.row_key AS person_key, p.citizen_id, p.name, p.birth_date, c.code
    FROM read_parquet($lease) AS l
    JOIN read_parquet($person) AS p ON p.row_key = l.person_key
    JOIN read_parquet($community) AS c ON c.row_key = p.community_key
    ORDER BY hash(l.row_key), l.row_key LIMIT $count
), job AS (
    SELECT person_key, min(entity_key) AS entity_key FROM read_parquet($employment)
    WHERE person_key IN (SELECT person_key FROM tenant) GROUP BY 1
)
SELECT t.citizen_id, t.name, t.birth_date, t.code AS area_code, e.credit_code
FROM tenant AS t LEFT JOIN job AS j USING (person_key)
LEFT JOIN read_parquet($entity) AS e ON e.row_key = j.entity_key
ORDER BY t.row_key
"""


def claims(base: Base, count: int) -> Path:
    """Return a UTF-8 CSV file of ``count`` claims of tenants, kept beside the plain tables."""
    path = base.plain / f"claims-{count}.csv"
    if not path.exists():
        staging = path.with_suffix(".making")
        spoilt(_true_claims(base, count)).to_csv(staging, index=False)
        staging.rename(path)
    return path


def _true_claims(base: Base, count: int) -> pd.DataFrame:
    names = ("lease", "person", "community", "employment", "entity")
    files = {name: str(base.table(name)) for name in names}
    with duckdb.connect(config={"memory_limit": "3GB"}) as database:
        database.execute("SET enable_progress_bar = false")
        frame = database.execute(TENANTS, {**files, "count": count}).df()
    frame.insert(0, "number", np.arange(1, len(frame) + 1))
    return frame


def spoilt(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the claims with some values of each column taken from another claim."""
    rng = np.random.default_rng(SEED)
    for column in COLUMNS[1:]:
        rows = np.flatnonzero(rng.random(len(frame)) < SHARE_SPOILT)
        values = frame[column].to_numpy(copy=True)
        values[rows] = values[rng.integers(0, len(frame), len(rows))]
        frame[column] = values
    unknown = frame["number"] % 50 == 0
    frame["citizen_id"] = frame["citizen_id"].mask(unknown, "999999190001011234")
    frame["birth_date"] = pd.to_datetime(frame["birth_date"]).dt.strftime("%Y-%m-%d")
    return frame
