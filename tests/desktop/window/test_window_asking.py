"""Asking in the window: forms from schemas, answers on the map, faults as sentences."""

import re
import threading

import pytest
from PyQt6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QSpinBox,
    QTabWidget,
)

from gridloom_analytics.analyses import catalogue
from gridloom_desktop.window.background import Background
from gridloom_desktop.window.looks import switch_language
from gridloom_desktop.window.model.layering import topmost_result
from gridloom_desktop.window.screenshot import wait_until_idle, wait_while
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr, use_language


def ask(window, analysis: str, **settings) -> None:
    window.bench.analysing.ask(analysis, "community", {"value": "residents", **settings})
    wait_until_idle(window)


def boxes(window) -> list[QMessageBox]:
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def choose(window, analysis: str, layer: str = "community") -> None:
    """Choose an analysis and a layer in the panel, as a user does."""
    panel = window.bench.analyses
    panel.list.chosen.emit(analysis)
    panel.layer.setCurrentIndex(panel.layer.findData(layer))
    panel.layer.activated.emit(panel.layer.currentIndex())


@pytest.mark.parametrize("name", catalogue())
def test_every_analysis_has_a_form_with_all_its_parameters(window, name):
    choose(window, name)
    wanted = catalogue()[name].parameters.model_fields
    assert set(window.bench.analyses.form.drafts()) == set(wanted)


@pytest.mark.parametrize("name", catalogue())
def test_what_a_form_gives_is_accepted_by_its_analysis(window, name):
    choose(window, name)
    fields = catalogue()[name].parameters.model_fields
    required = {one: "1" for one, field in fields.items() if field.is_required()}
    window.bench.analyses.form.fill(required | {"value": "residents"})
    settings = window.bench.analyses.form.settings()
    assert catalogue()[name].parameters.model_validate(settings).model_fields_set == set(settings)


def test_a_result_becomes_a_styled_layer_with_its_sentence(window):
    ask(window, "hotspots", permutations=0)
    layer = next(layer for layer in window.session.layers if layer.result)
    assert len(layer.legend()) > 1 and window.bench.result.answer.text()
    assert layer.name in window.session.store.results


def test_only_the_newest_result_is_shown(window):
    ask(window, "hotspots", permutations=0)
    ask(window, "distribution")
    shown = [layer.name for layer in window.session.layers if layer.result and layer.visible]
    assert shown == ["distribution-community"]


def test_a_result_is_published_through_the_gate(window, monkeypatch, tmp_path):
    ask(window, "hotspots", permutations=0)
    out = tmp_path / "热点.xlsx"
    monkeypatch.setattr("gridloom_desktop.window.publishing.ask_file", lambda *_: out)
    window.menus.actions["workbook"].trigger()
    wait_until_idle(window)
    assert not boxes(window) and out.stat().st_size > 0
    assert out.name in window.status.currentMessage()


def test_a_click_on_a_result_tells_what_was_found(qtbot, window):
    ask(window, "hotspots", permutations=0)
    layer = next(layer for layer in window.session.layers if layer.result)
    window.bench.identifying.identify(650, 650, 1.0)
    wait_until_idle(window)
    table = window.bench.feature.table
    assert table.item(0, 0).text() == layer.title["en"]
    assert "hot spot" in table.item(0, 1).text()


def test_a_kept_result_is_on_the_map_when_the_workspace_is_opened_again(window, workspace, opened):
    ask(window, "hotspots", permutations=0)
    window = opened(workspace)
    assert topmost_result(window.session.document) == "hotspots-community"


def test_a_folder_that_is_no_workspace_is_told_and_the_old_window_stays(
    workstation, window, tmp_path
):
    workstation.open(tmp_path)
    wait_while(lambda: workstation.busy)
    assert "is not a Gridloom workspace" in boxes(window)[0].text()
    assert workstation.windows == [window]


def test_a_cancelled_analysis_leaves_nothing(window):
    started = threading.Event()

    def endless(progress):
        started.set()
        while True:
            progress.report("wait", 0, 0)

    window.operations.do(tr("Publishing"), endless, lambda _: pytest.fail("it was cancelled"))
    assert started.wait(5)
    window.status.cancelled.emit()
    wait_until_idle(window)
    assert not boxes(window) and not window.operations.working


def test_work_is_done_on_one_python_thread_and_answered_in_the_windows(qtbot):
    background, seen = Background("probe"), []
    background.submit(
        lambda _: threading.current_thread().name,
        lambda name: seen.append((name, threading.current_thread())),
        pytest.fail,
    )
    qtbot.waitUntil(lambda: bool(seen))
    background.close()
    assert seen == [("probe_0", threading.main_thread())]


def test_an_answer_that_came_before_the_cancelling_is_given_back(qtbot):
    background, given_back, endings, there = Background("probe"), [], [], threading.Event()
    task = background.submit(
        lambda _: there.set() or "a session",
        lambda _: pytest.fail("it was cancelled"),
        pytest.fail,
        ended=endings.append,
        unwanted=given_back.append,
    )
    assert there.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: task.done)
    background.close()
    assert (given_back, endings) == (["a session"], ["cancelled"])


def test_closing_the_window_ends_its_threads(window):
    window.close()
    names = [thread.name for thread in threading.enumerate()]
    assert not [name for name in names if name.startswith(("store", "canvas"))]


def texts(window) -> set[str]:
    """Every text that the window shows."""
    found = {label.text() for label in window.findChildren(QLabel)}
    found |= {button.text() for button in window.findChildren(QAbstractButton)}
    found |= {edit.placeholderText() for edit in window.findChildren(QLineEdit)}
    for box in window.findChildren(QComboBox):
        found |= {box.itemText(position) for position in range(box.count())}
    found |= {action.text() for action in window.menus.actions.values()}
    for tabs in window.findChildren(QTabWidget):
        found |= {tabs.tabText(position) for position in range(tabs.count())}
    return {text for text in found if text}


OWN = {"residents", "N", "population", "people", "English", "中文"}


def test_in_chinese_no_english_sentence_is_left(window):
    english = texts(window)
    switch_language("zh")
    wait_until_idle(window)
    left = {text for text in texts(window) & english if re.search("[A-Za-z]{2}", text)}
    use_language("en")
    assert {text for text in left if "EPSG" not in text} <= OWN


def test_what_is_filled_in_outlives_a_switch_of_language(window):
    choose(window, "hotspots")
    field = window.bench.analyses.findChild(QSpinBox, "entry-k")
    field.setValue(7)
    switch_language("zh")
    assert window.bench.analyses.form.drafts()["k"] == 7
    use_language("en")


def test_a_required_answer_that_is_missing_is_asked_for(window):
    choose(window, "outliers")
    window.bench.analyses.form.fill({"value": None})
    window.bench.analyses.findChild(QComboBox, "entry-value").setCurrentIndex(-1)
    window.bench.analyses.findChild(QComboBox, "entry-value").setEditText("")
    with pytest.raises(BadInput, match="has no answer"):
        window.bench.analyses.form.settings()
