"""Released files stay as long as a project shows them, and no longer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from gridloom_qgis.panel.released import Released

AT_COMMIT = SimpleNamespace(commit=3)


@pytest.fixture
def project(qgis_app) -> Iterator[QgsProject]:
    yield QgsProject.instance()
    QgsProject.instance().clear()


@pytest.fixture
def released(project: QgsProject) -> Iterator[Released]:
    held = Released(project)
    yield held
    held.end()


def shown(released: Released, layer_file: Path) -> Path:
    """Return a released file that a layer of the project shows."""
    file = Path(shutil.copy(layer_file, released.new_file(AT_COMMIT, ".gpkg")))
    QgsProject.instance().addMapLayer(QgsVectorLayer(str(file), "squares", "ogr"))
    return file


def test_a_file_goes_with_the_last_layer_that_shows_it(project, released, layer_file) -> None:
    file = shown(released, layer_file)
    second = project.addMapLayer(QgsVectorLayer(str(file), "again", "ogr"))
    project.removeMapLayer(second.id())
    assert file.is_file()
    project.removeAllMapLayers()
    assert not file.exists()


def test_a_file_stays_that_a_saved_project_refers_to(project, layer_file, tmp_path) -> None:
    session = Released(project)
    kept, left = shown(session, layer_file), session.new_file(AT_COMMIT, ".gpkg")
    assert project.write(str(tmp_path / "a.qgz"))
    left.touch()
    project.clear()
    session.end()
    assert kept.is_file() and not left.exists()
    (tmp_path / "a.qgz").unlink()
    Released(project).end()
    assert not kept.parent.exists()


def test_saving_a_project_without_its_layer_removes_the_file(
    project, released, layer_file, tmp_path
) -> None:
    file = shown(released, layer_file)
    project.write(str(tmp_path / "a.qgz"))
    project.removeAllMapLayers()
    assert file.is_file()
    project.write(str(tmp_path / "a.qgz"))
    assert not file.exists()


def test_another_session_that_lives_keeps_its_files(project, released, layer_file) -> None:
    file = shown(released, layer_file)
    dead = file.parent.parent / "dead"
    dead.mkdir()
    (dead / "left-3.gpkg").touch()
    Released(project).end()
    assert file.is_file() and not dead.exists()


def test_other_files_are_left_alone(project, released, layer_file, tmp_path) -> None:
    own = Path(shutil.copy(layer_file, tmp_path / "own.gpkg"))
    project.addMapLayer(QgsVectorLayer(str(own), "own", "ogr"))
    project.removeAllMapLayers()
    assert own.is_file()
