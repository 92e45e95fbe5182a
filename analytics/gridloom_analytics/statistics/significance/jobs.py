"""Independent pieces of work on all cores, with progress and cancel."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from gridloom_layers.progress import Progress

Answer = TypeVar("Answer")


def run_jobs(
    jobs: Sequence[Callable[[], Answer]],
    progress: Progress,
    step: str,
    threads: int | None = None,
) -> Iterator[Answer]:
    """Yield what the jobs return, in their order; report ``step`` after each of them.

    Jobs run on ``threads`` threads (default: one a core) and should let go of the interpreter's
    lock. After a cancel, or a job that raised, no further job begins.
    """
    progress.report(step, 0, len(jobs))
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        waiting = [pool.submit(job) for job in jobs]
        try:
            for done, future in enumerate(waiting, start=1):
                yield future.result()
                progress.report(step, done, len(jobs))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
