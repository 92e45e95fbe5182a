"""The algorithms by ``qgis_process``, which has no window: a profile of its own, no project."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from qgis.core import (
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsVectorLayer,
)

import gridloom_qgis

Source = QgsProcessingModelChildParameterSource
PROGRAM = shutil.which("qgis_process.bin") or shutil.which("qgis_process") or ""
pytestmark = pytest.mark.skipif(not PROGRAM, reason="qgis_process is not here")
SETTINGS = """
[PythonPlugins]
gridloom_qgis=true
[gridloom]
command={command}
[locale]
overrideFlag=true
userLocale={language}
"""


@pytest.fixture(scope="session")
def profile(command: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile of QGIS in which the plugin is enabled and the command is set."""
    folder = tmp_path_factory.mktemp("profile")
    plugins = folder / "profiles" / "default" / "python" / "plugins"
    plugins.mkdir(parents=True)
    (plugins / "gridloom_qgis").symlink_to(Path(gridloom_qgis.__file__).parent)
    settings(folder, command, "en_US")
    return folder


def settings(profile: Path, command: Path, language: str) -> None:
    file = profile / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    file.parent.mkdir(exist_ok=True)
    file.write_text(SETTINGS.format(command=command, language=language))


def asked(profile: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    own = {"QGIS_CUSTOM_CONFIG_PATH": str(profile), "QT_QPA_PLATFORM": "offscreen"}
    call = [PROGRAM, *arguments]
    return subprocess.run(call, env=os.environ | own, capture_output=True, text=True)


def run(profile: Path, name: str, **given: object) -> dict:
    """Run an algorithm and return its results."""
    texts = [f"--{key}={value}" for key, value in given.items()]
    done = asked(profile, "run", f"gridloom:{name}", "--json", *texts)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout[done.stdout.index("{") :])["results"]


def test_the_algorithms_are_listed(profile: Path) -> None:
    listed = asked(profile, "list").stdout
    assert "gridloom:hotspots" in listed
    assert "gridloom:near-repeat" in listed


def test_help_tells_the_names_of_choices(profile: Path) -> None:
    told = asked(profile, "help", "gridloom:hotspots").stdout
    assert "queen" in told
    assert "Where high values lie together" in told


def test_hot_spots_of_a_file(profile: Path, layer_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "热点 hot.gpkg"
    given = {"INPUT": layer_file, "VALUE": "n", "NEIGHBOURS": "rook", "PERMUTATIONS": 99}
    found = run(profile, "hotspots", **given, OUTPUT=out)
    assert found["TESTED"] == 1600
    assert QgsVectorLayer(str(out), "", "ogr").featureCount() == 1600


def test_neighbours_in_another_format(profile: Path, layer_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "n.geojson"
    run(profile, "neighbours", INPUT=layer_file, NEIGHBOURS="queen", OUTPUT=out)
    assert QgsVectorLayer(str(out), "", "ogr").featureCount() == 1600


def test_population_of_a_workspace(profile: Path, city_to_read: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.gpkg"
    found = run(profile, "population", WORKSPACE=city_to_read, LAYER="street", OUTPUT=out)
    assert "OLD_SHARE" in found
    assert QgsVectorLayer(str(out), "", "ogr").isValid()


def test_a_refusal_is_told_and_ends_with_a_fault(profile: Path, layer_file, tmp_path: Path) -> None:
    given = [f"--INPUT={layer_file}", "--VALUE=none", f"--OUTPUT={tmp_path / 'o.gpkg'}"]
    done = asked(profile, "run", "gridloom:hotspots", *given)
    assert done.returncode != 0
    assert "has no column “none”" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.fixture
def model(provider, tmp_path: Path) -> Path:
    """The file of a model: classes of a layer, all that they need being its inputs."""
    made, step = QgsProcessingModelAlgorithm("own", "own"), QgsProcessingModelChildAlgorithm()
    step.setAlgorithmId("gridloom:distribution")
    step.setChildId("classes")
    for name in ("INPUT", "VALUE", "CLASSES"):
        asked_for = provider.algorithm("distribution").parameterDefinition(name).clone()
        made.addModelParameter(asked_for, QgsProcessingModelParameter(name))
        step.addParameterSources(name, [Source.fromModelParameter(name)])
    output = QgsProcessingModelOutput("found", "found")
    output.setChildId("classes")
    output.setChildOutputName("OUTPUT")
    step.setModelOutputs({"found": output})
    made.addChildAlgorithm(step)
    made.updateDestinationParameters()
    made.toFile(str(tmp_path / "模型 own.model3"))
    return tmp_path / "模型 own.model3"


def test_a_model_gives_its_inputs_to_layer_field_and_choice(
    model: Path, profile: Path, layer_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.gpkg"
    given = {"INPUT": layer_file, "VALUE": "n", "CLASSES": "equal", "classes:found": out}
    texts = [f"--{name}={value}" for name, value in given.items()]
    done = asked(profile, "run", str(model), *texts)
    assert "--set classes=equal" in done.stdout, done.stdout + done.stderr
    assert QgsVectorLayer(str(out), "", "ogr").featureCount() == 1600
