"""Two sets of areas: how the values lie in one and in the other."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.compare import ANALYSIS, CompareParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.compare.columns import Column, left_out, read_column
from gridloom_analytics.answers.sentences import bilingual, figure, raw_count_warning
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.disclosure import small_counts
from gridloom_analytics.preparing.gathering import LAYER_OF_FILE
from gridloom_analytics.result import Method, Result
from gridloom_analytics.statistics.inequality.lorenz import gini
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Figures = dict[str, float | int | str | None]
LEAST = 2
PERCENTS = np.arange(0, 101, 5)
FIGURES = {
    "mean": np.mean,
    "median": np.median,
    "sd": np.std,
    "minimum": np.min,
    "maximum": np.max,
}


def compare_cities(
    inputs: Inputs, parameters: CompareParameters, seed: int, progress: Progress
) -> Result:
    """Return where the value of each area would stand among those of the other layer.

    ``percentile`` is the share of the other layer's areas with a lower value, those with the same
    counted half. The table ``quantiles`` holds the values below which 0, 5, … 100 % lie in each.
    """
    there = inputs.layers["city"]
    there = replace(there, name=_called(there, parameters))
    times = parameters.times
    first = read_column(inputs, parameters.value, parameters.per, times)
    second = read_column(
        there, parameters.city_value or parameters.value, parameters.city_per, times
    )
    own, hidden = _times(first, parameters), _hidden(there)
    known = own[~np.isnan(own)]
    others = _times(second, parameters)[~hidden]
    others = others[~np.isnan(others)]
    for values, one, column in ((known, inputs, parameters.value),
                                (others, there, parameters.city_value)):  # fmt: skip
        _check(values, one, column)
    progress.report("compare", 0, 1)
    figures = _figures(known, others)
    percentile = np.where(np.isnan(own), np.nan, 100 * _standing(own, others))
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=pd.DataFrame({"value": own, "percentile": percentile}, index=inputs.layer.index),
        method=_method(),
        summary=_summary(inputs, there, first, figures),
        style=graduated(
            percentile,
            column="percentile",
            title=tr("Where each area would stand in “{layer}”", layer=there.name).both(),
            unit="%",
            method="equal",
        ),
        units={"percentile": "%"},
        scalars=figures,
        tables={"quantiles": _quantiles(known, others)},
        charts={"compare": _chart(inputs, there, first)},
        warnings=(
            *(() if first.divided else raw_count_warning(inputs, parameters.value)),
            *left_out(int(np.isnan(own).sum())),
            *_withheld(there, int(hidden.sum())),
        ),
        guarded=("value", "percentile", "first", "second"),
    )


def _called(there: Inputs, parameters: CompareParameters) -> str:
    """Return the name of the other layer, with that of its file or workspace where it has one."""
    path = Path((parameters.city or "").partition(LAYER_OF_FILE)[0])
    return f"{path.stem}: {there.name}" if path.suffix else there.name


def _times(column: Column, parameters: CompareParameters) -> Floats:
    return column.rates * (parameters.times if column.divided else 1.0)


def _hidden(there: Inputs) -> npt.NDArray[np.bool_]:
    """Return the areas of the other layer that rest on a few persons.

    They take no part: the gate knows the rows of the first layer only.
    """
    if there.persons is None:
        return np.zeros(len(there.layer), dtype=bool)
    return small_counts(there.persons.reindex(there.layer.index))


def _check(values: Floats, inputs: Inputs, column: str | None) -> None:
    if len(values) < LEAST:
        raise BadInput(
            "too-few-rows",
            tr("Fewer than two rows of “{layer}” have all that is asked for.", layer=inputs.name),
            Where(layer=inputs.name, column=column),
            tr("Choose columns that more rows have."),
        )


def _standing(values: Floats, others: Floats) -> Floats:
    """Return the share of ``others`` that is lower, with half of those that are the same."""
    ascending = np.sort(others)
    below = np.searchsorted(ascending, values, "left")
    up_to = np.searchsorted(ascending, values, "right")
    return (below + up_to) / 2 / len(others)


def _figures(known: Floats, others: Floats) -> Figures:
    from scipy.stats import ks_2samp, mannwhitneyu  # takes half a second to load

    figures: Figures = {"n": len(known), "other_n": len(others)}
    for name, compute in FIGURES.items():
        figures |= {name: float(compute(known)), f"other_{name}": float(compute(others))}
    figures |= {"gini": gini(known), "other_gini": gini(others)}
    apart: Any = ks_2samp(known, others)  # scipy's own types know no fields
    ranks: Any = mannwhitneyu(known, others, alternative="two-sided")
    superior = float(ranks.statistic) / (len(known) * len(others))
    return figures | {
        "ks": float(apart.statistic),
        "ks_p": float(apart.pvalue),
        "mann_whitney_p": float(ranks.pvalue),
        "superiority": superior,
        "cliffs_delta": 2 * superior - 1,
    }


def _quantiles(known: Floats, others: Floats) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "percent": PERCENTS,
            "first": np.quantile(known, PERCENTS / 100),
            "second": np.quantile(others, PERCENTS / 100),
        }
    )


def _summary(inputs: Inputs, there: Inputs, column: Column, figures: Figures) -> list[Message]:
    names = {"a": inputs.name, "b": there.name}
    said = [
        tr(
            "“{value}”: half of the {n:,} areas of “{a}” lie at or below {median}, half of the "
            "{other_n:,} of “{b}” at or below {other_median}.",
            value=column.title,
            median=figure(float(figures["median"] or 0)),
            other_median=figure(float(figures["other_median"] or 0)),
            n=figures["n"],
            other_n=figures["other_n"],
            **names,
        ),
        tr(
            "Of an area of each taken at random, that of “{a}” is the higher one in {percent:.0f} "
            "of 100 cases (ties halved).",
            percent=100 * float(figures["superiority"] or 0),
            a=inputs.name,
        ),
    ]
    if figures["gini"] is not None and figures["other_gini"] is not None:
        said.append(
            tr(
                "The value is spread with a Gini coefficient of {gini:.2f} in “{a}” and of "
                "{other_gini:.2f} in “{b}”.",
                gini=figures["gini"],
                other_gini=figures["other_gini"],
                **names,
            )
        )
    return said


def _withheld(there: Inputs, count: int) -> list[Message]:
    if not count:
        return []
    return [
        tr_n(
            "{count:,} area of “{layer}” rests on a few persons and is left out.",
            "{count:,} areas of “{layer}” rest on a few persons and are left out.",
            count,
            layer=there.name,
        )
    ]


def _chart(inputs: Inputs, there: Inputs, column: Column) -> Chart:
    return Chart(
        kind="lines",
        title=tr("Quantiles of “{value}”", value=column.title).both(),
        x="percent",
        x_title=tr("per cent of the areas that lie at or below").both(),
        y_title=column.title.both(),
        series=(
            Series(column="first", title={"zh": inputs.name, "en": inputs.name}),
            Series(column="second", title={"zh": there.name, "en": there.name}),
        ),
        table="quantiles",
    )


def _method() -> Method:
    notes = [
        tr("ks is Kolmogorov and Smirnov's greatest distance of both distributions; superiority "
           "is Mann and Whitney's U over the number of pairs, Cliff's delta twice that less 1."),
        tr("The p-values (two-sided) take areas as independent, which neighbours are not, and "
           "depend on how large the areas are; the size of the difference says more."),
    ]  # fmt: skip
    return Method(tr("Two distributions of areas").both(), ANALYSIS.citation, bilingual(notes))
