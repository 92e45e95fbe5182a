"""Fixtures of the tests that run in QGIS's own Python."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gridloom_qgis.calling.conversation import Conversation

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

    from gridloom_qgis.processing.provider import GridloomProvider


@pytest.fixture(scope="session")
def command() -> Path:
    """The real command of the project's own environment."""
    return Path(os.environ["GRIDLOOM"])


@pytest.fixture(scope="session")
def conversation(command: Path) -> Iterator[Conversation]:
    """One warm process for all tests of a file."""
    held = Conversation(lambda: command)
    yield held
    held.end()


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A workspace of one's own: the small sample city with its measures and results."""
    return Path(shutil.copytree(os.environ["GRIDLOOM_CITY"], tmp_path / "城市 data.gridloom"))


@pytest.fixture(scope="session")
def city_to_read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, one for all tests of a file, which do not change it."""
    folder = tmp_path_factory.mktemp("read") / "城市 read.gridloom"
    return Path(shutil.copytree(os.environ["GRIDLOOM_CITY"], folder))


@pytest.fixture(scope="session")
def provider(
    qgis_app, qgis_processing: None, conversation: Conversation, command: Path
) -> Iterator[GridloomProvider]:
    """The provider in QGIS's registry, its algorithms asked of the real command."""
    from qgis.core import QgsApplication

    from gridloom_qgis.calling.command import use_command
    from gridloom_qgis.processing.provider import GridloomProvider

    use_command(command)
    held = GridloomProvider(conversation)
    QgsApplication.processingRegistry().addProvider(held)
    yield held
    QgsApplication.processingRegistry().removeProvider(held)


@pytest.fixture
def speaking(qgis_app) -> Iterator[Callable[[str], None]]:
    """Have QGIS speak a language until the end of the test."""
    from qgis.core import QgsSettings

    def speak(language: str) -> None:
        QgsSettings().setValue("locale/overrideFlag", True)
        QgsSettings().setValue("locale/userLocale", {"zh": "zh_CN", "en": "en_US"}[language])

    yield speak
    QgsSettings().remove("locale/overrideFlag")
    QgsSettings().remove("locale/userLocale")


@pytest.fixture(scope="session")
def layer_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A GeoPackage of 40 × 40 squares of 100 m with a number ``n`` each."""
    from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter

    file = tmp_path_factory.mktemp("layers") / "squares.gpkg"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "squares"
    written = QgsVectorFileWriter.writeAsVectorFormatV2(
        squares(), str(file), QgsCoordinateTransformContext(), options
    )
    assert written[0] == QgsVectorFileWriter.NoError, written
    return file


def squares(side: int = 40) -> QgsVectorLayer:
    """Return a memory layer of ``side`` × ``side`` squares with ``code`` and ``n``."""
    from qgis.core import QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer

    layer = QgsVectorLayer(
        "Polygon?crs=EPSG:4547&field=code:string&field=n:integer", "squares", "memory"
    )
    features = []
    for place in range(side * side):
        row, column = divmod(place, side)
        x, y = 500_000 + 100 * column, 2_500_000 + 100 * row
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"{row}-{column}", (row * column) % 17])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(x, y, x + 100, y + 100)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


@pytest.fixture
def opened(layer_file: Path) -> Iterator[QgsVectorLayer]:
    """The squares of a file."""
    from qgis.core import QgsProject, QgsVectorLayer

    layer = QgsVectorLayer(str(layer_file), "squares", "ogr")
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().removeMapLayer(layer)


class Host:
    """What the plugin asks of QGIS's window: a main window and its message bar, both real."""

    def __init__(self) -> None:
        from qgis.gui import QgsMessageBar
        from qgis.PyQt.QtWidgets import QMainWindow

        self._window = QMainWindow()
        self._bar = QgsMessageBar(self._window)

    def mainWindow(self):  # noqa: N802 - as QGIS names it
        return self._window

    def messageBar(self):  # noqa: N802
        return self._bar


@pytest.fixture
def host() -> Iterator[Host]:
    """A window of QGIS without the rest of it."""
    held = Host()
    yield held
    held.mainWindow().deleteLater()


@pytest.fixture(name="squares")
def maker_of_squares(qgis_app) -> Callable[[int], QgsVectorLayer]:
    """What makes memory layers of squares."""
    return squares
