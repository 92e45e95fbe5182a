"""The manual in its window: opened by F1 at the right page, read with mouse and keys."""

import re
from collections.abc import Iterator

import pytest
from PyQt6 import sip
from PyQt6.QtCore import QEvent, Qt, QUrl
from PyQt6.QtGui import QImage, QTextDocument
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QDialog

from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.looks import switch_language, switch_theme
from gridloom_desktop.window.manual.manual_window import ManualWindow
from gridloom_desktop.window.manual.opening import offer_page, open_manual
from gridloom_desktop.window.manual.page_view import scaled
from gridloom_desktop.window.model.manual import page, page_path, pages
from gridloom_desktop.window.theme import theme
from gridloom_layers.language import LANGUAGES, Language

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def manual(qapp: QApplication) -> Iterator[ManualWindow]:
    window = ManualWindow()
    window.show()
    yield window
    if not sip.isdeleted(window):
        window.close()


def pressed_f1(window: CityWindow) -> ManualWindow:
    """Press F1 in a window, as its menu's shortcut does, and return the manual."""
    window.menus.actions["help"].trigger()
    found = window.findChild(ManualWindow)
    assert found is not None
    return found


def titles(manual: ManualWindow) -> list[str]:
    items = [manual.list.item(row) for row in range(manual.list.count())]
    return [item.text().splitlines()[0] for item in items if item is not None]


def whole(key: str, keys: str) -> str:
    """Return a key of "Ctrl+Shift+R, P" with what is held down, which is told once."""
    held = keys.partition(",")[0].rpartition("+")[0]
    return key if "+" in key or key.startswith("F") else f"{held}+{key}"


def test_f1_over_the_map_opens_the_page_of_looking_around(window: CityWindow) -> None:
    window.canvas.setFocus()
    assert pressed_f1(window).page.name == "look-around"


def test_f1_with_a_selecting_tool_in_hand_opens_the_page_of_selecting(window: CityWindow) -> None:
    window.menus.actions["polygon"].trigger()
    assert pressed_f1(window).page.name == "select"


def test_f1_in_a_panel_opens_its_page(window: CityWindow) -> None:
    window.activateWindow()
    window.panels.show("ask")
    window.bench.asking.builder.text.setFocus()
    assert pressed_f1(window).page.name == "questions"


def test_every_panel_names_a_page_that_there_is(window: CityWindow) -> None:
    named = {panel.page for panel in window.panels.panels.values()}
    assert named <= {one.name for one in pages("en")}


def test_the_keys_that_are_told_are_those_of_the_window(window: CityWindow) -> None:
    commands = window.menus.commands.values()
    given = {(one.keys, str(one.title()).partition(":")[0]) for one in commands}
    rows = [line.strip("| ").split(" | ") for line in page("en", "keys").text.splitlines()]
    told = {
        (whole(key, keys), title)
        for keys, titles in (row for row in rows if len(row) == 2 and "**" in row[1])
        for key, title in zip(keys.split(", "), re.findall(r"\*\*(.+?)\*\*", titles), strict=True)
    }
    assert told - given == set()


def test_there_is_one_manual_for_a_window(window: CityWindow) -> None:
    assert pressed_f1(window) is pressed_f1(window)


def test_f1_in_a_modal_dialog_opens_a_manual_that_can_be_read(qtbot, window: CityWindow) -> None:
    dialog = QDialog(window)
    offer_page(dialog, "correct")
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_F1)
    manual = dialog.findChild(ManualWindow)
    assert manual is not None and manual.page.name == "correct"
    QTest.mouseClick(manual.next, LEFT)
    assert manual.page.name != "correct"


def test_a_page_is_chosen_in_the_list(manual: ManualWindow) -> None:
    item = manual.list.item(3)
    assert item is not None and manual.view.viewport() is not None
    QTest.mouseClick(manual.list.viewport(), LEFT, pos=manual.list.visualItemRect(item).center())
    assert manual.page is pages("en")[3]


def test_pages_are_turned_and_gone_back_to(manual: ManualWindow) -> None:
    QTest.keyClick(manual, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(manual.next, LEFT)
    QTest.mouseClick(manual.back, LEFT)
    assert manual.page is pages("en")[1]
    QTest.mouseClick(manual.home, LEFT)
    assert (manual.page.name, manual.previous.isEnabled()) == ("index", False)


def test_a_link_leads_to_its_page(manual: ManualWindow) -> None:
    manual.view.anchorClicked.emit(QUrl("privacy.md"))
    assert manual.page.name == "privacy"
    assert manual.windowTitle() == f"{page('en', 'privacy').title} – Manual"


def test_a_search_lists_pages_and_enter_opens_the_first(manual: ManualWindow) -> None:
    QTest.keyClicks(manual.search, "polygon circle")
    QTest.keyClick(manual.search, Qt.Key.Key_Return)
    assert manual.page.name == "select"
    assert titles(manual)[0] == page("en", "select").title


def test_a_search_without_a_hit_says_so(manual: ManualWindow) -> None:
    QTest.keyClicks(manual.search, "zeppelin")
    assert titles(manual) == []
    assert manual.nothing.isVisible()


def test_a_switch_of_language_shows_the_same_page(manual: ManualWindow) -> None:
    manual.open_page("charts")
    switch_language("zh")
    QApplication.processEvents()
    assert manual.page is page("zh", "charts")
    assert manual.view.toPlainText().startswith(page("zh", "charts").title)
    switch_language("en")


def test_links_have_the_colour_of_the_theme(manual: ManualWindow) -> None:
    def colours() -> set[str]:
        html = manual.view.toHtml()
        return {colour for colour in (theme().accent,) if colour in html}

    switch_theme("dark")
    dark = theme().accent
    assert colours() == {dark}
    switch_theme("light")
    assert dark not in manual.view.toHtml()


def test_pictures_fit_the_page_and_are_sharp(manual: ManualWindow) -> None:
    picture = QImage(1440, 900, QImage.Format.Format_RGB32)
    fitted = scaled(picture, 700, 2.0)
    assert (fitted.width(), fitted.height(), fitted.devicePixelRatio()) == (1400, 875, 2.0)
    assert scaled(picture, 2000, 1.0).width() == 1440


def test_a_picture_with_a_palette_gets_its_frame(manual: ManualWindow) -> None:
    picture = QImage(60, 40, QImage.Format.Format_Indexed8)
    picture.setColorTable([0xFFFFFFFF])
    picture.fill(0)
    framed = scaled(picture, 700, 1.0)
    assert framed.pixelColor(0, 20).name() == theme().line
    assert framed.pixelColor(30, 20).name() == "#ffffff"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_read_as_markdown(qapp: QApplication, language: Language) -> None:
    """Bold words beside Chinese punctuation are where readers of Markdown differ."""
    document, left = QTextDocument(), []
    for one in pages(language):
        document.setMarkdown(page_path(language, one.name).read_text("utf-8"))
        left += [(one.name, mark) for mark in ("**", "](", "`") if mark in document.toPlainText()]
    assert left == []


def test_the_manual_goes_with_its_window(window: CityWindow) -> None:
    manual = open_manual(window)
    window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert sip.isdeleted(manual)


def test_escape_closes_it(manual: ManualWindow) -> None:
    QTest.keyClick(manual, Qt.Key.Key_Escape)
    assert not manual.isVisible()
