"""The scan statistic against plain numpy over the same windows.

``pyscan`` (pyscan-stats) does not serve as a peer: its disks are those of a grid or of any three
points, not circles around places, it has no draws, and the disk that its ``satscan_grid`` returns
does not have the value that it returns with it.
"""

from collections.abc import Iterator

import numpy as np
from scipy.special import xlogy

from benchmarks.measuring import Measurement, compared
from benchmarks.statistics.places import GRIDS, Floats
from gridloom_analytics.statistics.scanning.maxima import maxima
from gridloom_analytics.statistics.scanning.nulls import drawn_by
from gridloom_analytics.statistics.scanning.study import Study, Windows
from gridloom_analytics.statistics.scanning.windows import along_strips
from gridloom_analytics.statistics.significance.streams import stream_key
from gridloom_layers.progress import Progress

DRAWS, SHARE = 999, 0.1
BEARABLE = 2_000
"""Places up to which plain numpy ends within half a minute."""
COMMUNITIES, MONTHS = 642, 24


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements."""
    maxima(city(50, 2), Windows.over(2, SHARE, 1), 9, 0, Progress())  # compiles
    for n in (500, BEARABLE, GRIDS) if full else (250, 500, 4_000):
        yield poisson(n)
    if full:
        yield space_time()


def city(n: int, periods: int = 1) -> Study:
    """Return places with skewed populations, and ten thousand cases by chance."""
    rng = np.random.default_rng(n)
    points, people = rng.uniform(0, 40_000, size=(n, 2)), rng.gamma(2, 500, size=n)
    due = np.outer(people, np.ones(periods))
    cases = rng.multinomial(10_000, (due / due.sum()).ravel()).reshape(n, periods)
    return Study.poisson(points, cases, due, people)


def poisson(n: int) -> Measurement:
    """All circles with up to a tenth of the population; agreement: of the maxima of all draws."""
    study = city(n).part(along_strips(city(n).points))
    windows = Windows.over(1, SHARE, 1)
    bearable = n <= BEARABLE
    return compared(
        f"scan statistic, Poisson, {DRAWS} draws, {SHARE:.0%} of the population",
        n,
        lambda: maxima(study, windows, DRAWS, 0, Progress()),
        "plain numpy" if bearable else None,
        (lambda: plain_maxima(study)) if bearable else None,
        lambda ours, theirs: np.abs(ours - theirs).max(),
        repeat=1 if n > BEARABLE else 3,
    )


def plain_maxima(study: Study) -> Floats:
    """Return the greatest ratio of each draw, one centre after the other."""
    n, total, draw = len(study.points), study.total, drawn_by(study)
    cells = [draw(stream_key(0, number)) for number in range(DRAWS)]
    counts = np.stack([np.bincount(one, minlength=n) for one in cells], axis=1)
    best = np.zeros(DRAWS)
    for centre in study.points:
        order = np.argsort(np.hypot(*(study.points - centre).T), kind="stable")
        within = np.cumsum(study.weight[order]) <= SHARE * study.weight.sum()
        order = order[within]
        cases, due = np.cumsum(counts[order], axis=0), np.cumsum(study.expected[order, 0])
        due = due[:, None]
        ratio = xlogy(cases, cases / due) + xlogy(total - cases, (total - cases) / (total - due))
        best = np.maximum(best, np.where(cases > due, ratio, 0.0).max(axis=0, initial=0.0))
    return best


def space_time() -> Measurement:
    """Cylinders of up to half of the population and of the time."""
    study, windows = city(COMMUNITIES, MONTHS), Windows.over(MONTHS, 0.5, MONTHS // 2)
    return compared(
        f"scan statistic, space-time, {DRAWS} draws, {MONTHS} months",
        COMMUNITIES,
        lambda: maxima(study, windows, DRAWS, 0, Progress()),
        repeat=1,
    )
