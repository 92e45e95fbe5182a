"""From a layer, and events that are counted in it, to what is scanned."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.scan import ScanParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.bilingual import Given
from gridloom_analytics.answers.moments import days
from gridloom_analytics.answers.places import placed, to_metres
from gridloom_analytics.answers.scanning.asking import refuse_combinations
from gridloom_analytics.answers.scanning.counts import amounts, counts, left_out, refuse
from gridloom_analytics.answers.scanning.steps import Steps
from gridloom_analytics.statistics.scanning.study import Study
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

LARGEST = 5_000_000
"""Places times steps of time that are scanned at most: their draws must fit into memory."""


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


def material(inputs: Inputs, parameters: ScanParameters) -> Material:
    """Return what is scanned; raise ``BadInput`` for what cannot be."""
    refuse_combinations(inputs, parameters)
    made = _counted(inputs, parameters) if parameters.events else _own(inputs, parameters)
    study = made.study
    if parameters.scan != "time" and len(study.points) < 2:
        raise BadInput(
            "too-few-rows",
            tr("All cases of “{layer}” are at one place.", layer=inputs.name),
            Where(layer=inputs.name),
            tr("A scan in space needs several places; scan in time instead."),
        )
    if parameters.scan != "space" and study.periods < 2:
        raise BadInput(
            "too-few-steps",
            tr("All cases of “{layer}” fall into one step of time.", layer=inputs.name),
            Where(layer=inputs.name),
            tr("Choose a shorter step, or scan in space."),
        )
    return made


def _own(inputs: Inputs, parameters: ScanParameters) -> Material:
    """Return a study of the rows of the layer themselves."""
    n = len(inputs.layer)
    rows, points, warnings = np.ones(n, dtype=np.bool_), np.zeros((n, 2)), ()
    if parameters.scan != "time":
        known = placed(inputs)
        rows, warnings = known.rows, known.warnings
        points[rows] = known.points
    strata = [counts(inputs, name) for name in parameters.cases] or [np.ones(n)]
    people = [amounts(inputs, name) for name in parameters.population]
    due = amounts(inputs, parameters.expected) if parameters.expected else None
    when = days(inputs, parameters.time) if parameters.time and _timed(parameters) else None
    used = [*strata, *people, *([] if due is None else [due]), *([] if when is None else [when])]
    missing = np.isnan(np.array(used)).any(axis=0)
    warnings = (*warnings, *left_out(rows, missing))
    rows = rows & ~missing
    cases = np.where(rows, np.sum(strata, axis=0), 0.0)
    _refuse_no_cases(inputs, cases)
    steps = None if when is None else Steps.covering(when[rows], parameters.step)
    step = None if when is None or steps is None else np.where(rows, steps.of(when), -1)
    place, points = _places(rows, points)
    _refuse_size(inputs, len(points), steps)
    of_row = (place[rows], np.zeros(int(rows.sum()), np.int64) if step is None else step[rows])
    shape = (len(points), 1 if steps is None else steps.count)
    by_place = _added(of_row, cases[rows], shape)
    if parameters.model == "bernoulli":
        study = _bernoulli(inputs, parameters, rows, cases, people, of_row, by_place, points)
    elif parameters.model == "permutation":
        study = Study.permutation(points, by_place)
    elif parameters.scan == "time" and steps is not None:
        study = Study.poisson(points, by_place, steps.lengths[None, :], np.ones(1))
    else:
        column = parameters.expected or parameters.population[0]
        amount = _standardised(strata, people, rows) if due is None else due
        refuse(inputs, rows & (amount <= 0) & (cases > 0), column, *_UNEXPECTED)
        weight = np.where(rows, np.sum(people, axis=0) if people else amount, 0.0)
        study = _poisson(inputs, column, points, by_place, of_row, amount[rows], weight[rows])
    return Material(study, place, step, steps, warnings)


_UNEXPECTED = (
    "cases-without-population",
    tr("There are cases, but no population."),
    tr("Correct the population, or leave such rows out."),
)


def _counted(inputs: Inputs, parameters: ScanParameters) -> Material:
    """Return a study of events that are counted in the areas of the layer."""
    from gridloom_layers.geometry import locate  # its kernels are compiled when first used

    known, events = placed(inputs), inputs.layers["events"]
    column = parameters.expected or (*parameters.population, None)[0]
    amount = np.ones(len(known.rows)) if column is None else amounts(inputs, column)
    missing = np.isnan(amount)
    rows = known.rows & ~missing
    warnings = (*known.warnings, *left_out(known.rows, missing), *_of_events(events))
    placed_events = placed(events)
    found = locate(placed_events.points / to_metres(inputs), inputs.layer.geometry.to_numpy()[rows])
    kept, steps = found >= 0, None
    when = np.zeros(len(found))
    if parameters.event_time and _timed(parameters):
        when = days(events, parameters.event_time)[placed_events.rows]
        warnings = (*warnings, *_untimed(np.isnan(when)))
        kept &= ~np.isnan(when)
    warnings = (*warnings, *placed_events.warnings, *_outside(found < 0))
    _refuse_no_cases(inputs, kept * 1.0)
    if parameters.event_time and _timed(parameters):
        steps = Steps.covering(when[kept], parameters.step)
    points = np.zeros((len(rows), 2))
    points[known.rows] = known.points
    place, points = _places(rows, points)
    _refuse_size(inputs, len(points), steps)
    shape = (len(points), 1 if steps is None else steps.count)
    step = np.zeros(len(found), np.int64) if steps is None else steps.of(when)
    area = np.flatnonzero(rows)[found[kept]]
    by_place = _added((place[area], step[kept]), np.ones(len(area)), shape)
    if column is None:
        return Material(Study.permutation(points, by_place), place, None, steps, warnings)
    lonely = rows & (amount <= 0) & (np.bincount(area, minlength=len(rows)) > 0)
    refuse(inputs, lonely, column, *_UNEXPECTED)
    of_row = (place[rows], np.zeros(int(rows.sum()), np.int64))
    study = _poisson(inputs, column, points, by_place, of_row, amount[rows], amount[rows], steps)
    return Material(study, place, None, steps, warnings)


def _poisson(
    inputs: Inputs,
    column: str,
    points: Floats,
    cases: Integers,
    of_row: tuple[Integers, Integers],
    amount: Floats,
    weight: Floats,
    steps: Steps | None = None,
) -> Study:
    if amount.sum() <= 0:
        raise BadInput(
            "no-population",
            tr("“{column}” is 0 in every row.", column=column),
            Where(layer=inputs.name, column=column),
            tr("Choose a column with the population at risk."),
        )
    n = len(points)
    due = np.bincount(of_row[0], amount, n)
    lengths = np.ones(1) if steps is None else steps.lengths
    return Study.poisson(points, cases, np.outer(due, lengths), np.bincount(of_row[0], weight, n))


def _bernoulli(
    inputs: Inputs,
    parameters: ScanParameters,
    rows: Flags,
    cases: Floats,
    people: list[Floats],
    of_row: tuple[Integers, Integers],
    by_place: Integers,
    points: Floats,
) -> Study:
    column = (*parameters.population, *parameters.cases)[0]
    everybody = counts(inputs, column) if people else np.ones(len(rows))
    refuse(
        inputs,
        rows & (cases > everybody),
        column,
        "more-cases-than-people",
        tr("There are more cases than people."),
        tr("Give all as population, cases included, or use the Poisson model."),
    )
    if cases.sum() >= everybody[rows].sum():
        raise BadInput(
            "no-controls",
            tr("All of “{column}” are cases: there is nothing to compare them with.",
               column=column),
            Where(layer=inputs.name, column=column),
            tr("Give rows that are no cases too, or use another model."),
        )  # fmt: skip
    return Study.bernoulli(points, by_place, _added(of_row, everybody[rows], by_place.shape))


def _standardised(strata: list[Floats], people: list[Floats], rows: Flags) -> Floats:
    """Return expected cases by indirect standardisation: the overall rate of each stratum."""
    due = np.zeros(len(rows))
    for cases, population in zip(strata, people, strict=True):
        everybody = population[rows].sum()
        if everybody > 0:
            due += np.where(rows, population, 0.0) * (cases[rows].sum() / everybody)
    return due


def _timed(parameters: ScanParameters) -> bool:
    return parameters.scan != "space"


def _places(rows: Flags, points: Floats) -> tuple[Integers, Floats]:
    """Return the place of each row (−1: none) and the distinct places; equal points are one."""
    distinct, place = np.unique(points[rows], axis=0, return_inverse=True)
    found = np.full(len(rows), -1, dtype=np.int64)
    found[rows] = place.ravel()
    return found, distinct


def _added(
    cell: tuple[Integers, Integers], amount: Floats, shape: tuple[int, int]
) -> Integers:
    """Return whole amounts added up by place and step."""
    flat = np.ravel_multi_index(cell, shape)
    return np.rint(np.bincount(flat, amount, shape[0] * shape[1])).astype(np.int64).reshape(shape)


def _refuse_no_cases(inputs: Inputs, cases: Floats) -> None:
    if cases.sum() < 2:
        raise BadInput(
            "no-cases",
            tr_n(
                "There is only {count} case in “{layer}”.",
                "There are only {count} cases in “{layer}”.",
                int(cases.sum()),
                layer=inputs.name,
            ),
            Where(layer=inputs.name),
            tr("A scan needs at least two cases; widen the condition or the period."),
        )


def _refuse_size(inputs: Inputs, places: int, steps: Steps | None) -> None:
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


def _of_events(events: Inputs) -> tuple[Message, ...]:
    return tuple(Given.of(text) for text in events.warnings)


def _untimed(missing: Flags) -> tuple[Message, ...]:
    if not (count := int(missing.sum())):
        return ()
    return (
        tr_n(
            "{count:,} event without a time is left out.",
            "{count:,} events without a time are left out.",
            count,
        ),
    )


def _outside(outside: Flags) -> tuple[Message, ...]:
    if not (count := int(outside.sum())):
        return ()
    return (
        tr_n(
            "{count:,} event outside all areas is left out.",
            "{count:,} events outside all areas are left out.",
            count,
        ),
    )
