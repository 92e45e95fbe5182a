"""Rates standardised by age, where cases and people are known by age group."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.rates import RateParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.rates.counts import Counts, counted_by_age
from gridloom_analytics.statistics.rates.standardisation import (
    directly_standardised,
    expected_cases,
    indirectly_standardised,
    world_standard,
)
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]
ADRIFT = 0.01
"""Groups that add up to their total within this share do so."""


@dataclass(frozen=True)
class ByAge:
    """What is standardised by age, for the sites of the rates, in their order.

    ``columns`` are the result's. ``observed`` cases and those ``expected`` with the site's own ages
    at the rates of all places together: NaN where an age group is not known.
    """

    columns: dict[str, Floats]
    observed: Floats
    expected: Floats
    note: Message
    warnings: tuple[Message, ...]


def by_age(inputs: Inputs, counts: Counts, parameters: RateParameters) -> ByAge | None:
    """Return the standardised rates, or None where no age groups are named."""
    if not parameters.cases_by_age and not parameters.population_by_age:
        return None
    _refuse_unlike(inputs, parameters)
    cases = counted_by_age(inputs, parameters.cases_by_age, counts.rows)
    people = counted_by_age(inputs, parameters.population_by_age, counts.rows)
    known = np.asarray(~np.isnan(np.hstack([cases, people])).any(axis=1))
    _refuse_unknown(inputs, parameters, cases[known], people[known])
    of_all = people[known].sum(axis=0)
    standard, note = _standard(inputs, parameters, of_all)
    rates = np.divide(cases[known].sum(axis=0), of_all, out=np.zeros(len(of_all)), where=of_all > 0)
    direct = directly_standardised(cases, people, standard)
    observed = cases.sum(axis=1)
    expected = np.where(known, expected_cases(people, rates), np.nan)
    ratio = indirectly_standardised(np.nan_to_num(observed), expected)
    per = parameters.per
    return ByAge(
        {
            "standardised_rate": direct.values * per,
            "standardised_lower": direct.lower * per,
            "standardised_upper": direct.upper * per,
            "expected_cases": expected,
            "smr": ratio.values,
            "smr_lower": ratio.lower,
            "smr_upper": ratio.upper,
        },
        observed,
        expected,
        note,
        (*_incomplete(known, direct.values), *_adrift(counts, cases, people, known)),
    )


def _refuse_unlike(inputs: Inputs, parameters: RateParameters) -> None:
    given = len(parameters.cases_by_age), len(parameters.population_by_age)
    if given[0] != given[1] or given[0] < 2:
        raise BadInput(
            "unlike-age-groups",
            tr(
                "Cases are given for {cases} age groups, people for {people}: they must be the "
                "same groups, two at least.",
                cases=given[0],
                people=given[1],
            ),
            Where(layer=inputs.name, column="cases_by_age"),
            tr("Name the columns of both in the same order of ages."),
        )


def _refuse_unknown(
    inputs: Inputs, parameters: RateParameters, cases: Floats, people: Floats
) -> None:
    if not len(people) or not people.any() or not cases.any():
        raise BadInput(
            "no-age-groups",
            tr("No row has cases and people in the age groups."),
            Where(layer=inputs.name, column=parameters.population_by_age[0]),
            tr("Choose columns with the number of people and cases of each age group."),
        )


def _standard(inputs: Inputs, parameters: RateParameters, of_all: Floats) -> tuple[Floats, Message]:
    """Return how many people of each age the standard has, and a sentence that says whose."""
    groups = len(of_all)
    if parameters.weights and parameters.standard != "given":
        raise _bad_standard(
            inputs, "weights", tr("A standard is given, but another one is chosen."),
            tr("Set standard=given, or leave the weights out."),
        )  # fmt: skip
    if parameters.standard == "city":
        return of_all, tr("The standard population is that of all these places together.")
    if parameters.standard == "who":
        return _world(inputs, parameters.ages, groups), tr(
            "The standard population is the WHO's world standard (Ahmad et al. 2001)."
        )
    weights = np.array(parameters.weights)
    if len(weights) != groups or not (weights >= 0).all() or not weights.any():
        raise _bad_standard(
            inputs,
            "weights",
            tr("The standard needs {groups} numbers of people, none below 0.", groups=groups),
            tr("Give one for each age group, with commas between them."),
        )
    return weights, tr("The standard population is the one given.")


def _world(inputs: Inputs, ages: tuple[float, ...], groups: int) -> Floats:
    try:
        standard = world_standard(ages)
    except ValueError:
        standard = np.empty(0)
    if len(standard) != groups:
        raise _bad_standard(
            inputs,
            "ages",
            tr("The WHO's standard needs the first age of each of the {groups} groups.",
               groups=groups),
            tr("Give them with commas: from 0 up, in steps of whole five years, 85 at most, such "
               "as 0,15,65."),
        )  # fmt: skip
    return standard


def _bad_standard(inputs: Inputs, parameter: str, reason: Message, hint: Message) -> BadInput:
    return BadInput("bad-standard", reason, Where(layer=inputs.name, column=parameter), hint)


def _incomplete(known: npt.NDArray[np.bool_], direct: Floats) -> list[Message]:
    found = []
    if unknown := int((~known).sum()):
        found.append(
            tr_n(
                "{count:,} place lacks an age group and is not standardised.",
                "{count:,} places lack an age group and are not standardised.",
                unknown,
            )
        )
    if vacant := int((known & np.isnan(direct)).sum()):
        found.append(
            tr_n(
                "{count:,} place has nobody in some age group: it has no directly standardised "
                "rate, but a ratio of observed to expected cases (SMR).",
                "{count:,} places have nobody in some age group: they have no directly "
                "standardised rate, but a ratio of observed to expected cases (SMR).",
                vacant,
            )
        )
    return found


def _adrift(
    counts: Counts, cases: Floats, people: Floats, known: npt.NDArray[np.bool_]
) -> list[Message]:
    """Tell where the age groups do not add up to the total that the crude rate is made of.

    In per cent: from totals the count of persons of a withheld place could be had.
    """
    found = []
    for total, groups, said in (
        (counts.cases, cases, tr("cases")),
        (counts.population, people, tr("people")),
    ):
        whole, parts = float(total[known].sum()), float(groups[known].sum())
        if abs(parts - whole) > ADRIFT * max(whole, parts):
            found.append(
                tr(
                    "The age groups add up to {percent:,.0f} % of all {what}.",
                    what=said,
                    percent=100 * parts / whole if whole else 0.0,
                )
            )
    return found
