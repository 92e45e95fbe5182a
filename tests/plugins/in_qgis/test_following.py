"""Projects that refer to files which their workspace has replaced since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from gridloom_qgis.calling.conversation import Conversation
from gridloom_qgis.following import Following, newest_of


@pytest.fixture
def followed(qgis_app) -> Iterator[None]:
    """QGIS led to the newest files."""
    following = Following(QgsProject.instance())
    yield
    following.end()
    QgsProject.instance().clear()


def _grid(city: Path) -> Path:
    return next((city / "layers").glob("grid.*.gpkg"))


def _replace(file: Path) -> Path:
    """Do what an import does: a file of a later change is the table's, and the old one goes."""
    new = file.rename(file.with_name("grid.999999-0123abcd-0.gpkg"))
    manifest = file.parents[1] / "manifest.json"
    told = manifest.read_text(encoding="utf-8")
    manifest.write_text(told.replace(file.name, new.name), encoding="utf-8")
    return new


def _published(conversation: Conversation, city: Path) -> Path:
    file = city.with_name("map.qgs")
    conversation.ask(["publish", str(city), "qgis", "--table=grid", f"--out={file}"])
    return file


def test_a_published_project_finds_the_file_that_an_import_wrote_since(
    followed: None, conversation: Conversation, city: Path
) -> None:
    file = _published(conversation, city)
    new = _replace(_grid(city))
    assert QgsProject.instance().read(str(file))
    (layer,) = QgsProject.instance().mapLayers().values()
    assert layer.isValid()
    assert Path(layer.source().split("|")[0]) == new
    assert layer.featureCount() > 0


def test_a_project_of_relative_paths_finds_it_too(
    followed: None, conversation: Conversation, city: Path
) -> None:
    file = _published(conversation, city)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(city.as_posix(), f"./{city.name}"), encoding="utf-8")
    _replace(_grid(city))
    assert QgsProject.instance().read(str(file))
    assert all(one.isValid() for one in QgsProject.instance().mapLayers().values())


def test_rows_chosen_by_their_keys_are_none_in_the_file_of_another_change(
    followed: None, conversation: Conversation, city: Path
) -> None:
    old = QgsVectorLayer(f'{_grid(city)}|subset="row_key" IN (1,2)', "two", "ogr")
    assert QgsProject.instance().addMapLayer(old).featureCount() == 2
    assert QgsProject.instance().write(str(city.with_name("map.qgs")))
    _replace(_grid(city))
    assert QgsProject.instance().read(str(city.with_name("map.qgs")))
    (layer,) = QgsProject.instance().mapLayers().values()
    assert (layer.isValid(), layer.featureCount()) == (True, 0)


@pytest.mark.parametrize("filtered", ["", '|subset="code" IS NOT NULL'])
def test_other_filters_stay(qgis_app, city: Path, filtered: str) -> None:
    old = f"{_grid(city)}|layername=layer{filtered}"
    new = _replace(_grid(city))
    assert newest_of(old) == f"{new}|layername=layer{filtered}"


def test_what_is_no_lost_file_of_a_workspace_stays_as_it_is(qgis_app, city: Path) -> None:
    present = f"{_grid(city)}|layername=layer"
    elsewhere = "/nowhere/layers/grid.000001-0123abcd-0.gpkg|layername=layer"
    for source in (present, elsewhere, "/data/roads.gpkg", "dbname='x' table=\"y\"", ""):
        assert newest_of(source) == source
