"""What is called sound in one pass is what the checks find nothing in."""

import datetime as dt
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_layers.codes import citizen, credit, division, normalise
from gridloom_layers.codes.sound import (
    sound_citizen_ids,
    sound_credit_codes,
    sound_division_codes,
)

AS_OF = dt.date(2024, 3, 1)
ids = st.builds(
    lambda head, born, serial: citizen.with_check_digit(
        pa.array([f"{head:06d}{born:%Y%m%d}{serial:03d}"])
    )[0].as_py(),
    st.sampled_from([110105, 440304, 990304, 810000, 830000, 1]),
    st.dates(dt.date(1849, 1, 1), dt.date(2026, 1, 1)) | st.just(dt.date(2024, 2, 29)),
    st.integers(0, 999),
)
credit_codes = st.from_regex(r"\A9[1-3](44|99)0300[0-9A-HJ-NPQRTUWXY]{9}\Z").map(
    lambda body: credit.with_check_digit(pa.array([body]))[0].as_py()
)
divisions = st.sampled_from(["44", "4403", "440304", "440304001", "440304001002", "99", "440"])
CHECKS: dict[str, tuple[Callable, Callable]] = {
    "citizen": (lambda text: sound_citizen_ids(text, AS_OF),
                lambda text: citizen.findings(text, AS_OF)),
    "credit": (sound_credit_codes, credit.findings),
    "division": (sound_division_codes, division.findings),
}  # fmt: skip


@st.composite
def changed(draw: st.DrawFn) -> str:
    """Draw a code as it is, with a character changed, or with some left out."""
    code = draw(ids | credit_codes | divisions)
    place = draw(st.integers(0, len(code) - 1))
    other = draw(st.sampled_from(["", *"0123456789AXI:/·"]))
    return draw(st.sampled_from([code, code[:place] + other + code[place + 1 :], code[:15]]))


@pytest.mark.parametrize("kind", CHECKS)
@given(codes=st.lists(st.none() | changed(), min_size=1, max_size=8))
def test_a_code_is_sound_where_nothing_is_found(kind: str, codes: list[str | None]) -> None:
    told, findings = CHECKS[kind]
    text = normalise(pa.array([None, *codes], pa.string())).text.slice(1)
    faultless = ~np.logical_or.reduce(list(findings(text).values()))
    expected = faultless & text.is_valid().to_numpy(zero_copy_only=False)
    assert told(text).tolist() == expected.tolist()


@pytest.mark.parametrize("month", range(14))
def test_every_day_of_a_month_is_told_from_those_that_no_month_has(month: int) -> None:
    days = [f"{year}{month:02d}{day:02d}" for year in (1900, 2000, 2023) for day in range(33)]
    text = citizen.with_check_digit(pa.array([f"440304{day}001" for day in days]))

    def exists(day: str) -> bool:
        try:
            return bool(dt.datetime.strptime(day, "%Y%m%d"))
        except ValueError:
            return False

    assert sound_citizen_ids(text, AS_OF).tolist() == [exists(day) for day in days]
