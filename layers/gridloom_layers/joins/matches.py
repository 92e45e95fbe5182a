"""What a join found, row by row, before anything is kept."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from gridloom_layers.language import Message, tr

Positions = npt.NDArray[np.int64]

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
    "ambiguous": tr("names several areas"),
}
"""Why a row was not matched: stable words for programs, titles for users."""
CODES = {reason: code for code, reason in enumerate(REASONS, 1)}
MATCHED = 0


@dataclass(frozen=True)
class Matches:
    """For each left row the position of the right row (−1: none) and the reason where none.

    ``reasons`` is uint8: 0 matched, else the place of the reason in ``REASONS``, from 1;
    ``repaired`` counts the matched rows that needed a rule; ``duplicates`` the right rows that
    cannot be reached because an earlier row has the same key.
    """

    positions: Positions
    reasons: npt.NDArray[np.uint8]
    repaired: dict[str, int] = field(default_factory=dict)
    duplicates: int = 0

    def unmatched(self) -> dict[str, int]:
        """Return how many left rows were not matched, by reason."""
        counts = np.bincount(self.reasons, minlength=len(REASONS) + 1)
        return {reason: int(counts[code]) for reason, code in CODES.items() if counts[code]}

    def rows_with(self, reason: str, at_most: int) -> Positions:
        """Return the first left rows that were not matched for a reason."""
        return np.flatnonzero(self.reasons == CODES[reason])[:at_most]


def reason_title(reason: str) -> Message:
    """Return the title of a reason.

    >>> str(reason_title("no-such-key"))
    'no such key'
    """
    return REASONS[reason]
