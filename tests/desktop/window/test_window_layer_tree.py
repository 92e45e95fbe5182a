"""The tree of layers, with mouse and keys."""

import timeit

import pytest
from PyQt6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PyQt6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PyQt6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox, QPushButton

from gridloom_analytics.selecting import Where
from gridloom_desktop.window.layer_tree.layer_menu import layer_menu
from gridloom_desktop.window.layer_tree.style_dialog import StyleDialog
from gridloom_desktop.window.looks import switch_language
from gridloom_desktop.window.model.document import Colouring, LayerView
from gridloom_desktop.window.model.symbology import Symbols
from gridloom_desktop.window.screenshot import wait_until_idle

LEFT = Qt.MouseButton.LeftButton
KEYS = {"up": Qt.Key.Key_Up, "down": Qt.Key.Key_Down}


@pytest.fixture
def tree(window):
    window.activateWindow()
    window.bench.layers.tree.choose("community")
    return window.bench.layers.tree


def view(window, name="community"):
    return window.session.document.layer(name)


def order(window) -> list[str]:
    return [one.name for one in window.session.document.layers]


def row(window, name, number=None) -> QModelIndex:
    place = window.bench.layers.model.place(name)
    return place if number is None else window.bench.layers.model.index(number, 0, place)


def click(qtbot, window, index, x, line=15) -> None:
    tree = window.bench.layers.tree
    box = tree.visualRect(index)
    qtbot.mouseClick(tree.viewport(), LEFT, pos=QPoint(box.left() + x, box.top() + line))
    wait_until_idle(window)


def coloured(window, **how) -> None:
    window.bench.layers.acts.colour("community", Colouring(column="residents", **how))
    wait_until_idle(window)


def dialog_of(window, name="community") -> StyleDialog:
    window.bench.layers.edit_style(name)
    return window.findChild(StyleDialog)


def test_a_click_on_the_switch_hides_a_layer(qtbot, window, tree):
    click(qtbot, window, row(window, "community"), 10)
    assert not view(window).visible


def test_enter_chooses_the_colour_of_a_layer(qtbot, window, tree):
    with qtbot.waitSignal(tree.swatch_clicked) as told:
        qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert told.args[0] == "community"
    dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_enter_folds_and_unfolds_the_classes_of_a_layer(qtbot, window, tree):
    coloured(window)
    tree.choose("community")
    place, before = row(window, "community"), tree.isExpanded(row(window, "community"))
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert tree.isExpanded(place) != before


def test_space_switches_the_layer_that_is_worked_on(qtbot, window, tree):
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert not view(window).visible
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert view(window).visible


def test_a_click_on_a_title_works_on_the_layer_and_changes_nothing(qtbot, window, tree):
    before = window.session.document.layers
    click(qtbot, window, row(window, "people"), 80)
    assert tree.current == "people" and window.session.document.layers == before


def test_a_layer_is_moved_by_keys_in_one_step(qtbot, window, tree):
    qtbot.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert order(window) == ["people", "community"] and tree.current == "community"
    window.session.undo()
    assert order(window) == ["community", "people"]


def drag(window, name, place) -> None:
    """Drag a layer to a place of the view: what Qt sends when the button is let go."""
    tree = window.bench.layers.tree
    data = window.bench.layers.model.mimeData([row(window, name)])
    kept = (Qt.DropAction.MoveAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(tree.viewport(), QDragEnterEvent(place, *kept))
    QApplication.sendEvent(tree.viewport(), QDragMoveEvent(place, *kept))
    action, data, *rest = kept
    QApplication.sendEvent(tree.viewport(), QDropEvent(QPointF(place), action, data, *rest))
    wait_until_idle(window)


def test_a_layer_is_dragged_over_another_in_one_step(window, tree):
    assert order(window) == ["community", "people"]
    drag(window, "community", tree.visualRect(row(window, "people")).topLeft() + QPoint(40, 1))
    assert order(window) == ["people", "community"]
    window.session.undo()
    assert order(window) == ["community", "people"]


def test_a_layer_that_is_dropped_below_the_last_lies_lowest(window, tree):
    drag(window, "people", tree.visualRect(row(window, "community")).bottomLeft() + QPoint(40, 90))
    assert order(window) == ["people", "community"]


def test_del_takes_a_layer_off_the_map_and_undo_brings_it_back(qtbot, window, tree):
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert order(window) == ["people"] and "community" in window.session.store.tables
    window.session.undo()
    assert order(window) == ["community", "people"]


def test_f2_renames_a_layer(qtbot, window, tree):
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_F2)
    line = tree.findChild(QLineEdit, "name")
    line.setText("  居住区 ")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    wait_until_idle(window)
    assert view(window).title == "居住区"
    assert window.bench.layers.model.branches[1].title["en"] == "居住区"


