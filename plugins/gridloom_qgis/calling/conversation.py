"""One warm ``gridloom serve --stdio`` for all of QGIS: started at first use, restarted if it dies.

A request is a line ``{"id", "args"}``; lines of progress and then one answer come back with its id
(see ``gridloom_desktop.command.serving``). Any thread may ask; requests are answered in turn.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any

from ..language import current_language
from .command import find_command
from .faults import Broken, Cancelled, Refused, TooOld
from .needed import check_protocol, check_version
from .process import Process

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .process import Line

LISTENING_S = 0.05
PATIENCE_S = 5.0
"""A process that has not stopped so long after it was asked to is killed."""
CANCELLED_EXIT = 130

OnStep = Callable[[dict[str, Any]], None]
IsCancelled = Callable[[], bool]


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
        try:
            return self._asked(self._running(), arguments, on_step, is_cancelled)
        except Broken as fault:
            self.last_fault = fault
            raise

    def end(self) -> None:
        """End the process, whatever it does; the next question starts another one."""
        with self._starting:
            process, self._process, self.version = self._process, None, None
        if process is not None:
            process.end()

    def _running(self) -> Process:
        """Return the process, started and known to speak our language."""
        with self._starting:
            if self._process is not None and not self._process.ended:
                return self._process
            path = self._find()
            process = Process(path)
            try:
                self.version = self._introduced(process, path)
            except BaseException:
                process.end()
                raise
            self._process = process
        for heard in list(self.on_start):  # they may ask too
            heard()
        return process

    def _introduced(self, process: Process, path: Path) -> dict[str, Any]:
        try:
            told = self._asked(process, ["--version"], None, None)
        except Refused as refused:
            raise TooOld(str(path)) from refused
        if not isinstance(told, dict) or "gridloom" not in told:
            raise process.nonsense()
        check_version(told, str(path))
        return told

    def _asked(
        self,
        process: Process,
        arguments: Sequence[str],
        on_step: OnStep | None,
        is_cancelled: IsCancelled | None,
    ) -> Any:
        asked = next(self._ids)
        lines = process.send(
            {"id": asked, "args": [*arguments, "--lang", current_language()]}, asked
        )
        waited = 0.0
        while True:
            if is_cancelled is not None and is_cancelled():
                if not waited:
                    process.cancel(asked)
                waited += LISTENING_S
                if waited > PATIENCE_S:
                    process.end()
                    raise Cancelled
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


def _answer(line: Line) -> Any:
    """Return the data of an envelope, or raise what it says."""
    if line["ok"]:
        return line.get("data")
    if line.get("exit") == CANCELLED_EXIT:
        raise Cancelled
    raise Refused(line.get("error") or {})
