"""Ordinary least squares with its diagnostics, through spreg."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2
from scipy.stats import t as t_distribution
from threadpoolctl import threadpool_limits

from gridloom_analytics.statistics.graphs.graph import Graph

Floats = npt.NDArray[np.float64]

RANK = 1e-13
"""Columns whose scaled singular values have a smaller ratio say the same."""


@dataclass(frozen=True)
class Outcome:
    """The statistic of a test and its p-value."""

    statistic: float
    p: float


@dataclass(frozen=True)
class OrdinaryFit:
    """A line y = b0 + b1 x1 + …; arrays of k + 1 have the intercept first.

    ``robust_errors`` and ``robust_p`` hold where the residuals' spread differs (White, HC1).
    ``inflation`` (k,) are the variance inflation factors, ``condition`` the condition number.
    ``tests`` are by name. ``standardised`` residuals are internally studentised; NaN for a site
    that the line must go through.
    """

    coefficients: Floats
    errors: Floats
    t: Floats
    p: Floats
    lower: Floats
    upper: Floats
    robust_errors: Floats
    robust_p: Floats
    inflation: Floats
    condition: float
    r2: float
    adjusted_r2: float
    f: Outcome
    aicc: float
    tests: dict[str, Outcome]
    fitted: Floats
    residuals: Floats
    standardised: Floats


def dependent_columns(x: Floats) -> list[int]:
    """Return the columns of ``x`` (n, k) that earlier ones, and a constant, already determine.

    >>> dependent_columns(np.array([[1.0, 2, 0], [2, 4, 1], [3, 6, 5]]))
    [1]
    """
    scaled = x - x.mean(axis=0)
    scaled = scaled / np.linalg.norm(scaled, axis=0)
    found: list[int] = []
    for column in range(x.shape[1]):
        kept = [other for other in range(column + 1) if other not in found]
        if np.linalg.matrix_rank(scaled[:, kept], tol=1e-9) < len(kept):
            found.append(column)
    return found


@threadpool_limits.wrap(limits=1)  # sums in one order, whatever the number of threads
def fit_line(y: Floats, x: Floats, graph: Graph, confidence: float = 0.95) -> OrdinaryFit:
    """Return the least-squares fit of ``y`` (n,) on ``x`` (n, k), no column of it dependent.

    The tests of residuals in space (Moran's I, Lagrange multipliers; Anselin 1988) take the
    ``graph``'s weights as they are: row-standardise first. Moran's p is two-sided. Columns are
    standardised for the fit and the coefficients turned back, so that a column far from 0, such as
    a coordinate or a year, loses no digits.
    """
    from spreg import diagnostics  # slow to import, and needed only here
    from spreg.ols import BaseOLS

    design, back = standardised(x)
    level = float(y.mean())
    model: Any = BaseOLS((y - level)[:, None], design)
    robust: Any = BaseOLS((y - level)[:, None], design, robust="white")  # HC1
    coefficients = back @ model.betas[:, 0]
    coefficients[0] += level
    errors, robust_errors = (np.sqrt(np.diag(back @ one.vm @ back.T)) for one in (model, robust))
    freedom = model.n - model.k
    t, reach = coefficients / errors, t_distribution.isf((1 - confidence) / 2, freedom) * errors
    return OrdinaryFit(
        coefficients=coefficients,
        errors=errors,
        t=t,
        p=_two_sided(t, freedom),
        lower=coefficients - reach,
        upper=coefficients + reach,
        robust_errors=robust_errors,
        robust_p=_two_sided(coefficients / robust_errors, freedom),
        inflation=_inflation(x),
        condition=_condition_number(with_constant(x)),
        r2=float(diagnostics.r2(model)),
        adjusted_r2=float(diagnostics.ar2(model)),
        f=Outcome(*map(float, diagnostics.f_stat(model))),
        aicc=corrected_aic(float(model.utu) / model.n, model.n, model.k),
        tests=_tests(model, graph) | _unevenness(model.u[:, 0], x),
        fitted=model.predy[:, 0] + level,
        residuals=model.u[:, 0],
        standardised=_studentised(model.u[:, 0], design, freedom),
    )


def with_constant(x: Floats) -> Floats:
    """Return ``x`` (n, k) with a column of ones before it."""
    return np.column_stack([np.ones(len(x)), x])


def standardised(x: Floats) -> tuple[Floats, Floats]:
    """Return ones before ``x`` (n, k) in standard deviations from its means, and the way back.

    That is the matrix (k + 1, k + 1) that turns coefficients of these columns into those of x.

    >>> design, back = standardised(np.array([[1.0], [3.0]]))
    >>> design.tolist(), (back @ [5.0, 2.0]).tolist()  # 5 + 2 (x − 2)
    ([[1.0, -1.0], [1.0, 1.0]], [1.0, 2.0])
    """
    mean, scale = x.mean(axis=0), x.std(axis=0)
    back = np.diag(np.append(1.0, 1 / scale))
    back[0, 1:] = -mean / scale
    return with_constant((x - mean) / scale), back


def corrected_aic(variance: float, n: int, parameters: float) -> float:
    """Return AICc of a Gaussian model with residual ``variance`` over n, as mgwr counts it."""
    log_likelihood = -n / 2 * (np.log(2 * np.pi * variance) + 1)
    return float(-2 * log_likelihood + 2 * n * (parameters + 1) / (n - parameters - 2))


def weights_of(graph: Graph) -> Any:
    """Return a graph as libpysal's ``W``, which spreg asks for."""
    from libpysal.weights import WSP  # slow to import, comes with spreg
    from scipy.sparse import csr_matrix

    return WSP(csr_matrix(graph.matrix)).to_W(silence_warnings=True)


def _two_sided(t: Floats, freedom: int) -> Floats:
    return 2 * t_distribution.sf(np.abs(t), freedom)


def _inflation(x: Floats) -> Floats:
    """Return 1 / (1 − R²) of each column on the others: the diagonal of the inverse correlation."""
    if x.shape[1] == 1:
        return np.ones(1)
    return np.asarray(np.diag(np.linalg.inv(np.corrcoef(x, rowvar=False))), dtype=np.float64)


def _condition_number(design: Floats) -> float:
    """Return the ratio of the singular values of columns of length 1 (Belsley et al. 1980)."""
    values = np.linalg.svd(design / np.linalg.norm(design, axis=0), compute_uv=False)
    return float(values[0] / values[-1])


def _studentised(residuals: Floats, design: Floats, freedom: int) -> Floats:
    orthogonal, _ = np.linalg.qr(design)
    left = 1 - (orthogonal**2).sum(axis=1)
    left[left < 1e-10] = np.nan
    return residuals / np.sqrt((residuals**2).sum() / freedom * left)


def _tests(model: Any, graph: Graph) -> dict[str, Outcome]:
    from spreg import LMtests, MoranRes, diagnostics

    jarque = diagnostics.jarque_bera(model)
    weights = weights_of(graph)
    moran: Any = MoranRes(model, weights, z=True)
    multipliers: Any = LMtests(model, weights, ["lme", "lml", "rlme", "rlml"])
    found = {
        "jarque_bera": (jarque["jb"], jarque["pvalue"]),
        "moran_residuals": (moran.I, moran.p_norm),
        "lm_lag": multipliers.lml,
        "lm_error": multipliers.lme,
        "robust_lm_lag": multipliers.rlml,
        "robust_lm_error": multipliers.rlme,
    }
    return {name: Outcome(float(statistic), float(p)) for name, (statistic, p) in found.items()}


def _unevenness(residuals: Floats, x: Floats) -> dict[str, Outcome]:
    """Return the tests of Breusch & Pagan and of Koenker & Bassett on the squares of x.

    They are spreg's, which has no digits left for squares of columns far from 0, and fails where
    all of a column have one square. NaN where no square varies.
    """
    squares = (x / np.abs(x).max(axis=0)) ** 2
    squares = squares - squares.mean(axis=0)
    surplus = residuals**2 - (residuals**2).mean()
    slopes, _, rank, _ = np.linalg.lstsq(squares, surplus, rcond=RANK)
    explained, spread = float(((squares @ slopes) ** 2).sum()), float((residuals**2).mean())
    found = {
        "breusch_pagan": explained / (2 * spread**2),
        "koenker_bassett": explained / float((surplus**2).mean()),
    }
    p = {name: float(chi2.sf(one, rank)) if rank else np.nan for name, one in found.items()}
    return {name: Outcome(one if rank else np.nan, p[name]) for name, one in found.items()}
