"""Projects that were copied or moved, with the workspaces whose layers they show."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer

from gridloom_qgis.moving import SCOPE, WORKSPACE, Moving
from gridloom_qgis.processing.exchange import workspace_place
from gridloom_qgis.properties import TABLE_OF, WORKSPACE_OF


@pytest.fixture
def project(qgis_app) -> Iterator[QgsProject]:
    """QGIS's project, watched."""
    held = QgsProject.instance()
    held.clear()
    moving = Moving(held)
    yield held
    moving.end()
    held.clear()


@pytest.fixture
def year(city: Path) -> Path:
    """A folder with a workspace, to lie beside the project."""
    (city.parent / "2025" / "data").mkdir(parents=True)
    city.rename(city.parent / "2025" / "data" / "town.gridloom")
    return city.parent / "2025"


def shown(project: QgsProject, year: Path, file: Path) -> QgsMapLayer:
    """Show a file as a layer of the workspace of a year, and save the project."""
    layer = project.addMapLayer(QgsVectorLayer(str(file), "street", "ogr"))
    town = (year / "data" / "town.gridloom").as_posix()
    layer.setCustomProperty(WORKSPACE_OF, town)
    layer.setCustomProperty(TABLE_OF, "street")
    project.layerTreeRoot().insertGroup(0, "town").setCustomProperty(WORKSPACE_OF, town)
    project.writeEntry(SCOPE, WORKSPACE, town)
    assert project.write(str(year / "map.qgz"))
    return layer


def told(project: QgsProject) -> set[str]:
    """Return all workspaces that a project tells of."""
    (layer,), (group,) = project.mapLayers().values(), project.layerTreeRoot().findGroups(True)
    own = {one.customProperty(WORKSPACE_OF) for one in (layer, group)}
    return own | {project.readEntry(SCOPE, WORKSPACE)[0]}


def street(year: Path) -> Path:
    return next((year / "data" / "town.gridloom" / "layers").glob("street.*.gpkg"))


def test_a_project_copied_with_its_workspace_is_of_the_copy(project, year: Path) -> None:
    shown(project, year, street(year))
    copy = Path(shutil.copytree(year, year.with_name("2026")))
    assert project.read(str(copy / "map.qgz"))
    assert told(project) == {(copy / "data" / "town.gridloom").as_posix()}


def test_so_is_one_that_shows_nothing_but_released_values(
    project, year: Path, layer_file: Path
) -> None:
    shown(project, year, layer_file)
    copy = Path(shutil.copytree(year, year.with_name("2026")))
    assert project.read(str(copy / "map.qgz"))
    assert told(project) == {(copy / "data" / "town.gridloom").as_posix()}


def test_a_project_that_was_moved_alone_is_of_the_workspace_that_stayed(
    project, year: Path, layer_file: Path
) -> None:
    shown(project, year, layer_file)
    alone = year.with_name("alone")
    alone.mkdir()
    shutil.copy(year / "map.qgz", alone)
    assert project.read(str(alone / "map.qgz"))
    assert told(project) == {(year / "data" / "town.gridloom").as_posix()}


def test_saving_a_project_leaves_it_saved(project, year: Path, layer_file: Path) -> None:
    shown(project, year, layer_file)
    assert not project.isDirty()


def test_a_layer_is_of_the_workspace_whose_file_it_shows(project, year: Path, city_to_read) -> None:
    layer = shown(project, year, street(year))
    layer.setCustomProperty(WORKSPACE_OF, city_to_read.as_posix())
    assert workspace_place(layer).path == year / "data" / "town.gridloom"


def test_a_layer_that_was_led_to_another_workspace_takes_no_other_with_it(
    project, year: Path, city_to_read: Path
) -> None:
    layer = shown(project, year, street(year))
    other = next((city_to_read / "layers").glob("street.*.gpkg"))
    twin = project.addMapLayer(QgsVectorLayer(str(other), "another year", "ogr"))
    twin.setCustomProperty(WORKSPACE_OF, layer.customProperty(WORKSPACE_OF))
    assert project.write() and project.read(str(year / "map.qgz"))
    (group,) = project.layerTreeRoot().findGroups(True)
    own = {one.name(): one.customProperty(WORKSPACE_OF) for one in project.mapLayers().values()}
    town = (year / "data" / "town.gridloom").as_posix()
    assert own == {"street": town, "another year": city_to_read.as_posix()}
    assert group.customProperty(WORKSPACE_OF) == town


def test_a_project_without_a_workspace_keeps_no_folder(project, tmp_path: Path, squares) -> None:
    project.addMapLayer(squares(2))
    assert project.write(str(tmp_path / "mine.qgs"))
    assert "gridloom" not in (tmp_path / "mine.qgs").read_text(encoding="utf-8")


def test_workspaces_on_another_drive_stay_where_they_are(
    project, year: Path, layer_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_drive(*_: object) -> str:
        raise ValueError("path is on mount 'C:', start on mount 'D:'")

    shown(project, year, layer_file)
    monkeypatch.setattr("gridloom_qgis.moving.os.path.relpath", other_drive)
    assert project.read(str(year / "map.qgz"))
    assert told(project) == {(year / "data" / "town.gridloom").as_posix()}
