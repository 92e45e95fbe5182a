"""Concentration: figures over all areas, what each area adds, the Lorenz curve, the groups."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.concentration import ANALYSIS, ConcentrationParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.concentration.said import method, summary
from gridloom_analytics.answers.concentration.spread import Spread, read_spread
from gridloom_analytics.answers.sentences import raw_count_warning, title_of
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.result import Result
from gridloom_analytics.statistics.inequality.lorenz import lorenz, weighted_gini
from gridloom_analytics.statistics.inequality.segregation import dissimilarity_parts, exposure
from gridloom_analytics.statistics.inequality.shares import herfindahl, location_quotients
from gridloom_analytics.statistics.inequality.theil import Theil, theil
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Figures = dict[str, float]

OF_TOTALS = ("share", "quotient", "theil", "dissimilarity")
"""Columns that rest on totals, and so on the values of all other areas."""
MOST_POINTS = 1000
"""More points of a Lorenz curve than these cannot be told apart."""


def concentration(
    inputs: Inputs, parameters: ConcentrationParameters, seed: int, progress: Progress
) -> Result:
    """Return how unequally a total is spread over the areas.

    ``share`` is an area's part of the total in per cent, ``quotient`` that part over the one that
    is expected of it (its part of ``against``, or 1 / n): a location quotient. ``theil`` and
    ``dissimilarity`` are what the area adds to these indices. The table ``lorenz`` has the curve,
    ``groups`` the wider areas. Rows with 0 in ``against`` take no part.
    """
    spread, title = read_spread(inputs, parameters), title_of(inputs, parameters.value)
    progress.report("compute", 0, 1)
    expected = np.ones(len(spread.values)) if spread.against is None else spread.against
    parts = theil(spread.values, spread.groups, expected)
    columns = _columns(spread, expected, parts)
    figures = _figures(spread, expected, parts)
    primary = spread.place(columns, inputs.layer.index)
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=primary,
        method=method(inputs, parameters),
        summary=summary(inputs, parameters, spread, figures),
        style=graduated(
            columns["quotient"],
            column="quotient",
            title=tr("Location quotient of “{value}”", value=title).both(),
        ),
        units={"value": dict(inputs.units).get(parameters.value, ""), "share": "%"},
        scalars=figures,
        tables={"lorenz": _curve(spread), **_groups(spread, expected)},
        charts={"lorenz": _chart(inputs, parameters, title)},
        warnings=(
            *(
                ()
                if parameters.against or parameters.other
                else raw_count_warning(inputs, parameters.value)
            ),
            *spread.warnings,
        ),
        guarded=("value", *OF_TOTALS),
        of_neighbours=OF_TOTALS,
    )


def _columns(spread: Spread, expected: Floats, parts: Theil) -> dict[str, Floats]:
    columns = {
        "value": spread.values,
        "share": 100 * spread.values / spread.values.sum(),
        "quotient": location_quotients(spread.values, expected),
        "theil": parts.contributions,
    }
    if spread.other is not None:
        columns["dissimilarity"] = dissimilarity_parts(spread.values, spread.other)
    return columns


def _figures(spread: Spread, expected: Floats, parts: Theil) -> Figures:
    concentrated = herfindahl(spread.values)
    figures: Figures = {
        "n": len(spread.values),
        "gini": weighted_gini(spread.values, expected),
        "theil": parts.total,
        "herfindahl": concentrated,
        "equal_areas": 1 / concentrated,
    }
    if spread.groups is not None:
        figures |= {
            "groups": len(spread.group_names),
            "theil_between": parts.between,
            "theil_within": parts.within,
        }
    if spread.other is not None:
        figures |= _segregation(spread.values, spread.other)
    return figures


def _segregation(x: Floats, y: Floats) -> Figures:
    """Return D, and isolation and exposure of two groups that are taken as all persons."""
    both = x + y
    return {
        "dissimilarity": float(dissimilarity_parts(x, y).sum()),
        "share_of_both": float(x.sum() / both.sum()),
        "isolation": exposure(x, x, both),
        "exposure": exposure(x, y, both),
        "isolation_of_other": exposure(y, y, both),
        "exposure_of_other": exposure(y, x, both),
    }


def _curve(spread: Spread) -> pd.DataFrame:
    """Return the Lorenz curve, thinned where it has more points than can be seen."""
    x, y = lorenz(spread.values, spread.against)
    kept = np.arange(len(x))
    if len(x) > MOST_POINTS:
        kept = np.linspace(0, len(x) - 1, MOST_POINTS).round().astype(int)
    return pd.DataFrame({"cumulative_expected": x[kept], "cumulative_value": y[kept]})


def _groups(spread: Spread, expected: Floats) -> dict[str, pd.DataFrame]:
    """Return each wider area: how many areas it has, their value, share and location quotient."""
    codes = spread.groups
    if codes is None:
        return {}
    values, against = (np.bincount(codes, each).astype(float) for each in (spread.values, expected))
    found = {
        "group": spread.group_names,
        "areas": np.bincount(codes),
        "value": values,
        "share": 100 * values / values.sum(),
        "quotient": location_quotients(values, against),
    }
    return {"groups": pd.DataFrame(found)}


def _chart(inputs: Inputs, parameters: ConcentrationParameters, title: Message) -> Chart:
    along = (
        tr("cumulative share of the areas")
        if parameters.against is None
        else tr("cumulative share of “{column}”", column=title_of(inputs, parameters.against))
    )
    return Chart(
        kind="lines",
        title=tr("Lorenz curve of “{value}”", value=title).both(),
        x="cumulative_expected",
        x_title=along.both(),
        y_title=tr("cumulative share of the total").both(),
        series=(Series(column="cumulative_value", title=title.both()),),
        table="lorenz",
        diagonal=True,
    )
