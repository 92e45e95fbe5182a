"""A private PostgreSQL cluster with PostGIS that lives as long as a ``with`` block."""

import os
import secrets
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

BINARIES = Path("/usr/lib/postgresql/15/bin")
EXTENSION = Path("/usr/share/postgresql/15/extension/postgis.control")
SERVANTS = ("postgres", "nobody")
"""Who runs the server where we are root, which PostgreSQL refuses: the first that exists."""
SECONDS_TO_START, SECONDS_TO_STOP = 30.0, 60.0
SMALL: Mapping[str, str] = {"fsync": "off"}
"""Settings for tests: PostgreSQL's own, without waiting for the disk."""
TUNED: Mapping[str, str] = {
    "shared_buffers": "6GB",
    "effective_cache_size": "18GB",
    "work_mem": "512MB",
    "maintenance_work_mem": "2GB",
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "2",
    "max_parallel_maintenance_workers": "2",
    "random_page_cost": "1.1",
    "effective_io_concurrency": "200",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "16GB",
    "checkpoint_timeout": "1h",
    "synchronous_commit": "off",
    "fsync": "off",
    "autovacuum": "off",
}
"""As a good DBA tunes it for analysis on 2 cores and 24 GiB, read-only after the load."""


def available() -> bool:
    """Tell whether the server and PostGIS are installed here."""
    return (BINARIES / "initdb").exists() and EXTENSION.exists()


@contextmanager
def cluster(folder: Path | None = None, settings: Mapping[str, str] = TUNED) -> Iterator[str]:
    """Give the connection string of a new cluster with an empty PostGIS database.

    Its files are in a new folder in ``folder`` (else the system's temporary one), which must be
    open to ordinary users where we are root. It listens on a free loopback port, asks for a
    password of its own, and is stopped and removed at the end, whatever happened.
    """
    with tempfile.TemporaryDirectory(prefix="gridloom-pg-", dir=folder) as name:
        home = Path(name)
        rights = _servant(home)
        password, port = secrets.token_hex(16), _free_port()
        _initialise(home, password, rights)
        conninfo = make_conninfo(
            host="127.0.0.1", port=port, user="gridloom", dbname="postgres", password=password
        )
        with _running(home, port, settings, rights):
            _await(conninfo, home)
            with psycopg.connect(conninfo, autocommit=True) as connection:
                connection.execute("CREATE EXTENSION postgis")
            yield conninfo


def _servant(home: Path) -> dict[str, Any]:
    """Return whom a child process runs as (nobody else where we are not root); give them home."""
    if os.geteuid() != 0:
        return {}
    import pwd  # late: not there on Windows

    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(known[name] for name in SERVANTS if name in known)
    os.chown(home, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _initialise(home: Path, password: str, rights: Mapping[str, Any]) -> None:
    secret = home / "password"
    secret.write_text(password, encoding="ascii")
    secret.chmod(0o644)  # inside a folder that only the server's user can enter
    subprocess.run(
        [
            BINARIES / "initdb", "--pgdata", home / "data", "--username", "gridloom",
            "--pwfile", secret, "--auth", "scram-sha-256", "--encoding", "UTF8",
            "--locale", "C", "--no-sync", "--no-instructions",
        ],
        check=True, cwd=home, stdout=subprocess.DEVNULL, **rights,
    )  # fmt: skip
    secret.unlink()


@contextmanager
def _running(
    home: Path, port: int, settings: Mapping[str, str], rights: Mapping[str, Any]
) -> Iterator[None]:
    """Run the server; at the end let it stop fast, and kill what does not."""
    own = {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(home),
        "dynamic_shared_memory_type": "mmap",  # containers have a tiny /dev/shm
    }
    options = [
        word for key, value in {**settings, **own}.items() for word in ("-c", f"{key}={value}")
    ]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [BINARIES / "postgres", "-D", home / "data", *options],
            cwd=home, stdout=log, stderr=log, start_new_session=True, **rights,
        )  # fmt: skip
        try:
            yield
        finally:
            _stop(server)


def _stop(server: subprocess.Popen[Any]) -> None:
    server.send_signal(signal.SIGINT)  # fast: sessions are cut, no waiting for them
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)  # immediate: the children go too
        server.wait()


def _await(conninfo: str, home: Path) -> None:
    """Wait until the server answers; tell its log where it does not."""
    end = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg.connect(conninfo).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > end:
                raise RuntimeError((home / "server.log").read_text(errors="replace")) from error
            time.sleep(0.05)
        else:
            return
