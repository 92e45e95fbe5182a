"""The same areas twice: difference and ratio of each, of all together, and how alike both are."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.compare import ANALYSIS, CompareParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.compare.change import CHANGES, change_style
from gridloom_analytics.answers.compare.columns import Column, are_counts, left_out, read_both
from gridloom_analytics.answers.compare.said import areas_method, areas_summary, areas_warnings
from gridloom_analytics.answers.places import metres
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.result import Result
from gridloom_analytics.statistics.comparing.correlation import (
    correlogram,
    ranks,
    shared_top,
    spatial_correlation,
)
from gridloom_analytics.statistics.comparing.poisson_ratio import rate_ratio, rate_ratio_p
from gridloom_analytics.statistics.significance.p_values import false_discovery_rate
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry import has_place
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Figures = dict[str, float | int | str | None]

LEVEL = 0.05
"""Corrected p-values under this make a change."""
LEAST, LEAST_ALIKE = 2, 10
"""Areas that a comparison, and that a correlation needs."""
MOST_ALIKE = 50_000
"""Above this many areas the distances of all pairs take minutes; no p-value is given."""
OF_ALL = ("p", "p_fdr", "change")
"""Columns that tell of other areas: corrected p-values do, and those against all together."""


def compare_areas(
    inputs: Inputs, parameters: CompareParameters, seed: int, progress: Progress
) -> Result:
    """Return ``first``, ``second``, ``difference`` and ``ratio`` (second / first) of each area.

    Of divided columns these are rates. Counts of cases have ``ratio_low`` and ``ratio_high`` (95 %,
    exact), ``p`` (two-sided, exact), ``p_fdr`` and ``change``: more, less or none that is more
    than chance.
    """
    inputs, first, second = read_both(inputs, parameters)
    rows = ~np.isnan(first.rates) & ~np.isnan(second.rates)
    if rows.sum() < LEAST:
        raise BadInput(
            "too-few-rows",
            tr("Fewer than two rows of “{layer}” have all that is asked for.", layer=inputs.name),
            Where(layer=inputs.name, column=parameters.value),
            tr("Choose columns that more rows have."),
        )
    progress.report("compare", 0, 2)
    one, two = _only(first, rows), _only(second, rows)
    counts = are_counts((one, two), parameters.kind, inputs, parameters.value)
    columns = _columns(one, two, parameters, counts=counts)
    figures = _figures(one, two, columns, counts=counts)
    progress.report("compare", 1, 2)
    figures |= _alike(inputs, rows, columns, progress)
    title = tr("Change from “{first}” to “{second}”", first=first.title, second=second.title)
    index = inputs.layer.index
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=pd.DataFrame(columns, index=index[rows]).reindex(index),
        method=areas_method(parameters, counts=counts),
        summary=areas_summary(one, two, figures, parameters),
        style=change_style(title)
        if counts
        else graduated(
            columns["difference"], column="difference", title=title.both(), palette="RdYlBu"
        ),
        scalars=figures,
        charts={"compare": _chart(first.title, second.title)},
        warnings=(*left_out(int((~rows).sum())), *areas_warnings(one, two, figures)),
        guarded=tuple(columns),
        of_neighbours=OF_ALL if counts else (),
    )


def _only(column: Column, rows: npt.NDArray[np.bool_]) -> Column:
    return Column(column.values[rows], column.by[rows], column.title, column.divided)


def _columns(
    one: Column, two: Column, parameters: CompareParameters, *, counts: bool
) -> dict[str, Any]:
    a, b = (_times(column, parameters) * column.rates for column in (one, two))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(a > 0, b / a, np.nan)
    columns: dict[str, Any] = {"first": a, "second": b, "difference": b - a, "ratio": ratio}
    if not counts:
        return columns
    _, low, high = rate_ratio(one.values, two.values, one.by, two.by)
    expected = 1.0
    if parameters.expected == "overall" and one.values.sum() > 0 and two.values.sum() > 0:
        expected = two.values.sum() / two.by.sum() / (one.values.sum() / one.by.sum())
    p = rate_ratio_p(one.values, two.values, one.by, two.by, expected)
    corrected = false_discovery_rate(p)
    with np.errstate(invalid="ignore"):
        more = b > expected * a
    change = np.where(corrected < LEVEL, np.where(more, *CHANGES[:2]), CHANGES[2]).astype(object)
    change[np.isnan(p)] = None
    return columns | {
        "ratio_low": low,
        "ratio_high": np.where(np.isfinite(high), high, np.nan),
        "p": p,
        "p_fdr": corrected,
        "change": change,
    }


def _times(column: Column, parameters: CompareParameters) -> float:
    return parameters.times if column.divided else 1.0


def _figures(one: Column, two: Column, columns: dict[str, Any], *, counts: bool) -> Figures:
    """Return what holds for all areas together."""
    figures: Figures = {
        "n": len(one.values),
        "first_total": float(one.values.sum()),
        "second_total": float(two.values.sum()),
        "mean_difference": float(columns["difference"].mean()),
    }
    if not counts:
        return figures
    cases = np.array(one.values.sum()), np.array(two.values.sum())
    of = np.array(one.by.sum()), np.array(two.by.sum())
    found = [float(each) for each in rate_ratio(*cases, *of)]
    names = ("ratio", "ratio_low", "ratio_high")
    known = {name: each if np.isfinite(each) else None
             for name, each in zip(names, found, strict=True)}  # fmt: skip
    p = float(rate_ratio_p(*cases, *of))
    tally = {kind: int((columns["change"] == kind).sum()) for kind in CHANGES}
    return figures | known | {"ratio_p": None if np.isnan(p) else p} | tally


def _alike(
    inputs: Inputs, rows: npt.NDArray[np.bool_], columns: dict[str, Any], progress: Progress
) -> Figures:
    """Return how alike both maps are; nothing where that cannot be told."""
    shapes = np.asarray(inputs.layer.geometry.to_numpy(), dtype=object)[rows]
    placed = has_place(shapes)
    both = np.column_stack([columns["first"], columns["second"]])[placed]
    if not LEAST_ALIKE <= len(both) <= MOST_ALIKE or not np.ptp(both, axis=0).all():
        return {}
    try:
        points = metres(inputs, shapes[placed])
    except BadInput:  # no system in which to measure, and all else needs none
        return {}
    ranked = ranks(both)
    alike = correlogram(points, np.hstack([both, ranked]), progress=progress)
    figures: Figures = dict(
        zip(("shared_top", "shared_top_by_chance"), shared_top(*both.T), strict=True)
    )
    for name, values, at in (("pearson", both, 0), ("spearman", ranked, 2)):
        found = spatial_correlation(values[:, 0], values[:, 1], alike, (at, at + 1))
        figures |= {
            name: found.r,
            f"{name}_effective_n": None if np.isnan(found.effective_n) else found.effective_n,
            f"{name}_p": None if np.isnan(found.p) else found.p,
        }
    return figures


def _chart(first: Message, second: Message) -> Chart:
    return Chart(
        kind="points",
        title=tr("“{second}” against “{first}”", first=first, second=second).both(),
        x="first",
        x_title=first.both(),
        y_title=second.both(),
        series=(Series(column="second", title=tr("areas").both()),),
        diagonal=True,
    )
