"""Geographically weighted regression: a line for each place, from the places around it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt
from numpy.linalg import LinAlgError
from scipy.stats import t as t_distribution
from threadpoolctl import threadpool_limits

from gridloom_analytics.statistics.regression.ordinary import corrected_aic, standardised
from gridloom_analytics.statistics.regression.weighted_kernels import reaches, weighted_moments
from gridloom_analytics.statistics.scanning.windows import along_strips
from gridloom_analytics.statistics.significance.jobs import run_jobs
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

SAMPLE = 20_000
"""Places among which the bandwidth is looked for: a try takes time by the square of them."""
GOLDEN = 0.38197
WORK = 10_000_000
"""Pairs of places of one piece of work: a fraction of a second, after which it can be cancelled."""
SINGULAR = 1e-12
"""Columns whose scaled moments have a smaller ratio of eigenvalues say the same."""
LEVEL = 0.05


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
    ``condition`` (n,) are local condition numbers, ``r2`` (n,) the local R²,
    NaN where y does not vary around a place.
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


def find_bandwidth(
    points: Floats,
    y: Floats,
    x: Floats,
    seed: int,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Bandwidth:
    """Return the number of nearest places whose local fits have the least AICc.

    A golden-section search between 40 and all places (Fotheringham, Brunsdon & Charlton 2002).
    With more than ``SAMPLE`` places it is among a random sample, of which the bandwidth is the
    same share as of all. Raises ``LinAlgError`` where no bandwidth that is tried can be fitted.
    """
    from mgwr.search import golden_section  # slow to import, and needed only here

    chosen = np.arange(len(y))
    if len(y) > SAMPLE:
        drawn = np.random.default_rng(seed).choice(len(y), SAMPLE, replace=False)
        chosen = np.sort(drawn)
    chosen = chosen[np.argsort(points[chosen, 0], kind="stable")]
    near = _Near(points[chosen], progress or Progress(), "bandwidth", threads)
    model = _Model.of(y[chosen], x[chosen])
    least = 40 + 2 * (x.shape[1] + 1)  # mgwr's own bounds of the search
    found, aicc, _ = golden_section(
        least, len(chosen), GOLDEN, partial(_score, near, model), 1e-6, 200, None, int_score=True
    )
    if not np.isfinite(aicc):
        raise LinAlgError
    return Bandwidth(round(int(found) * len(y) / len(chosen)), len(chosen))


def fit_locally(
    points: Floats,
    y: Floats,
    x: Floats,
    bandwidth: int,
    progress: Progress | None = None,
    threads: int | None = None,
) -> LocalFit:
    """Return the local fits of ``y`` (n,) on ``x`` (n, k) at ``points`` (n, 2).

    The kernel is bisquare over ``bandwidth`` nearest places. Each fit needs no more than the
    weighted sums of products of its columns, so that a place takes O(n k²) time and no memory;
    columns are scaled for it and the coefficients back. Raises ``LinAlgError`` where the columns
    do not vary around a place. The same bytes for any number of ``threads``. Equal to
    GWR4's and mgwr's (there with ``sigma2_v1=False``).
    """
    order = np.argsort(points[:, 0], kind="stable")
    near = _Near(points[order], progress or Progress(), "local", threads)
    fit = _fit(near, _Model.of(y[order], x[order]), bandwidth)
    back = np.argsort(order)
    by_place = {name: value[back] for name, value in vars(fit).items() if np.ndim(value)}
    return replace(fit, **by_place)


def _fit(near: "_Near", model: "_Model", bandwidth: int) -> LocalFit:
    n = len(model.columns)
    reach = near.reach(bandwidth)
    moments, squares = near.moments(model.columns, reach), near.moments(model.columns, reach, 2)
    local, fitted = _solved(moments, model)
    spread = local.inverse @ squares[:, :-1, :-1] @ local.inverse
    residuals = model.columns[:, -1] - fitted
    effective = _trace(local, model), np.einsum("ni,nij,nj->", model.design, spread, model.design)
    freedom = 2 * effective[0] - effective[1]
    variance = (residuals**2).sum() / (n - freedom)
    coefficients = local.coefficients @ model.back.T + model.shift
    errors = np.sqrt(variance * np.einsum("ki,nij,kj->nk", model.back, spread, model.back))
    inside = near.moments(residuals[:, None], reach)[:, 0, 0]
    total = moments[:, -1, -1] - moments[:, 0, -1] ** 2 / moments[:, 0, 0]
    varied = total > SINGULAR * moments[:, -1, -1]
    return LocalFit(
        coefficients=coefficients,
        t=coefficients / errors,
        critical_t=_critical_t(n, freedom, model.design.shape[1]),
        r2=1 - np.divide(inside, total, out=np.full(n, np.nan), where=varied),
        condition=_condition_numbers(squares[:, :-1, :-1], model),
        fitted=fitted + model.shift[0],
        aicc=corrected_aic(float((residuals**2).mean()), n, effective[0]),
    )


@dataclass(frozen=True)
class _Near:
    """The places around each place, looked at piece by piece; ``points`` ascend in x."""

    points: Floats
    progress: Progress
    step: str
    threads: int | None

    def reach(self, places: int) -> Floats:
        """Return how far the kernel over so many nearest places reaches, (n,)."""
        return self._gathered(lambda sites: reaches(sites, self.points, places))

    def moments(self, columns: Floats, reach: Floats, power: int = 1) -> Floats:
        """Return the weighted sums of products of columns (n, q) around each place, (n, q, q)."""
        known = self.points, np.ascontiguousarray(columns), reach, power
        return self._gathered(lambda sites: weighted_moments(sites, *known))

    def _gathered(self, work: Callable[[Integers], Floats]) -> Floats:
        order, n = self._along, len(self.points)
        size = max(1, WORK // n)
        jobs = [partial(work, order[first : first + size]) for first in range(0, n, size)]
        parts = list(run_jobs(jobs, self.progress, self.step, self.threads))
        found = np.empty((n, *parts[0].shape[1:]))
        found[order] = np.concatenate(parts)
        return found

    @cached_property
    def _along(self) -> Integers:
        return along_strips(self.points)


@dataclass(frozen=True)
class _Model:
    """The scaled design and, as the last of the ``columns``, y less its mean.

    Coefficients of the columns as they were are ``back @`` those found, plus ``shift``.
    """

    columns: Floats
    back: Floats
    shift: Floats

    @classmethod
    def of(cls, y: Floats, x: Floats) -> "_Model":
        design, back = standardised(x)
        shift = np.append(y.mean(), np.zeros(x.shape[1]))
        return cls(np.column_stack([design, y - y.mean()]), back, shift)

    @property
    def design(self) -> Floats:
        """The columns of x, with the constant before them."""
        return self.columns[:, :-1]


@dataclass(frozen=True)
class _Local:
    """The inverse of each place's weighted X'X, and the coefficients that it gives."""

    inverse: Floats
    coefficients: Floats


@threadpool_limits.wrap(limits=1)  # sums in one order, whatever the number of threads
def _solved(moments: Floats, model: _Model) -> tuple[_Local, Floats]:
    """Return the fit of each place, and its fitted value at the place itself."""
    products = moments[:, :-1, :-1]
    values = np.linalg.eigvalsh(products)
    if not (values[:, 0] > SINGULAR * values[:, -1]).all():
        raise LinAlgError
    inverse: Floats = np.asarray(np.linalg.inv(products), dtype=np.float64)
    coefficients = np.einsum("nij,nj->ni", inverse, moments[:, :-1, -1])
    return _Local(inverse, coefficients), np.einsum("ni,ni->n", model.design, coefficients)


def _trace(local: _Local, model: _Model) -> float:
    """Return the trace of the hat matrix; a place's own weight is 1."""
    return float(np.einsum("ni,nij,nj->", model.design, local.inverse, model.design))


