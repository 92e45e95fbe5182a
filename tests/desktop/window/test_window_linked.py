"""The page about a subject, what is linked to it, and the search for places."""

import datetime as dt

import pyarrow as pa
import pytest
import shapely
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QMenu, QStyleOptionViewItem

from gridloom_analytics.selecting import Linked, Rows, Where
from gridloom_desktop.publishing.export import export_selected, release_count
from gridloom_desktop.window.looks import switch_theme
from gridloom_desktop.window.model.asking.history import History
from gridloom_desktop.window.model.asking.places import find_places
from gridloom_desktop.window.model.asking.subjects import Subject, page
from gridloom_desktop.window.model.document import LayerView, Picked
from gridloom_desktop.window.model.letters import plain
from gridloom_desktop.window.screenshot import wait_while
from gridloom_desktop.window.theme import THEMES
from gridloom_layers.errors import BadInput
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Link, TableField, TableSpec, create_workspace

HOMES = [0] * 12 + [1] * 3 + [None]
"""In which building each person lives: twelve in the first, three in the second."""


def text(name, personal="no"):
    return TableField(name=name, type="text", canonical=True, personal=personal)


def rows(first, columns):
    count = len(next(iter(columns.values())))
    own = {"row_key": pa.array(range(first, first + count), pa.int64())}
    numbers = {name: pa.array([1] * count, pa.int64()) for name in ("source_number", "source_row")}
    return pa.table(own | numbers | columns).to_batches()


@pytest.fixture
def workspace(tmp_path):
    """Two buildings, those who live in them, and a company in the first."""
    path = tmp_path / "楼.gridloom"
    store = create_workspace(path, "EPSG:4547", dt.date(2026, 1, 1))
    boxes = [shapely.multipolygons([shapely.box(x, 0, x + 50, 50)]) for x in (0, 400)]
    building = {"code": ["B1", "B2-LONG"], "address": ["福华一路1号", "Harbour Road 2"],
                "geometry": pa.array(shapely.to_wkb(boxes), pa.binary())}  # fmt: skip
    person = {"name": [f"张{n}" for n in range(16)], "sex": ["F", "M"] * 8}
    with store.change() as change:
        spec = TableSpec("building", "building", (text("code"), text("address")), "code", "area")
        change.write(spec, rows(1, building))
        fields = (text("name", "identifier"), text("sex"))
        change.write(TableSpec("person", "person", fields), rows(100, person))
        change.write(
            TableSpec("entity", "entity", (text("name"),)), rows(7, {"name": ["港湾公司"]})
        )
    put_link(store, "person", [None if home is None else home + 1 for home in HOMES])
    put_link(store, "entity", [1])
    store.close()
    return path


def put_link(store, left, keys):
    link = Link(left=left, right="building", by="code", on=None, column="building_key", report={})
    with store.change() as change:
        change.link(link, pa.chunked_array([pa.array(keys, pa.int64())]))


def settle(window):
    wait_while(lambda: window.busy or window.bench.asking.search.looking.waiting)


def relation(told, table):
    return next(each for each in told.relations if each.table == table)


def branches(window):
    tree = window.bench.feature.relations
    return [tree.topLevelItem(at).text(0) for at in range(tree.topLevelItemCount())]


def open_page(window, table, key):
    window.bench.identifying.open(Subject(table, key, {"zh": "甲", "en": "a"}))
    settle(window)


def test_residents_are_told_in_tens_and_masked(window):
    told = page(window.session.store, "building", 1, Progress())
    residents = relation(told, "person")
    assert residents.count["en"] == "at least 10"
    assert all(row.label["zh"].startswith("张*") for row in residents.rows)


def test_fewer_than_ten_residents_are_withheld(window):
    residents = relation(page(window.session.store, "building", 2, Progress()), "person")
    assert (residents.withheld, residents.rows) == (True, ())


