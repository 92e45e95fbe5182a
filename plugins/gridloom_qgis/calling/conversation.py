"""One warm ``gridloom serve --stdio`` for all of QGIS: started at first use, restarted if it dies.

A request is a line ``{"id", "args"}``; lines of progress and then one answer come back with its id
(see ``gridloom_desktop.command.serving``). Any thread may ask; requests are answered in turn.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any

from ..language import current_language, tr
from .command import find_command
from .faults import Broken, Cancelled, Refused, TooOld
from .needed import check_protocol, check_version
from .process import Process

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .process import Line

LISTENING_S = 0.05
STARTING_S = 90.0
"""A command that has not said so long after its start what it is will not say it any more."""
PATIENCE_S = 5.0
"""A process that has not stopped so long after it was asked to is killed."""
CANCELLED_EXIT = 130

OnStep = Callable[[dict[str, Any]], None]
IsCancelled = Callable[[], bool]
Look = Callable[[int], None]
"""Called again and again while an answer is awaited, with its id; what it raises ends that."""


class Conversation:
    """Asks the command, which is found when it is first needed.

    >>> conversation.ask(["describe", "/data/city.gridloom"])["crs"]
    'EPSG:4547'
    """

    def __init__(self, find: Callable[[], Path] = find_command) -> None:
        self._find = find
        self._process: Process | None = None
        self._starting = threading.Lock()
        self._ids = itertools.count(1)
        self.version: dict[str, Any] | None = None
        """What the command that runs says of itself: ``gridloom``, ``analyses``; None before."""
        self.on_start: list[Callable[[], None]] = []
        """Called each time that a command was started, in the thread whose question it was."""
        self.last_fault: Broken | None = None
        """How the command died or failed to start the last time, for the doctor."""

    def ask(
        self,
        arguments: Sequence[str],
        on_step: OnStep | None = None,
        is_cancelled: IsCancelled | None = None,
    ) -> Any:
        """Return the data that the command answers; wait for it.

        ``on_step`` gets each line of progress (``step``, ``done``, ``total``, ``message``) in the
        thread that asks. Raises ``Refused`` with Gridloom's sentence, ``Cancelled`` within
        ``PATIENCE_S`` after ``is_cancelled()`` is true, ``NotFound``, ``TooOld``, ``TooNew`` or
        ``Broken``.
        """
        is_cancelled = is_cancelled or _never
        try:
            process = self._running(is_cancelled)
            return self._asked(process, arguments, on_step, _stopper(process, is_cancelled))
        except Broken as fault:
            self.last_fault = fault
            raise

    def end(self) -> None:
        """End the process, whatever it does and if it only starts; the next question starts one."""
        process, self._process, self.version = self._process, None, None
        if process is not None:
            process.end()

    def _running(self, is_cancelled: IsCancelled) -> Process:
        """Return the process, started and known to speak our language."""
        while not self._starting.acquire(timeout=LISTENING_S):
            if is_cancelled():
                raise Cancelled
        try:
            if self._process is not None and not self._process.ended:
                return self._process
            process = self._started(is_cancelled)
        finally:
            self._starting.release()
        for heard in list(self.on_start):  # they may ask too
            heard()
        return process

    def _started(self, is_cancelled: IsCancelled) -> Process:
        """Return a new process; it is known from the first moment, so that it can be ended."""
        path = self._find()
        process = self._process = Process(path)
        try:
            self.version = self._introduced(process, path, is_cancelled)
        except BaseException:
            process.end()
            raise
        return process

    def _introduced(
        self, process: Process, path: Path, is_cancelled: IsCancelled
    ) -> dict[str, Any]:
        try:
            told = self._asked(process, ["--version"], None, _impatient(path, is_cancelled))
        except Refused as refused:
            raise TooOld(str(path)) from refused
        if not isinstance(told, dict) or "gridloom" not in told:
            raise process.nonsense()
        check_version(told, str(path))
        return told

    def _asked(
        self, process: Process, arguments: Sequence[str], on_step: OnStep | None, look: Look
    ) -> Any:
        asked = next(self._ids)
        lines = process.send(
            {"id": asked, "args": [*arguments, "--lang", current_language()]}, asked
        )
        while True:
            look(asked)
            try:
                line = lines.get(timeout=LISTENING_S)
            except Empty:
                continue
            if line is None:
                raise process.death()
            if "ok" in line:
                check_protocol(line.get("version"), str(process.path))
                return _answer(line)
            if on_step is not None:
                on_step(line)


def _never() -> bool:
    return False


def _impatient(path: Path, is_cancelled: IsCancelled) -> Look:
    """Return what ends the wait for a command that starts: nothing is lost with it."""
    latest = time.monotonic() + STARTING_S

    def look(_asked: int) -> None:
        if is_cancelled():
            raise Cancelled
        if time.monotonic() > latest:
            raise Broken(tr("“{path}” was started and does not answer.", path=path))

    return look


def _stopper(process: Process, is_cancelled: IsCancelled) -> Look:
    """Return what has a cancelled question stopped, and ends the process where it does not stop.

    A question that still waits for its turn is let be then: another one would be lost with it.
    """
    since: float | None = None

    def look(asked: int) -> None:
        nonlocal since
        if not is_cancelled():
            return
        if since is None:
            since = time.monotonic()
            process.cancel(asked)
        if time.monotonic() - since > PATIENCE_S:
            if process.is_first(asked):
                process.end()
            raise Cancelled

    return look


def _answer(line: Line) -> Any:
    """Return the data of an envelope, or raise what it says."""
    if line["ok"]:
        return line.get("data")
    if line.get("exit") == CANCELLED_EXIT:
        raise Cancelled
    raise Refused(line.get("error") or {})