def _score(near: _Near, model: _Model, bandwidth: float) -> float:
    """Return the AICc, infinite where there is no fit or as many parameters as places."""
    moments = near.moments(model.columns, near.reach(int(bandwidth)))
    try:
        local, fitted = _solved(moments, model)
    except LinAlgError:
        return np.inf
    n, parameters = len(fitted), _trace(local, model)
    if parameters >= n - 2:
        return np.inf
    return corrected_aic(float(((model.columns[:, -1] - fitted) ** 2).mean()), n, parameters)


def _critical_t(n: int, effective: float, columns: int) -> float:
    return float(t_distribution.isf(LEVEL * columns / effective / 2, n - 1))


@threadpool_limits.wrap(limits=1)
def _condition_numbers(squares: Floats, model: _Model) -> Floats:
    """Return the ratio of the singular values of each place's weighted columns, as they were.

    They are scaled to length 1 (Belsley, Kuh & Welsch 1980); infinite where rounding hides them.
    """
    forth = np.linalg.inv(model.back)
    products = forth.T @ squares @ forth
    length = np.sqrt(np.einsum("nii->ni", products))
    values = np.linalg.eigvalsh(products / (length[:, :, None] * length[:, None, :]))
    with np.errstate(divide="ignore"):
        return np.sqrt(values[:, -1] / np.maximum(values[:, 0], 0.0))
