"""Mann and Kendall's test: does a series rise or fall more than its order could by chance?"""

import numba as nb
import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.significance.jobs import run_jobs
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]

CHUNK = 2048
"""Series of one task."""


def mann_kendall(
    series: Floats, progress: Progress | None = None, threads: int | None = None
) -> Floats:
    """Return z of each row's trend, shape (n,); ``series`` has shape (n, T), the oldest first.

    S is the number of pairs of steps that rise less the number that fall; its variance is
    corrected for ties, and z for continuity: (S ∓ 1) / sd. A series without any change has z 0.
    NaN for rows with a NaN, and for all where there are fewer than two steps. Steps are taken as
    independent: where neighbouring steps are alike, z is too far from 0.

    Mann 1945 (Econometrica 13: 245-259), Kendall 1975. Counts pairs by merging (Knight 1966,
    JASA 61: 436-439), O(T log T) a series; the same for any number of ``threads``.

    >>> mann_kendall(np.array([[1.0, 2, 3, 4, 5], [2, 2, 2, 2, 2]])).round(3)
    array([2.205, 0.   ])
    """
    z = np.empty(len(series))
    if series.shape[1] < 2:
        return np.full(len(series), np.nan)
    jobs = [
        lambda start=start: _trends(series[start : start + CHUNK], z[start : start + CHUNK])
        for start in range(0, len(series), CHUNK)
    ]
    for _ in run_jobs(jobs, progress or Progress(), "trend", threads):
        pass
    return z


@nb.njit(cache=True, nogil=True)
def _trends(series: Floats, z: Floats) -> None:
    length = series.shape[1]
    pairs = length * (length - 1) // 2
    values, space = np.empty(length), np.empty(length)
    for row in range(len(series)):
        values[:] = series[row]
        if np.isnan(values).any():
            z[row] = np.nan
            continue
        falls = _sort_counting_falls(values, space)
        ties, term = 0, length * (length - 1) * (2 * length + 5)
        run = 1
        for step in range(1, length + 1):
            if step < length and values[step] == values[step - 1]:
                run += 1
                continue
            ties += run * (run - 1) // 2
            term -= run * (run - 1) * (2 * run + 5)
            run = 1
        score = pairs - ties - 2 * falls
        z[row] = 0.0 if score == 0 else (score - np.sign(score)) / np.sqrt(term / 18.0)


@nb.njit(cache=True, nogil=True)
def _sort_counting_falls(values: Floats, space: Floats) -> int:
    """Sort ``values`` by merging; return how many pairs stood in falling order."""
    length, falls, width = len(values), 0, 1
    while width < length:
        for low in range(0, length, 2 * width):
            middle, high = min(low + width, length), min(low + 2 * width, length)
            left, right = low, middle
            for at in range(low, high):
                if right >= high or (left < middle and values[left] <= values[right]):
                    space[at] = values[left]
                    left += 1
                else:
                    space[at] = values[right]
                    falls += middle - left
                    right += 1
        values[:] = space
        width *= 2
    return falls
