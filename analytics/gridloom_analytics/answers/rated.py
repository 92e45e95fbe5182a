"""A value as it is, as a share of its total, per square kilometre, or divided by another column."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely

from gridloom_analytics.analyses.distribution import COUNTED, DistributionParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.places import to_metres
from gridloom_analytics.answers.sentences import figure, title_of
from gridloom_analytics.answers.sites import numbers
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]
SQUARE_METRES = 1e6
"""Of a square kilometre."""

THINGS = {
    "person": tr("residents"),
    "room": tr("rooms"),
    "company": tr("companies"),
    "component": tr("city components"),
}


@dataclass(frozen=True)
class Rated:
    """What is spread: ``values`` (n,) for each row of the layer, NaN where there is none.

    ``parts`` are the columns it was computed from (numerator, denominator), ``overall`` the same
    figure over all rows that have both, None where it is a value of its own. ``of_total`` says
    that a row's value rests on those of all others.
    """

    values: Floats
    title: Message
    unit: str = ""
    parts: dict[str, Floats] = field(default_factory=dict)
    overall: float | None = None
    of_total: bool = False
    warnings: tuple[Message, ...] = ()


def rated(inputs: Inputs, parameters: DistributionParameters) -> Rated:
    """Return the value that the parameters ask for.

    Raises ``BadInput`` for two denominators at once, a negative one, one that is 0 everywhere,
    and where an area is asked for that there is none of.
    """
    per, column = parameters.per, parameters.value
    values, title = numbers(inputs, column), title_of(inputs, column)
    given = parameters.denominator
    if given is not None and per != "none" and given != COUNTED.get(per):
        raise BadInput(
            "two-denominators",
            tr("“per” and “denominator” each say what to divide by: {per} and “{column}”.",
               per=per, column=given),
            Where(layer=inputs.name, column=given),
            tr("Give one of the two."),
        )  # fmt: skip
    if per == "share":
        return _share(inputs, values, title, column)
    if per == "area":
        area = _square_kilometres(inputs)
        return _divided(inputs, parameters, values, area, tr("{value} per km²", value=title),
                        "/km²")  # fmt: skip
    if given is None:
        return Rated(values, title, dict(inputs.units).get(column, ""))
    things = THINGS.get(per) or tr("of “{column}”", column=title_of(inputs, given))
    called = tr(
        "{value} per {times} {things}",
        value=title,
        times=figure(parameters.times),
        things=things,
    )
    return _divided(inputs, parameters, values, _denominator(inputs, given), called, "")


def _share(inputs: Inputs, values: Floats, title: Message, column: str) -> Rated:
    total = float(np.nansum(values))
    where = Where(layer=inputs.name, column=column)
    if np.nanmin(values, initial=0.0) < 0:
        raise BadInput(
            "negative-values",
            tr("“{column}” has negative values, so there are no shares of a total.", column=column),
            where,
            tr("Choose a column of counts or amounts, or leave “per” out."),
        )
    if total == 0:
        raise BadInput(
            "nothing-to-share",
            tr("The values of “{column}” add up to 0, so there are no shares.", column=column),
            where,
            tr("Choose another column."),
        )
    called = tr("{value}, share in %", value=title)
    return Rated(100 * values / total, called, "%", {"numerator": values}, of_total=True)


def _square_kilometres(inputs: Inputs) -> Floats:
    """Return the area of each row in km², NaN without a geometry."""
    shapes = np.asarray(inputs.layer.geometry.to_numpy(), dtype=object)
    if not (shapely.get_dimensions(shapes) == 2).any():
        raise BadInput(
            "needs-areas",
            tr("“{layer}” has no areas, so nothing can be per square kilometre.",
               layer=inputs.name),
            Where(layer=inputs.name),
            tr("Choose a layer of areas."),
        )  # fmt: skip
    return shapely.area(shapes) * to_metres(inputs) ** 2 / SQUARE_METRES


def _denominator(inputs: Inputs, column: str) -> Floats:
    found = numbers(inputs, column)
    where = Where(layer=inputs.name, column=column)
    if np.nanmin(found, initial=0.0) < 0:
        raise BadInput(
            "negative-denominator",
            tr("The denominator “{column}” has negative values.", column=column),
            where,
            tr("Choose a column of counts or amounts."),
        )
    if not (found > 0).any():
        raise BadInput(
            "zero-denominator",
            tr("The denominator “{column}” is 0 or missing in every row.", column=column),
            where,
            tr("Choose a column of counts or amounts."),
        )
    return found


def _divided(
    inputs: Inputs,
    parameters: DistributionParameters,
    values: Floats,
    by: Floats,
    title: Message,
    unit: str,
) -> Rated:
    times = 1.0 if parameters.per == "area" else parameters.times
    with np.errstate(divide="ignore", invalid="ignore"):
        quotients = np.where(by > 0, times * values / by, np.nan)
    both = np.isfinite(quotients)
    overall = float(times * values[both].sum() / by[both].sum()) if both.any() else None
    warnings = [*_no_denominator(by), *_not_a_count(inputs, parameters.value)]
    parts = {"numerator": values, "denominator": by}
    return Rated(quotients, title, unit, parts, overall, warnings=tuple(warnings))


def _no_denominator(by: Floats) -> list[Message]:
    count = int((by == 0).sum())
    if not count:
        return []
    return [
        tr_n(
            "{count:,} row has 0 as the denominator and no rate.",
            "{count:,} rows have 0 as the denominator and no rate.",
            count,
        )
    ]


def _not_a_count(inputs: Inputs, column: str) -> list[Message]:
    """Say that a share or a mean is divided once more, where a measure is known to be one."""
    if column not in dict(inputs.units) or column in inputs.counts:
        return []
    return [
        tr(
            "“{column}” is no plain count: divided once more, it may mean nothing.",
            column=title_of(inputs, column),
        )
    ]
