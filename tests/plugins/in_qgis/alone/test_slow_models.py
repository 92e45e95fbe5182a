"""Two analyses in one model: by QGIS's Processing, as a file and as an algorithm of its own."""

from __future__ import annotations

from pathlib import Path

import processing
import pytest
from qgis.core import (
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFeatureSource,
    QgsVectorLayer,
)
from written import rows

Source = QgsProcessingModelChildParameterSource


def child(algorithm: str, sources: dict) -> QgsProcessingModelChildAlgorithm:
    """Return one step of a model, with all that is not given as the designer's dialog has it."""
    made = QgsProcessingModelChildAlgorithm(algorithm)
    made.setChildId(algorithm.split(":")[1])
    known = {
        one.name(): Source.fromStaticValue(one.defaultValue())
        for one in made.algorithm().parameterDefinitions()
        if not one.isDestination() and one.defaultValue() is not None
    }
    for name, source in {**known, **sources}.items():
        made.addParameterSources(name, [source])
    return made


@pytest.fixture
def model(provider) -> QgsProcessingModelAlgorithm:
    """Hot spots, then the classes of their z-scores."""
    made = QgsProcessingModelAlgorithm("热点 then classes", "own")
    parameter = QgsProcessingParameterFeatureSource("cells", "Cells")
    made.addModelParameter(parameter, QgsProcessingModelParameter("cells"))
    given = {"VALUE": "n", "NEIGHBOURS": "rook", "PERMUTATIONS": 0}
    sources = {name: Source.fromStaticValue(value) for name, value in given.items()}
    first = child("gridloom:hotspots", {"INPUT": Source.fromModelParameter("cells"), **sources})
    made.addChildAlgorithm(first)
    given = {"VALUE": "z", "CLASSES": "equal", "K": 4}
    sources = {name: Source.fromStaticValue(value) for name, value in given.items()}
    step = Source.fromChildOutput("hotspots", "OUTPUT")
    second = child("gridloom:distribution", {"INPUT": step, **sources})
    output = QgsProcessingModelOutput("classes", "classes")
    output.setChildId("distribution")
    output.setChildOutputName("OUTPUT")
    second.setModelOutputs({"classes": output})
    made.addChildAlgorithm(second)
    made.updateDestinationParameters()
    return made


def test_a_model_of_two_analyses_survives_its_file_and_runs(
    model, opened: QgsVectorLayer, tmp_path: Path
) -> None:
    file, out = tmp_path / "模型 a.model3", tmp_path / "out.gpkg"
    assert model.toFile(str(file))
    again = QgsProcessingModelAlgorithm()
    assert again.fromFile(str(file))
    assert again.validate() == (True, [])
    (wanted,) = [one.name() for one in again.destinationParameterDefinitions()]
    to = QgsProcessingOutputLayerDefinition(str(out))
    processing.run(again, {"cells": opened, wanted: to})
    found = rows(out, "code, n, z, class")
    assert len(found) == opened.featureCount()
    assert {row[3] for row in found} == {1, 2, 3, 4}
