"""The colours of the window: texts can be read, classes be told apart, by any sight."""

import pytest
from tests.sights import SIGHTS, closest

from gridloom_desktop.window.model.colouring import CATEGORIES
from gridloom_desktop.window.theme import THEMES

TEXTS = ("ink", "muted", "accent", "accent_strong", "fault")
GROUNDS = ("paper", "chrome", "sunken", "stripe", "accent_pale", "warning_pale")
READABLE = 4.5
"""WCAG 2.2, 1.4.3: contrast of a text to what lies behind it."""
SEEN = 3.0
"""1.4.11: contrast of a mark that is to be seen."""


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_as_published():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_each_text_can_be_read_on_each_ground(theme):
    pairs = {(text, ground): contrast(getattr(theme, text), getattr(theme, ground))
             for text in TEXTS for ground in GROUNDS}  # fmt: skip
    assert {pair: value for pair, value in pairs.items() if value < READABLE} == {}


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_what_is_written_on_colours_can_be_read(theme):
    pairs = ((theme.on_accent, theme.accent), (theme.on_accent, theme.accent_strong),
             (theme.paper, theme.ink), (theme.paper, theme.fault))  # fmt: skip
    assert all(contrast(*pair) >= READABLE for pair in pairs)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_focus_is_seen_on_each_ground(theme):
    assert all(contrast(theme.accent, getattr(theme, ground)) >= SEEN for ground in GROUNDS)


@pytest.mark.parametrize("sight", SIGHTS)
def test_any_two_categories_can_be_told_apart(sight):
    assert closest(CATEGORIES, sight) >= 12.5


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_what_is_selected_differs_from_the_rest_of_a_chart(theme, sight):
    assert closest((theme.pale_data, theme.selected), sight) >= 40
