"""The 17 patterns, each by a series made by hand, and all by the words of ArcGIS Pro 3.2."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.statistics.spacetime.patterns import PATTERNS, patterns

OPPOSITE = str.maketrans("HC", "CH")
SERIES = {
    ".........H": {"new": 0},
    "CC.......H": {"new": 0},
    "........HH": {"consecutive": 0},
    "..CC.HHHHH": {"consecutive": 0},
    ".HHHHHHHHH": {"intensifying": 1, "persistent": 0, "diminishing": -1},
    "HHHHHHHHHH": {"intensifying": 1, "persistent": 0, "diminishing": -1},
    "CHHHHHHHHH": {"persistent": 0},
    "H..H...H.H": {"sporadic": 1},
    "H.......HH": {"sporadic": 0},
    "H.HHHHHH.H": {"sporadic": -1},
    "C..H.....H": {"oscillating": 0},
    "HH.C....HH": {"oscillating": 0},
    "HHHHHHHHH.": {"historical": 1},
    "..........": {None: 1},
    "HHHHHHHH..": {None: 0},
}
CASES = [(text, kind, trend) for text, kinds in SERIES.items() for kind, trend in kinds.items()]


def pattern_of(text: str, trend: int) -> str:
    states = np.array([list(text)])
    return patterns(states == "H", states == "C", np.array([trend]))[0]


@pytest.mark.parametrize(("text", "kind", "trend"), CASES)
def test_a_series_has_its_pattern_and_its_mirror_the_cold_one(text, kind, trend) -> None:
    assert pattern_of(text, trend) == (f"{kind}-hot" if kind else "no-pattern")
    assert pattern_of(text.translate(OPPOSITE), -trend) == (
        f"{kind}-cold" if kind else "no-pattern"
    )


def test_every_pattern_has_a_series_of_its_own() -> None:
    made = {pattern_of(text, trend) for text, _, trend in CASES}
    made |= {pattern_of(text.translate(OPPOSITE), -trend) for text, _, trend in CASES}
    assert made == set(PATTERNS)
    assert len(PATTERNS) == 17


def in_words(text: str, trend: int, hot: str, cold: str) -> set[str]:
    """Which definitions hold, each written as ArcGIS Pro 3.2 words it."""
    length, times, last = len(text), text.count(hot), text[-1] == hot
    run = length - len(text.rstrip(hot))
    mostly = times / length >= 0.9 - 1e-12
    return {
        name
        for name, holds in {
            "new": last and hot not in text[:-1],
            "consecutive": run >= 2 and hot not in text[:-run] and not mostly,
            "intensifying": mostly and last and trend > 0,
            "persistent": mostly and last and trend == 0,
            "diminishing": mostly and last and trend < 0,
            "sporadic": last and hot in text[:-1] and run < times and not mostly
            and cold not in text,
            "oscillating": last and cold in text[:-1] and not mostly,
            "historical": mostly and not last,
        }.items()
        if holds
    }  # fmt: skip


@given(st.text("H.C", min_size=10, max_size=24), st.sampled_from([-1, 0, 1]))
def test_a_pattern_is_one_whose_words_hold(text: str, trend: int) -> None:
    fits = {f"{one}-hot" for one in in_words(text, trend, "H", "C")}
    fits |= {f"{one}-cold" for one in in_words(text, -trend, "C", "H")}
    assert pattern_of(text, trend) in (fits or {"no-pattern"})


def test_ninety_percent_is_counted_in_whole_steps() -> None:
    # 0.9 × 110 is a little over 99 in floating point
    assert pattern_of("." * 11 + "H" * 99, 0) == "persistent-hot"
    assert pattern_of("." * 12 + "H" * 98, 0) == "consecutive-hot"


def test_what_a_place_is_now_goes_before_what_it_was() -> None:
    assert pattern_of("CCCCCCCCCH", 0) == "new-hot"
    assert pattern_of("HHHHHHHHHC", 0) == "new-cold"
