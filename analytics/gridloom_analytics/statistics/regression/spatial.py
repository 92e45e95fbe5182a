"""Regressions in which neighbours act on each other, through spreg."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.regression.ordinary import Outcome, weights_of

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


def fit_spatial(y: Floats, x: Floats, graph: Graph, kind: Kind) -> SpatialFit:
    """Return the spatial lag or error model of ``y`` (n,) on ``x`` (n, k) with ``graph``'s weights.

    Both are by moments and hold where the residuals' spread differs: the lag model by spatial
    two-stage least squares (instruments: x of neighbours and of theirs), the error model as Kelejian & Prucha's (2010,
    Journal of Econometrics 157: 53-67). They take well-scaled columns best, so the columns are
    scaled for the fit and the coefficients back.
    """
    from spreg import GM_Error_Het, GM_Lag  # slow to import, and needed only here

    scale = x.std(axis=0)
    weights, column = weights_of(graph), y[:, None]
    model: Any = (
        GM_Lag(
            column,
            x / scale,
            w=weights,
            w_lags=2,
            robust="white",
            spat_diag=False,
            spat_impacts=None,
        )
        if kind == "lag"
        else GM_Error_Het(column, x / scale, w=weights, step1c=True)
    )
    back = np.concatenate([[1.0], 1 / scale, [1.0]])
    found = np.array(model.z_stat)
    return SpatialFit(
        kind, model.betas[:, 0] * back, np.asarray(model.std_err) * back, found[:, 0], found[:, 1]
    )
