"""What the window tells is what is there: whole values, words for codes, nothing out of sight."""

import threading

import numpy as np
import pyarrow as pa
import pytest
import shapely
from PyQt6.QtCore import QCoreApplication, QTimer, QTranslator
from PyQt6.QtWidgets import QMessageBox

from gridloom_desktop.canvas import Drawing, Symbol, View, build_shapes, paint
from gridloom_desktop.window.failures import tell
from gridloom_desktop.window.looks import switch_language
from gridloom_desktop.window.model.colouring import MOST_CATEGORIES, _categorical
from gridloom_desktop.window.model.document import Colouring
from gridloom_desktop.window.model.letters import plain
from gridloom_desktop.window.model.values import Values
from gridloom_desktop.window.qt_texts import NAME
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr, use_language
from gridloom_layers.roles import role
from gridloom_layers.workspace.titles import value_label, written


def ask(window, **settings) -> None:
    window.bench.analysing.ask(
        "hotspots", "community", {"value": "residents", "permutations": 0, **settings}
    )
    wait_until_idle(window)


def facts(window) -> dict[str, str]:
    table = window.bench.feature.table
    return {table.item(row, 0).text(): table.item(row, 1).text() for row in range(table.rowCount())}


def endless(started: threading.Event):
    def work(progress) -> None:
        started.set()
        while True:
            progress.report("wait", 0, 0)

    return work


@pytest.mark.parametrize("value", [114.10812345, 2_520_125.62])
def test_coordinates_are_told_whole(value):
    assert float(written(value).replace(",", "")) == value


def test_canonical_values_are_told_in_words():
    assert value_label("F", role("person").field("sex")) == {"zh": "女", "en": "female"}
    assert value_label("intact", role("component").field("state"))["zh"] == "完好"


def test_rare_values_are_not_counted_as_missing():
    values = [f"v{one}" for one in range(30)] + [None]
    kinds = Values(pa.chunked_array([values]), {"zh": "", "en": ""}, numeric=False)
    style, drawn = _categorical(kinds, "kind", 1)
    classes = style.classify(drawn)
    assert len(style.classes) == MOST_CATEGORIES and (classes >= 0).sum() == 30


def test_symbols_keep_their_size_on_a_fine_screen():
    shapes = build_shapes("point", [pa.array(shapely.to_wkb([shapely.Point(20, 20)]), pa.binary())])
    drawing = Drawing(shapes, Symbol(((0, 0, 0),), np.zeros(1, int), radius=3.0))
    view = View(0, 40, 1, 60, 40)
    plain, fine = (255 - (paint([drawing], one) & 0xFF) for one in (view, view.sharpened(2)))
    assert fine.sum() == pytest.approx(4 * plain.sum(), rel=0.02)


def test_a_click_on_a_result_tells_the_value_that_it_rests_on(window):
    ask(window)
    window.bench.identifying.identify(650, 650, 1.0)
    wait_until_idle(window)
    assert facts(window)["value"] == "1,006"


def test_what_a_result_would_cover_is_switched_off(window):
    ask(window)
    on = [layer.name for layer in window.session.layers if layer.visible]
    assert on == ["community", "hotspots-community"]


def test_points_that_are_switched_on_again_lie_above_the_result(window):
    ask(window)
    assert [layer.name for layer in window.session.layers][-1] == "people"


def test_a_kept_result_tells_its_sentence_when_opened_again(window, workspace, opened):
    ask(window)
    sentence = window.bench.result.answer.text()
    window = opened(workspace)
    assert sentence and window.bench.result.answer.text() == sentence


def test_the_sentence_goes_with_the_result(window):
    ask(window)
    window.bench.layers.switch("hotspots-community", False)
    assert window.bench.result.answer.isHidden()


def test_a_feature_of_a_layer_that_is_switched_off_is_no_longer_told(window):
    window.bench.identifying.identify(350, 250, 1.0)
    wait_until_idle(window)
    window.bench.layers.switch("community", False)
    assert facts(window) == {}


def test_a_switch_of_a_layer_does_not_unlock_the_form(window):
    window.bench.analyses.choose("hotspots")
    started = threading.Event()
    window.operations.do(tr("Publishing"), endless(started), pytest.fail)
    window.bench.layers.switch("people", False)
    assert not window.bench.analyses.run.isEnabled()
    window.status.cancelled.emit()
    wait_until_idle(window)
    assert window.bench.analyses.run.isEnabled()


def test_of_two_works_the_one_under_way_is_cancelled(window):
    started, answers = threading.Event(), []
    window.operations.do(tr("Publishing"), endless(started), pytest.fail)
    window.operations.do(tr("Publishing"), lambda _: "second", answers.append)
    window.status.cancelled.emit()
    wait_until_idle(window)
    assert answers == ["second"] and not window.operations.working


def test_of_many_steps_only_the_latest_waits_to_be_shown(window):
    shown, over = [], threading.Event()
    window.operations.stepped.connect(lambda operation: shown.append(operation.step.done))

    def count(progress) -> None:
        for number in range(10_000):
            progress.report("count", number, 10_000)
        over.set()

    window.operations.do(tr("Publishing"), count, lambda _: None)
    assert over.wait(60)
    wait_until_idle(window)
    assert shown == [9_999]


def test_what_a_closed_window_still_asks_for_is_not_begun(window):
    window.close()
    task = window.operations.read(pytest.fail, pytest.fail)
    assert task.dropped and not window.operations.busy


def close_and_answer(qtbot, window, button: str) -> None:
    """Close a window in mid-work and press a button of the box that asks."""
    started = threading.Event()
    window.operations.do(tr("Publishing"), endless(started), pytest.fail)
    assert started.wait(5)

    def press() -> None:
        box = box_of(window)
        (wanted,) = [one for one in box.buttons() if plain(one.text()) == button]
        wanted.click()

    QTimer.singleShot(50, press)
    window.close()


def test_a_window_that_is_closed_in_mid_work_asks_and_may_stay(qtbot, window):
    close_and_answer(qtbot, window, "Keep working")
    assert window.isVisible() and window.operations.working


def test_a_window_whose_work_may_stop_ends_it_without_another_word(qtbot, window):
    close_and_answer(qtbot, window, "Stop and close")
    assert not window.isVisible()
    assert not [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def test_a_layer_hidden_while_it_is_coloured_stays_hidden(window):
    document = window.session.document
    colouring = Colouring(column="residents")
    window.session.apply(tr("Colour"), document.changed("community", colouring=colouring))
    window.bench.layers.switch("community", False)
    wait_until_idle(window)
    assert not window.session.layer("community").visible


def test_the_likeliest_layer_is_offered_first(window):
    assert window.bench.analyses.layer.currentData() == "community"


def box_of(window) -> QMessageBox:
    return next(box for box in window.findChildren(QMessageBox) if box.isVisible())


def test_a_fault_is_told_with_its_place(window):
    tell(window, BadInput("bad", tr("Value"), Where(file="街道.csv", row=7)))
    assert box_of(window).informativeText() == "街道.csv, row 7"


def test_what_the_file_system_refuses_is_told_as_such(window):
    tell(window, PermissionError(13, "refused", "/srv/热点.html"))
    assert "no permission" in box_of(window).text()


def test_qt_speaks_the_language_of_the_window(window):
    switch_language("zh")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    switch_language("en")
    assert not QCoreApplication.instance().findChildren(QTranslator, NAME) or (
        QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    )
    use_language("en")
