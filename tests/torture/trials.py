"""How often everything is tried: a few times in ``make test``, often in ``make torture``."""

import pytest

SHORT, LONG = 3, 100
LONG_S = 3_600


def trials(short: int = SHORT, long: int = LONG) -> pytest.MarkDecorator:
    """Give a test the number of its ``trials``: ``short``, and ``long`` behind ``slow``."""
    marks = (pytest.mark.slow, pytest.mark.timeout(LONG_S))
    return pytest.mark.parametrize(
        "trials", [pytest.param(short, id="short"), pytest.param(long, id="long", marks=marks)]
    )
