"""The private PostGIS cluster: it answers inside its block and leaves nothing outside of it."""

from pathlib import Path

import psycopg
import pytest
from benchmarks.records.postgis import SMALL, available, cluster

pytestmark = pytest.mark.skipif(not available(), reason="PostgreSQL 15 with PostGIS is not here")


def test_a_private_cluster_answers_and_is_gone_afterwards() -> None:
    with cluster(settings=SMALL) as conninfo, psycopg.connect(conninfo) as connection:
        connection.execute("CREATE TABLE place (shape geometry(Point, 4547))")
        connection.execute("INSERT INTO place VALUES ('SRID=4547;POINT(1 2)'), (NULL)")
        inside = "SELECT count(*) FROM place WHERE ST_DWithin(shape, 'SRID=4547;POINT(0 0)', 3)"
        assert connection.execute(inside).fetchone() == (1,)
        home = Path(connection.execute("SHOW data_directory").fetchone()[0]).parent
        pid = int((home / "data" / "postmaster.pid").read_text().splitlines()[0])
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(conninfo)
    assert not home.exists()
    assert not Path(f"/proc/{pid}").exists()


def test_a_block_that_fails_leaves_no_cluster() -> None:
    with pytest.raises(ZeroDivisionError), cluster(settings=SMALL) as conninfo:
        raise ZeroDivisionError
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(conninfo)
