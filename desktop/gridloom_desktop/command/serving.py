"""The command ``serve``: the same commands as JSON lines, in one warm process.

A request is ``{"id": …, "args": ["describe", "city.gridloom"]}``, its answer the envelope of
``--json`` with ``id`` and ``exit``; while it runs come lines ``{"id", "step", "done", "total",
"message"}``. ``{"cancel": id}`` stops a request that runs; one that waits is answered at once and
never runs. Requests run one after the other in a worker thread; the process ends at the end of its
input. A workspace stays open between requests, for as long as nobody changes it and nobody is idle.
What analyses need is loaded while nobody asks for anything, so that the first one need not wait for
it.
"""

import contextlib
import json
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Annotated, Any, TextIO

import typer

from gridloom_desktop.command.answer import Answer, Failure, envelope
from gridloom_desktop.command.failing import failure
from gridloom_desktop.command.manual import command, flag
from gridloom_desktop.command.opening import OpenCities, kept_open
from gridloom_desktop.command.session import Perform
from gridloom_desktop.command.steps import paced, step_line
from gridloom_desktop.command.stopping import stopped_at_once
from gridloom_desktop.command.switches import without_switches
from gridloom_layers.errors import BadInput, Cancelled
from gridloom_layers.language import current_language, tr, use_language
from gridloom_layers.progress import Progress, Step

app = typer.Typer()
LEISURE_SECONDS = 0.1
"""After so long without a request there is time to load what most requests need."""
IDLE_SECONDS = 60.0
"""After so long without a request the workspaces are let go."""
REFUSED = ("serve", "desktop", "demo")
"""Commands that need the process for themselves."""

Stdio = Annotated[bool, flag("--stdio", tr("speak JSON lines on standard input and output"))]


@command(app, "serve", tr("Answer commands as JSON lines, in one warm process."), "serve --stdio")
def serve(context: typer.Context, stdio: Stdio = False) -> Answer:
    """Answer requests from standard input until it ends."""
    if not stdio:
        raise BadInput(
            "bad-command-line",
            tr("“serve” speaks on standard input and output only."),
            hint=tr("Write “gridloom serve --stdio”."),
        )
    out = sys.stdout
    with contextlib.redirect_stdout(sys.stderr), stopped_at_once():
        answered = Conversation(out, context.obj.perform).hold(sys.stdin)
    return Answer({"answered": answered})


@dataclass(eq=False)
class _Request:
    id: object
    arguments: list[str]
    progress: Progress


@dataclass
class Conversation:
    """Requests from one stream, answers to another."""

    out: TextIO
    perform: Perform
    _queue: "SimpleQueue[_Request | None]" = field(default_factory=SimpleQueue)
    _waiting: list[_Request] = field(default_factory=list)
    _at_work: _Request | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _writing: threading.Lock = field(default_factory=threading.Lock)
    _answered: int = 0

    def hold(self, lines: Iterable[str]) -> int:
        """Answer every line; return how many requests were answered."""
        worker = threading.Thread(target=self._work, args=(current_language(),), name="serve")
        worker.start()
        try:
            for line in lines:
                if line.strip():
                    self._take(line)
        except Cancelled:
            self._cancel_all()
            raise
        finally:
            self._queue.put(None)
            worker.join()
        return self._answered

    def _take(self, line: str) -> None:
        document: dict[str, Any] = {}
        try:
            document = _document(line)
            if "cancel" in document:
                self._cancel(document["cancel"])
            if "args" in document or "cancel" not in document:
                self._put(document)
        except BadInput as error:
            self._answer(document.get("id"), failure(error, ()))

    def _put(self, document: dict[str, Any]) -> None:
        arguments = document.get("args")
        if not isinstance(arguments, list) or not all(isinstance(one, str) for one in arguments):
            raise _bad_line()
        asked_for = next(iter(without_switches(arguments)), "")
        if asked_for in REFUSED:
            raise BadInput(
                "bad-command-line",
                tr("“{command}” cannot be asked for here.", command=asked_for),
                hint=tr("Start it as a process of its own."),
            )
        asked = document.get("id")
        request = _Request(asked, arguments, Progress(paced(lambda step: self._step(asked, step))))
        self._waiting.append(request)
        self._queue.put(request)

    def _cancel(self, asked: object) -> None:
        """Stop the request that runs; answer those that wait, however long that one takes."""
        with self._turn:
            running = self._at_work
            waited = [one for one in self._waiting if one.id == asked]
            self._waiting = [one for one in self._waiting if one.id != asked]
        if running is not None and running.id == asked:
            running.progress.cancel()
        for _ in waited:
            self._answer(asked, failure(Cancelled(), ()))

    def _cancel_all(self) -> None:
        running = [] if self._at_work is None else [self._at_work]
        for request in [*self._waiting, *running]:
            self._cancel(request.id)

    def _begin(self, request: _Request) -> bool:
        """Take a request out of those that wait; False where it was cancelled there."""
        with self._turn:
            if request not in self._waiting:
                return False
            self._waiting.remove(request)
            self._at_work = request
        return True

    def _work(self, language: Any) -> None:
        with kept_open() as cities:
            while (request := self._next(cities)) is not None:
                if not self._begin(request):
                    continue
                use_language(language)
                outcome = self.perform(request.arguments, request.progress)
                if isinstance(outcome, Failure):
                    cities.close()  # in whatever state it left them
                self._at_work = None
                self._answer(request.id, outcome)

    def _next(self, cities: OpenCities) -> _Request | None:
        """Wait for a request; who asks nothing for long holds no files of older commits."""
        for patience, pastime in ((LEISURE_SECONDS, preload), (IDLE_SECONDS, cities.close)):
            try:
                return self._queue.get(timeout=patience)
            except Empty:
                pastime()
        return self._queue.get()

    def _answer(self, asked: object, outcome: Answer | Failure) -> None:
        self._write({"id": asked, "exit": outcome.exit_code, **envelope(outcome)})
        self._answered += 1

    def _step(self, asked: object, step: Step) -> None:
        self._write({"id": asked, **step_line(step)})

    def _write(self, document: dict[str, Any]) -> None:
        with self._writing:
            self.out.write(json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n")
            self.out.flush()


def preload() -> None:
    """Load what most requests need, two seconds of work; at once where it is loaded already."""
    import gridloom_analytics.running  # noqa: F401
    import gridloom_desktop.publishing.export  # noqa: F401
    from gridloom_analytics.analyses import named

    named("hotspots").load()  # numba and SciPy come with it


def _document(line: str) -> dict[str, Any]:
    try:
        document = json.loads(line)
    except ValueError as error:
        raise _bad_line() from error
    if not isinstance(document, dict):
        raise _bad_line()
    return document


def _bad_line() -> BadInput:
    return BadInput(
        "bad-request",
        tr("The line is not a request."),
        hint=tr("Write one JSON object a line: {form}.", form='{"id": 1, "args": ["describe", …]}'),
    )
