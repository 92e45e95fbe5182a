"""From coverage to colours: blocks of pixels are mixed as each pixel by itself would be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloom_desktop.canvas.kernels.composing import compose
from gridloom_desktop.canvas.units import FULL, UNIT, pack

COLOUR = (200, 120, 40)


def accumulated(width: int, spans) -> np.ndarray:
    """An accumulator of one row in which each span is covered by a share of a pixel."""
    target = np.zeros((1, width + 2, 2), dtype=np.int64)
    red, green, blue = COLOUR
    for first, end, share in spans:
        words = np.array([pack(red, green), pack(blue, 255)]) * round(share * UNIT)
        target[0, min(first, end, width)] += words
        target[0, min(max(first, end), width)] -= words
    return target


def mixed(below: np.ndarray, target: np.ndarray, opacity: float) -> np.ndarray:
    """Each pixel with the sums up to it laid over it, in double precision."""
    cover = (np.cumsum(target[0, : len(below), 1]) & 0xFFFFFFFF) / FULL
    share = np.minimum(cover, 1)[:, None] * opacity
    channels = (below[:, None] >> np.array([16, 8, 0], dtype=np.uint32)) & 0xFF
    return np.array(COLOUR) * share + channels * (1 - share)


spans = st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70), st.floats(0, 1)), max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 70), spans, st.floats(0, 1), st.integers(0, 2**32 - 1), st.booleans())
def test_a_row_looks_as_if_each_pixel_were_mixed_by_itself(width, covered, opacity, seed, plain):
    draw = np.random.default_rng(seed)
    below = draw.integers(0, 2**24, 1 if plain else width, dtype=np.uint32) | np.uint32(0xFF000000)
    frame = np.repeat(below, width if plain else 1)[None, :].copy()
    target = accumulated(width, covered)
    expected = mixed(frame[0], target, opacity)
    compose(frame, target, opacity)
    found = (frame[0][:, None] >> np.array([16, 8, 0], dtype=np.uint32)) & 0xFF
    assert np.abs(found - expected).max() <= 0.51


@pytest.mark.parametrize("width", [3, 8, 61])
def test_the_accumulator_is_left_clear(width):
    target = accumulated(width, [(1, width, 0.7), (2, 70, 1.0)])
    compose(np.full((1, width), 0xFFFFFFFF, dtype=np.uint32), target, 1.0)
    assert not target.any()
