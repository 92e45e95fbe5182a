"""A program run to its end: its output line by line, ended with all its children when cancelled."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

from ..calling.command import environment
from ..calling.faults import Broken, Cancelled
from ..language import tr

LISTENING_S = 0.2
HIDDEN = subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0
"""Windows would flash a console."""
SPEAKING = {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


def run(
    command: Sequence[str],
    say: Callable[[str], None],
    is_cancelled: Callable[[], bool],
    while_quiet: Callable[[], None] = lambda: None,
) -> int:
    """Return the exit code; every line of output and errors goes to ``say`` in this thread.

    ``while_quiet`` is called a few times a second. Raises ``Cancelled`` after it has ended, and
    ``Broken`` where it cannot be started.
    """
    popen = _started(command)
    lines: SimpleQueue[str | None] = SimpleQueue()
    threading.Thread(target=_listen, args=(popen, lines), daemon=True).start()
    while True:
        if is_cancelled():
            _end(popen)
            raise Cancelled
        try:
            line = lines.get(timeout=LISTENING_S)
        except Empty:
            while_quiet()
            continue
        if line is None:
            return popen.wait()
        say(line)


def output_of(command: Sequence[str], timeout_s: float = 20.0) -> str:
    """Return what a program prints, or nothing where it fails or takes too long."""
    try:
        told = subprocess.run(  # noqa: S603 - programs of the system, and the user's Python
            command, capture_output=True, timeout=timeout_s, env=environment() | SPEAKING,
            stdin=subprocess.DEVNULL, creationflags=HIDDEN, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return told.stdout.decode("utf-8", "replace") if told.returncode == 0 else ""


def _started(command: Sequence[str]) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(  # noqa: S603 - what the user was shown
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=environment() | SPEAKING, encoding="utf-8", errors="replace",
            start_new_session=os.name == "posix", creationflags=HIDDEN,
        )  # fmt: skip
    except OSError as error:
        raise Broken(
            tr("“{path}” cannot be started: {reason}.", path=command[0], reason=error.strerror)
        ) from error


def _listen(popen: subprocess.Popen[str], lines: SimpleQueue[str | None]) -> None:
    for line in popen.stdout or ():
        lines.put(line.rstrip())
    lines.put(None)


def _end(popen: subprocess.Popen[str]) -> None:
    """Kill it and what it has started: else pip's children would go on writing."""
    if sys.platform == "win32":
        output_of(["taskkill", "/F", "/T", "/PID", str(popen.pid)])
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(popen.pid, signal.SIGKILL)
    popen.wait()
