"""The window of divisions and classes: what belongs to what, arranged anew by mouse and keys."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from PyQt6.QtCore import QModelIndex, Qt

from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.editing.hierarchy_window import HierarchyWindow
from gridloom_desktop.window.model.editing import fields_now
from gridloom_desktop.window.model.hierarchy import NOWHERE, hierarchy
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.editing import Reason, adopt_standard, correct_with_references, edits
from gridloom_layers.joins import join
from gridloom_layers.workspace import FolderStore, TableField, TableSpec, open_workspace

WHY = Reason("renamed", "Li")
STREETS = {"code": ["440306009", "440306010"], "name": ["新安街道", "西乡街道"]}
COMMUNITIES = {
    "code": ["440306009601", "440306009602", "440306010601"],
    "name": ["甲社区", "乙社区", "丙社区"],
    "street_code": ["440306009", "440306009", "440306010"],
    "street_name": ["新安街道", "新安街道", "西乡街道"],
}
COMPONENTS = {"code": ["C1", "C2"], "class_code": ["0102", "0102"]}


def put(store: FolderStore, role: str, columns: dict[str, list[str]]) -> None:
    """Write a table of texts in place of the one that is there."""
    count = len(next(iter(columns.values())))
    numbers = pa.array(range(1, count + 1), pa.int64())
    origin = dict.fromkeys(("row_key", "source_number", "source_row"), numbers)
    fields = tuple(TableField(name=name, type="text", canonical=True) for name in columns)
    with store.change() as change:
        batch = pa.record_batch(origin | {name: pa.array(each) for name, each in columns.items()})
        change.write(TableSpec(role, role, fields, key="code"), [batch])


@pytest.fixture
def city(workspace: Path) -> Path:
    """A city of two streets with three communities, and two manhole covers."""
    store = open_workspace(workspace)
    put(store, "street", STREETS)
    put(store, "community", COMMUNITIES)
    put(store, "component", COMPONENTS)
    join(store, "community", "street", "code")
    store.close()
    return workspace


@pytest.fixture
def arranging(opened, city: Path) -> Iterator[CityWindow]:
    """A window on that city, with the window of its divisions open."""
    window = opened(city)
    window.menus.actions["hierarchy"].trigger()
    wait_until_idle(window)
    yield window
    window.bench.editing.arranging.window.close()


def shown(window: CityWindow) -> HierarchyWindow:
    return window.bench.editing.arranging.window


def tree(view: HierarchyWindow) -> dict[str, list[str]]:
    """Return what the tree shows: the names below each of the widest."""
    model = view.model
    tops = [model.index(row, 0) for row in range(model.rowCount())]
    return {
        top.data(): [model.index(row, 0, top).data() for row in range(model.rowCount(top))]
        for top in tops
    }


def choose(view: HierarchyWindow, name: str) -> QModelIndex:
    members = view.model.hierarchy.members
    index = view.model.index_of(next(at for at, one in enumerate(members) if one.name == name))
    view.tree.setCurrentIndex(index)
    return index


def answer(qtbot, window: CityWindow) -> None:
    """Give a reason in the dialog that is open, and save by the mouse."""
    dialog = window.bench.editing.committing.dialog
    dialog.reason.setPlainText("by decision of the district")
    dialog.author.setText("Li")
    qtbot.mouseClick(dialog.buttons.button(dialog.buttons.StandardButton.Save),
                     Qt.MouseButton.LeftButton)  # fmt: skip
    wait_until_idle(window)


def test_areas_stand_below_what_they_belong_to(arranging: CityWindow) -> None:
    assert tree(shown(arranging)) == {"新安街道": ["甲社区", "乙社区"], "西乡街道": ["丙社区"]}
    choose(shown(arranging), "新安街道")
    table = shown(arranging).table
    assert table.model().index(1, 1, table.rootIndex()).data() == "440306009602"


def test_a_community_is_given_to_another_street_and_back_by_undo(qtbot, arranging) -> None:
    view = shown(arranging)
    choose(view, "乙社区")
    view.buttons["move"].click()
    dialog = arranging.bench.editing.committing.dialog
    dialog.choice.setCurrentIndex(dialog.choice.findText("西乡", Qt.MatchFlag.MatchContains))
    answer(qtbot, arranging)
    assert tree(view) == {"新安街道": ["甲社区"], "西乡街道": ["乙社区", "丙社区"]}
    names = arranging.session.store.attributes("community", ["street_name"]).column("street_name")
    assert names.to_pylist() == ["新安街道", "西乡街道", "西乡街道"]
    arranging.menus.actions["undo"].trigger()
    wait_until_idle(arranging)
    assert tree(view) == {"新安街道": ["甲社区", "乙社区"], "西乡街道": ["丙社区"]}


def test_a_drop_on_another_street_asks_for_the_reason(qtbot, arranging: CityWindow) -> None:
    view = shown(arranging)
    dragged = view.model.mimeData([choose(view, "乙社区")])
    action = Qt.DropAction.MoveAction
    here, there = (choose(view, name) for name in ("新安街道", "西乡街道"))
    assert not view.model.canDropMimeData(dragged, action, -1, -1, here)
    view.model.dropMimeData(dragged, action, -1, -1, there)
    answer(qtbot, arranging)
    assert tree(view)["西乡街道"] == ["乙社区", "丙社区"]


def test_a_street_gets_another_code_and_its_communities_follow(qtbot, arranging) -> None:
    view = shown(arranging)
    choose(view, "新安街道")
    qtbot.keyClick(view.tree, Qt.Key.Key_F2)
    wait_until_idle(arranging)
    dialog = arranging.bench.editing.committing.dialog
    dialog.choose("code", "440306099")
    assert "Community (2)" in dialog._note.text()
    answer(qtbot, arranging)
    assert tree(view)["新安街道"] == ["甲社区", "乙社区"]
    made = edits(arranging.session.store, "community")
    assert [(one.old, one.new, one.author) for one in made] == [
        ("440306009", "440306099", "Li")
    ] * 2


def test_what_was_unfolded_and_chosen_stays_so(qtbot, arranging: CityWindow) -> None:
    view = shown(arranging)
    view.tree.setExpanded(choose(view, "西乡街道"), True)
    choose(view, "丙社区")
    arranging.session.follow_data(["community"])
    wait_until_idle(arranging)
    assert view.chosen.name == "丙社区"
    assert view.tree.isExpanded(choose(view, "西乡街道"))


def open_classes(window: CityWindow) -> HierarchyWindow:
    view = shown(window)
    view.kind_chosen.emit("component_class")
    wait_until_idle(window)
    return view


def test_classes_are_the_standards_until_the_city_takes_them_over(arranging: CityWindow) -> None:
    view = open_classes(arranging)
    assert "污水井盖" in tree(view)["公用设施"]
    assert not view.buttons["correct"].isEnabled() and not view.buttons["add"].isEnabled()
    view.adopt.click()
    wait_until_idle(arranging)
    assert view.buttons["add"].isEnabled() and view.adopt.isHidden()
    assert len(tree(view)) == 5
    arranging.menus.actions["undo"].trigger()
    wait_until_idle(arranging)
    assert not view.adopt.isHidden()


@pytest.fixture
def classed(city: Path) -> Path:
    """The city with its own classes of components."""
    store = open_workspace(city)
    adopt_standard(store, "component_class")
    store.close()
    return city


def test_a_class_is_added_and_bad_input_is_told_beside_its_field(
    qtbot, classed: Path, arranging: CityWindow
) -> None:
    view = open_classes(arranging)
    choose(view, "公用设施")
    view.buttons["add"].click()
    dialog = arranging.bench.editing.committing.dialog
    dialog.code.setText("0102")
    answer(qtbot, arranging)
    assert "neither can be blank" in dialog.told
    assert dialog._faults[1].isVisible() and not dialog._faults[0].isVisible()
    dialog.name.setText("充电桩")
    answer(qtbot, arranging)
    assert "Component classes" in dialog.told and dialog._faults[0].isVisible()
    dialog.code.setText("0150")
    answer(qtbot, arranging)
    assert "充电桩" in tree(view)["公用设施"]


def test_a_class_in_use_is_kept_and_one_that_nothing_has_goes(
    qtbot, classed: Path, arranging: CityWindow
) -> None:
    view = open_classes(arranging)
    choose(view, "污水井盖")
    qtbot.keyClick(view.tree, Qt.Key.Key_Delete)
    answer(qtbot, arranging)
    assert "2 rows have this class" in arranging.bench.editing.committing.dialog.told
    arranging.bench.editing.committing.dialog.reject()
    choose(view, "雨水井盖")
    view.buttons["remove"].click()
    answer(qtbot, arranging)
    assert "雨水井盖" not in tree(view)["公用设施"]


def test_a_component_offers_the_classes_of_its_city(classed: Path) -> None:
    store = open_workspace(classed)
    wide, first, *_ = hierarchy(store, "component_class").members
    assert (wide.parent, wide.code, first.code) == (NOWHERE, "01", "0101")
    correct_with_references(store, "component_class", first.row_key, "class_name", "井盖", WHY)
    (now,) = [one for one in fields_now(store, "component", 1) if one.name == "class_code"]
    store.close()
    assert (now.value, now.seen["zh"]) == ("0102", "0102 污水井盖")
    assert now.choices[0] == ("0101", {"zh": "0101 井盖", "en": "0101 井盖"})
