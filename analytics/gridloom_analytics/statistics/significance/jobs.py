"""Independent pieces of work on all cores, with progress and cancel."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from typing import TypeVar

from gridloom_layers.errors import Cancelled
from gridloom_layers.progress import Progress

Answer = TypeVar("Answer")

ABANDONABLE = "abandonable"
"""What the names of threads begin with that nobody may wait for any more."""
SECONDS = 0.1
"""How often it is looked whether the user wants the work stopped."""


def run_jobs(
    jobs: Sequence[Callable[[], Answer]],
    progress: Progress,
    step: str,
    threads: int | None = None,
) -> Iterator[Answer]:
    """Yield what the jobs return, in their order; report ``step`` after each of them.

    Jobs run on ``threads`` threads (default: one a core) and should let go of the interpreter's
    lock. After a cancel, or a job that raised, no further job begins. A single job needs no thread.
    """
    progress.report(step, 0, len(jobs))
    if len(jobs) == 1:
        yield jobs[0]()
        progress.report(step, 1, 1)
        return
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        waiting = [pool.submit(job) for job in jobs]
        try:
            for done, future in enumerate(waiting, start=1):
                yield future.result()
                progress.report(step, done, len(jobs))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def run_abandonable(work: Callable[[], Answer], progress: Progress) -> Answer:
    """Return what ``work`` returns, or raise ``Cancelled`` soon after the user asks for it.

    A call into a library cannot be interrupted, and may take minutes without a report. So the
    work has a thread of its own, which after a cancel is left to itself: it ends at the next
    report or with its call, and nobody sees what it makes. It must write nothing that lasts. An
    interrupt of the thread that waits (Ctrl+C in a notebook) cancels ``progress`` and so the work.
    """
    pool = ThreadPoolExecutor(1, ABANDONABLE)
    future = pool.submit(copy_context().run, work)
    try:
        _await(future, progress)
        return future.result()
    except KeyboardInterrupt:
        progress.cancel()
        raise
    finally:
        pool.shutdown(wait=future.done())


def _await(future: Future[Answer], progress: Progress) -> None:
    while not wait([future], SECONDS).done:
        if progress.cancelled:
            raise Cancelled
