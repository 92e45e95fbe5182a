"""Long work of one window, off its thread: shown, cancelled, and its faults told."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget

from gridloom_desktop.window.background import Background, Ending, Task
from gridloom_desktop.window.failures import tell
from gridloom_layers.language import Message
from gridloom_layers.progress import Progress, Step

Source = TypeVar("Source")
Value = TypeVar("Value")
Failed = Callable[[BaseException], object]


@dataclass(eq=False)
class Operation:
    """Work that the user asked for: what it is, how far it is, and how it ended."""

    title: Message
    task: Task | None = None
    step: Step | None = None
    ending: Ending = "done"
    begun: dt.datetime = field(default_factory=dt.datetime.now)

    def cancel(self) -> None:
        """Ask the work to stop."""
        if self.task is not None:
            self.task.cancel()

    @property
    def done(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self.task is not None and self.task.done


class Operations(QObject):
    """Work on one workspace: on the store's thread one after another, computing beside it.

    ``started``, ``stepped`` and ``ended`` tell of an :class:`Operation`.
    """

    started = pyqtSignal(object)
    stepped = pyqtSignal(object)
    ended = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = Background("store", self)
        self._aside = Background("computing", self)
        self.explain: Callable[[BaseException], BaseException] = _as_it_is
        self.under_way: list[Operation] = []

    def do(
        self,
        what: Message,
        work: Callable[[Progress], Value],
        then: Callable[[Value], Any],
        failed: Failed | None = None,
        unwanted: Callable[[Value], object] | None = None,
    ) -> Operation:
        """Do work that the user asked for; it is listed, and can be cancelled.

        ``then`` gets the answer. What goes wrong is told in a box, or to ``failed``; neither is
        called where the user cancelled. ``unwanted`` gets an answer that came when all was closed
        or the user had cancelled.
        """
        operation = self._begin(what)
        operation.task = self._queue.submit(
            work,
            then,
            failed or self.report,
            shown=partial(self._show_step, operation),
            ended=partial(self._end, operation),
            unwanted=unwanted,
        )
        self.started.emit(operation)
        return operation

    def compute(
        self,
        what: Message,
        prepare: Callable[[Progress], Source],
        work: Callable[[Source, Progress], Value],
        keep: Callable[[Value, Progress], Any],
        then: Callable[[Any], Any],
        failed: Failed | None = None,
    ) -> Operation:
        """Do long work beside the store's thread, so that what a view needs does not wait for it.

        On the store's thread ``prepare`` gives what the work reads, and ``keep`` gets what it
        found, each in its turn; ``then`` gets the answer of that. Else as :meth:`do`.
        """
        operation = self._begin(what)
        tell = failed or self.report

        def compute(source: Source) -> None:
            self._stage(operation, self._aside, partial(work, source), take, tell)

        def take(found: Value) -> None:
            end = partial(self._end, operation)
            shown = partial(self._show_step, operation)
            keeping = partial(keep, found)
            operation.task = self._queue.submit(keeping, then, tell, shown=shown, ended=end)

        self._stage(operation, self._queue, prepare, compute, tell)
        self.started.emit(operation)
        return operation

    def _stage(
        self,
        operation: Operation,
        queue: Background,
        work: Callable[[Progress], Any],
        then: Callable[[Any], None],
        failed: Failed,
    ) -> None:
        """Do one of several stages, unless the user has cancelled when it was done."""

        def go_on(answer: object) -> None:
            if task.progress.cancelled:
                self._end(operation, "cancelled")
            else:
                then(answer)

        task = operation.task = queue.submit(
            work,
            go_on,
            failed,
            shown=partial(self._show_step, operation),
            ended=partial(self._end_unless_done, operation),
        )

    def _begin(self, what: Message) -> Operation:
        operation = Operation(what)
        self.under_way.append(operation)
        return operation

    def read(
        self,
        work: Callable[[Progress], Value],
        then: Callable[[Value], Any],
        failed: Failed | None = None,
    ) -> Task:
        """Read what a view needs: in its turn, without a word of it unless it fails."""
        return self._queue.submit(work, then, failed or self.report)

    def _show_step(self, operation: Operation, step: Step) -> None:
        operation.step = step
        self.stepped.emit(operation)

    def _end_unless_done(self, operation: Operation, ending: Ending) -> None:
        if ending != "done":
            self._end(operation, ending)

    def _end(self, operation: Operation, ending: Ending) -> None:
        operation.ending = ending
        self.under_way.remove(operation)
        self.ended.emit(operation)

    def report(self, error: BaseException) -> None:
        """Tell what went wrong in a box, as ``explain`` puts it."""
        parent = self.parent()
        tell(parent if isinstance(parent, QWidget) else None, self.explain(error))

    def cancel(self) -> None:
        """Cancel the work that is being done; what waits follows in its turn."""
        if self.under_way:
            self.under_way[0].cancel()

    @property
    def working(self) -> bool:
        """Whether work is under way that the user asked for."""
        return bool(self.under_way)

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return self._queue.busy or self._aside.busy

    def end(self) -> None:
        """Cancel everything and wait until the threads have ended."""
        self._aside.close()
        self._queue.close()


def _as_it_is(error: BaseException) -> BaseException:
    return error
