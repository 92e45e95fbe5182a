"""Workspaces in QGIS's browser, through QGIS's own look into folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsBrowserModel,
    QgsDataItem,
    QgsDirectoryItem,
    QgsErrorItem,
    QgsLayerItem,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsDataItemGuiContext
from qgis.PyQt.QtCore import QModelIndex
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QMenu
from scripts import answering
from small_window import until

from gridloom_qgis.browser import EntryItem, WorkspaceActs, WorkspaceItem, Workspaces
from gridloom_qgis.calling.conversation import Conversation

POPULATED = Qgis.BrowserItemState.Populated


@pytest.fixture
def workspaces(conversation: Conversation) -> Iterator[Workspaces]:
    """The provider, added to QGIS as the plugin does."""
    registry = QgsApplication.dataItemProviderRegistry()
    added = Workspaces(QIcon(), conversation)
    registry.addProvider(added)
    yield added
    registry.removeProvider(added)


@pytest.fixture
def shown(workspaces: Workspaces, city: Path) -> Iterator[QgsBrowserModel]:
    """QGIS's browser with the folder of the city as the home of the project."""
    QgsProject.instance().setPresetHomePath(str(city.parent))
    model = QgsBrowserModel()
    model.initialize()
    yield model
    QgsProject.instance().setPresetHomePath("")


def below(model: QgsBrowserModel, parent: QModelIndex) -> dict[str, QgsDataItem]:
    """Unfold an item and return those below it by their names."""
    model.fetchMore(parent)
    until(lambda: model.rowCount(parent) and not model.canFetchMore(parent))
    until(lambda: model.dataItem(parent) is None or model.dataItem(parent).state() == POPULATED)
    items = [model.dataItem(model.index(row, 0, parent)) for row in range(model.rowCount(parent))]
    return {item.name(): item for item in items}


def test_the_browser_shows_a_workspace_once_with_what_it_holds(
    shown: QgsBrowserModel, city: Path
) -> None:
    home = shown.findItem(below(shown, QModelIndex())["Project Home"])
    folder = below(shown, home)
    assert city.name not in folder
    held = below(shown, shown.findItem(folder[city.stem]))
    entries = {one.key for one in held.values() if isinstance(one, EntryItem)}
    assert ("result", "hot-events") in entries
    assert isinstance(held["Grid"], QgsLayerItem)


def test_other_folders_are_left_to_qgis(workspaces: Workspaces, tmp_path: Path) -> None:
    (tmp_path / "empty.gridloom").mkdir()
    (tmp_path / "plain").mkdir()
    children = QgsDirectoryItem(None, "all", str(tmp_path)).createChildren()
    assert {type(one) for one in children} == {QgsDirectoryItem}


def test_it_holds_layers_that_qgis_opens_and_what_gridloom_draws(
    workspaces: Workspaces, city: Path
) -> None:
    children = workspaces.createDataItem(str(city), None).createChildren()
    layers = {one.name(): one.uri() for one in children if isinstance(one, QgsLayerItem)}
    assert QgsVectorLayer(layers["Grid"], "grid", "ogr").featureCount() == 1576
    keys = {one.key for one in children if isinstance(one, EntryItem)}
    assert {("result", "hot-events"), ("table", "event")} <= keys
    assert ("table", "person") not in keys


def test_a_fault_is_an_item_that_says_it(city: Path) -> None:
    item = WorkspaceItem(None, city, QIcon(), Conversation(lambda: city / "gridloom"))
    (told,) = item.createChildren()
    assert isinstance(told, QgsErrorItem)
    assert "cannot be started" in told.name()


@pytest.mark.parametrize("answer", ["[]", "7", "{}", '{"path": "/", "tables": [1]}'])
def test_an_answer_that_is_something_else_is_an_item_that_says_so(
    city: Path, tmp_path: Path, answer: str
) -> None:
    odd = answering(tmp_path, answer)
    (item,) = WorkspaceItem(None, city, QIcon(), Conversation(lambda: odd)).createChildren()
    assert isinstance(item, QgsErrorItem)
    assert "what this plugin does not understand" in item.name()


def test_a_double_click_shows_a_workspace_and_its_entries(
    workspaces: Workspaces, city: Path
) -> None:
    asked = []
    acts = WorkspaceActs(lambda path, key: asked.append((path, key)))
    item = workspaces.createDataItem(str(city), None)
    entry = next(one for one in item.createChildren() if isinstance(one, EntryItem))
    for one in (item, entry):
        assert acts.handleDoubleClick(one, QgsDataItemGuiContext())
    assert asked == [(city, None), (city, entry.key)]


def test_items_of_others_keep_their_double_click_and_menu(tmp_path: Path) -> None:
    acts, menu = WorkspaceActs(lambda path, key: None), QMenu()
    other = QgsDirectoryItem(None, "all", str(tmp_path))
    acts.populateContextMenu(other, menu, [], QgsDataItemGuiContext())
    assert not acts.handleDoubleClick(other, QgsDataItemGuiContext())
    assert menu.isEmpty()