def test_a_double_click_on_the_title_renames_too(qtbot, window, tree):
    place = tree.visualRect(row(window, "people")).topLeft() + QPoint(80, 15)
    qtbot.mouseClick(tree.viewport(), LEFT, pos=place)
    qtbot.mouseDClick(tree.viewport(), LEFT, pos=place)
    line = tree.findChild(QLineEdit, "name")
    qtbot.keyClicks(line, "residents")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    wait_until_idle(window)
    assert view(window, "people").title == "residents"


def test_a_drag_of_the_opacity_is_seen_at_once_and_is_one_step(window, tree):
    slider = window.bench.layers.inspector.slider
    slider.setSliderDown(True)
    for percent in (80, 60, 40):
        slider.setValue(percent)
        assert window.session.layer("community").opacity == percent / 100
    slider.setSliderDown(False)
    window.session.undo()
    assert view(window).opacity == 1.0 and window.session.steps.last is None


def test_a_legend_unfolds_when_a_layer_is_coloured(window, tree):
    coloured(window)
    assert tree.isExpanded(row(window, "community"))
    assert window.bench.layers.model.rowCount(row(window, "community")) == len(
        window.session.layer("community").legend()
    )


def test_a_click_on_a_class_hides_it_and_another_shows_it(qtbot, window, tree):
    coloured(window)
    key = window.session.layer("community").legend()[1].key
    click(qtbot, window, row(window, "community", 1), 70, line=10)
    assert view(window).hidden == (key,)
    click(qtbot, window, row(window, "community", 1), 10, line=10)
    assert view(window).hidden == ()


def test_what_is_folded_and_scrolled_stays_over_changes(window, tree):
    coloured(window)
    tree.collapse(row(window, "community"))
    window.bench.layers.acts.set_opacity("community", 0.5, None)
    window.bench.layers.acts.switch("people", False)
    wait_until_idle(window)
    assert not tree.isExpanded(row(window, "community"))


def test_a_border_is_written_in_the_tree(qtbot, window, tree):
    coloured(window)
    tree.setCurrentIndex(row(window, "community", 0))
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_F2)
    line = tree.findChild(QLineEdit, "name")
    line.setText("100.5")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    wait_until_idle(window)
    assert window.session.layer("community").style.classes[0].upper == 100.5


def test_a_border_that_is_no_number_is_told(window, tree):
    coloured(window)
    fault = window.bench.layers.acts.give_border("community", 0, "many")
    assert "“many” is not a number" in str(fault)


