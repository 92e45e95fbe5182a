"""A process that answers lines of JSON with lines of JSON, and what it says when it ends."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from ..language import tr
from .command import environment
from .faults import Broken

Line = dict[str, Any]
LAST_WORDS = 40
ENDING_S = 2.0


class Process:
    """``gridloom serve --stdio``; each request has a queue of its lines, None at the end of all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._popen = subprocess.Popen(  # noqa: S603 - the command that the user has set up
                [str(path), "serve", "--stdio"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment(),
                encoding="utf-8",
                errors="replace",
                creationflags=subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0,
            )
        except OSError as error:
            raise Broken(
                tr(
                    "“{path}” cannot be started: {reason}.",
                    path=path,
                    reason=error.strerror or error,
                )
            ) from error
        self._queues: dict[object, SimpleQueue[Line | None]] = {}
        self._lock = threading.Lock()
        self._last_words: deque[str] = deque(maxlen=LAST_WORDS)
        self._spoke_nonsense: str | None = None
        self._closed = False
        self._threads = [
            threading.Thread(target=work, name="gridloom", daemon=True)
            for work in (self._listen, self._overhear)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def ended(self) -> bool:
        """Whether nothing more will be answered."""
        return self._closed or self._popen.poll() is not None

    def send(self, request: Line, asked: object) -> SimpleQueue[Line | None]:
        """Send a request and return the queue of the lines that answer ``asked``."""
        lines: SimpleQueue[Line | None] = SimpleQueue()
        with self._lock:
            if self._closed:
                lines.put(None)
                return lines
            self._queues[asked] = lines
            self._write(request)
        return lines

    def cancel(self, asked: object) -> None:
        """Have a request stopped; its answer comes as ever."""
        with self._lock:
            self._write({"cancel": asked})

    def is_first(self, asked: object) -> bool:
        """Return whether a request is the one at work: they are answered in turn."""
        return next(iter(list(self._queues)), None) == asked

    def end(self) -> None:
        """Close its input, and kill it where it does not end at once."""
        for asked in list(self._queues):
            self.cancel(asked)
        with contextlib.suppress(OSError):
            self._popen.stdin.close()  # type: ignore[union-attr] - it is a pipe
        try:
            self._popen.wait(ENDING_S)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
        for thread, pipe in zip(self._threads, (self._popen.stdout, self._popen.stderr)):
            thread.join(ENDING_S)
            if not thread.is_alive():
                pipe.close()  # type: ignore[union-attr] - it is a pipe

    def death(self) -> Broken:
        """Return the fault that says how it ended."""
        if self._spoke_nonsense is not None:
            return self.nonsense()
        code = self._popen.wait()
        return Broken(
            tr("Gridloom ended unexpectedly (exit code {code}).", code=code), self._said()
        )

    def nonsense(self) -> Broken:
        """Return the fault that says that it is something else."""
        return Broken(
            tr("What “{path}” answers is not Gridloom's.", path=self.path),
            "\n".join(filter(None, (self._spoke_nonsense, self._said()))),
        )

    def _said(self) -> str:
        self._threads[1].join(ENDING_S)
        return "\n".join(self._last_words)

    def _write(self, line: Line) -> None:
        try:
            self._popen.stdin.write(json.dumps(line) + "\n")  # type: ignore[union-attr]
            self._popen.stdin.flush()  # type: ignore[union-attr]
        except (OSError, ValueError):
            pass  # it has ended: whoever waits is told by ``_listen``

    def _listen(self) -> None:
        for text in self._popen.stdout:  # type: ignore[union-attr] - it is a pipe
            try:
                line = json.loads(text)
                asked = line["id"]
            except (ValueError, KeyError, TypeError):
                self._spoke_nonsense = text[:500]
                self._popen.kill()
                break
            queue = self._queues.pop(asked, None) if "ok" in line else self._queues.get(asked)
            if queue is not None:
                queue.put(line)
        with self._lock:
            self._closed = True
            left, self._queues = list(self._queues.values()), {}
        for queue in left:
            queue.put(None)

    def _overhear(self) -> None:
        for text in self._popen.stderr:  # type: ignore[union-attr] - it is a pipe
            self._last_words.append(text.rstrip()[:500])
