"""Moran's I by distance, as a table and a chart."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.autocorrelation import AutocorrelationParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.places import metres
from gridloom_analytics.answers.sites import Sites
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.statistics.autocorrelation.by_distance import AtDistance
from gridloom_analytics.statistics.autocorrelation.by_distance import correlogram as by_band
from gridloom_analytics.statistics.graphs.description import nearest_distances
from gridloom_analytics.statistics.graphs.proximity import links_within
from gridloom_analytics.statistics.significance.p_values import normal_p
from gridloom_analytics.statistics.tessellation import rounded_up
from gridloom_layers.language import tr

MOST_LINKS = 20_000_000
"""More pairs than this would take gigabytes: then there are fewer bands."""


def correlogram(
    inputs: Inputs, sites: Sites, parameters: AutocorrelationParameters
) -> tuple[dict[str, pd.DataFrame], dict[str, Chart]]:
    """Return the table and the chart of Moran's I by bands of distance, nothing without bands.

    A band is as wide as places are from their nearest neighbour on average, rounded up to three
    digits.
    """
    if not parameters.bands:
        return {}, {}
    points = metres(inputs, sites.shapes)
    bounds = rounded_up(step(points)) * np.arange(1.0, parameters.bands + 1)
    while len(bounds) > 1 and links_within(points, float(bounds[-1])) > MOST_LINKS:
        bounds = bounds[:-1]
    return {"correlogram": table(by_band(sites.values, points, bounds))}, {"correlogram": _chart()}


def step(points: npt.NDArray[np.float64]) -> float:
    """Return the mean distance to the nearest other place, those at the same place left out."""
    distinct = np.unique(points, axis=0)
    return float(nearest_distances(distinct).mean())


def table(found: list[AtDistance]) -> pd.DataFrame:
    """Return Moran's I at each distance: its bounds in metres, pairs, moments, z and p."""
    z = np.array([one.moran.z for one in found])
    return pd.DataFrame(
        {
            "above": [one.above for one in found],
            "upto": [one.upto for one in found],
            "pairs": [one.pairs for one in found],
            "moran": [one.moran.statistic for one in found],
            "expected": [one.moran.expected for one in found],
            "variance": [one.moran.variance for one in found],
            "z": z,
            "p": normal_p(z),
        }
    )


def _chart() -> Chart:
    return Chart(
        kind="lines",
        title=tr("Moran's I by distance").both(),
        x="upto",
        x_title=tr("distance up to (m)").both(),
        y_title=tr("Moran's I").both(),
        series=(
            Series(column="moran", title=tr("observed").both()),
            Series(column="expected", title=tr("expected by chance").both()),
        ),
        table="correlogram",
    )
