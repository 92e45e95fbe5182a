"""The window by keys alone: Tab reaches what can be used, the palette does what menus do."""

from collections import Counter

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QToolBar,
    QWidget,
)

from gridloom_desktop.window.looks import switch_language
from gridloom_desktop.window.new_workspace import NewWorkspaceDialog
from gridloom_desktop.window.palette import Palette
from gridloom_desktop.window.screenshot import wait_until_idle

USED = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QAbstractItemView)
PANELS = ("layers", "analysis", "result", "feature", "ask", "tasks", "tables", "charts")
MOST = 400


def is_to_be_reached(widget: QWidget) -> bool:
    """Say whether a hand would use it: inner parts of a box, and what menus have too, are not."""
    if not (widget.isVisible() and widget.isEnabled() and isinstance(widget, USED)):
        return False
    parent = widget.parent()
    inner = isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit | QAbstractItemView)
    within = isinstance(parent, QToolBar) or widget.objectName() in ("qt_toolbar_ext_button",)
    return not inner and not within and not _is_of_a_head(widget)


def _is_of_a_head(widget: QWidget) -> bool:
    return "Header" in type(widget).__name__ or "ScrollButton" in widget.objectName()


def reached(window: QWidget) -> set[QWidget]:
    """Return what Tab reaches, and what stands for it."""
    return {one for here in tab_order(window) for one in (here, here.focusProxy()) if one}


def tab_order(window: QWidget) -> list[QWidget]:
    """Press Tab until the focus has come round; return what had it, in turn."""
    window.setFocus()
    seen: list[QWidget] = []
    for _ in range(MOST):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        if here is None or (seen and here is seen[0]):
            break
        seen.append(here)
    return seen


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.objectName() or text or widget.toolTip()}"


@pytest.mark.parametrize("panel", PANELS)
def test_tab_reaches_all_that_can_be_used_in_a_panel(window, panel):
    window.panels.show(panel)
    window.activateWindow()
    wait_until_idle(window)
    widget = window.panels.panels[panel].widget
    wanted = [one for one in widget.findChildren(QWidget) if is_to_be_reached(one)]
    there = reached(window)
    assert [_name(one) for one in wanted if one not in there] == []


def test_tab_leads_through_a_form_in_its_order(window):
    window.menus.actions["analysis-hotspots"].trigger()
    wait_until_idle(window)
    panel = window.bench.analyses
    panel.layer.setFocus()
    order, here = [], panel.layer
    fields = (*panel.form.fields, panel.seed, panel.live, panel.run)
    wanted = [one for one in fields if one.isVisible()]  # some questions follow from others
    for _ in wanted:
        QTest.keyClick(here, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        order.append(here)
    assert order == wanted


def test_each_key_belongs_to_one_command(window):
    keys = Counter(one.keys for one in window.menus.commands.values() if one.keys)
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_key_of_a_command_opens_a_menu_or_is_one_that_qt_needs(window, language):
    switch_language(language)
    taken = {QKeySequence(key).toString() for key in ("Tab", "Shift+Tab", "Esc", "Return", "Space")}
    titles = [one.text() for one in window.menus.menus["file"].parent().findChildren(QAction)]
    letters = {f"Alt+{text[text.index('&') + 1].upper()}" for text in titles if "&" in text}
    keys = {one.keys for one in window.menus.commands.values()}
    assert keys & (taken | letters) == set()


def test_every_command_that_can_be_done_is_in_a_menu_and_in_the_palette(window):
    palette = Palette(window.menus.commands.values, window)
    palette.ask()
    enabled = [one for one in window.menus.commands.values() if one.is_enabled()]
    listed = {palette.list.item(row).text() for row in range(palette.list.count())}
    in_menus = {one.objectName() for menu in window.menus.menus.values() for one in menu.actions()}
    assert {one.name for one in enabled} <= in_menus
    assert all(any(text.startswith(str(one.title())) for text in listed) for one in enabled)
    palette.close()


def test_escape_closes_the_palette_and_does_nothing(window):
    window.menus.actions["palette"].trigger()
    palette = window.findChild(Palette)
    QTest.keyClick(palette.search, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_escape_closes_a_dialog_that_a_command_opened(window):
    window.menus.actions["add-chart"].trigger()
    wait_until_idle(window)
    dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("name", ["primary", "link", "field"])
def test_the_focus_is_seen(window, name):
    window.menus.actions["analysis-hotspots"].trigger()
    wait_until_idle(window)
    panel = window.bench.analyses
    widget = {
        "primary": panel.run,
        "link": panel.back,
        "field": window.bench.layers.inspector.filter,
    }
    widget[name].clearFocus()
    without = widget[name].grab().toImage()
    widget[name].setFocus(Qt.FocusReason.TabFocusReason)
    assert widget[name].grab().toImage() != without


def test_enter_makes_a_workspace_from_any_line(tmp_path, window):
    dialog = NewWorkspaceDialog(window)
    dialog.show()
    dialog.path.setText(str(tmp_path / "new"))
    dialog.crs.setFocus()
    QTest.keyClick(dialog.crs, Qt.Key.Key_Return)
    assert dialog.made == tmp_path / "new.gridloom"


def test_all_texts_have_the_font_of_the_language(window):
    for language in ("zh", "en"):
        switch_language(language)
        families = QApplication.font().families()
        labels = [one for one in window.findChildren(QLabel) if one.font().families() != families]
        assert [one.text() for one in labels] == []


def test_no_widget_keeps_the_font_of_the_other_language(window):
    for language in ("zh", "en", "zh", "en"):
        switch_language(language)
        families = QApplication.font().families()
        kept = [one for one in window.findChildren(QWidget) if one.font().families() != families]
        assert [_name(one) for one in kept] == []
