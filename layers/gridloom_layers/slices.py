"""Work on many rows by all cores at once."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

SLICE = 1 << 16
"""Rows of one task."""


def on_all_cores(work: Callable[[int, int], None], rows: int, threads: int | None = None) -> None:
    """Call ``work(first, end)`` for slices of ``rows`` rows, on ``threads`` (default: all cores).

    What it writes for a row must depend on nothing but the row: then the number of threads makes
    no difference. ``work`` should let the interpreter go while it computes.
    """
    starts = range(0, rows, SLICE)
    threads = min(threads or os.cpu_count() or 1, len(starts))
    if threads <= 1:
        work(0, rows)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda first: work(first, min(first + SLICE, rows)), starts))
