"""A switch of language or colours: all that is open follows, once, and nothing is kept alive."""

import re
from functools import partial

import pytest
from PyQt6.QtCore import QCoreApplication, QEvent, QObject, QSize
from PyQt6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTabWidget,
    QWidget,
)

from gridloom_analytics.bilingual import Given
from gridloom_desktop.window import following
from gridloom_desktop.window.attribute_table.unmask_dialog import UnmaskDialog
from gridloom_desktop.window.following import offer, say
from gridloom_desktop.window.history.step_list import StepList
from gridloom_desktop.window.icon_button import IconButton
from gridloom_desktop.window.icons import icon
from gridloom_desktop.window.labels import label
from gridloom_desktop.window.looks import switch_language, switch_theme
from gridloom_desktop.window.model.steps import Steps
from gridloom_desktop.window.new_workspace import NewWorkspaceDialog
from gridloom_desktop.window.palette import Palette
from gridloom_desktop.window.screenshot import wait_while
from gridloom_layers.language import tr, use_language

OWN = {"residents", "English", "中文", "city.csv", "name", "Shift-JIS"}


@pytest.fixture(autouse=True)
def english_and_light():
    """Leave the looks as they were."""
    yield
    use_language("en")
    switch_theme("light")


def texts(widget: QWidget) -> set[str]:
    """Return all that a window writes."""
    found = {widget.windowTitle()}
    for one in widget.findChildren(QLabel) + widget.findChildren(QAbstractButton):
        found |= {one.text(), one.toolTip()}
    found |= {edit.placeholderText() for edit in widget.findChildren(QLineEdit)}
    for box in widget.findChildren(QComboBox):
        found |= {box.itemText(position) for position in range(box.count())}
    for tabs in widget.findChildren(QTabWidget):
        found |= {tabs.tabText(position) for position in range(tabs.count())}
    for table in widget.findChildren(QTableWidget):
        heads = (table.horizontalHeaderItem(place) for place in range(table.columnCount()))
        found |= {head.text() for head in heads if head is not None}
    return {text for text in found if re.search("[a-z]{3}", text)}


def new_workspace(window, tmp_path):
    return NewWorkspaceDialog(window)


def unmask(window, tmp_path):
    return UnmaskDialog(Given.of({"zh": "姓名", "en": "name of it"}), window)


def importing(window, tmp_path):
    file = tmp_path / "city.csv"
    file.write_text("name,residents\n甲,1\n", encoding="utf-8")
    window.bench.importing.offer([str(file)])
    wait_while(lambda: window.bench.importing.dialog.busy)
    return window.bench.importing.dialog


@pytest.mark.parametrize("opened_dialog", [new_workspace, unmask, importing])
def test_a_dialog_that_is_open_follows_the_language(window, tmp_path, opened_dialog):
    dialog = opened_dialog(window, tmp_path)
    english = texts(dialog)
    switch_language("zh")
    assert {one for one in texts(dialog) & english if "EPSG" not in one} <= OWN
    dialog.close()
    dialog.deleteLater()


def test_the_start_page_follows_the_language(workstation):
    english = texts(workstation.start_page)
    switch_language("zh")
    assert texts(workstation.start_page) & english <= OWN


def test_a_message_of_the_status_line_follows_the_language(window):
    window.status.tell(tr("Nothing is found."))
    switch_language("zh")
    assert window.status.currentMessage() == "未找到。"


def test_the_latest_text_said_to_a_label_is_the_one_that_follows(qtbot, workstation):
    one = label(tr("Cancel"))
    qtbot.addWidget(one)
    say(one.setText, tr("Close"))
    switch_language("zh")
    assert one.text() == "关闭"


def test_choices_follow_the_language_and_keep_what_is_chosen(qtbot, workstation):
    box = QComboBox()
    qtbot.addWidget(box)
    offer(box, {1: tr("yes"), 0: tr("no")})
    box.setCurrentIndex(1)
    switch_language("zh")
    assert (box.currentText(), box.currentData()) == ("否", 0)


def test_tabs_are_told_apart(qtbot, workstation):
    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    for title in (tr("Layers"), tr("Charts")):
        say(partial(tabs.setTabText, tabs.addTab(QWidget(), "")), title)
    switch_language("zh")
    assert [tabs.tabText(place) for place in range(2)] == ["图层", "图表"]


def test_what_is_gone_is_told_nothing_and_kept_by_nobody(workstation):
    before = following._switches.receivers(following._switches.language)
    button = IconButton("mdi6.plus", tr("Cancel"))
    StepList(Steps(), button)
    button.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert following._switches.receivers(following._switches.language) == before


def test_closed_palettes_are_gone(qtbot, window):
    for _ in range(3):
        palette = Palette(window.menus.commands.values, window)
        palette.ask()
        palette.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert window.findChildren(Palette) == []


class Counting(QObject):
    """Counts how often a widget is given another style."""

    seen = 0

    def eventFilter(self, a0, a1):  # noqa: N802
        self.seen += a1 is not None and a1.type() == QEvent.Type.StyleChange
        return False


@pytest.mark.parametrize("switch", [partial(switch_theme, "dark"), partial(switch_language, "zh")])
def test_a_switch_styles_widgets_a_few_times_however_deep_they_lie(qapp, window, switch):
    counting = Counting(window)
    qapp.installEventFilter(counting)
    switch()
    qapp.removeEventFilter(counting)
    assert 0 < counting.seen < 4 * len(qapp.allWidgets())  # the font, and the sheet off and on


def test_an_icon_takes_the_colours_of_the_theme_when_it_is_painted(workstation):
    one, size = icon("mdi6.plus"), QSize(16, 16)
    light = one.pixmap(size).toImage()
    switch_theme("dark")
    assert one.pixmap(size).toImage() != light