def test_a_filter_is_written_and_dropped_by_its_cross(qtbot, window, tree):
    line = window.bench.layers.inspector.filter
    line.setFocus()
    qtbot.keyClicks(line, "residents > 900")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    wait_until_idle(window)
    assert window.bench.layers.model.branches[1].count == 9
    assert window.bench.layers.model.branches[1].filter["en"] == "residents > 900"
    box = tree.visualRect(row(window, "community"))
    crosses = [x for x in range(box.width()) if _part(tree, window, box, x) == "chip"]
    click(qtbot, window, row(window, "community"), crosses[len(crosses) // 2], line=40)
    assert view(window).where is None


def _part(tree, window, box, x) -> str:
    place = box.topLeft() + QPoint(x, 40)
    return tree._delegate.part_at(place, box, row(window, "community"))


def test_a_wrong_filter_is_told_beside_the_line_and_does_nothing(qtbot, window, tree):
    line = window.bench.layers.inspector.filter
    line.setFocus()
    qtbot.keyClicks(line, "residants > 900")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert not window.bench.layers.inspector.fault.isHidden()
    assert "residants" in window.bench.layers.inspector.fault.text()
    assert view(window).where is None


def test_the_dialog_of_classes_is_one_step(window, tree):
    coloured(window)
    dialog = dialog_of(window)
    dialog.colours.count.setValue(3)
    dialog.colours.method.setCurrentIndex(dialog.colours.method.findData("equal"))
    dialog.colours.method.activated.emit(dialog.colours.method.currentIndex())
    wait_until_idle(window)
    assert (
        dialog.colours.table.rowCount() == 3 == len(window.session.layer("community").style.classes)
    )
    dialog.accept()
    window.session.undo()
    assert view(window).colouring == Colouring(column="residents")


def test_the_dialog_of_classes_that_is_cancelled_is_no_step(window, tree):
    coloured(window)
    before = window.session.steps.last
    dialog = dialog_of(window)
    dialog.colours.palette_box.setCurrentIndex(3)
    dialog.colours.palette_box.activated.emit(3)
    dialog.done(QDialog.DialogCode.Rejected)
    assert view(window).colouring == Colouring(column="residents")
    assert window.session.steps.last == before


def test_heat_is_seen_at_once_and_gone_when_the_dialog_is_cancelled(qtbot, window, tree):
    dialog = dialog_of(window)
    dialog.tabs.setCurrentWidget(dialog.heat)
    qtbot.mouseClick(dialog.heat.on, LEFT, pos=QPoint(8, dialog.heat.on.height() // 2))
    qtbot.keyClick(dialog.heat.radius.slider, Qt.Key.Key_Right)
    wait_until_idle(window)
    assert window.session.layer("community").heat.radius == 13
    assert window.bench.layers.model.rowCount(row(window, "community")) == 1
    dialog.reject()
    assert view(window).symbols.heat is None and window.session.steps.last is None


def test_an_open_dialog_of_style_follows_the_language(window, tree):
    dialog = dialog_of(window)
    switch_language("zh")
    told = [dialog.tabs.tabText(number) for number in range(dialog.tabs.count())]
    chosen = dialog.colours.field.currentText()
    switch_language("en")
    dialog.reject()
    assert told == ["着色", "大小与轮廓", "热力图"] and chosen == "单一颜色"


def test_a_border_is_written_in_the_dialog(window, tree):
    coloured(window)
    dialog = dialog_of(window)
    dialog.colours.table.item(0, 2).setText("100.5")
    wait_until_idle(window)
    assert view(window).colouring.borders[0] == 100.5
    assert dialog.colours.method.currentData() == "given"
    dialog.colours.table.item(0, 2).setText("5000")
    assert "must lie between" in dialog.colours.fault.text()
    dialog.reject()


def test_a_style_is_copied_to_another_view(window, tree):
    coloured(window)
    window.bench.layers.acts.duplicate("community")
    made = tree.current
    window.bench.layers.acts.colour(made, None)
    window.bench.layers.acts.copy_style("community")
    window.bench.layers.acts.paste_style(made)
    assert view(window, made).colouring == view(window).colouring
    assert window.bench.layers.acts.copied_style("people") is None


def test_all_rows_speak_the_language_of_the_window(window, tree):
    switch_language("zh")
    texts = [window.bench.layers.model.data(row(window, name)) for name in ("community", "people")]
    menu = layer_menu(
        window.bench.layers,
        window.session,
        window.bench.layers.acts,
        view(window),
        window.bench.layers.commands(),
    )
    told = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    menu.deleteLater()
    switch_language("en")
    assert texts[0] == "社区" and all(not text.isascii() for text in told)


def test_a_layer_is_deleted_after_a_question(qtbot, window, tree):
    window.bench.deleting.ask("people")
    box = window.findChild(QMessageBox)
    assert "people" in box.text() and "Undo" in box.informativeText()
    qtbot.mouseClick(box.findChild(QPushButton, "delete"), LEFT)
    wait_until_idle(window)
    assert order(window) == ["community"] and "people" not in window.session.store.tables
    window.menus.actions["undo"].trigger()
    wait_until_idle(window)
    assert order(window) == ["community", "people"] and "people" in window.session.store.tables


def test_a_style_taken_back_leaves_what_came_while_it_was_changed(window, tree):
    dialog = dialog_of(window)
    window.bench.layers.acts.symbolise("community", Symbols(size=7.0))
    document = window.session.document
    arrived = LayerView(name="arrived", table="community")
    window.session.keep(document.with_layers((*document.layers, arrived)))
    dialog.reject()
    wait_until_idle(window)
    assert order(window) == ["community", "people", "arrived"]
    assert view(window).symbols == Symbols()


def test_a_layer_deleted_while_its_style_is_changed_stays_deleted(window, tree):
    dialog_of(window, "people")
    window.bench.layers.acts.take_off("people")
    wait_until_idle(window)
    assert order(window) == ["community"]


def test_forty_layers_follow_a_change_within_a_frame(window, tree):
    acts = window.bench.layers.acts
    for _ in range(38):
        acts.duplicate("community")
    wait_until_idle(window)
    acts.filter("people", Where(text="sex = 'F'"))
    wait_until_idle(window)
    assert len(window.bench.layers.model.branches) == 40
    assert min(timeit.repeat(window.bench.layers._refresh, number=1, repeat=7)) < 0.016
