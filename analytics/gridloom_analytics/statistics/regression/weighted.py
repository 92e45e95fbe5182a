"""Geographically weighted regression, through mgwr: coefficients that differ by place."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]

SAMPLE = 1_000
"""Places among which the bandwidth is looked for: a try takes time by the square of them."""
GOLDEN = 0.38197


@dataclass(frozen=True)
class Bandwidth:
    """A number of nearest places, and among how many it was looked for."""

    places: int
    searched: int


@dataclass(frozen=True)
class LocalFit:
    """Coefficients (n, k + 1) of each place, the intercept first, and their t-values.

    A t is unusual beyond ``critical_t``, at 5 % with the correction of da Silva & Fotheringham
    (2016, Geographical Analysis 48: 233-247) for as many tests as there are effective parameters.
    ``condition`` (n,) are local condition numbers, ``r2`` (n,) the local R².
    """

    coefficients: Floats
    t: Floats
    critical_t: float
    r2: Floats
    condition: Floats
    fitted: Floats
    aicc: float


def least_places(variables: int) -> int:
    """Return how many places a search for the bandwidth needs for so many columns of x."""
    return 50 + 2 * (variables + 1)


@threadpool_limits.wrap(limits=1)  # tiny matrices: threads cost more than they bring
def find_bandwidth(
    points: Floats, y: Floats, x: Floats, seed: int, progress: Progress | None = None
) -> Bandwidth:
    """Return the number of nearest places whose local fits have the least AICc.

    A golden-section search between 40 and all places (Fotheringham, Brunsdon & Charlton 2002).
    With more than ``SAMPLE`` places it is among a random sample, of which the bandwidth is the
    same share as of all.
    """
    chosen = np.arange(len(y))
    if len(y) > SAMPLE:
        drawn = np.random.default_rng(seed).choice(len(y), SAMPLE, replace=False)
        chosen = np.sort(drawn)
    found = _search(points[chosen], y[chosen], x[chosen], progress or Progress())
    return Bandwidth(round(found * len(y) / len(chosen)), len(chosen))


@threadpool_limits.wrap(limits=1)
def fit_locally(points: Floats, y: Floats, x: Floats, bandwidth: int) -> LocalFit:
    """Return the local fits of ``y`` (n,) on ``x`` (n, k) at ``points`` (n, 2).

    The kernel is bisquare over ``bandwidth`` nearest places. Raises ``LinAlgError`` where the
    columns do not vary around a place. O(n²) time, O(n k) memory.
    """
    from mgwr.gwr import GWR  # slow to import, and needed only here

    # the residual variance is the unbiased one of GWR4, over n − 2 tr(S) + tr(S'S)
    model: Any = GWR(points, y[:, None], x, bandwidth, sigma2_v1=False, n_jobs=1)
    fit: Any = model.fit()
    r2, condition = _quality(model, fit)
    return LocalFit(
        coefficients=fit.params,
        t=fit.tvalues,
        critical_t=float(fit.critical_tval()),
        r2=r2,
        condition=condition,
        fitted=fit.predy[:, 0],
        aicc=float(fit.aicc),
    )


def _search(points: Floats, y: Floats, x: Floats, progress: Progress) -> int:
    from mgwr.diagnostics import get_AICc
    from mgwr.gwr import GWR
    from mgwr.search import golden_section

    tried = 0

    def score(bandwidth: float) -> float:
        nonlocal tried
        progress.report("bandwidth", tried, 0)
        tried += 1
        return get_AICc(GWR(points, y[:, None], x, bandwidth, n_jobs=1).fit(lite=True))

    least = 40 + 2 * (x.shape[1] + 1)  # mgwr's own bounds of the search
    found = golden_section(least, len(y), GOLDEN, score, 1e-6, 200, None, int_score=True)
    return int(found[0])


def _quality(model: Any, fit: Any) -> tuple[Floats, Floats]:
    """Return the local R² and the local condition number of each place, without an n × n array."""
    n, residuals = len(fit.predy), fit.resid_response.ravel()
    observed = model.y[:, 0]
    r2, condition = np.empty(n), np.empty(n)
    for place in range(n):
        weight = model._build_wi(place, model.bw)
        near = weight > 0
        own, y = weight[near], observed[near]
        spread = (own * (y - (own * y).sum() / own.sum()) ** 2).sum()
        r2[place] = 1 - (own * residuals[near] ** 2).sum() / spread
        condition[place] = _condition_number(model.X[near] * own[:, None])
    return r2, condition


def _condition_number(design: Floats) -> float:
    """Return the ratio of the singular values of the columns scaled to length 1."""
    values = np.linalg.svd(design / np.linalg.norm(design, axis=0), compute_uv=False)
    return float(values[0] / values[-1])
