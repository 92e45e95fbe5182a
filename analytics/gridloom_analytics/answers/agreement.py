"""When permutations are too few to find anything among many tests."""

import numpy as np
import numpy.typing as npt

from gridloom_layers.language import Message, tr

Floats = npt.NDArray[np.float64]

ENOUGH = 2
"""Draws for each test, so that a simulated p can be small enough for the false discovery rate."""


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
