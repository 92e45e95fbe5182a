"""What a permutation says of findings that another p-value made, and when it can say nothing."""

import numpy as np
import numpy.typing as npt

from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

LEVEL = 0.05
ENOUGH, RESOLVING = 2, 40
"""Draws for each test: so that many findings can pass the false discovery rate together, and so
that one alone can: its two-sided p is at least 2 / (draws + 1), which times the tests is 0.05."""


def own_value_warning(found: Flags, p_sim: Floats | None) -> tuple[Message, ...]:
    """Return how many spots of Gi* are not unusual once the place's own value is kept.

    Gi* counts the place itself, and its p shuffles that value too; ``p_sim`` keeps it. A place
    without unusual neighbours is one of a high value, not of high values that lie together.
    """
    return tuple(
        tr_n(
            "{count:,} of these spots is one by its own value: with that kept, its neighbours are "
            "not unusual by permutation (p_sim ≥ 0.05).",
            "{count:,} of these spots are so by their own values: with those kept, their "
            "neighbours are not unusual by permutation (p_sim ≥ 0.05).",
            count,
        )
        for count in _not_unusual(found, p_sim)
    )


def not_borne_out_warning(found: Flags, p_sim: Floats | None) -> tuple[Message, ...]:
    """Return how many findings a permutation under the same null does not bear out."""
    return tuple(
        tr_n(
            "{count:,} of the findings is not borne out by permutation (p_sim ≥ 0.05).",
            "{count:,} of the findings are not borne out by permutation (p_sim ≥ 0.05).",
            count,
        )
        for count in _not_unusual(found, p_sim)
    )


def _not_unusual(found: Flags, p_sim: Floats | None) -> list[int]:
    """Return the number of findings whose ``p_sim`` is not small, where there are any."""
    if p_sim is None:
        return []
    count = int(np.count_nonzero(found & (p_sim >= LEVEL)))
    return [count] if count else []


def resolves(draws: int, tested: int) -> bool:
    """Tell whether a simulated p can find even one place among so many tests.

    Then it is the better one: exact but for the luck of the draws, where an analytic p that is on
    the safe side overlooks more.
    """
    return draws >= RESOLVING * tested


def few_draws_warning(p_sim: Floats, draws: int) -> tuple[Message, ...]:
    """Return a sentence where ``p_sim`` decides but can hardly be small enough to find anything."""
    tested = int(np.count_nonzero(~np.isnan(p_sim)))
    if draws >= ENOUGH * tested:
        return ()
    return (
        tr(
            "{draws:,} permutations are too few to confirm findings among {tested:,} tests; "
            "{needed:,} would do.",
            draws=draws,
            tested=tested,
            needed=ENOUGH * tested,
        ),
    )
