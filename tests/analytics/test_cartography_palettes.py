"""Palettes: published colours, told apart without colour vision too."""

import re

import pytest
from palettable.colorbrewer.sequential import YlGnBu_5

from gridloom_analytics.cartography.palettes import PALETTES, SEQUENTIAL, colours


def _lightness(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_brewer_palette_is_the_published_one():
    assert colours("YlGnBu", 5) == [colour.lower() for colour in YlGnBu_5.hex_colors]


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("k", [*range(1, 10), 12, 20])
def test_each_palette_gives_any_number_of_different_colours(palette, k):
    found = colours(palette, k)
    assert len(set(found)) == k
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in found)


@pytest.mark.parametrize("palette", SEQUENTIAL)
def test_more_is_darker_in_a_sequential_palette(palette):
    lightness = [_lightness(colour) for colour in colours(palette, 7)]
    assert lightness == sorted(lightness, reverse=True)


def test_an_unknown_palette_is_refused():
    with pytest.raises(ValueError, match="jet"):
        colours("jet", 5)
