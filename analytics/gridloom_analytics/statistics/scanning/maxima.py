"""The greatest likelihood ratio that chance gives: the null distribution of the scan statistic."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.scanning.nulls import drawn_by, lay_out, rearrange
from gridloom_analytics.statistics.scanning.study import Counts, Integers, Study, Windows
from gridloom_analytics.statistics.scanning.walking import raise_maxima
from gridloom_analytics.statistics.scanning.windows import along_strips
from gridloom_analytics.statistics.significance.jobs import run_jobs
from gridloom_analytics.statistics.significance.streams import stream_key
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]

WIDTH, LANE = 256, 32
"""Draws that are walked at once, at best and at least: their sums stay in the first cache."""
MEMORY = 2**29
"""Bytes that simulated counts may take at a time."""
SAMPLE = 32
"""One centre of so many is walked first: what it finds spares most of the work for the others."""
PIECES, WORK = 48, 1e9
"""The fewest pieces of work that the centres are parted into, and the most windows times draws of
one of them: about a second, after which it can be cancelled."""


def maxima(
    study: Study,
    windows: Windows,
    draws: int,
    seed: int,
    progress: Progress,
    threads: int | None = None,
) -> Floats:
    """Return the greatest ratio over all windows of each draw, shape (draws,).

    The same ``seed`` gives the same bytes for any number of ``threads``: a draw has a stream of
    its own, and a maximum does not depend on the order in which it is looked for.
    """
    near = study.part(along_strips(study.points))
    kind = np.int16 if study.total <= np.iinfo(np.int16).max else np.int32
    width = _width(near, draws, np.dtype(kind).itemsize)
    size = near.cases.size * width * np.dtype(kind).itemsize
    batch = width * max(1, MEMORY // size)
    found = [
        _batch(near, windows, range(first, min(first + batch, draws)), width, kind, seed, progress,
               threads)
        for first in range(0, draws, batch)
    ]  # fmt: skip
    return np.concatenate(found)


def _width(study: Study, draws: int, itemsize: int) -> int:
    fits = MEMORY // (study.cases.size * itemsize)
    wanted = min(WIDTH, fits, draws + LANE - 1)
    return max(LANE, wanted // LANE * LANE)


def _batch(
    study: Study,
    windows: Windows,
    numbers: range,
    width: int,
    kind: type[np.int16] | type[np.int32],
    seed: int,
    progress: Progress,
    threads: int | None,
) -> Floats:
    blocks = -(-len(numbers) // width)
    draws = np.zeros((blocks, len(study.points), study.periods, width), dtype=kind)
    best = np.full((blocks, width), np.inf)  # lanes without a draw hold no block back
    best.flat[: len(numbers)] = 0.0
    for _ in run_jobs(_simulations(study, numbers, draws, seed), progress, "simulate", threads):
        pass
    centres = np.arange(len(study.points))
    for done in run_jobs(
        _walks(study, windows, centres[::SAMPLE], draws, best), progress, "rehearse", threads
    ):
        np.maximum(best, done, out=best)
    order = np.argsort(best, axis=None, kind="stable")
    rearrange(draws, order)
    best = best.ravel()[order].reshape(best.shape)
    for done in run_jobs(_walks(study, windows, centres, draws, best), progress, "scan", threads):
        np.maximum(best, done, out=best)
    unsorted = np.empty(best.size)
    unsorted[order] = best.ravel()
    return unsorted[: len(numbers)]


def _simulations(
    study: Study, numbers: range, draws: Counts, seed: int
) -> list[Callable[[], None]]:
    """Return a job for each lane or so: it draws its cases and lays out their counts."""
    draw, width = drawn_by(study), draws.shape[3]

    def job(first: int) -> Callable[[], None]:
        def simulate() -> None:
            for lane in range(first, min(first + LANE, len(numbers))):
                cells = draw(stream_key(seed, numbers[lane]))
                lay_out(cells, draws, lane // width, lane % width)

        return simulate

    return [job(first) for first in range(0, len(numbers), LANE)]


def _walks(
    study: Study, windows: Windows, centres: Integers, draws: Counts, best: Floats
) -> list[Callable[[], Floats]]:
    """Return a job for each piece of the centres.

    It begins with the maxima known by then, which lets it pass over more; they are raised in a
    copy, so that no two jobs write to one place.
    """

    def job(piece: Integers) -> Callable[[], Floats]:
        def walk() -> Floats:
            own = best.copy()
            raise_maxima(
                piece,
                study.points,
                study.weight,
                windows.share * study.weight.sum(),
                windows.radius,
                study.expected,
                windows.starts,
                windows.ends,
                study.people,
                windows.side,
                draws,
                own,
            )
            return own

        return walk

    steps = len(centres) * len(study.points) * windows.share * len(windows.starts) * best.size
    pieces = max(PIECES, int(steps / WORK))
    return [job(piece) for piece in np.array_split(centres, pieces) if len(piece)]
