"""The bar of time in a real window: stepping, dragging, playing, selecting; small multiples."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
import shapely
from PyQt6.QtCore import QPoint, Qt

from gridloom_analytics.keeping import kept
from gridloom_analytics.running import keep, run
from gridloom_analytics.selecting import Rows, Where
from gridloom_desktop.window.looks import switch_language
from gridloom_desktop.window.model.layering import adjusted
from gridloom_desktop.window.model.time.view import TimeView
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.workspace import TableField, TableSpec, create_workspace, open_workspace

MONTHS = 14
A_MONTH = 20
"""Events in each month; they lie in a row from west to east, a month after the other."""


def write_events(store, values, *, name="event", role="event", kind="datetime", where=None):
    count = len(values)
    numbers = {one: pa.array([1] * count, pa.int64()) for one in ("source_number", "source_row")}
    points = shapely.points(np.column_stack([np.arange(count) % 280, np.arange(count) % 290]))
    columns = {
        "row_key": pa.array(range(500, 500 + count), pa.int64()), **numbers,
        "reported_at": pa.array(values, pa.timestamp("ms") if kind == "datetime" else pa.date32()),
        "geometry": pa.array(shapely.to_wkb(points if where is None else where), pa.binary()),
    }  # fmt: skip
    field = TableField(name="reported_at", type=kind, canonical=True)
    with store.change() as change:
        spec = TableSpec(name, role, (field,), geometry="point")
        change.write(spec, pa.table(columns).to_batches())


def moments():
    months = [dt.datetime(2024 + n // 12, n % 12 + 1, 1) for n in range(MONTHS)]
    return [month + dt.timedelta(days=n) for month in months for n in range(A_MONTH)]


@pytest.fixture
def city(tmp_path):
    store = create_workspace(tmp_path / "城.gridloom", "EPSG:4547", dt.date(2025, 3, 1))
    write_events(store, moments())
    store.close()
    return tmp_path / "城.gridloom"


@pytest.fixture
def window(opened, city):
    """A window on the events, month by month, the last month shown."""
    window = opened(city)
    window.bench.timing.switch()
    wait_until_idle(window)
    window.bench.timing._change(step="month")
    wait_until_idle(window)
    return window


def shown_months(window):
    rows = np.flatnonzero(window.session.layer("event").kept)
    return sorted(set((rows // A_MONTH).tolist()))


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.bench.time.timeline, key, modifier)
    wait_until_idle(window)


def drag(qtbot, timeline, start, end):
    points = [QPoint(round(timeline.left_of(0) + timeline._wide * x), 20) for x in (start, end)]
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(timeline, left, pos=points[0])
    qtbot.mouseMove(timeline, points[1])
    qtbot.mouseRelease(timeline, left, pos=points[1])


def test_the_slider_shows_the_last_slice_of_the_topmost_layer(window) -> None:
    assert shown_months(window) == [13]
    assert window.bench.time.title.text() == "2025-02"
    assert window.bench.time.told.text() == "20 of 280"


def test_it_cuts_a_year_into_weeks_unless_asked_otherwise(opened, city) -> None:
    window = opened(city)
    window.bench.timing.switch()
    wait_until_idle(window)
    assert window.bench.time.step.currentData() == "week"


def test_switched_off_all_rows_are_shown_again(window) -> None:
    window.bench.timing.switch()
    wait_until_idle(window)
    assert window.session.layer("event").kept is None
    assert window.bench.time.isHidden()


def test_arrows_step_and_each_step_can_be_undone(qtbot, window) -> None:
    press(qtbot, window, Qt.Key.Key_Left)
    press(qtbot, window, Qt.Key.Key_Home)
    assert shown_months(window) == [0]
    window.session.undo()
    wait_until_idle(window)
    assert shown_months(window) == [12]
    assert window.bench.time.title.text() == "2025-01"


def test_shift_makes_the_period_longer(qtbot, window) -> None:
    press(qtbot, window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert shown_months(window) == [12, 13]
    assert window.bench.time.length.value() == 2


def test_from_the_beginning_all_that_was_is_shown(window) -> None:
    window.bench.timing._change(window="cumulative")
    window.bench.timing.step(-3)
    wait_until_idle(window)
    assert shown_months(window) == list(range(11))


def test_a_period_that_is_dragged_is_one_step(qtbot, window) -> None:
    before = window.session.steps.last
    drag(qtbot, window.bench.time.timeline, 13.5, 4.5)
    wait_until_idle(window)
    assert shown_months(window) == [4]
    assert window.session.steps.last is not before
    window.session.undo()
    wait_until_idle(window)
    assert shown_months(window) == [13]


def test_an_end_that_is_dragged_makes_the_period_longer(qtbot, window) -> None:
    drag(qtbot, window.bench.time.timeline, 13.0, 10.5)
    wait_until_idle(window)
    assert shown_months(window) == [10, 11, 12, 13]


def test_space_plays_and_pauses_and_playing_is_no_step(qtbot, window) -> None:
    last = window.session.steps.last
    seen = set()
    window.session.played.connect(lambda: seen.add(tuple(shown_months(window))))
    window.bench.timing._player.speed = 50.0
    press_space = lambda: qtbot.keyClick(window.bench.time.timeline, Qt.Key.Key_Space)  # noqa: E731
    press_space()
    qtbot.waitUntil(lambda: len(seen) >= 4)
    press_space()
    wait_until_idle(window)
    assert window.session.steps.last is last
    assert window.bench.timing.period == range(shown_months(window)[0], shown_months(window)[0] + 1)
    assert window.session.document.time.at is not None


def test_it_stops_at_the_end_unless_it_is_to_repeat(qtbot, window) -> None:
    window.bench.time.loop.click()
    window.bench.timing._player.speed = 100.0
    window.bench.timing.play_or_pause()
    qtbot.waitUntil(lambda: not window.bench.timing.playing)
    wait_until_idle(window)
    assert shown_months(window) == [13]


def test_the_period_can_be_selected(window) -> None:
    window.bench.time.pick.click()
    wait_until_idle(window)
    text = "reported_at >= '2025-02-01' and reported_at < '2025-03-01'"
    assert window.session.selection.condition == Where(text=text)
    assert len(window.session.selection.keys) == A_MONTH


def test_the_selection_follows_the_period(qtbot, window) -> None:
    window.bench.time.follow.click()
    press(qtbot, window, Qt.Key.Key_Left)
    selected = window.session.selection.keys
    assert selected.tolist() == list(range(500 + 12 * A_MONTH, 500 + 13 * A_MONTH))


def test_what_is_selected_is_counted_in_its_slices(window) -> None:
    window.session.select("event", Rows.of([500, 501, 520]))
    wait_until_idle(window)
    assert window.bench.time.timeline.marked.tolist() == [2, 1] + [0] * 12


def test_the_period_is_there_again_when_the_city_is_opened_again(opened, window) -> None:
    window.bench.timing.step(-5)
    wait_until_idle(window)
    again = opened(window.session.store.path)
    assert shown_months(again) == [8]
    assert not again.bench.time.isHidden()


def test_the_bar_speaks_the_language_of_the_window(window) -> None:
    switch_language("zh")
    assert window.bench.time.title.text() == "2025年2月"
    assert window.bench.time.told.text() == "20 条，共 280 条"
    assert window.bench.time.play.toolTip() == "播放（空格）"


def test_a_time_without_a_value_is_told_and_another_can_be_chosen(
    opened, tmp_path, monkeypatch
) -> None:
    store = create_workspace(tmp_path / "空.gridloom", "EPSG:4547", dt.date(2025, 3, 1))
    write_events(store, [None, None])
    store.close()
    window, told = opened(tmp_path / "空.gridloom"), []
    monkeypatch.setattr(window.operations, "report", told.append)
    window.bench.timing.switch()
    wait_until_idle(window)
    assert [one.code for one in told] == ["all-missing"]
    assert window.bench.time.source.count() == 1
    window.bench.timing.step(-1)
    window.bench.timing.play_or_pause()
    assert not window.bench.timing.playing


def test_small_multiples_are_one_map_a_period_and_one_is_chosen(qtbot, window) -> None:
    window.bench.multiplying.open()
    wait_until_idle(window)
    maps = window.bench.multiplying.window.grid.maps
    assert len(maps) == 12
    window.bench.multiplying.window.grid.chosen.emit(0)
    wait_until_idle(window)
    assert shown_months(window) == [2]


def test_small_multiples_close_with_their_window(window) -> None:
    window.bench.multiplying.open()
    wait_until_idle(window)
    window.bench.multiplying.window.close()
    assert window.bench.multiplying.window is None


@pytest.fixture
def hot_city(workspace):
    """Squares with a kept result of emerging hot spots: events crowd in one corner at the end."""
    store = open_workspace(workspace)
    rng = np.random.default_rng(1)
    days = np.concatenate([np.repeat(np.arange(140), 4), np.repeat(np.arange(110, 140), 20)])
    spread = rng.uniform(0, 800, (560, 2))
    corner = rng.uniform(600, 800, (600, 2))
    values = [dt.datetime(2024, 10, 1) + dt.timedelta(days=int(day)) for day in days]
    where = shapely.points(np.concatenate([spread, corner]))
    write_events(store, values, where=where)
    keep(store, "emerging-community", run(store, "emerging", {"step": "week"}))
    store.close()
    return workspace


def test_the_steps_of_emerging_hot_spots_are_played_as_the_result_keeps_them(
    opened, hot_city
) -> None:
    window = opened(hot_city)
    result = kept(window.session.store, "emerging-community")
    window.bench.analysing.show_newest()
    wait_until_idle(window)
    window.bench.timing.switch()
    wait_until_idle(window)
    bins, steps = result.tables["bins"], result.tables["steps"]
    for back in (0, 3):
        window.bench.timing.step(-back)
        wait_until_idle(window)
        layer = window.session.layer("emerging-community")
        begins = steps.begins.iloc[-1 - back]
        there = bins[(bins.begins == begins) & (bins.bin > 0)]
        hot = [n for n, one in enumerate(layer.style.classes) if one.value in (1, 2, 3)]
        assert sorted(layer.row_keys[np.isin(layer.classes, hot)]) == sorted(there.area)
    assert int(steps.hot.iloc[-1]) > 0


def test_the_curve_of_a_selected_area_is_its_events_by_step(opened, hot_city) -> None:
    window = opened(hot_city)
    window.bench.analysing.show_newest()
    wait_until_idle(window)
    window.bench.timing.switch()
    wait_until_idle(window)
    window.session.select("community", Rows.of([163]))
    wait_until_idle(window)
    bins = kept(window.session.store, "emerging-community").tables["bins"]
    marked = window.bench.time.timeline.marked
    assert int(marked.sum()) == int(bins[bins.area == 163].events.sum())
    assert marked.sum() > 100


def test_persons_are_told_in_full_tens(opened, tmp_path) -> None:
    store = create_workspace(tmp_path / "人.gridloom", "EPSG:4547", dt.date(2025, 3, 1))
    days = [dt.date(2024, 1, 1)] * 27 + [dt.date(2024, 2, 1)] * 4
    write_events(store, days, name="people", role="person", kind="date")
    store.close()
    window = opened(tmp_path / "人.gridloom")
    window.bench.timing.switch()
    wait_until_idle(window)
    window.bench.timing._change(step="month")
    window.session.select("people", Rows.of([500, 501, 502]))
    wait_until_idle(window)
    assert window.bench.time.told.text() == "under 10 of 20; selected: under 10"
    assert window.bench.time.timeline.marked.tolist() == [0, 0]


def test_a_field_that_is_gone_ends_the_period(window) -> None:
    gone = window.session.document.model_copy(
        update={"time": TimeView(table="event", field="closed_at")}
    )
    assert adjusted(gone, window.session.store).time is None
    assert adjusted(window.session.document, window.session.store).time is not None
