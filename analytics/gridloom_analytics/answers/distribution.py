"""How a value is spread over the areas: descriptive figures and classes."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from palettable.colorbrewer import get_map

from gridloom_analytics.analyses.distribution import ANALYSIS, DistributionParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.sentences import bilingual, figure, paragraph, title_of
from gridloom_analytics.answers.sites import numbers
from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.cartography import Style, StyleClass
from gridloom_analytics.result import Method, Result
from gridloom_analytics.statistics.classification import breaks
from gridloom_analytics.statistics.inequality import gini
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import LANGUAGES, Message, tr, tr_n
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Figures = dict[str, float | int | str | None]

SAID = ("mean", "median", "q1", "q3", "minimum", "maximum")
PALETTE, FEWEST_COLOURS = "YlGnBu", 3

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
    q1, q3, maximum, gini (None where not defined).
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
    bounds = breaks(known, parameters.classes, parameters.k)
    style = _style(inputs, parameters, known.min(), bounds)
    figures = _figures(values, known)
    return Result(
        analysis=ANALYSIS.name,
        layer=inputs.name,
        primary=_primary(inputs, values, style),
        parameters=parameters.model_dump(mode="json"),
        seed=seed,
        method=Method(METHODS[parameters.classes].both(), ANALYSIS.citation),
        summary=paragraph(_summary(figures, title_of(inputs, parameters.value))),
        style=style,
        crs=inputs.crs,
        data_date=inputs.data_date,
        units={"value": style.unit},
        scalars=figures,
        tables={"classes": _class_table(known, style)},
        warnings=(*inputs.warnings, *bilingual(_warnings(figures, parameters, bounds))),
        persons=inputs.persons,
        guarded=("value",),
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


def _style(
    inputs: Inputs, parameters: DistributionParameters, least: float, bounds: Floats
) -> Style:
    k = len(bounds)
    colours = get_map(PALETTE, "sequential", max(k, FEWEST_COLOURS)).hex_colors[:k]
    lowers = [least, *bounds[:-1].tolist()]
    decimals = _decimals(np.append(least, bounds))
    classes = tuple(
        StyleClass(colour=colour, lower=low, upper=high, label=_label(low, high, decimals))
        for colour, low, high in zip(colours, lowers, bounds.tolist(), strict=True)
    )
    return Style(
        column="value",
        title=title_of(inputs, parameters.value).both(),
        kind="graduated",
        classes=classes,
        method=parameters.classes,
        unit=dict(inputs.units).get(parameters.value, ""),
    )


def _decimals(bounds: Floats) -> int:
    """Return how many decimals tell the closest two bounds apart, two digits of their gap."""
    gaps = np.diff(bounds)
    gaps = gaps[gaps > 0]
    if not len(gaps):
        return 2
    return int(np.clip(1 - np.floor(np.log10(gaps.min())), 0, 8))


def _label(low: float, high: float, decimals: int) -> Bilingual:
    first, last = (f"{bound:,.{decimals}f}" for bound in (low, high))
    label = first if low == high else f"{first} – {last}"
    return dict.fromkeys(LANGUAGES, label)


def _class_table(known: Floats, style: Style) -> pd.DataFrame:
    """Return lower and upper bound, number of rows and total of each class."""
    position, k = style.classify(known), len(style.classes)
    return pd.DataFrame(
        {
            "class": np.arange(1, k + 1),
            "lower": [one.lower for one in style.classes],
            "upper": [one.upper for one in style.classes],
            "rows": np.bincount(position, minlength=k),
            "total": np.bincount(position, known, minlength=k),
        }
    )


def _summary(figures: Figures, title: Message) -> list[Message]:
    said = [
        tr(
            "“{value}” over {n:,} places: mean {mean}, median {median}, half of them "
            "between {q1} and {q3}, all between {minimum} and {maximum}.",
            value=title,
            n=figures["n"],
            **{name: figure(float(figures[name] or 0)) for name in SAID},
        )
    ]
    if figures["gini"] is not None:
        said.append(
            tr("Gini coefficient {gini:.2f} (0: all equal; 1: all in one).", gini=figures["gini"])
        )
    return said


def _warnings(
    figures: Figures, parameters: DistributionParameters, bounds: Floats
) -> list[Message]:
    found = []
    if missing := int(figures["missing"] or 0):
        found.append(
            tr_n(
                "{count:,} row without a value is left out.",
                "{count:,} rows without a value are left out.",
                missing,
            )
        )
    if len(bounds) < parameters.k:
        found.append(
            tr_n(
                "The values allow only {count} class.",
                "The values allow only {count} classes.",
                len(bounds),
            )
        )
    return found
