"""The map in the window: drawn, moved, switched, clicked."""

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QImage, QWheelEvent
from PyQt6.QtWidgets import QApplication

from gridloom_desktop.window.appearance import LATIN
from gridloom_desktop.window.looks import switch_language
from gridloom_desktop.window.model.symbology import Variable
from gridloom_desktop.window.model.variables import colour_fields
from gridloom_desktop.window.screenshot import take_screenshot, wait_until_idle


def pixels(window) -> np.ndarray:
    """The map as it is on the screen, (height, width, 4)."""
    image = window.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    data = image.constBits().asarray(image.sizeInBytes())
    return np.frombuffer(data, np.uint8).reshape(image.height(), image.width(), 4).copy()


def colours(window) -> int:
    return len(np.unique(pixels(window).reshape(-1, 4), axis=0))


def click(qtbot, window, x, y) -> None:
    place = window.canvas.position(x, y)
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=place)
    wait_until_idle(window)


def shown_facts(window) -> dict[str, str]:
    table = window.bench.feature.table
    return {table.item(row, 0).text(): table.item(row, 1).text() for row in range(table.rowCount())}


def test_the_first_frame_is_not_blank(window):
    assert colours(window) > 10


def test_a_city_that_was_fitted_is_fitted_again_at_another_size(qtbot, window):
    window.resize(900, 600)
    qtbot.waitUntil(lambda: window.canvas.view.width == window.canvas.width())
    scale = window.canvas.view.scale
    window.navigating.zoom_to_all()
    assert window.canvas.view.scale == scale


def test_english_is_not_set_in_the_chinese_font_first(window):
    switch_language("en")
    english = QApplication.font().families()
    switch_language("zh")
    assert english[-1:] == QApplication.font().families()
    assert english[0] in LATIN


def test_a_click_tells_the_fields_of_the_feature_that_was_hit(qtbot, window):
    click(qtbot, window, 350, 250)
    assert shown_facts(window) == {"community name": "社区32", "residents": "103"}


def test_personal_fields_are_masked(qtbot, window):
    click(qtbot, window, 750, 750)
    assert shown_facts(window)["name"] == "欧阳**"


def test_a_click_beside_everything_clears_the_panel(qtbot, window):
    click(qtbot, window, 350, 250)
    click(qtbot, window, 900, 250)
    assert shown_facts(window) == {}


def test_a_layer_that_is_switched_off_is_not_drawn_and_not_hit(qtbot, window):
    window.bench.layers.switch("community", False)
    wait_until_idle(window)
    click(qtbot, window, 350, 250)
    assert shown_facts(window) == {}


def test_choosing_a_field_colours_the_layer_and_fills_the_legend(window):
    before = colours(window)
    window.bench.layers.tree.choose("community")
    choice = window.bench.layers.inspector.colour_by
    choice.fill()
    choice.show_variable(Variable(column="residents"))
    choice.activated.emit(choice.currentIndex())
    wait_until_idle(window)
    legend = window.session.layer("community").legend()
    assert colours(window) > before and sum(entry.count for entry in legend) == 64


def test_personal_fields_and_names_are_not_offered_for_colouring(window):
    store = window.session.store
    assert [one.name for one in colour_fields(store, store.table("people"))] == ["sex"]


def test_a_drag_moves_the_map_with_the_pointer(qtbot, window):
    start, end = QPoint(300, 300), QPoint(380, 340)
    place = window.canvas.view.to_plane(start.x(), start.y())
    qtbot.mousePress(window.canvas, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(window.canvas, end)
    qtbot.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, pos=end)
    assert window.canvas.view.to_frame(*place) == pytest.approx((380, 340))


def test_the_wheel_zooms_at_the_pointer(window):
    place = window.canvas.view.to_plane(200, 150)
    event = QWheelEvent(
        QPointF(200, 150), QPointF(200, 150), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    scale = window.canvas.view.scale
    window.canvas.wheelEvent(event)
    assert window.canvas.view.scale == pytest.approx(scale * 1.25)
    assert window.canvas.view.to_frame(*place) == pytest.approx((200, 150))


def test_after_many_moves_the_last_view_is_what_is_drawn(qtbot, window):
    for step in range(40):
        window.canvas.zoom(1.3 if step % 2 else 1 / 1.25)
    wait_until_idle(window)
    assert window.canvas.shown_view.scale == window.canvas.view.scale


def test_the_status_line_gives_the_place_in_the_crs_and_in_degrees(window):
    window.canvas.pointed.emit(500_000.0, 2_500_000.0)  # 2,500 km of meridian: 22.59782°
    assert window.status.place == "500,000.0  2,500,000.0   ·   114.00000° E  22.59782° N"


def test_a_screenshot_is_a_picture_of_that_size(workspace, tmp_path, qapp):
    take_screenshot(workspace, tmp_path / "shot.png", language="en", width=1000, height=700)
    picture = QImage(str(tmp_path / "shot.png"))
    assert (picture.width(), picture.height()) == (1000, 700)
