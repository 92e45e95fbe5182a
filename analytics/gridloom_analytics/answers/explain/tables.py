"""The columns, tables and charts of what goes with a value."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.answers.explain.correlations import Correlation
from gridloom_analytics.answers.explain.models import Models
from gridloom_analytics.answers.explain.variables import Variables
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.statistics.regression.ordinary import OrdinaryFit
from gridloom_analytics.statistics.regression.weighted import LocalFit
from gridloom_layers.language import tr

INTERCEPT = "intercept"
SPATIAL = {"lag": "spatial_lag", "error": "spatial_error"}
VALUE, DEPARTURE = "value", "departure"
UNUSUAL = 2.0
"""Standardised residuals beyond this are unusual: about one in twenty is by chance."""


def primary_columns(found: Variables, models: Models) -> dict[str, npt.NDArray[Any]]:
    """Return the columns of the primary output, for the rows that take part."""
    line, local = models.line, models.local
    columns: dict[str, npt.NDArray[Any]] = {
        VALUE: found.y,
        "fitted": line.fitted,
        "residual": line.residuals,
        "std_residual": line.standardised,
        DEPARTURE: departures(line.standardised),
    }
    if local is None:
        return columns
    columns |= {"local_fitted": local.fitted, "local_r2": local.r2}
    columns["condition_number"] = local.condition
    for at, name in enumerate((INTERCEPT, *found.names)):
        columns[f"coefficient {name}"] = local.coefficients[:, at]
        columns[f"t {name}"] = local.t[:, at]
    return columns


def departures(standardised: npt.NDArray[np.float64]) -> npt.NDArray[np.object_]:
    """Return ``high``, ``expected`` or ``low`` for each residual, None where there is none.

    >>> departures(np.array([2.5, -1.0, np.nan])).tolist()
    ['high', 'expected', None]
    """
    far = np.abs(standardised) > UNUSUAL
    side = np.where(standardised > 0, "high", "low")
    found = np.where(far, side, "expected").astype(object)
    found[np.isnan(standardised)] = None
    return found


def tables(
    found: Variables, each: Sequence[Correlation], models: Models, index: pd.Index
) -> dict[str, pd.DataFrame]:
    """Return the further tables by name; ``index`` is that of the layer."""
    line = models.line
    made = {
        "correlations": _correlation_table(found, each),
        "coefficients": _coefficient_table(found, line),
        "diagnostics": pd.DataFrame(
            {
                "test": list(line.tests),
                "statistic": [one.statistic for one in line.tests.values()],
                "p": [one.p for one in line.tests.values()],
            }
        ),
        "scatter": _scatter(found, index),
    }
    if spatial := models.spatial:
        made["spatial_model"] = pd.DataFrame(
            {
                "variable": [INTERCEPT, *found.names, SPATIAL[spatial.kind]],
                "coefficient": spatial.coefficients,
                "std_error": spatial.errors,
                "z": spatial.z,
                "p": spatial.p,
            }
        )
    if models.local:
        made["local"] = _local_table(found, models.local)
    return made


def scatter_charts(found: Variables) -> dict[str, Chart]:
    """Return a chart for each column: the value over it."""
    value, *others = found.titles
    return {
        f"scatter {name}": Chart(
            kind="points",
            title=tr("“{value}” by “{x}”", value=value, x=title).both(),
            table="scatter",
            x=column_of(name),
            x_title=title.both(),
            y_title=value.both(),
            series=(Series(column=VALUE, title=value.both()),),
        )
        for name, title in zip(found.names, others, strict=True)
    }


def column_of(name: str) -> str:
    """Return what a column is called beside the value's, which is always ``value``."""
    return f"{name}_source" if name == VALUE else name


def _scatter(found: Variables, index: pd.Index) -> pd.DataFrame:
    named = dict(zip(map(column_of, found.names), found.x.T, strict=True))
    return found.sites.place({VALUE: found.y, **named}, index)


def _correlation_table(found: Variables, each: Sequence[Correlation]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "variable": found.names,
            "pearson": [one.r for one in each],
            "p_independent": [one.plain_p for one in each],
            "effective_n": [one.spatial.effective_n for one in each],
            "p": [one.spatial.p for one in each],
            "spearman": [one.rank_r for one in each],
            "rank_p_independent": [one.plain_rank_p for one in each],
            "rank_effective_n": [one.spatial_rank.effective_n for one in each],
            "rank_p": [one.spatial_rank.p for one in each],
        }
    )


def _coefficient_table(found: Variables, line: OrdinaryFit) -> pd.DataFrame:
    spread = found.x.std(axis=0) / found.y.std()
    return pd.DataFrame(
        {
            "variable": [INTERCEPT, *found.names],
            "coefficient": line.coefficients,
            "lower": line.lower,
            "upper": line.upper,
            "std_error": line.errors,
            "t": line.t,
            "p": line.p,
            "robust_error": line.robust_errors,
            "robust_p": line.robust_p,
            "standardised_coefficient": [np.nan, *(line.coefficients[1:] * spread)],
            "vif": [np.nan, *line.inflation],
        }
    )


def _local_table(found: Variables, local: LocalFit) -> pd.DataFrame:
    low, first, middle, third, high = np.quantile(
        local.coefficients, (0, 0.25, 0.5, 0.75, 1), axis=0
    )
    return pd.DataFrame(
        {
            "variable": [INTERCEPT, *found.names],
            "minimum": low,
            "q1": first,
            "median": middle,
            "q3": third,
            "maximum": high,
            "places_significant": significant(local),
        }
    )


def significant(local: LocalFit) -> npt.NDArray[np.int64]:
    """Return in how many places each local coefficient is significant after correction."""
    return (np.abs(local.t) > local.critical_t).sum(axis=0)
