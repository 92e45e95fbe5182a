"""The sentences, the legend and the table of comparisons for one case."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from gridloom_analytics.analyses.isolated_or_general import ANALYSIS, CaseParameters
from gridloom_analytics.answers.happened import Happened
from gridloom_analytics.answers.isolated_or_general.case import Case
from gridloom_analytics.answers.isolated_or_general.judging import (
    FEWEST,
    LEVEL,
    TELLING,
    Judgement,
)
from gridloom_analytics.answers.kinds import Kinds, kinds_style
from gridloom_analytics.answers.sentences import bilingual, figure, p_text
from gridloom_analytics.cartography import Style
from gridloom_analytics.result import Method
from gridloom_layers.language import Message, tr, tr_n

RELATIONS: Kinds = {
    "case": ("#000000", tr("the case")),
    "alike-open": ("#b2182b", tr("alike, open")),
    "alike": ("#ef8a62", tr("alike")),
    "same-kind": ("#67a9cf", tr("same kind, elsewhere or at another time")),
    "other": ("#d9d9d9", tr("other")),
}


def summary(
    case: Case, judgement: Judgement, figures: Mapping[str, Any], parameters: CaseParameters
) -> list[Message]:
    """Return the verdict in one sentence that names the case, and which cases alike are open."""
    return [_about(case, parameters, _verdict(case, judgement, parameters)), *_open(case, figures)]


def _about(case: Case, parameters: CaseParameters, verdict: Message) -> Message:
    """Return a verdict with the case that it is about."""
    named = parameters.event.strip()
    if case.kind is None:
        return tr("{case} ({day}): {verdict}", case=named, day=case.day, verdict=verdict)
    return tr(
        "{case} ({kind}, {day}): {verdict}",
        case=named,
        kind=case.kind,
        day=case.day,
        verdict=verdict,
    )


def _verdict(case: Case, judgement: Judgement, parameters: CaseParameters) -> Message:
    said = {
        "metres": figure(judgement.metres),
        "days": figure(parameters.days),
        "expected": figure(float(f"{judgement.chance.expected:.2g}")),
        "p": p_text(judgement.chance.p),
    }
    match judgement.verdict:
        case "isolated":
            return _isolated(judgement, said)
        case "general":
            return tr_n(
                "General: within {metres} m and {days} days there is {count:,} case alike where "
                "{expected} would be expected by chance ({p}).",
                "General: within {metres} m and {days} days there are {count:,} cases alike where "
                "{expected} would be expected by chance ({p}).",
                judgement.chance.both,
                **said,
            )
        case "usual":
            return tr_n(
                "As usual: within {metres} m and {days} days there is {count:,} case alike where "
                "{expected} would be expected by chance ({p}): no sign of more than usual.",
                "As usual: within {metres} m and {days} days there are {count:,} cases alike where "
                "{expected} would be expected by chance ({p}): no sign of more than usual.",
                judgement.chance.both,
                **said,
            )
        case _:
            return _too_few(case, judgement, said)


def _isolated(judgement: Judgement, said: Mapping[str, str]) -> Message:
    if judgement.times.first == 0:
        return tr(
            "Isolated: within {metres} m there is no other case alike, at any time.",
            metres=said["metres"],
        )
    if judgement.chance.expected < TELLING:
        return tr(
            "Isolated: within {metres} m and {days} days there is no other case alike. By chance "
            "only {expected} would be expected, so that none is nothing unusual.",
            **{name: said[name] for name in ("metres", "days", "expected")},
        )
    return tr(
        "Isolated: within {metres} m and {days} days there is no other case alike, where "
        "{expected} would be expected by chance.",
        **{name: said[name] for name in ("metres", "days", "expected")},
    )


def _too_few(case: Case, judgement: Judgement, said: Mapping[str, str]) -> Message:
    if (others := int(case.same.sum())) < FEWEST:
        return tr_n(
            "Too few to tell: in all the data there is {count:,} other case alike, {near:,} of "
            "them within {metres} m and {days} days.",
            "Too few to tell: in all the data there are {count:,} other cases alike, {near:,} of "
            "them within {metres} m and {days} days.",
            others,
            near=judgement.chance.both,
            metres=said["metres"],
            days=said["days"],
        )
    return tr_n(
        "Too few to tell: within {metres} m and {days} days there is {count:,} case alike where "
        "{expected} would be expected by chance; so few can show nothing.",
        "Too few to tell: within {metres} m and {days} days there are {count:,} cases alike where "
        "{expected} would be expected by chance; so few can show nothing.",
        judgement.chance.both,
        metres=said["metres"],
        days=said["days"],
        expected=said["expected"],
    )


def _open(case: Case, figures: Mapping[str, Any]) -> list[Message]:
    """Return how many of the cases alike are open; where none is, the nearest one elsewhere."""
    if case.open is None:
        return []
    if count := figures["open"]:
        return [tr_n("{count:,} of them is open.", "{count:,} of them are open.", count)]
    elsewhere = np.flatnonzero(case.same & case.open)
    none = [tr("None of them is open.")] if figures["alike"] else []
    if not len(elsewhere):
        return none if case.kind is None else [tr("No case of its kind is open.")]
    nearest = elsewhere[np.argmin(case.metres[elsewhere])]
    return [
        *none,
        tr(
            "The nearest open case of its kind at any time is {metres} m away.",
            metres=figure(round(float(case.metres[nearest]))),
        )
        if case.kind is not None
        else tr(
            "The nearest open case at any time is {metres} m away.",
            metres=figure(round(float(case.metres[nearest]))),
        ),
    ]


def warnings(case: Case, events: Happened, parameters: CaseParameters) -> tuple[Message, ...]:
    """Return what limits the answer: a period cut off, no kind, no closing time."""
    found = []
    own = events.days[case.position]
    if own + parameters.days > events.days.max() or own - parameters.days < events.days.min():
        found.append(
            tr("The case lies near the beginning or the end of the data: part of its {days} days "
               "before and after is not known.", days=figure(parameters.days))
        )  # fmt: skip
    alike = np.abs(case.days[case.same])
    if parameters.chance == "times" and alike.size and (alike <= parameters.days).all():
        found.append(
            tr("All cases alike are within {days} days of it, so that shuffled times show nothing: "
               "let chance shuffle the kinds (chance=kinds), or set fewer days.",
               days=figure(parameters.days))
        )  # fmt: skip
    if case.kind is None:
        found.append(tr("All events count as alike, since no kind tells them apart."))
    if case.open is None:
        found.append(tr("Which cases are open is not known: no field says when they were closed."))
    return tuple(found)


def comparison_table(judgement: Judgement) -> pd.DataFrame:
    """Return what each kind of chance expects; evenly spread has no p, for nothing is spread so."""
    tests = {"times": judgement.times, "kinds": judgement.kinds}
    known = {name: test for name, test in tests.items() if test is not None}
    return pd.DataFrame(
        {
            "chance": [*known, "even"],
            "alike": judgement.chance.both,
            "expected": [*(test.expected for test in known.values()), judgement.even],
            "p": [*(test.p for test in known.values()), np.nan],
        }
    )


def method(case: Case, judgement: Judgement, parameters: CaseParameters) -> Method:
    """Return what is alike, what chance is, and why this distance."""
    notes = [
        tr("Alike is of the kind “{kind}”.", kind=case.kind)
        if case.kind is not None
        else tr("Alike is any event."),
        _null(judgement, parameters),
        tr(
            "p is one-sided (as many or more) and exact: the share of all permutations, by the "
            "hypergeometric distribution; general under {level}.",
            level=LEVEL,
        ),
        _distance(judgement, parameters),
        tr("The table of comparisons has the other kinds of chance, also were all spread evenly."),
    ]
    name = tr("One case against shuffled times or kinds")
    return Method(name.both(), ANALYSIS.citation, bilingual(notes))


def _null(judgement: Judgement, parameters: CaseParameters) -> Message:
    if parameters.chance == "kinds":
        return tr(
            "Chance: the kinds of all {count:,} other events are shuffled, places and times stay. "
            "It asks whether this kind has a greater share here and now than anywhere and ever.",
            count=judgement.chance.total,
        )
    return tr(
        "Chance: the times of the {count:,} other cases alike are shuffled, places stay. It asks "
        "whether there are more here now than usual here; a place that always has many is usual.",
        count=judgement.chance.total,
    )


def _distance(judgement: Judgement, parameters: CaseParameters) -> Message:
    metres = figure(judgement.metres)
    if parameters.distance is not None:
        return tr("Near by is at most {metres} m, as given.", metres=metres)
    if judgement.times.expected >= TELLING:
        return tr(
            "Near by is at most {metres} m: the shortest distance at which {least} cases alike "
            "would be expected, so that none at all would be unusual.",
            metres=metres,
            least=figure(TELLING),
        )
    return tr(
        "Near by is at most {metres} m, the longest that is chosen: even there fewer than {least} "
        "cases alike would be expected.",
        metres=metres,
        least=figure(TELLING),
    )


def relation_style(event: str) -> Style:
    """Return the style of the ``relation`` column."""
    return kinds_style(
        "relation", tr("Cases alike “{event}”", event=event), RELATIONS, "isolated-or-general"
    )
