"""Ordinary least squares with its diagnostics, through spreg."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import t as t_distribution

from gridloom_analytics.statistics.graphs.graph import Graph

Floats = npt.NDArray[np.float64]


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


def fit_line(y: Floats, x: Floats, graph: Graph, confidence: float = 0.95) -> OrdinaryFit:
    """Return the least-squares fit of ``y`` (n,) on ``x`` (n, k), no column of it dependent.

    The tests of residuals in space (Moran's I, Lagrange multipliers; Anselin 1988) take the
    ``graph``'s weights as they are: row-standardise first. Moran's p is two-sided.
    """
    from spreg import OLS  # slow to import, and needed only here

    model: Any = OLS(y[:, None], x, w=weights_of(graph), spat_diag=True, moran=True)
    errors, t, p = _inference(model)
    robust: Any = OLS(y[:, None], x, robust="white", nonspat_diag=False)
    robust_errors = np.asarray(robust.std_err)  # HC1: spreg divides by the degrees of freedom
    coefficients = model.betas[:, 0]
    freedom = model.n - model.k
    reach = t_distribution.isf((1 - confidence) / 2, freedom) * errors
    return OrdinaryFit(
        coefficients=coefficients,
        errors=errors,
        t=t,
        p=p,
        lower=coefficients - reach,
        upper=coefficients + reach,
        robust_errors=robust_errors,
        robust_p=2 * t_distribution.sf(np.abs(coefficients / robust_errors), freedom),
        inflation=_inflation(x),
        condition=float(np.real(model.mulColli)),
        r2=float(model.r2),
        adjusted_r2=float(model.ar2),
        f=Outcome(float(model.f_stat[0]), float(model.f_stat[1])),
        aicc=corrected_aic(model.utu / model.n, model.n, model.k),
        tests=_tests(model),
        fitted=model.predy[:, 0],
        residuals=model.u[:, 0],
        standardised=_studentised(model.u[:, 0], model.x, freedom),
    )


def corrected_aic(variance: float, n: int, parameters: float) -> float:
    """Return AICc of a Gaussian model with residual ``variance`` over n, as mgwr counts it."""
    log_likelihood = -n / 2 * (np.log(2 * np.pi * variance) + 1)
    return float(-2 * log_likelihood + 2 * n * (parameters + 1) / (n - parameters - 2))


def weights_of(graph: Graph) -> Any:
    """Return a graph as libpysal's ``W``, which spreg asks for."""
    from libpysal.weights import WSP  # slow to import, comes with spreg
    from scipy.sparse import csr_matrix

    return WSP(csr_matrix(graph.matrix)).to_W(silence_warnings=True)


def _inference(model: Any) -> tuple[Floats, Floats, Floats]:
    found: Sequence[tuple[float, float]] = model.t_stat
    return np.asarray(model.std_err), *(np.array(each) for each in zip(*found, strict=True))


def _inflation(x: Floats) -> Floats:
    """Return 1 / (1 − R²) of each column on the others: the diagonal of the inverse correlation."""
    if x.shape[1] == 1:
        return np.ones(1)
    return np.diag(np.linalg.inv(np.corrcoef(x, rowvar=False)))


def _studentised(residuals: Floats, design: Floats, freedom: int) -> Floats:
    orthogonal, _ = np.linalg.qr(design)
    left = 1 - (orthogonal**2).sum(axis=1)
    left[left < 1e-10] = np.nan
    return residuals / np.sqrt((residuals**2).sum() / freedom * left)


def _tests(model: Any) -> dict[str, Outcome]:
    of_residuals = model.jarque_bera, model.breusch_pagan, model.koenker_bassett
    names = ("jb", "bp", "kb")
    jarque, breusch, koenker = (
        Outcome(float(one[name]), float(one["pvalue"]))
        for one, name in zip(of_residuals, names, strict=True)
    )
    return {
        "jarque_bera": jarque,
        "breusch_pagan": breusch,
        "koenker_bassett": koenker,
        "moran_residuals": Outcome(float(model.moran_res[0]), float(model.moran_res[2])),
        "lm_lag": Outcome(*map(float, model.lm_lag)),
        "lm_error": Outcome(*map(float, model.lm_error)),
        "robust_lm_lag": Outcome(*map(float, model.rlm_lag)),
        "robust_lm_error": Outcome(*map(float, model.rlm_error)),
    }
