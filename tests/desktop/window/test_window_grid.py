"""Small multiples: many maps, one view, one legend."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest
import shapely
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridloom_desktop.canvas import Drawing, Symbol, build_shapes
from gridloom_desktop.window.appearance import dress
from gridloom_desktop.window.map.grid import MOST_MAPS, MapGrid, SmallMap
from gridloom_desktop.window.model.map_layer import LegendEntry
from gridloom_layers.language import use_language

BOX = (0.0, 0.0, 1000.0, 1000.0)
RED, BLUE = (200, 30, 30), (30, 30, 200)
LEGEND = [
    LegendEntry("#c81e1e", {"zh": "多", "en": "many"}, 3),
    LegendEntry("#1e1ec8", {"zh": "少", "en": "few"}, 1),
]


def small(number: int) -> SmallMap:
    """A map of one square, red in even months and blue in odd ones."""
    column = pa.array(shapely.to_wkb([shapely.box(*BOX)]), pa.binary())
    symbol = Symbol(colours=(RED, BLUE), classes=np.array([number % 2], np.int16))
    title = {"zh": f"{number} 月", "en": f"month {number}"}
    return SmallMap(title, [Drawing(build_shapes("area", [column]), symbol)])


@pytest.fixture
def grid(qtbot: QtBot, qapp: QApplication) -> Iterator[MapGrid]:
    use_language("en")
    dress(qapp)
    grid = MapGrid()
    qtbot.addWidget(grid)
    grid.resize(1000, 700)
    grid.show()
    yield grid
    grid.close_worker()


def show(qtbot: QtBot, grid: MapGrid, count: int) -> None:
    grid.show_maps([small(n) for n in range(count)], BOX, {"zh": "数量", "en": "count"}, LEGEND)
    qtbot.waitUntil(lambda: grid.idle, timeout=20_000)


def middle_colour(grid: MapGrid, number: int) -> tuple[int, int, int]:
    image = grid.maps[number].canvas.grab().toImage()
    colour = QColor(image.pixel(image.width() // 2, image.height() // 2))
    return colour.red(), colour.green(), colour.blue()


def test_each_map_shows_its_own_layers(qtbot, grid):
    show(qtbot, grid, 4)
    assert [middle_colour(grid, n) for n in range(4)] == [RED, BLUE, RED, BLUE]


def test_all_maps_look_at_one_place(qtbot, grid):
    show(qtbot, grid, 6)
    grid.maps[3].canvas.zoom(2, QPointF(10, 10))
    views = {one.canvas.view for one in grid.maps}
    assert len({view.scale for view in views}) == 1
    assert len({round((view.box[0] + view.box[2]) / 2, 6) for view in views}) == 1


def test_maps_take_as_many_columns_as_the_room_is_wide(qtbot, grid):
    show(qtbot, grid, 6)
    wide = {one.x() for one in grid.maps}
    grid.resize(420, 900)
    qtbot.waitUntil(lambda: len({one.x() for one in grid.maps}) == 1, timeout=5000)
    assert len(wide) == 3


def test_of_too_many_maps_the_rest_is_told(qtbot, grid):
    show(qtbot, grid, MOST_MAPS + 2)
    assert len(grid.maps) == MOST_MAPS
    assert grid._rest.text() == "2 further maps are not shown" and grid._rest.isVisible()


def test_other_maps_take_the_place_of_those_before(qtbot, grid):
    show(qtbot, grid, 5)
    show(qtbot, grid, 2)
    assert [one.label.text() for one in grid.maps] == ["month 0", "month 1"]


def test_a_double_click_chooses_a_map(qtbot, grid):
    show(qtbot, grid, 4)
    with qtbot.waitSignal(grid.chosen, timeout=1000) as told:
        qtbot.mouseDClick(grid.maps[2].canvas, Qt.MouseButton.LeftButton)
    assert told.args == [2]


def test_the_legend_is_told_to_those_who_do_not_see_it(qtbot, grid):
    show(qtbot, grid, 2)
    assert grid.legend.accessibleName() == "count: many, few"


def test_the_legend_takes_more_lines_where_there_is_less_room(qtbot, grid):
    show(qtbot, grid, 2)
    assert grid.legend.heightForWidth(100) > grid.legend.heightForWidth(900) > 0


def test_no_maps_are_no_fault(qtbot, grid):
    show(qtbot, grid, 0)
    assert grid.maps == [] and not grid._rest.isVisible()
