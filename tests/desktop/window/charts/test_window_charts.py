"""Charts in a window: brushed with mouse and keys, linked to the selection, kept, given away."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import QGuiApplication, QMouseEvent
from PyQt6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from gridloom_analytics.selecting import AllOf, Not, Rows, Where
from gridloom_desktop.window.charts.dialog import ChartDialog
from gridloom_desktop.window.charts.frame import ChartFrame
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.looks import switch_language
from gridloom_desktop.window.model.charts.view import ChartView
from gridloom_desktop.window.model.letters import plain
from gridloom_desktop.window.screenshot import wait_until_idle, wait_while
from gridloom_desktop.window.workstation import Workstation
from gridloom_layers.language import use_language

Shift, Control, No = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(workstation: Workstation, city: Path, tmp_path: Path) -> Iterator[CityWindow]:
    """A window on a copy of the city, high enough for charts."""
    copy = tmp_path / "图城.gridloom"
    shutil.copytree(city, copy)
    workstation.open(copy)
    wait_while(lambda: workstation.busy)
    window = workstation.windows[-1]
    window.showNormal()
    window.resize(1400, 1000)
    wait_until_idle(window)
    yield window
    use_language("en")


@pytest.fixture
def add(window: CityWindow) -> Callable[..., ChartFrame]:
    """A function that adds a chart and waits until it is drawn."""

    def adds(kind: str, table: str, *fields: str, **options: object) -> ChartFrame:
        view = {"kind": kind, "table": table, "fields": fields, **options}
        window.bench.charts.add(ChartView.model_validate(view))
        wait_until_idle(window)
        return window.bench.charts.frames[-1]

    return adds


def move(frame: ChartFrame, place: QPoint) -> None:
    """Move the mouse with its left button held; QTest's own moves have no button."""
    viewport = frame.plot.viewport()
    at = QPointF(place)
    event = QMouseEvent(QEvent.Type.MouseMove, at, viewport.mapToGlobal(at), LEFT, LEFT, No)
    QApplication.sendEvent(viewport, event)


def drag(
    qtbot: QtBot, frame: ChartFrame, start: tuple, end: tuple, keys: Qt.KeyboardModifier = No
) -> None:
    """Drag from one place of the axes to another."""
    plot = frame.plot
    one, other = (plot.on(*place).toPoint() for place in (start, end))
    qtbot.mousePress(plot.viewport(), LEFT, keys, one)
    move(frame, (one + other) / 2)
    move(frame, other)
    qtbot.mouseRelease(plot.viewport(), LEFT, keys, other)


def condition(window: CityWindow) -> object:
    picked = window.session.document.picked
    return picked and picked.condition


def test_dragging_over_a_histogram_selects_a_range(window, add, qtbot):
    frame = add("histogram", "building", "floors", bins=40)
    drag(qtbot, frame, (3.2, 2), (8.9, 5))
    assert condition(window) == Where(text="floors >= 3 and floors < 9")


def test_shift_adds_and_control_removes(window, add, qtbot):
    frame = add("histogram", "building", "floors", bins=40)
    drag(qtbot, frame, (3.2, 2), (8.9, 5))
    drag(qtbot, frame, (5.2, 2), (5.9, 5), Control)
    assert condition(window) == AllOf(
        parts=(
            Where(text="floors >= 3 and floors < 9"),
            Not(condition=Where(text="floors >= 5 and floors < 6")),
        )
    )


def test_all_charts_follow_a_brush_while_it_moves(window, add, qtbot, houses):
    first, second = add("histogram", "building", "floors", bins=40), add("bars", "building", "use")
    start, end = first.plot.on(3.2, 2).toPoint(), first.plot.on(8.9, 5).toPoint()
    qtbot.mousePress(first.plot.viewport(), LEFT, No, start)
    move(first, end)
    expected = houses["floors"].between(3, 8).sum()
    qtbot.waitUntil(lambda: len(second.marked.positions) == expected)
    assert window.session.document.picked is None
    qtbot.keyClick(first.plot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(second.marked.positions) == 0)


