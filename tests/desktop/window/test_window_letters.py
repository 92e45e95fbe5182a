"""Alt and a letter: each menu and each dialog marks letters, and none twice."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from gridloom_desktop.window.looks import switch_language
from gridloom_desktop.window.mnemonics import lettered_texts
from gridloom_desktop.window.model.letters import letter_of, lettered, plain
from gridloom_desktop.window.screenshot import wait_until_idle

TEXTS = st.lists(st.text(alphabet="abCD 社区&…：", max_size=8), max_size=12).map(
    lambda texts: [text.replace("&", "&&") for text in texts]
)


def letters(texts):
    return [letter_of(text) for text in texts if letter_of(text)]


@given(TEXTS, st.sampled_from(["en", "zh"]))
def test_no_letter_comes_twice(texts, language):
    found = letters(lettered(texts, language))
    assert len(found) == len(set(found))


@given(TEXTS, st.sampled_from(["en", "zh"]))
def test_without_its_mark_a_text_is_what_it_was(texts, language):
    assert [plain(one) for one in lettered(texts, language)] == texts


@given(TEXTS, st.sampled_from(["en", "zh"]))
def test_letters_that_are_there_stay(texts, language):
    once = lettered(texts, language)
    assert lettered(once, language)[: len(once)] == once


def test_a_chinese_text_has_the_letter_of_the_english_one_before_its_dots():
    texts = ["文件", "查找命令…", "1  识别结果"]
    assert lettered(texts, "zh") == ["文件(&F)", "查找命令(&C)…", "&1  识别结果"]


def test_an_english_text_has_its_letter_at_the_beginning_of_a_word():
    assert lettered(["Copy", "Cut the map", "Ctm"], "en") == ["&Copy", "Cut the &map", "C&tm"]


def opened(window, place):
    menu = window.menus.menus[place]
    menu.aboutToShow.emit()
    return [one.text() for one in menu.actions() if one.text()]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_menu_has_a_letter_of_its_own(window, language):
    switch_language(language)
    titles = [one.text() for one in window.menus.bar.actions()]
    assert len(set(letters(titles))) == len(titles) == 8


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_letter_comes_twice_in_a_menu(window, language):
    switch_language(language)
    for place, menu in window.menus.menus.items():
        menu.ensurePolished()
        found = Counter(letters(opened(window, place)))
        assert found and max(found.values()) == 1, place


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_form_of_an_analysis_leaves_the_letters_of_menus_to_these(window, language):
    switch_language(language)
    window.menus.actions["analysis-hotspots"].trigger()
    wait_until_idle(window)
    form = letters(text for text, _ in lettered_texts(window.bench.analyses))
    menus = letters(one.text() for one in window.menus.bar.actions())
    assert len(form) > 5 and len({*form, *menus}) == len(form) + len(menus)


def test_alt_and_its_letter_lead_to_a_field_of_a_form(window, qtbot):
    window.menus.actions["analysis-hotspots"].trigger()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    panel = window.bench.analyses
    qtbot.waitUntil(lambda: letter_of(panel._seed_label.text()) != "")
    key = getattr(Qt.Key, f"Key_{letter_of(panel._seed_label.text())}")
    QTest.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
    assert panel.seed.hasFocus()
