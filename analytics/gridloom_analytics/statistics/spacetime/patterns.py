"""The 17 patterns of hot and cold spots in time, as ArcGIS Pro 3 names and defines them.

ArcGIS Pro 3.2, "How Emerging Hot Spot Analysis works" (Space Time Pattern Mining toolbox). Older
versions differ: there a consecutive hot spot could have a final run of one step, and a sporadic
one need not be hot at last.
"""

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]

TENTHS = 9
"""Tenths of all steps from which on a place counts as hot (or cold) most of the time."""
KINDS = (
    "new", "consecutive", "intensifying", "persistent", "diminishing", "sporadic", "oscillating",
    "historical",
)  # fmt: skip
NO_PATTERN = "no-pattern"
PATTERNS = (*(f"{kind}-hot" for kind in KINDS), *(f"{kind}-cold" for kind in KINDS), NO_PATTERN)


def patterns(hot: Bools, cold: Bools, trend: npt.NDArray[np.integer]) -> npt.NDArray[np.object_]:
    """Return the pattern of each place, one of ``PATTERNS``.

    ``hot`` and ``cold`` (n, T) tell in which steps a place is a significant hot or cold spot;
    ``trend`` (n,) is 1 where its z rises significantly, −1 where it falls, else 0. For cold spots
    the trend counts the other way round: cold intensifies where z falls. The first that fits:

    - intensifying, diminishing, persistent: in 90 % of the steps and in the last, by its trend;
    - new: in the last step and never before;
    - consecutive: in the last run of two steps or more and never before;
    - oscillating: in the last step, and the opposite in a step before;
    - sporadic: in the last step, before too, and never the opposite;
    - historical: in 90 % of the steps, but not in the last.

    What a place is now goes before what it was: one that was cold for long and is hot for the
    first time is a new hot spot, though the words of a historical cold spot fit it too.

    >>> hot = np.array([[False, False, True], [False, True, True], [True, False, False]])
    >>> patterns(hot, np.zeros_like(hot), np.zeros(3, int)).tolist()
    ['new-hot', 'consecutive-hot', 'no-pattern']
    """
    found = np.full(len(hot), NO_PATTERN, dtype=object)
    sides = _fitting(hot, cold, trend), _fitting(cold, hot, -trend)
    for (kind, hot_fits), (_, cold_fits) in zip(*sides, strict=True):
        for name, fits in (("hot", hot_fits), ("cold", cold_fits)):
            found[fits & (found == NO_PATTERN)] = f"{kind}-{name}"
    return found


def _fitting(
    state: Bools, opposite: Bools, rise: npt.NDArray[np.integer]
) -> list[tuple[str, Bools]]:
    """Return which places fit each kind; of two kinds that fit the first one holds."""
    times, length = state.sum(axis=1), state.shape[1]
    mostly, at_last = 10 * times >= TENTHS * length, state[:, -1]
    run = np.argmin(np.column_stack([state[:, ::-1], np.zeros(len(state), bool)]), axis=1)
    always = mostly & at_last
    return [
        ("intensifying", always & (rise > 0)),
        ("diminishing", always & (rise < 0)),
        ("persistent", always),
        ("new", at_last & (times == 1)),
        ("consecutive", at_last & (run == times)),
        ("oscillating", at_last & opposite.any(axis=1)),
        ("sporadic", at_last),
        ("historical", mostly & ~at_last),
    ]
