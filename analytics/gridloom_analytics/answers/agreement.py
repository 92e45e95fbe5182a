"""Do the normal approximation and the permutation find as much? Skewed values tell them apart."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.significance.p_values import bonferroni, false_discovery_rate
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]
Correction = Callable[[Floats], Floats]

LEVEL = 0.05
ENOUGH = {"none": 0, "fdr": 2, "bonferroni": 40}
"""Draws that a test needs, so that a simulated p can be small enough to pass a correction."""
CORRECTIONS: dict[str, Correction] = {
    "none": lambda p: p,
    "fdr": false_discovery_rate,
    "bonferroni": bonferroni,
}


def permutation_warning(
    p: Floats, p_sim: Floats | None, correction: str, draws: int
) -> tuple[Message, ...]:
    """Return a sentence where the corrected ``p_sim`` finds more or fewer sites than ``p``.

    The analytic p takes sums of neighbours as normal. With skewed values its far tail is wrong,
    and it is the far tail that a correction for many tests looks at.
    """
    tested = int(np.count_nonzero(~np.isnan(p)))
    if p_sim is None or not draws:
        return ()
    if draws < ENOUGH[correction] * tested:
        return (
            tr(
                "{draws:,} permutations are too few to confirm findings among {tested:,} tests; "
                "{needed:,} would do.",
                draws=draws,
                tested=tested,
                needed=ENOUGH[correction] * tested,
            ),
        )
    correct = CORRECTIONS[correction]
    analytic, simulated = (int(np.count_nonzero(correct(each) < LEVEL)) for each in (p, p_sim))
    if analytic == simulated:
        return ()
    return (
        tr_n(
            "By permutation, which does not take sums as normal, {count:,} place would be "
            "significant instead of {analytic:,}; with skewed values, trust the permutation.",
            "By permutation, which does not take sums as normal, {count:,} places would be "
            "significant instead of {analytic:,}; with skewed values, trust the permutation.",
            simulated,
            analytic=analytic,
        ),
    )
