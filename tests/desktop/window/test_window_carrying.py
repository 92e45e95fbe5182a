"""What is selected in one table is shown in all that are linked to it: tables, charts, the map."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import shapely
from PyQt6.QtCore import Qt

from gridloom_analytics.selecting import Rows, Where
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.model.city_map import highlighted
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.workspace import FolderStore, Link, TableField, TableSpec, create_workspace

HOUSES, A_HOUSE = 4, 15
"""Persons 100 to 114 live in house 100, the next 15 in house 101, and so on."""


def batch(count: int, **columns: pa.Array) -> pa.RecordBatch:
    ones = pa.array([1] * count, pa.int64())
    numbers = {"row_key": pa.array(range(100, 100 + count)), "source_number": ones,
               "source_row": ones}  # fmt: skip
    return pa.record_batch(numbers | columns)


def write(store: FolderStore) -> None:
    squares = [shapely.multipolygons([shapely.box(x, 0, x + 8, 8)]) for x in range(0, 40, 10)]
    shapes = pa.array(shapely.to_wkb(squares), pa.binary())
    use = TableField(name="use", type="text", canonical=True)
    sex = TableField(name="sex", type="text", canonical=True)
    count = HOUSES * A_HOUSE
    with store.change() as change:
        spec = TableSpec("building", "building", (use,), geometry="area")
        change.write(spec, [batch(HOUSES, use=pa.array(list("abcd")), geometry=shapes)])
        spec = TableSpec("person", "person", (sex,))
        change.write(spec, [batch(count, sex=pa.array(["F", "M"] * (count // 2)))])
    link = Link(left="person", right="building", by="code", on="building_code=code",
                column="building_key", report={})  # fmt: skip
    with store.change() as change:
        change.link(link, pa.chunked_array([pa.array(np.arange(count) // A_HOUSE + 100)]))


@pytest.fixture
def window(opened: Callable[[Path], CityWindow], tmp_path: Path) -> CityWindow:
    """A window on four houses and the persons in them, with the table of persons open."""
    store = create_workspace(tmp_path / "街坊.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
    write(store)
    store.close()
    window = opened(tmp_path / "街坊.gridloom")
    window.bench.tables.open("person")
    wait_until_idle(window)
    return window


def select(window: CityWindow, table: str, condition: Rows | Where) -> None:
    window.session.select(table, condition)
    wait_until_idle(window)


def test_who_lives_in_a_selected_building_is_marked_in_the_table_of_persons(window):
    select(window, "building", Where(text="use = 'b'"))
    (table,) = window.bench.tables.tables
    assert table.arranging.selected.tolist() == list(range(115, 130))
    assert "at least 10 linked to the selection" in table.bar._said.text()


def test_the_table_can_show_only_what_is_linked(qtbot, window):
    select(window, "building", Rows(keys=(101, 102)))
    (table,) = window.bench.tables.tables
    qtbot.mouseClick(table.bar.only_selected, Qt.MouseButton.LeftButton)
    wait_until_idle(window)
    assert table.arranging.arrangement.positions.tolist() == list(range(15, 45))


def test_the_buildings_of_selected_persons_are_highlighted_on_the_map(window):
    select(window, "person", Rows(keys=tuple(range(110, 125))))
    (chosen,) = window.mapping.chosen
    assert chosen.layer.table == "building" and chosen.keys.tolist() == [100, 101]


def test_where_a_few_persons_live_is_neither_marked_nor_highlighted(window):
    window.bench.tables.open("building")
    select(window, "person", Rows(keys=tuple(range(100, 109))))
    houses = window.bench.tables.tables[1]
    assert [len(one.keys) for one in window.mapping.chosen] == [0]
    assert not len(houses.arranging.selected)
    assert "fewer than 10 persons is not shown" in houses.bar._said.text()


def test_a_table_behind_another_follows_when_it_comes_to_the_front(window):
    window.bench.tables.open("building")
    select(window, "building", Rows(keys=(103,)))
    persons = window.bench.tables.tables[0]
    before = len(persons.arranging.selected)
    window.bench.tables.setCurrentIndex(0)
    wait_until_idle(window)
    assert (before, persons.arranging.selected.tolist()) == (0, list(range(145, 160)))


def test_of_areas_only_the_finest_are_highlighted_over_links():
    class Layer:
        visible, attributes = True, None

        def __init__(self, role: str) -> None:
            self.role = self.table = role

    city = [Layer(role) for role in ("district", "grid", "building")]
    assert [one.role for one in highlighted(city, "person")] == ["grid", "building"]
    assert [one.role for one in highlighted(city, "district")] == ["district"]
