"""Geographically weighted regression against mgwr, at one bandwidth; ours alone at city size."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.measuring import Measurement, compared
from benchmarks.statistics.places import GRIDS, Floats, locations
from gridloom_analytics.statistics.regression.weighted import (
    Bandwidth,
    LocalFit,
    find_bandwidth,
    fit_locally,
)

SHARE = 0.1
"""The share of all places that each fit rests on."""
BEARABLE = 4_000
"""Places up to which mgwr ends within half a minute."""


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements."""
    fit_locally(*city(100), 60)  # compiles
    by_mgwr(*city(100), 60)  # imports
    for n in (1_000, BEARABLE, GRIDS) if full else (500, 1_000, 2_000):
        yield fit(n)
    if full:
        yield search(GRIDS)


def city(n: int) -> tuple[Floats, Floats, Floats]:
    """Return places, a value, and three columns whose coefficients differ from place to place."""
    points, random = locations(n), np.random.default_rng([n, 2])
    x = random.normal(size=(n, 3))
    slopes = np.column_stack([points, np.sin(6 * points[:, 0])])
    return points, (x * slopes).sum(axis=1) + random.normal(size=n), x


def fit(n: int) -> Measurement:
    """All coefficients at one bandwidth; agreement: of the coefficients."""
    points, y, x = city(n)
    places, bearable = max(60, round(SHARE * n)), n <= BEARABLE
    return compared(
        f"geographically weighted regression, {SHARE:.0%} of the places",
        n,
        lambda: fit_locally(points, y, x, places),
        "mgwr" if bearable else None,
        (lambda: by_mgwr(points, y, x, places)) if bearable else None,
        gap,
        repeat=1,
    )


@threadpool_limits.wrap(limits=1)  # its tiny matrices: threads make it many times slower
def by_mgwr(points: Floats, y: Floats, x: Floats, places: int) -> Any:
    """Return what mgwr fits; our fit has local R² and condition numbers besides."""
    from mgwr.gwr import GWR  # slow to import, and needed only here

    return GWR(points, y[:, None], x, places, sigma2_v1=False, n_jobs=1).fit()


def gap(ours: LocalFit, theirs: Any) -> float:
    """Return the greatest difference of a coefficient."""
    return float(np.abs(ours.coefficients - theirs.params).max())


def search(n: int) -> Measurement:
    """The bandwidth of least AICc among all places."""
    places = city(n)

    def ours() -> Bandwidth:
        return find_bandwidth(*places, 0)

    return compared("bandwidth of geographically weighted regression", n, ours, repeat=1)