def test_where_a_person_lives_is_told_for_a_reason_only(qtbot, window):
    open_page(window, "person", 100)
    assert "Building" in branches(window)
    assert not window.bench.feature.map_button.isEnabled()
    qtbot.mouseClick(window.bench.feature.whole_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(window.bench.feature.reason, "case 2026-17")
    qtbot.keyClick(window.bench.feature.reason, Qt.Key.Key_Return)
    settle(window)
    assert "Building: 福华一路1号 · B1" in branches(window)
    assert window.session.store.acts()[-1]["reason"] == "case 2026-17"


def test_a_linked_subject_is_opened_and_left_again(qtbot, window):
    open_page(window, "entity", 7)
    tree = window.bench.feature.relations
    tree.itemClicked.emit(tree.topLevelItem(0), 0)
    settle(window)
    assert window.bench.feature._heading.text() == "福华一路1号 · B1"
    qtbot.mouseClick(window.bench.feature.back_button, Qt.MouseButton.LeftButton)
    settle(window)
    assert window.bench.feature._heading.text() == "港湾公司"
    assert window.bench.feature.on_button.isEnabled()


def test_all_that_is_linked_can_be_selected(qtbot, window):
    open_page(window, "building", 1)
    tree = window.bench.feature.relations
    residents = next(at for at, name in enumerate(branches(window)) if name == "People")
    tree.setCurrentItem(tree.topLevelItem(residents))
    qtbot.mouseClick(window.bench.feature.select_button, Qt.MouseButton.LeftButton)
    settle(window)
    assert window.session.selection.table == "person"
    assert len(window.session.selection.keys) == 12


def test_a_click_on_the_map_opens_the_page(window):
    window.canvas.clicked.emit(25.0, 25.0, 1.0)
    settle(window)
    assert window.bench.feature.isVisible()
    assert window.bench.feature._heading.text() == "福华一路1号 · B1"


def test_what_lies_over_links_is_shown_on_the_map(qtbot, window):
    open_page(window, "entity", 7)
    qtbot.mouseClick(window.bench.feature.map_button, Qt.MouseButton.LeftButton)
    settle(window)
    xmin, ymin, xmax, ymax = window.canvas.view.box
    assert xmin < 0 < 50 < xmax < 400
    assert ymin < 0 < 50 < ymax


def test_the_buildings_of_a_few_persons_are_not_selected(window):
    few = Linked(table="person", condition=Rows(keys=(100, 112)))
    with pytest.raises(BadInput, match="fewer than 10 persons"):
        window.session.find_selected(picked("building", few), Progress())
    with pytest.raises(BadInput, match="fewer than 10 persons"):
        release_count(window.session.store, "building", few)


def test_a_layer_shows_no_buildings_of_a_few_persons(window):
    few = Linked(table="person", condition=Rows(keys=(100, 112)))
    view = LayerView(name="b", table="building", where=few)
    document = window.session.document.with_layers([view])
    (fault,) = window.session.scene.read(document, Progress())
    assert fault.code == "few-persons"
    assert window.session.scene.layers(document) == ()


def test_the_buildings_of_many_persons_are_selected(window):
    many = Linked(table="person", condition=Where(text="sex = 'F' or sex = 'M'"))
    assert window.session.find_selected(picked("building", many), Progress()).keys.tolist() == [
        1,
        2,
    ]


def picked(table, condition):
    return Picked(table=table, condition=condition)


def test_rows_of_persons_leave_in_tens(window, tmp_path):
    everyone = Where(text="sex = 'F' or sex = 'M'")
    total, _ = export_selected(window.session.store, "person", everyone, tmp_path / "p.csv")
    assert (total.count, total.rounded_to) == (10, 10)
    assert len((tmp_path / "p.csv").read_text(encoding="utf-8-sig").splitlines()) == 11


def test_places_are_found_by_code_name_and_address(window):
    store = window.session.store
    for wanted in ("b2-long", "harbour", "Road"):
        assert [each.row_key for each in find_places(store, wanted, Progress())] == [2]
    assert [each.table for each in find_places(store, "港湾", Progress())] == ["entity"]


def test_persons_are_not_searched_for(window):
    assert find_places(window.session.store, "张", Progress()) == []


def test_enter_goes_to_the_place_that_is_found(qtbot, window):
    window.menus.actions["find-place"].trigger()
    search = window.bench.asking.search
    qtbot.keyClicks(search.line, "harb")
    settle(window)
    assert search.list.topLevelItemCount() == 1
    qtbot.keyClick(search.line, Qt.Key.Key_Return)
    settle(window)
    assert window.session.selection.keys.tolist() == [2]
    assert not search.isVisible()
    assert window.canvas.view.box[0] > 60


def test_escape_ends_the_search(qtbot, window):
    window.bench.asking.search.open()
    qtbot.keyClick(window.bench.asking.search.line, Qt.Key.Key_Escape)
    assert not window.bench.asking.search.isVisible()


def test_the_way_back_begins_anew_where_another_is_opened():
    first, second, third = (Subject("t", key, {"zh": "", "en": ""}) for key in (1, 2, 3))
    history = History().opened(first).opened(second).moved(-1).opened(third)
    assert history.subjects == (first, third)
    assert (history.can_go_back, history.can_go_on) == (True, False)
    assert history.opened(third) == history


def test_a_selection_is_carried_to_what_is_linked(qtbot, window):
    window.session.select("building", Where(text="code = 'B1'"))
    settle(window)
    window.menus.actions["carry-selection"].trigger()
    menu = next(each for each in window.findChildren(QMenu) if each.isVisible())
    assert [plain(action.text()) for action in menu.actions()] == ["Person", "Legal entity"]
    menu.actions()[0].trigger()
    menu.close()
    settle(window)
    assert len(window.session.selection.keys) == 12


def inks(view):
    """Return the colours in which a view would paint its cells now."""
    model, found = view.model(), []
    for column in range(2):
        option, index = QStyleOptionViewItem(), model.index(0, column)
        option.palette = view.palette()
        view.itemDelegateForIndex(index).initStyleOption(option, index)
        found.append(option.palette.text().color().name())
    return found


@pytest.mark.parametrize("name", ["dark", "light"])
def test_a_page_that_is_open_takes_the_colours_of_the_window(window, name):
    switch_theme("light" if name == "dark" else "dark")
    open_page(window, "entity", 7)
    switch_theme(name)
    panel, colours = window.bench.feature, THEMES[name]
    assert inks(panel.table) == [colours.muted, colours.ink]
    assert inks(panel.relations)[0] == colours.accent
    switch_theme("light")
