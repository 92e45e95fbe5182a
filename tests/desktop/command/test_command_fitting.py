"""Blocks for people: what does not fit whole is left out, what must be told goes on."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from gridloom_desktop.command.fitting import Facts, Fitting
from gridloom_layers.language import tr

CODES = ("44030600960102T0117", "深圳市福田区福强路", "1998")


def drawn(block: Fitting | Facts, width: int) -> str:
    out = io.StringIO()
    block.draw(Console(file=out, width=width))
    return out.getvalue()


@pytest.mark.parametrize(("width", "shown"), [(100, 3), (45, 2), (5, 2)])
def test_a_block_shows_the_columns_that_fit_but_two_at_least(width, shown) -> None:
    text = drawn(Fitting(tr("events"), ("a", "b", "c"), [CODES]), width)
    assert ("1998" in text) is (shown == 3)
    assert width < 45 or all(code in text for code in CODES[:shown])


@given(st.lists(st.text("甲X1", min_size=1, max_size=20), min_size=2, max_size=6),
       st.integers(90, 160))  # fmt: skip
def test_no_cell_of_a_block_is_cut(cells, width) -> None:
    text = drawn(Fitting(tr("events"), [f"h{at}" for at in range(len(cells))], [cells]), width)
    assert "…" not in text and cells[0] in text and cells[1] in text


def test_a_long_value_goes_on_in_the_next_line() -> None:
    text = drawn(Facts(tr("events"), {"地址": "深圳市福田区福强路" * 5}), 40)
    assert "…" not in text and text.count("圳") == 5