def test_the_brush_that_ends_is_not_overtaken_by_its_last_move(window, add, qtbot, houses):
    frame = add("histogram", "building", "floors", bins=40)
    drag(qtbot, frame, (3.2, 2), (8.9, 5))
    drag(qtbot, frame, (3.2, 2), (8.9, 5))  # the same again, which is no step
    wait_until_idle(window)
    assert len(window.session.selection.keys) == houses["floors"].between(3, 8).sum()
    assert len(frame.marked.positions) == houses["floors"].between(3, 8).sum()


def test_esc_and_a_click_beside_select_nothing(window, add, qtbot):
    frame = add("histogram", "building", "floors")
    for clear in (
        lambda: qtbot.keyClick(frame.plot, Qt.Key.Key_Escape),
        lambda: qtbot.mouseClick(frame.plot.viewport(), LEFT, No, QPoint(3, 3)),
    ):
        drag(qtbot, frame, (3.2, 2), (8.9, 5))
        clear()
        assert condition(window) is None


def test_the_keys_go_through_bins_and_enter_takes_them(window, add, qtbot):
    frame = add("histogram", "building", "floors", bins=40)
    qtbot.keyClick(frame.plot, Qt.Key.Key_Right)
    qtbot.keyClick(frame.plot, Qt.Key.Key_Right)
    qtbot.keyClick(frame.plot, Qt.Key.Key_Right, Shift)
    qtbot.keyClick(frame.plot, Qt.Key.Key_Return)
    assert condition(window) == Where(text="floors >= 2 and floors < 4")


def test_a_click_takes_a_category(window, add, qtbot):
    frame = add("bars", "building", "use")
    qtbot.mouseClick(frame.plot.viewport(), LEFT, No, frame.plot.on(5, 0).toPoint())
    assert condition(window) == Where(text="use = '住宅'")


def test_a_click_takes_a_quadrant(window, add, qtbot):
    frame = add("moran", "building", "height")
    qtbot.mouseClick(frame.plot.viewport(), LEFT, No, frame.plot.on(-1, -0.5).toPoint())
    wait_until_idle(window)
    assert isinstance(condition(window), Rows)
    assert len(window.session.selection.keys) == frame.plot.drawn.coded.counts()[0]


def test_a_free_hand_takes_what_is_inside(window, add, qtbot):
    frame = add("scatter", "building", "floors", "height")
    frame.plot.free = True
    drag(qtbot, frame, (2, 2), (2, 60))
    wait_until_idle(window)
    assert condition(window) is None  # a line holds nothing
    one, *others = [frame.plot.on(*at).toPoint() for at in ((1, 1), (20, 1), (20, 90), (1, 90))]
    qtbot.mousePress(frame.plot.viewport(), LEFT, No, one)
    for place in others:
        move(frame, place)
    qtbot.mouseRelease(frame.plot.viewport(), LEFT, No, others[-1])
    wait_until_idle(window)
    assert isinstance(condition(window), Rows) and len(condition(window).keys) > 100


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("time", ["built"]), ("box", ["height", "use"]), ("lorenz", ["height"]),
        ("scatter", ["floors", "height"]), ("parallel", ["use", "use"]), ("moran", ["height"]),
    ],
)  # fmt: skip
def test_each_chart_shows_and_selects(window, add, qtbot, kind, fields):
    frame = add(kind, "building", *fields)
    window.session.select("building", Where(text="floors < 10"))
    wait_until_idle(window)
    assert len(frame.marked.positions) == len(window.session.selection.keys) > 0
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(frame.plot, key)
    wait_until_idle(window)
    assert condition(window) != Where(text="floors < 10")


def test_a_selection_of_buildings_is_shown_on_their_persons(window, add, houses, people):
    frame = add("pyramid", "person", "age", "sex")
    window.session.select("building", Where(text="use = 'shop'"))
    wait_until_idle(window)
    shops = houses.index[houses["use"] == "shop"]
    assert len(frame.marked.positions) == people["home"].add(100).isin(shops).sum()


