"""Regressions in which neighbours act on each other, through spreg."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.regression.ordinary import Outcome, weights_of, with_constant
from gridloom_analytics.statistics.significance.p_values import normal_p

Floats = npt.NDArray[np.float64]
Kind = Literal["lag", "error"]

LEVEL = 0.05


@dataclass(frozen=True)
class SpatialFit:
    """A fit whose arrays have the intercept first and the spatial coefficient last."""

    kind: Kind
    coefficients: Floats
    errors: Floats
    z: Floats
    p: Floats


def chosen_kind(tests: dict[str, Outcome]) -> Kind | None:
    """Return the model that the Lagrange multiplier tests tell for, or None.

    Anselin's rule: the one that is significant; where both are, the one whose robust test is the
    stronger (Anselin & Rey 2014, Modern Spatial Econometrics in Practice).
    """
    lag, error = (tests[name].p < LEVEL for name in ("lm_lag", "lm_error"))
    if not lag and not error:
        return None
    if lag != error:
        return "lag" if lag else "error"
    stronger = tests["robust_lm_lag"].statistic >= tests["robust_lm_error"].statistic
    return "lag" if stronger else "error"


@threadpool_limits.wrap(limits=1)  # sums in one order, whatever the number of threads
def fit_spatial(y: Floats, x: Floats, graph: Graph, kind: Kind) -> SpatialFit:
    """Return the spatial lag or error model of ``y`` (n,) on ``x`` (n, k) with ``graph``'s weights.

    Both are by moments and hold where the residuals' spread differs: the lag model by spatial
    two-stage least squares (instruments: x of neighbours and of theirs), the error model as
    Kelejian & Prucha's (2010, Journal of Econometrics 157: 53-67). They take well-scaled columns
    best, so the columns are scaled for the fit and the coefficients back.
    """
    # the plain classes: those around them print, and format a report that nobody reads
    from spreg.error_sp_het import BaseGM_Error_Het
    from spreg.twosls_sp import BaseGM_Lag

    scale = np.concatenate([[1.0], x.std(axis=0)])
    design, column, weights = with_constant(x) / scale, y[:, None], weights_of(graph)
    model: Any = (
        BaseGM_Lag(column, design, w=weights, w_lags=2, robust="white")
        if kind == "lag"
        else BaseGM_Error_Het(column, design, weights.sparse, step1c=True)
    )
    back = np.append(1 / scale, 1.0)
    coefficients = model.betas[:, 0] * back
    errors = np.sqrt(np.diag(model.vm)) * back
    z = coefficients / errors
    return SpatialFit(kind, coefficients, errors, z, normal_p(z))
