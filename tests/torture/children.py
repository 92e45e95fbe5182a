"""The command in processes of their own, forked from one that has all of its code loaded."""

import json
import multiprocessing as mp
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

WARM = "tests.torture.warm"
"""What the process has loaded that all others are forked from."""
PATIENCE_S = 60
"""After so many seconds a command counts as hanging."""
NOBODY = 65534
CHANGING = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate"}
"""The audit events of Python at which the files of a workspace change, or are opened to."""
FORKS = mp.get_context("forkserver" if os.name == "posix" else "spawn")


@dataclass(frozen=True)
class Hardship:
    """What a command must live with.

    ``file_bytes`` is the size that no file may pass (RLIMIT_FSIZE), ``user`` whom the command
    runs as, ``last_step`` the number (from 0) of the step in a folder before which it is killed.
    """

    file_bytes: int | None = None
    user: int | None = None
    last_step: int | None = None


class Said(NamedTuple):
    """The exit code of a command (negative: the signal that ended it) and what it said.

    ``steps`` are those it took in its folder, where they were counted (``last_step``).
    """

    exit: int
    out: str
    err: str
    seconds: float
    steps: int = 0

    @property
    def data(self) -> Any:
        """What the envelope on standard output holds."""
        return json.loads(self.out)["data"]

    @property
    def error(self) -> Any:
        """The error in the envelope on standard output."""
        return json.loads(self.out)["error"]


EASE = Hardship()


def gridloom(
    *arguments: object, under: Hardship = EASE, stop: Callable[[BaseProcess], None] | None = None
) -> Said:
    """Run one command in a child and wait for its end; ``stop`` may end it before.

    The command speaks English JSON. One that hangs fails the test.
    """
    command = [*map(str, arguments), "--json", "--lang", "en"]
    with TemporaryDirectory(prefix="torture-") as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        here, there = FORKS.Pipe(duplex=False)
        child = FORKS.Process(target=_obey, args=(command, out, err, under, there), daemon=True)
        child.start()
        there.close()
        started = here.recv()
        if stop is not None:
            stop(child)
        child.join(PATIENCE_S)
        if child.is_alive():
            child.kill()
            raise AssertionError(f"hangs after {PATIENCE_S} s: gridloom {' '.join(command)}")
        seconds, texts = (
            time.monotonic() - started,
            (out.read_text("utf-8"), err.read_text("utf-8")),
        )
        return Said(child.exitcode or 0, *texts, seconds, _last(here))


def _last(here: Connection) -> int:
    """Return the number of steps that a child counted; 0 where it was killed before."""
    try:
        return here.recv()
    except EOFError:
        return 0


def _obey(command: list[str], out: Path, err: Path, under: Hardship, there: Connection) -> None:
    """Be the process of a command: its streams, its limits, its user."""
    from gridloom_desktop.command.main import main

    for path, number in ((out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_CREAT | os.O_WRONLY, 0o666), number)
    sys.argv = ["gridloom", *command]
    steps = Steps(command[1], under.last_step)
    _suffer(under)
    if under.last_step is not None:
        sys.addaudithook(steps.count)
    there.send(time.monotonic())
    try:
        main()
    finally:
        there.send(steps.taken)


class Steps:
    """The times that this process has touched ``folder``; before the time ``last`` it is killed."""

    def __init__(self, folder: str, last: int | None) -> None:
        self.taken, self._folder, self._last = 0, folder, last

    def count(self, event: str, arguments: tuple[object, ...]) -> None:
        """Take note of an audit event."""
        if event in CHANGING and str(arguments[0]).startswith(self._folder):
            if self.taken == self._last:
                os.kill(os.getpid(), signal.SIGKILL)
            self.taken += 1


def _suffer(under: Hardship) -> None:
    import resource  # not on Windows

    if under.file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (under.file_bytes, under.file_bytes))
    if under.user is not None:
        os.setgroups([])
        os.setgid(under.user)
        os.setuid(under.user)


def load_once(root: Path) -> None:
    """Start the process that the others are forked from, with the code of this checkout."""
    places = [str(root / name) for name in ("layers", "analytics", "desktop", "data")]
    os.environ["SQLITE_BUSY_TIMEOUT"] = "500"  # ms: GDAL waits for 5 s otherwise
    os.environ["PYTHONPATH"] = os.pathsep.join([*places, str(root)])
    FORKS.set_forkserver_preload([WARM])