def test_a_band_of_ages_selects_persons_and_is_shown_on_their_buildings(window, add, qtbot):
    pyramid, bars = add("pyramid", "person", "age", "sex"), add("bars", "building", "use")
    drag(qtbot, pyramid, (20, 12.8), (20, 14.2))
    wait_until_idle(window)
    assert condition(window) == Where(text="age >= 65 and age < 75 and sex = 'F'")
    assert 0 < len(bars.marked.positions) < 400


def test_charts_are_steps_that_can_be_undone(window, add):
    add("bars", "building", "use")
    window.session.undo()
    assert window.bench.charts.frames == []
    window.session.redo()
    wait_until_idle(window)
    assert window.bench.charts.frames[0].chart is not None


def test_charts_come_back_when_the_workspace_is_opened_again(window, add, workstation):
    add("bars", "building", "use")
    path = window.session.store.path
    window.close()
    workstation.open(path)
    wait_while(lambda: workstation.busy)
    again = workstation.windows[-1]
    wait_until_idle(again)
    assert [one.chart.view.kind for one in again.bench.charts.frames] == ["bars"]


def test_a_log_scale_is_a_choice_of_the_menu(window, add, qtbot):
    frame = add("histogram", "building", "height")
    frame._open_menu()
    menu = frame.findChild(QMenu)
    next(one for one in menu.actions() if plain(one.text()) == "Logarithmic scale").trigger()
    menu.close()
    wait_until_idle(window)
    assert window.bench.charts.frames[0].chart.drawn.log
    assert window.session.document.charts[0].log


def test_a_chart_speaks_the_language_of_the_window(window, add):
    frame = add("box", "building", "height", "use")
    switch_language("zh")
    wait_until_idle(window)
    assert frame._title.whole == "高度（按用途）"
    assert "全部" in frame._legend.text()


def test_a_chart_that_cannot_be_drawn_says_why(window, add):
    frame = add("histogram", "building", "nothing")
    assert "No row has a value" in frame._word.text() and frame.plot is None


def test_the_copied_figures_of_persons_are_full_tens(window, add):
    frame = add("pyramid", "person", "age", "sex")
    frame.left.emit("copy-figures")
    wait_until_idle(window)
    head, *lines = QGuiApplication.clipboard().text().split("\n")
    assert head.split("\t") == ["age", "sex", "all", "selected"]
    assert {int(line.split("\t")[2]) % 10 for line in lines} == {0}


def test_saved_figures_and_pictures_go_through_the_gate(window, add, tmp_path, monkeypatch):
    frame = add("bars", "building", "use")
    for what, name in (("save-figures", "a.csv"), ("save-picture", "a.png")):
        chosen = (str(tmp_path / name), "")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, chosen=chosen: chosen)
        frame.left.emit(what)
        wait_until_idle(window)
    table = pd.read_csv(tmp_path / "a.csv")
    assert table["all"].sum() == frame.chart.drawn.coded.counts()[:-1].sum()
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_the_right_mouse_button_opens_no_menu_of_pyqtgraph(window, add, qtbot):
    frame = add("bars", "building", "use")
    qtbot.mouseClick(frame.plot.viewport(), Qt.MouseButton.RightButton, No, QPoint(90, 60))
    assert [one for one in frame.findChildren(QMenu) if "Export" in one.title()] == []


def test_the_dialog_offers_what_fits_and_adds_it(window, qtbot):
    window.bench.charts.ask()
    dialog = window.bench.charts.findChild(ChartDialog)
    wait_until_idle(window)
    kinds = [dialog.kind.itemData(one) for one in range(dialog.kind.count())]
    assert "moran" in kinds and "pyramid" not in kinds
    dialog.kind.setCurrentIndex(kinds.index("scatter"))
    qtbot.mouseClick(dialog.ok, LEFT)
    wait_until_idle(window)
    assert window.session.document.charts[0].fields == ("floors", "height")


def test_a_chart_whose_table_was_changed_is_read_again(window, add):
    frame = add("bars", "building", "use")
    before = frame.chart
    window.session.data_changed.emit(frozenset({"building"}))
    wait_until_idle(window)
    assert frame.chart is not before and np.array_equal(frame.chart.rows.keys, before.rows.keys)
