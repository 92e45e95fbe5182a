"""Of several rows the best decides, and the earliest of what speaks against it is the reason."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.verification.conditions import HOLDS
from gridloom_analytics.verification.ranking import NO_ROW, Standing

FAILS = np.array([[True, False, False], [True, False, False]])
OFFSETS = np.array([5, 8])
rows = st.lists(
    st.tuples(st.integers(0, 3), st.integers(HOLDS, 2), st.integers(HOLDS, 2)), max_size=12
)


def told(judged: tuple[int, ...]) -> tuple[int, int]:
    """Return rank and reason of one row, as they are defined."""
    numbers = [number for number, one in enumerate(judged) if one != HOLDS]
    failing = [number for number in numbers if FAILS[number, judged[number]]]
    if not numbers:
        return 2 * len(judged), 0
    first = failing[0] if failing else numbers[0]
    return first if failing else len(judged) + first, int(OFFSETS[first]) + judged[first]


@given(rows, rows)
def test_the_first_of_the_best_rows_decides(
    found: list[tuple[int, int, int]], later: list[tuple[int, int, int]]
) -> None:
    standing, key = Standing(4), 100
    expected = dict.fromkeys(range(4), (NO_ROW, 0, NO_ROW))
    for some in (sorted(found, key=lambda row: row[0]), sorted(later, key=lambda row: row[0])):
        at = np.array([row[0] for row in some], np.int64)
        judged = np.array([row[1:] for row in some], np.int8).reshape(-1, 2).T.copy()
        keys = np.arange(key, key + len(some))
        standing.improve(at, keys, judged, FAILS, OFFSETS)
        for claim, *row in some:
            rank, reason = told(tuple(row))
            if rank > expected[claim][0]:
                expected[claim] = (rank, reason, key)
            key += 1
    answer = zip(standing.rank.tolist(), standing.reason.tolist(), standing.row_key.tolist(),
                 strict=True)  # fmt: skip
    assert dict(enumerate(answer)) == expected
