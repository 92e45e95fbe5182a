"""What a join found, row by row, before anything is kept."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from gridloom_layers.codes import title
from gridloom_layers.language import Message, tr

Positions = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint16]

REASONS = {
    "empty": tr("nothing to join by"),
    "damaged-by-excel": tr("damaged by a spreadsheet, which keeps 15 digits only"),
    "bad-form": tr("not the form of such a code"),
    "check-digit": tr("wrong check digit"),
    "no-such-key": tr("no such key"),
    "no-coordinates": tr("no coordinates"),
    "outside-all-areas": tr("outside all areas"),
    "too-far": tr("nothing within the distance"),
    "no-such-name": tr("no such name"),
    "names-no-area": tr("names no area of this level"),
    "ambiguous": tr("fits several rows"),
    "no-house-number": tr("an address without a house number"),
    "no-such-address": tr("no address that is alike enough"),
}
"""Why a row was not matched: stable words for programs, titles for users."""
CODES = {reason: code for code, reason in enumerate(REASONS, 1)}
MATCHED = 0

RULES = {
    "full-width": title("full-width"),
    "lower-case": title("lower-case"),
    "separators": title("separators"),
    "legacy-15-digit": title("legacy-15-digit"),
    "room-instead-of-building": title("room-instead-of-building"),
    "room-code": tr("the building in the room code, as the building code fits none"),
    "other-code": tr("the second code, as the first one fits none"),
    "organisation-code": title("organisation-code"),
    "credit-code": title("credit-code"),
}
"""Exact rules by which a code matched that is not equal as it stands; the code is kept."""
BITS = {rule: np.uint16(1 << place) for place, rule in enumerate(RULES)}


@dataclass(frozen=True)
class Matches:
    """For each left row the position of the right row (−1: none) and the reason where none.

    ``reasons`` is uint8: 0 matched, else the place of the reason in ``REASONS``, from 1;
    ``repaired`` counts the matched rows that needed a rule; ``duplicates`` the right rows that
    cannot be reached because an earlier row has the same key. ``rules`` has for each row a bit
    (``BITS``) for each rule that it needed (None: the join knows none); ``scores`` how alike
    (0 … 100) the right row is, NaN where there is none (None: matches are exact).
    """

    positions: Positions
    reasons: npt.NDArray[np.uint8]
    repaired: dict[str, int] = field(default_factory=dict)
    duplicates: int = 0
    rules: Bits | None = None
    scores: npt.NDArray[np.float64] | None = None

    def unmatched(self) -> dict[str, int]:
        """Return how many left rows were not matched, by reason."""
        counts = np.bincount(self.reasons, minlength=len(REASONS) + 1)
        return {reason: int(counts[code]) for reason, code in CODES.items() if counts[code]}

    def rows_with(self, reason: str, at_most: int) -> Positions:
        """Return the first left rows that were not matched for a reason."""
        return np.flatnonzero(self.reasons == CODES[reason])[:at_most]


def as_bits(masks: dict[str, npt.NDArray[np.bool_]], rows: int) -> Bits:
    """Return masks over rows by rule as ``rules`` of :class:`Matches`."""
    bits = np.zeros(rows, np.uint16)
    for rule, mask in masks.items():
        bits[mask] |= BITS[rule]
    return bits


def rule_counts(bits: Bits) -> dict[str, int]:
    """Return how many rows needed each rule, those that none needed left out."""
    counts = {rule: int(np.count_nonzero(bits & bit)) for rule, bit in BITS.items()}
    return {rule: count for rule, count in counts.items() if count}


def reason_title(reason: str) -> Message:
    """Return the title of a reason.

    >>> str(reason_title("no-such-key"))
    'no such key'
    """
    return REASONS[reason]


def rule_title(rule: str) -> Message:
    """Return the title of a rule; that of names has its prefix in it (``prefix 臺北市``).

    >>> str(rule_title("lower-case"))
    'lower-case letters'
    """
    if rule in RULES:
        return RULES[rule]
    return tr("without “{prefix}” in front", prefix=rule.removeprefix("prefix "))
