"""How a value is spread over the areas: descriptive figures and classes."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.distribution import ANALYSIS, DistributionParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.rated import Rated, rated
from gridloom_analytics.answers.sentences import figure
from gridloom_analytics.answers.sites import valueless
from gridloom_analytics.cartography import Style
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.result import Method, Result
from gridloom_analytics.statistics.inequality.lorenz import gini
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Figures = dict[str, float | int | str | None]

GUARDED = ("value", "class", "lower", "upper", "middle", "total")
"""Columns, of the further tables too, that could tell small counts of persons."""
BINS = 5, 30
"""The fewest and the most intervals of the histogram: the root of the number of areas, within."""
REVEALING = ("minimum", "maximum", "total")
SAID = ("mean", "median", "q1", "q3", "minimum", "maximum", "overall")

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
    q1, q3, maximum, gini (None where not defined); of a quotient ``overall``, the one of all rows
    together, instead of a total. Where the value rests on counts of persons,
    minimum, maximum and total are None: they could tell the count of a single small area.
    """
    spread = rated(inputs, parameters)
    values = spread.values
    known = values[~np.isnan(values)]
    if not len(known):
        raise BadInput(
            "all-missing",
            tr("The column “{column}” has no value in any row.", column=parameters.value),
            Where(layer=inputs.name, column=parameters.value),
            tr("Choose another column, or fill this one."),
        )
    progress.report("classes", 0, 1)
    style = _style(spread, parameters, known)
    figures = _figures(spread, known)
    if inputs.persons is not None:
        figures |= dict.fromkeys(REVEALING)
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=_primary(inputs, spread, style),
        method=Method(METHODS[parameters.classes].both(), ANALYSIS.citation),
        summary=_summary(figures, spread.title),
        style=style,
        units={"value": style.unit},
        scalars=figures,
        tables={"classes": _class_table(known, style), "histogram": _histogram(known)},
        charts={"histogram": _chart(spread)},
        warnings=(*spread.warnings, *_warnings(figures, parameters, style)),
        guarded=(*GUARDED, *spread.parts),
        of_neighbours=("value", "class") if spread.of_total else ("class",),
    )


def _primary(inputs: Inputs, spread: Rated, style: Style) -> pd.DataFrame:
    position = style.classify(spread.values)
    classes = pd.array(position + 1, dtype="Int64")
    classes[position < 0] = pd.NA
    columns = {"value": spread.values, "class": classes, **spread.parts}
    return pd.DataFrame(columns, index=inputs.layer.index)


def _figures(spread: Rated, known: Floats) -> Figures:
    mean, sd = float(known.mean()), float(known.std())
    q1, median, q3 = (float(q) for q in np.quantile(known, (0.25, 0.5, 0.75)))
    return {
        "n": len(known),
        "missing": len(spread.values) - len(known),
        "total": float(known.sum()) if spread.overall is None else None,
        "overall": spread.overall,
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


def _style(spread: Rated, parameters: DistributionParameters, known: Floats) -> Style:
    return graduated(
        known,
        title=spread.title.both(),
        unit=spread.unit,
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


def _histogram(known: Floats) -> pd.DataFrame:
    """Return how many areas lie in each of a few intervals of the same width."""
    bins = int(np.clip(np.ceil(np.sqrt(len(known))), *BINS))
    try:
        areas, edges = np.histogram(known, bins)
    except ValueError:  # large numbers close together: there is nothing between to part them at
        areas, edges = np.array([len(known)]), np.array([known.min(), known.max()])
    return pd.DataFrame(
        {
            "lower": edges[:-1],
            "upper": edges[1:],
            "middle": (edges[:-1] + edges[1:]) / 2,
            "areas": areas,
        }
    )


def _chart(spread: Rated) -> Chart:
    areas = tr("number of areas").both()
    return Chart(
        kind="bars",
        title=tr("Histogram of “{value}”", value=spread.title).both(),
        x="middle",
        x_title=spread.title.both(),
        y_title=areas,
        series=(Series(column="areas", title=areas),),
        table="histogram",
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
    if "overall" in shown:
        said.append(tr("Over all of them together it is {overall}.", overall=shown["overall"]))
    if figures["gini"] is not None:
        said.append(
            tr("Gini coefficient {gini:.2f} (0: all equal; 1: all in one).", gini=figures["gini"])
        )
    return said


def _warnings(figures: Figures, parameters: DistributionParameters, style: Style) -> list[Message]:
    found = [*valueless(int(figures["missing"] or 0))]
    if len(style.classes) < parameters.k:
        found.append(
            tr_n(
                "The values allow only {count} class.",
                "The values allow only {count} classes.",
                len(style.classes),
            )
        )
    return found
