"""How a value is spread over the areas: descriptive figures and classes."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.distribution import ANALYSIS, DistributionParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.sentences import figure, title_of
from gridloom_analytics.answers.sites import numbers
from gridloom_analytics.cartography import Style
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.result import Method, Result
from gridloom_analytics.statistics.inequality import gini
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Figures = dict[str, float | int | str | None]

GUARDED = ("value", "class", "lower", "upper", "total")
"""Columns, of the further table too, that could tell small counts of persons."""
REVEALING = ("minimum", "maximum", "total")
SAID = ("mean", "median", "q1", "q3", "minimum", "maximum")

METHODS = {
    "quantile": tr("Classes with as many areas each"),
    "jenks": tr("Natural breaks (Fisher-Jenks, exact)"),
    "equal": tr("Equal intervals"),
    "std-dev": tr("Standard deviations from the mean"),
}


def distribution(
    inputs: Inputs, parameters: DistributionParameters, seed: int, progress: Progress
) -> Result:
    """Return the value and class (1 is the lowest) of each row, and figures over all of them.

    The rows are taken as the whole population: the standard deviation is over n. Rows without a
    value have no class. Scalars: n, missing, total, mean, median, sd, cv (sd / |mean|), minimum,
    q1, q3, maximum, gini (None where not defined). Where the value rests on counts of persons,
    minimum, maximum and total are None: they could tell the count of a single small area.
    """
    values = numbers(inputs, parameters.value)
    known = values[~np.isnan(values)]
    if not len(known):
        raise BadInput(
            "all-missing",
            tr("The column “{column}” has no value in any row.", column=parameters.value),
            Where(layer=inputs.name, column=parameters.value),
            tr("Choose another column, or fill this one."),
        )
    progress.report("classes", 0, 1)
    style = _style(inputs, parameters, known)
    figures = _figures(values, known)
    if inputs.persons is not None:
        figures |= dict.fromkeys(REVEALING)
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=_primary(inputs, values, style),
        method=Method(METHODS[parameters.classes].both(), ANALYSIS.citation),
        summary=_summary(figures, title_of(inputs, parameters.value)),
        style=style,
        units={"value": style.unit},
        scalars=figures,
        tables={"classes": _class_table(known, style)},
        warnings=_warnings(figures, parameters, style),
        guarded=GUARDED,
    )


def _primary(inputs: Inputs, values: Floats, style: Style) -> pd.DataFrame:
    position = style.classify(values)
    classes = pd.array(position + 1, dtype="Int64")
    classes[position < 0] = pd.NA
    return pd.DataFrame({"value": values, "class": classes}, index=inputs.layer.index)


def _figures(values: Floats, known: Floats) -> Figures:
    mean, sd = float(known.mean()), float(known.std())
    q1, median, q3 = (float(q) for q in np.quantile(known, (0.25, 0.5, 0.75)))
    return {
        "n": len(known),
        "missing": len(values) - len(known),
        "total": float(known.sum()),
        "mean": mean,
        "median": median,
        "sd": sd,
        "cv": sd / abs(mean) if mean else None,
        "minimum": float(known.min()),
        "q1": q1,
        "q3": q3,
        "maximum": float(known.max()),
        "gini": gini(known),
    }


def _style(inputs: Inputs, parameters: DistributionParameters, known: Floats) -> Style:
    return graduated(
        known,
        title=title_of(inputs, parameters.value).both(),
        unit=dict(inputs.units).get(parameters.value, ""),
        method=parameters.classes,
        k=parameters.k,
    )


def _class_table(known: Floats, style: Style) -> pd.DataFrame:
    """Return the number, bounds, rows and total of each class, the lowest first."""
    position, k = style.classify(known), len(style.classes)
    return pd.DataFrame(
        {
            "number": np.arange(1, k + 1),
            "lower": [one.lower for one in style.classes],
            "upper": [one.upper for one in style.classes],
            "rows": np.bincount(position, minlength=k),
            "total": np.bincount(position, known, minlength=k),
        }
    )


def _summary(figures: Figures, title: Message) -> list[Message]:
    shown = {name: figure(float(number)) for name in SAID if (number := figures[name]) is not None}
    said = [
        tr(
            "“{value}” over {n:,} places: mean {mean}, median {median}, half of them "
            "between {q1} and {q3}.",
            value=title,
            n=figures["n"],
            **shown,
        )
    ]
    if "minimum" in shown:
        said.append(tr("All are between {minimum} and {maximum}.", **shown))
    if figures["gini"] is not None:
        said.append(
            tr("Gini coefficient {gini:.2f} (0: all equal; 1: all in one).", gini=figures["gini"])
        )
    return said


def _warnings(figures: Figures, parameters: DistributionParameters, style: Style) -> list[Message]:
    found = []
    if missing := int(figures["missing"] or 0):
        found.append(
            tr_n(
                "{count:,} row without a value is left out.",
                "{count:,} rows without a value are left out.",
                missing,
            )
        )
    if len(style.classes) < parameters.k:
        found.append(
            tr_n(
                "The values allow only {count} class.",
                "The values allow only {count} classes.",
                len(style.classes),
            )
        )
    return found
