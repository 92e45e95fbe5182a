"""A study of the rows of a layer themselves: areas with counts, or points that are cases."""

from dataclasses import dataclass

import numpy as np

from gridloom_analytics.analyses.scan import ScanParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.moments import Days, days
from gridloom_analytics.answers.places import placed
from gridloom_analytics.answers.scanning.counts import amounts, counts, left_out, refuse
from gridloom_analytics.answers.scanning.material import (
    UNEXPECTED,
    Flags,
    Floats,
    Integers,
    Material,
    added,
    distinct_places,
    poisson,
    refuse_few_cases,
    refuse_size,
)
from gridloom_analytics.answers.scanning.steps import Steps
from gridloom_analytics.statistics.scanning.study import Study
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr


@dataclass(frozen=True)
class Rows:
    """The columns of the rows; ``used`` says which take part, all else is of all rows.

    ``strata`` and ``people`` have an array for each column named; ``when`` are days.
    """

    used: Flags
    points: Floats
    strata: list[Floats]
    people: list[Floats]
    expected: Floats | None
    when: Days | None
    warnings: tuple[Message, ...]

    @property
    def cases(self) -> Floats:
        """The cases of each row, over all strata; 0 where a row takes no part."""
        return np.where(self.used, np.sum(self.strata, axis=0), 0.0)


def study_of_rows(inputs: Inputs, parameters: ScanParameters) -> Material:
    """Return the study of rows that hold cases, or are cases; those at one point are one place."""
    rows = _read(inputs, parameters)
    refuse_few_cases(inputs, rows.cases.sum())
    place, points = distinct_places(rows.used, rows.points)
    steps = None if rows.when is None else Steps.covering(rows.when[rows.used], parameters.step)
    refuse_size(inputs, len(points), steps)
    step = np.zeros(len(place), dtype=np.int64)
    if steps is not None and rows.when is not None:
        step[rows.used] = steps.of(rows.when[rows.used])
    study = _study(inputs, parameters, rows, place, step, points, steps)
    return Material(study, place, None if steps is None else step, steps, rows.warnings)


def _read(inputs: Inputs, parameters: ScanParameters) -> Rows:
    n = len(inputs.layer)
    used, points, said = np.ones(n, dtype=np.bool_), np.zeros((n, 2)), ()
    if parameters.scan != "time":
        known = placed(inputs)
        used, said = known.rows, known.warnings
        points[used] = known.points
    strata = [counts(inputs, name) for name in parameters.cases] or [np.ones(n)]
    people = [amounts(inputs, name) for name in parameters.population]
    expected = amounts(inputs, parameters.expected) if parameters.expected else None
    timed = parameters.time is not None and parameters.scan != "space"
    when = days(inputs, str(parameters.time)) if timed else None
    columns = [*strata, *people, *(one for one in (expected, when) if one is not None)]
    missing = np.logical_or.reduce([np.isnan(one) for one in columns])
    said = (*said, *left_out(used, missing))
    return Rows(used & ~missing, points, strata, people, expected, when, said)


def _study(
    inputs: Inputs,
    parameters: ScanParameters,
    rows: Rows,
    place: Integers,
    step: Integers,
    points: Floats,
    steps: Steps | None,
) -> Study:
    used, shape = rows.used, (len(points), 1 if steps is None else steps.count)
    cases = added(place[used], step[used], rows.cases[used], shape)
    if parameters.model == "permutation":
        return Study.permutation(points, cases)
    if parameters.model == "bernoulli":
        everybody = _everybody(inputs, parameters, rows)
        people = added(place[used], step[used], everybody[used], shape)
        return Study.bernoulli(points, cases, people)
    if parameters.scan == "time" and steps is not None:
        return Study.poisson(points, cases, steps.lengths[None, :], np.ones(1))
    column = parameters.expected or parameters.population[0]
    due = _standardised(rows) if rows.expected is None else rows.expected
    refuse(inputs, used & (due <= 0) & (rows.cases > 0), column, *UNEXPECTED)
    weight = np.sum(rows.people, axis=0) if rows.people else due
    return poisson(inputs, column, points, cases, (place[used], due[used], weight[used]))


def _everybody(inputs: Inputs, parameters: ScanParameters, rows: Rows) -> Floats:
    """Return the people of each row, cases included: its population, or itself."""
    column = (*parameters.population, *parameters.cases)[0]
    everybody = counts(inputs, column) if rows.people else np.ones(len(rows.used))
    refuse(
        inputs,
        rows.used & (rows.cases > everybody),
        column,
        "more-cases-than-people",
        tr("There are more cases than people."),
        tr("Give all as population, cases included, or use the Poisson model."),
    )
    if rows.cases.sum() >= everybody[rows.used].sum():
        raise BadInput(
            "no-controls",
            tr(
                "All of “{column}” are cases: there is nothing to compare them with.",
                column=column,
            ),
            Where(layer=inputs.name, column=column),
            tr("Give rows that are no cases too, or use another model."),
        )
    return everybody


def _standardised(rows: Rows) -> Floats:
    """Return expected cases by indirect standardisation: the overall rate of each stratum.

    With one stratum they are in proportion to the population.
    """
    due = np.zeros(len(rows.used))
    for cases, people in zip(rows.strata, rows.people, strict=True):
        everybody = people[rows.used].sum()
        if everybody > 0:
            due += people * (cases[rows.used].sum() / everybody)
    return due
