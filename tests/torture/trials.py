"""How often everything is tried: a few times in ``make test``, often in ``make torture``."""

import pytest

SHORT, LONG = 3, 200
LONG_S = 3_600


def trials(short: int = SHORT) -> pytest.MarkDecorator:
    """Give a test the number of its ``trials``: ``short``, and ``LONG`` behind ``slow``."""
    marks = (pytest.mark.slow, pytest.mark.timeout(LONG_S))
    return pytest.mark.parametrize(
        "trials", [pytest.param(short, id="short"), pytest.param(LONG, id="long", marks=marks)]
    )
