"""An analysis of another package, with parameters of every kind, as QGIS asks for them."""

from __future__ import annotations

import json
from pathlib import Path

import processing
import pytest
from processing.gui.wrappers import WidgetWrapperFactory
from processing.modeler.ModelerParametersDialog import ModelerParametersDialog
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelParameter,
    QgsProcessingParameterString,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt

Source = QgsProcessingModelChildParameterSource
THEIRS = Path(__file__).parent / "theirs"
BROKEN = "gone = not_there:ANALYSIS\nno_analysis = nearby_places:THEIR_NAME\n"
POINTS = f"[gridloom.analyses]\nnearby = nearby_places:ANALYSIS\n{BROKEN}"
NOTHING_ELSE = {
    "rate": None, "stop_fields": [], "only_stops": None, "roads": None, "system": None,
    "within": None, "reach": 500.0, "rings": [100.0, 250.0], "share": None, "places": 3,
    "random": 0, "by": "walk", "days": ["mon"], "strict": True, "formula": None, "notes": [],
}  # fmt: skip
GIVEN = {
    "RATE": "n", "STOP_FIELDS": ["code", "n"], "ONLY_STOPS": '"n" > 0', "PLACES": 5,
    "SYSTEM": QgsCoordinateReferenceSystem("EPSG:4526"), "REACH": 750.5, "RINGS": "100, 200.5",
    "WITHIN": "500000,500100,2500000,2500200 [EPSG:4547]", "SHARE": 12.5, "RANDOM": 7,
    "BY": "car", "DAYS": ["mon", "sat"], "STRICT": False, "FORMULA": "$area * 2, 3",
    "NOTES": "a, b (c, d)",
}  # fmt: skip
COME = {
    "rate": "n", "stop_fields": ["code", "n"], "only_stops": '"n" > 0', "places": 5,
    "system": "EPSG:4526", "reach": 750.5, "rings": [100.0, 200.5],
    "within": [500000.0, 2500000.0, 500100.0, 2500200.0], "share": 12.5, "random": 7,
    "by": "car", "days": ["mon", "sat"], "strict": False, "formula": "$area * 2, 3",
    "notes": ["a", "b (c, d)"], "roads": 1, "stops": 4,
}  # fmt: skip


@pytest.fixture(scope="session")
def command(command: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real command, with another package installed beside Gridloom, some of it broken."""
    folder = tmp_path_factory.mktemp("theirs")
    about = folder / "nearby_places-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Name: nearby-places\nVersion: 1\n")
    (about / "entry_points.txt").write_text(POINTS)
    (folder / "nearby_places.py").symlink_to(THEIRS / "nearby_places.py")
    text = command.read_text(encoding="utf-8")
    file = folder / "gridloom"
    file.write_text(text.replace('PYTHONPATH="', f'PYTHONPATH="{folder}:'), encoding="utf-8")
    file.chmod(0o755)
    return file


@pytest.fixture
def needed(provider, squares, tmp_path: Path) -> dict:
    """What has to be given: a layer, a value, points."""
    turned = {"INPUT": squares(3), "OUTPUT": "memory:站 点"}
    stops = processing.run("native:centroids", turned)["OUTPUT"]
    out = str(tmp_path / "o.gpkg")
    return {"INPUT": squares(4), "VALUE": "n", "STOPS": stops, "OUTPUT": out}


def came(given: dict) -> dict:
    """Run it and return the parameters that it got."""
    return json.loads(processing.run("gridloom:nearby-places", given)["SUMMARY"])


@pytest.fixture
def algorithm(provider):
    """The algorithm, which owns its parameters."""
    return provider.algorithm("nearby-places").create()


def test_what_is_not_given_is_as_the_package_has_it(needed: dict) -> None:
    assert came(needed) == {"value": "n", "stops": 9, **NOTHING_ELSE}


def test_values_of_every_kind_come_as_they_were_given(needed: dict) -> None:
    roads = QgsVectorLayer("LineString?crs=EPSG:4547", "道 路", "memory")
    along = processing.run(
        "native:polygonstolines", {"INPUT": needed["INPUT"], "OUTPUT": "memory:"}
    )
    roads.dataProvider().addFeatures([next(along["OUTPUT"].getFeatures())])
    assert came({**needed, **GIVEN, "ROADS": roads}) == {"value": "n", **COME}


def test_further_outputs_are_layers_of_qgis(needed: dict, tmp_path: Path) -> None:
    files = {"FIRST_LAYER": tmp_path / "前 2.geojson", "TOLD_TABLE": tmp_path / "told.csv"}
    processing.run("gridloom:nearby-places", {**needed, **{k: str(v) for k, v in files.items()}})
    assert QgsVectorLayer(str(files["FIRST_LAYER"]), "", "ogr").featureCount() == 2
    assert len(files["TOLD_TABLE"].read_text(encoding="utf-8").splitlines()) == 1 + 18
    doubled = QgsVectorLayer(needed["OUTPUT"], "", "ogr")
    assert doubled.featureCount() == 16
    assert all(one["twice"] == 2 * one["n"] for one in doubled.getFeatures())


def test_a_list_of_numbers_shows_its_default_and_may_be_emptied(algorithm, needed: dict) -> None:
    rings = algorithm.parameterDefinition("RINGS")
    wrapper = WidgetWrapperFactory.create_wrapper(rings, None)
    shown = wrapper.createWrappedWidget(QgsProcessingContext())
    wrapper.setWidgetValue(rings.defaultValue(), QgsProcessingContext())
    assert shown.text() == "100,250"
    assert came({**needed, "RINGS": wrapper.parameterValue()})["rings"] == [100.0, 250.0]
    assert came({**needed, "RINGS": ""})["rings"] == []


def test_several_choices_show_titles_and_give_names(algorithm) -> None:
    days = algorithm.parameterDefinition("DAYS")
    wrapper = WidgetWrapperFactory.create_wrapper(days, None)
    wrapper.setValue(days.defaultValue())
    assert [wrapper.widget.itemText(place) for place in range(2)] == ["Monday", "Saturday"]
    assert wrapper.value() == ["mon"]
    wrapper.widget.setItemCheckState(1, Qt.CheckState.Checked)
    assert wrapper.value() == ["mon", "sat"]


@pytest.mark.parametrize("given", [["mon", "sat"], Source.fromModelParameter("given")])
def test_several_choices_go_into_a_model_as_names_or_from_an_input(algorithm, given) -> None:
    model = QgsProcessingModelAlgorithm("own", "own")
    parameter = QgsProcessingParameterString("given", "Given")
    model.addModelParameter(parameter, QgsProcessingModelParameter("given"))
    dialog = ModelerParametersDialog(algorithm, model)
    dialog.widget.widget.wrappers["DAYS"].setValue(given)
    (came,) = dialog.createAlgorithm().parameterSources()["DAYS"]
    assert given in (came, came.staticValue())


def test_what_of_another_package_is_broken_takes_nothing_else_away(provider) -> None:
    names = [one.name() for one in provider.algorithms()]
    assert "nearby-places" in names and "hotspots" in names


def test_the_command_tells_all_about_it_too(conversation) -> None:
    (told,) = conversation.ask(["analyses", "nearby-places"])
    assert set(told["parameters"]["properties"]) == {"value", "stops", *NOTHING_ELSE}
