"""Why a claim passed a check or did not: stable codes, and a sentence in both languages."""

from dataclasses import dataclass
from typing import Literal

from gridloom_analytics.bilingual import Bilingual, Given
from gridloom_layers.language import Message, tr

Outcome = Literal["passed", "failed", "not found", "undecided"]
OUTCOMES: tuple[Outcome, ...] = ("passed", "undecided", "not found", "failed")
"""From the best to the worst: the verdict is the worst of what is required."""
UNREADABLE = "unreadable"
"""The verdict on a row of the claims file that could not be read."""

OUTCOME_TITLES = {
    "passed": tr("passed"),
    "failed": tr("failed"),
    "not found": tr("not found"),
    "undecided": tr("undecided"),
    UNREADABLE: tr("unreadable"),
}


@dataclass(frozen=True)
class Reason:
    """A reason: a code that stays the same from version to version, and what it means."""

    code: str
    outcome: Outcome
    sentence: Message


PASSED = Reason("as-claimed", "passed", tr("as claimed"))
NOT_CLAIMED = Reason("not-claimed", "undecided", tr("nothing is claimed"))

DOUBTS = ("check-digit", "bad-form")
"""The findings in a number that explain why it is not in the base."""


def not_found(title: Bilingual, table: str) -> tuple[Reason, ...]:
    """Return the reasons why a number is not in a table; the first where the number is sound."""
    values = {"field": Given.of(title), "table": table}
    return (
        Reason("not-found", "not found", tr("no such {field} in “{table}”", **values)),
        Reason(
            "not-found-check-digit",
            "not found",
            tr("no such {field} in “{table}”; its check digit is wrong", **values),
        ),
        Reason(
            "not-found-bad-form",
            "not found",
            tr("no such {field} in “{table}”; it has not the form of one", **values),
        ),
    )


def different(name: str, title: Bilingual) -> tuple[Reason, ...]:
    """Return why a field is not as claimed: it differs, the base lacks it, nothing is claimed."""
    of = Given.of(title)
    return (
        Reason(f"different-{name}", "failed", tr("{field} is not as claimed", field=of)),
        Reason(f"{name}-not-known", "undecided", tr("the base holds no {field}", field=of)),
        Reason(f"{name}-not-claimed", "undecided", tr("no {field} is claimed", field=of)),
    )


def unmet(code: str, sentence: Message) -> tuple[Reason, ...]:
    """Return why a condition is not met: it is false, or the base lacks what it is about."""
    return (
        Reason(code, "failed", sentence),
        Reason(
            f"{code}-unknown",
            "undecided",
            tr("the base lacks what tells whether: {problem}", problem=sentence),
        ),
    )


CONDITION = unmet("condition-not-met", tr("the condition is not met"))
OUTSIDE = (
    Reason("outside-area", "failed", tr("not in the area")),
    Reason("place-not-known", "undecided", tr("the base does not tell the place")),
    Reason("area-not-claimed", "undecided", tr("no area is claimed")),
    Reason("unknown-area", "undecided", tr("there is no such area")),
)
