"""Work off the window's thread: one Python thread a queue, answers delivered in the window's.

Python's own executors, never Qt's thread pool: pyproj crashes on threads that Qt made.
"""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any, Literal, TypeVar

from PyQt6.QtCore import QObject, Qt, pyqtSignal

from gridloom_layers.errors import Cancelled
from gridloom_layers.progress import Progress, Step

Answer = TypeVar("Answer")
Call = Callable[[], object]
Ending = Literal["done", "failed", "cancelled"]


@dataclass(eq=False)
class Task:
    """Work that was handed in, and whom to tell how it ended; ``done`` once they were told."""

    progress: Progress
    then: Callable[[Any], object]
    failed: Callable[[BaseException], object]
    ended: Callable[[Ending], object] | None
    unwanted: Callable[[Any], object] | None = None
    dropped: bool = False
    done: bool = False

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress."""
        self.progress.cancel()

    def settle(self, future: "Future[Any]") -> None:
        """Tell how the work ended, unless nobody waits for it any more."""
        error = CancelledError() if future.cancelled() else future.exception()
        if self.dropped:
            self._give_back(future, error)
            return
        self.done = True
        ending = "cancelled" if self._is_late else _ending(error)
        if self.ended:
            self.ended(ending)
        if ending == "cancelled":
            self._give_back(future, error)
        elif error is None:
            self.then(future.result())
        else:
            self.failed(error)

    @property
    def _is_late(self) -> bool:
        """Whether an answer that can be given back came after the user cancelled."""
        return self.unwanted is not None and self.progress.cancelled

    def _give_back(self, future: "Future[Any]", error: BaseException | None) -> None:
        if self.unwanted and error is None:
            self.unwanted(future.result())


def _ending(error: BaseException | None) -> Ending:
    if error is None:
        return "done"
    return "cancelled" if isinstance(error, Cancelled | CancelledError) else "failed"


class Background(QObject):
    """A serial queue of work on one thread of its own.

    ``submit`` is called in the window's thread, and so are all the functions given to it.
    """

    _delivery = pyqtSignal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        QObject.__init__(self, parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._tasks: dict[Task, Future[Any]] = {}
        self._over = False
        queued = Qt.ConnectionType.QueuedConnection
        self._delivery.connect(self._deliver, queued)  # pyright: ignore[reportCallIssue] - stub

    def submit(
        self,
        work: Callable[[Progress], Answer],
        then: Callable[[Answer], object],
        failed: Callable[[BaseException], object],
        *,
        shown: Callable[[Step], object] | None = None,
        ended: Callable[[Ending], object] | None = None,
        unwanted: Callable[[Answer], object] | None = None,
    ) -> Task:
        """Queue ``work(progress)``; return the task, which can be cancelled.

        ``then`` gets the answer, ``failed`` an error, neither is called where the user cancelled;
        ``shown`` gets each step of progress, ``ended`` is told before either how
        it ended. ``unwanted`` gets an answer that came too late, as the queue was closed or the
        work cancelled meanwhile; without it ``then`` gets an answer that was there already.
        What comes after that is not begun: a window that is closed is deleted a moment later.
        """
        progress = Progress(show=self._shower(shown)) if shown else Progress()
        task = Task(progress, then, failed, ended, unwanted, dropped=self._over)
        if self._over:
            return task
        self._tasks[task] = future = self._executor.submit(work, progress)
        future.add_done_callback(lambda done: self._delivery.emit(partial(self._end, task, done)))
        return task

    def _shower(self, shown: Callable[[Step], object]) -> Callable[[Step], None]:
        """Return what passes steps on; of those that wait to be shown only the latest is kept.

        Work may report a million times a second, and the window would be at nothing else.
        """
        lock, latest = Lock(), list[Step]()

        def deliver() -> None:
            with lock:
                step = latest.pop()
            shown(step)

        def show(step: Step) -> None:
            with lock:
                waits, latest[:] = bool(latest), [step]
            if not waits:
                self._delivery.emit(deliver)

        return show

    def _end(self, task: Task, future: "Future[Any]") -> None:
        self._tasks.pop(task, None)
        task.settle(future)

    def _deliver(self, call: Call) -> None:
        call()

    @property
    def busy(self) -> bool:
        """Whether work is queued, under way or not yet delivered."""
        return bool(self._tasks)

    def close(self) -> None:
        """Cancel what is under way and wait until the thread has ended."""
        self._over = True
        for task in self._tasks:
            task.dropped = True
            task.cancel()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._delivery.disconnect()
        while self._tasks:
            task, future = self._tasks.popitem()
            task.settle(future)
