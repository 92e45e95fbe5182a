"""What is scanned, and where the rows of the layer are in it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.scanning.steps import Steps
from gridloom_analytics.statistics.scanning.study import Study
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

LARGEST = 5_000_000
"""Places times steps of time that are scanned at most: their draws must fit into memory."""
UNEXPECTED = (
    "cases-without-population",
    tr("There are cases, but no population."),
    tr("Correct the population, use larger areas, or leave such rows out."),
)
"""How cases in a row without a population are refused: code, fault and hint."""


@dataclass(frozen=True)
class Material:
    """A study, and where the rows of the layer are in it.

    ``place`` (rows of the layer,) is the position of a row's place, −1 where it takes no part;
    ``step`` the position of its time, None where rows are not cases with a time of their own.
    """

    study: Study
    place: Integers
    step: Integers | None = None
    steps: Steps | None = None
    warnings: tuple[Message, ...] = ()


def distinct_places(rows: Flags, points: Floats) -> tuple[Integers, Floats]:
    """Return the place of each row (−1: none) and the distinct places; equal points are one."""
    distinct, place = np.unique(points[rows], axis=0, return_inverse=True)
    found = np.full(len(rows), -1, dtype=np.int64)
    found[rows] = place.ravel()
    return found, distinct


def added(place: Integers, step: Integers, amount: Floats, shape: tuple[int, int]) -> Integers:
    """Return whole amounts added up by place and step."""
    flat = np.bincount(place * shape[1] + step, amount, shape[0] * shape[1])
    return np.rint(flat).astype(np.int64).reshape(shape)


def poisson(
    inputs: Inputs,
    column: str,
    points: Floats,
    cases: Integers,
    amounts: tuple[Integers, Floats, Floats],
    steps: Steps | None = None,
) -> Study:
    """Return a Poisson study; ``amounts`` are the place, what is due and the weight of each row.

    Over time as much is due each day.
    """
    place, due, weight = amounts
    if due.sum() <= 0:
        raise BadInput(
            "no-population",
            tr("“{column}” is 0 in every row.", column=column),
            Where(layer=inputs.name, column=column),
            tr("Choose a column with the population at risk."),
        )
    n, lengths = len(points), np.ones(1) if steps is None else steps.lengths
    by_place = np.outer(np.bincount(place, due, n), lengths)
    return Study.poisson(points, cases, by_place, np.bincount(place, weight, n).astype(float))


def refuse_few_cases(inputs: Inputs, cases: float) -> None:
    """Raise ``BadInput`` where there are none, or a single one."""
    if cases < 2:
        raise BadInput(
            "no-cases",
            tr_n(
                "There is only {count} case in “{layer}”.",
                "There are only {count} cases in “{layer}”.",
                int(cases),
                layer=inputs.name,
            ),
            Where(layer=inputs.name),
            tr("A scan needs at least two cases; widen the condition or the period."),
        )


def refuse_size(inputs: Inputs, places: int, steps: Steps | None) -> None:
    """Raise ``BadInput`` where draws would not fit into memory."""
    if steps is not None and places * steps.count > LARGEST:
        raise BadInput(
            "too-many-cells",
            tr(
                "{places:,} places times {steps:,} steps of time are too many to scan.",
                places=places,
                steps=steps.count,
            ),
            Where(layer=inputs.name),
            tr("Choose a longer step of time, a shorter period or larger areas."),
        )


def refuse_single(inputs: Inputs, study: Study, *, in_space: bool, in_time: bool) -> None:
    """Raise ``BadInput`` where there is nothing to compare: one place, or one step of time."""
    if in_space and len(study.points) < 2:
        raise BadInput(
            "too-few-rows",
            tr("All cases of “{layer}” are at one place.", layer=inputs.name),
            Where(layer=inputs.name),
            tr("A scan in space needs several places; scan in time instead."),
        )
    if in_time and study.periods < 2:
        raise BadInput(
            "too-few-steps",
            tr("All cases of “{layer}” fall into one step of time.", layer=inputs.name),
            Where(layer=inputs.name),
            tr("Choose a shorter step, or scan in space."),
        )
