"""Runs of algorithms: progress, cancelling, faults, models, batches, styles, other formats."""

from __future__ import annotations

import time
from pathlib import Path

import processing
import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterVectorLayer,
    QgsProject,
    QgsRasterLayer,
    QgsTask,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication
from scripts import script

from gridloom_qgis.calling.conversation import Conversation
from gridloom_qgis.processing.algorithm import GridloomAlgorithm


@pytest.fixture
def layer(layer_file: Path) -> QgsVectorLayer:
    """The squares of a file, in the project."""
    opened = QgsVectorLayer(str(layer_file), "squares", "ogr")
    QgsProject.instance().addMapLayer(opened)
    yield opened
    QgsProject.instance().removeAllMapLayers()


class Heard(QgsProcessingFeedback):
    """Feedback that keeps what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.bars: list[float] = []
        self.steps: list[str] = []
        self.progressChanged.connect(self.bars.append)

    def setProgressText(self, text: str) -> None:  # noqa: N802
        self.steps.append(text)


def waited(until) -> None:
    """Let QGIS work until something holds."""
    end = time.monotonic() + 60
    while not until():
        assert time.monotonic() < end
        QCoreApplication.processEvents()


def test_progress_goes_up_and_says_what_is_done(provider, layer, tmp_path: Path) -> None:
    heard = Heard()
    given = {"INPUT": layer, "VALUE": "n", "OUTPUT": str(tmp_path / "out.gpkg")}
    processing.run("gridloom:outliers", given, feedback=heard)
    assert heard.bars == sorted(heard.bars) != []
    assert "Shuffling at random" in heard.steps


def test_the_log_tells_sentence_method_source_and_command(provider, layer, tmp_path: Path) -> None:
    heard, out = Heard(), tmp_path / "out.gpkg"
    given = {"INPUT": layer, "VALUE": "n", "PERMUTATIONS": 99, "OUTPUT": str(out)}
    found = processing.run("gridloom:hotspots", given, feedback=heard)
    log = heard.textLog()
    assert found["SUMMARY"] in log
    assert "Method: Getis-Ord Gi*" in log
    assert "Source: Ord & Getis 1995" in log
    assert f"gridloom run {layer.source()} hotspots" in log
    assert "--set value=n --set permutations=99" in log


def test_the_log_is_chinese_in_chinese(provider, layer, speaking, tmp_path: Path) -> None:
    speaking("zh")
    heard = Heard()
    given = {"INPUT": layer, "VALUE": "n", "OUTPUT": str(tmp_path / "out.gpkg")}
    found = processing.run("gridloom:hotspots", given, feedback=heard)
    assert "热点" in found["SUMMARY"]
    assert all(word in heard.textLog() for word in ("方法：", "出处：", "等效的命令行："))
    assert "正在随机置换" in heard.steps


def test_cancelling_a_task_of_qgis_leaves_no_file(provider, layer, tmp_path: Path) -> None:
    algorithm, context, heard = provider.algorithm("hotspots"), QgsProcessingContext(), Heard()
    context.setProject(QgsProject.instance())
    given = {"INPUT": layer, "VALUE": "n", "PERMUTATIONS": 999999}
    given["OUTPUT"] = str(tmp_path / "out.gpkg")
    task = QgsProcessingAlgRunnerTask(algorithm, given, context, heard)
    ended = []
    task.executed.connect(lambda ok, _: ended.append(ok))
    QgsApplication.taskManager().addTask(task)
    waited(lambda: heard.steps)
    task.cancel()
    begun = time.monotonic()
    waited(lambda: ended)
    assert (ended, list(tmp_path.iterdir())) == ([False], [])
    assert time.monotonic() - begun < 5
    assert task.status() == QgsTask.Terminated


def test_a_layer_that_is_removed_while_a_run_goes_on_takes_part(
    provider, squares, tmp_path: Path
) -> None:
    project, context, heard = QgsProject.instance(), QgsProcessingContext(), Heard()
    layer = project.addMapLayer(squares(5))
    context.setProject(project)
    given = {"INPUT": layer.id(), "VALUE": "n", "K": 3, "OUTPUT": str(tmp_path / "out.gpkg")}
    task = QgsProcessingAlgRunnerTask(provider.algorithm("distribution"), given, context, heard)
    project.removeMapLayer(layer.id())
    ended = []
    task.executed.connect(lambda ok, found: ended.append((ok, found)))
    QgsApplication.taskManager().addTask(task)
    waited(lambda: ended)
    assert ended[0][0], heard.textLog()
    assert QgsVectorLayer(ended[0][1]["OUTPUT"], "", "ogr").featureCount() == 25


def test_a_refusal_removes_no_file_that_was_there(provider, layer, tmp_path: Path) -> None:
    out = tmp_path / "out.gpkg"
    out.write_text("mine")
    with pytest.raises(QgsProcessingException):
        processing.run(
            "gridloom:hotspots", {"INPUT": layer, "VALUE": "nothing", "OUTPUT": str(out)}
        )
    assert out.read_text() == "mine"


def refused(layer: QgsVectorLayer, folder: Path, name: str = "hotspots", **given: object) -> str:
    asked = {"INPUT": layer, "OUTPUT": str(folder / "out.gpkg"), **given}
    with pytest.raises(QgsProcessingException) as error:
        processing.run(f"gridloom:{name}", asked)
    assert list(folder.iterdir()) == []
    return str(error.value)


def test_a_refusal_is_the_sentence_of_gridloom(provider, layer, tmp_path: Path) -> None:
    told = refused(layer, tmp_path, VALUE="no such column")
    assert "has no column “no such column”" in told
    assert "Columns with numbers: n." in told


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "(“Project the layer to this system first"), ("zh", "（“先将图层投影到此坐标系")],
)
def test_a_layer_in_degrees_is_told_where_the_form_projects_it(
    provider, squares, speaking, tmp_path: Path, language: str, told: str
) -> None:
    speaking(language)
    given = {"INPUT": squares(5), "TARGET_CRS": "EPSG:4326", "OUTPUT": "memory:"}
    degrees = processing.run("native:reprojectlayer", given)["OUTPUT"]
    reason = refused(degrees, tmp_path, VALUE="n", NEIGHBOURS="distance")
    assert told in reason and "--crs" not in reason


def test_a_condition_that_gridloom_does_not_know_is_refused(
    provider, layer, tmp_path: Path
) -> None:
    told = refused(layer, tmp_path, VALUE="n", WHERE="$area > 3")
    assert "cannot be understood here" in told


def test_a_parameter_at_fault_is_told_by_its_title(provider, layer, tmp_path: Path) -> None:
    told = refused(layer, tmp_path, "distribution", VALUE="n", DENOMINATOR="elsewhere")
    assert "elsewhere" in told
    assert "Traceback" not in told


def test_a_workspace_that_is_none_is_told(provider, tmp_path: Path) -> None:
    asked = {"WORKSPACE": str(tmp_path), "OUTPUT": str(tmp_path / "out.gpkg")}
    with pytest.raises(QgsProcessingException, match="workspace"):
        processing.run("gridloom:population", asked)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "cannot be started"),
        ("exit 7", "exit code 7"),
        ("while read line; do echo hello; done", "not Gridloom"),
        (
            """read line; echo '{"id": 1, "ok": false, "version": 1, "exit": 2, "error": {}}'""",
            "too old",
        ),
    ],
    ids=["missing", "crashing", "nonsense", "too old"],
)
def test_a_command_at_fault_is_told(
    conversation, layer, tmp_path: Path, text: str | None, sentence: str
) -> None:
    bad = tmp_path / "gridloom" if text is None else script(tmp_path, text)
    algorithm = neighbours(conversation, Conversation(lambda: bad))
    given = {"INPUT": layer, "OUTPUT": str(tmp_path / "out.gpkg")}
    with pytest.raises(QgsProcessingException, match=sentence):
        algorithm.run(given, QgsProcessingContext(), QgsProcessingFeedback(), {}, False)


def test_after_a_fault_the_next_run_works(command, conversation, layer, tmp_path: Path) -> None:
    paths = [script(tmp_path, "exit 7"), command]
    held = Conversation(lambda: paths.pop(0))
    algorithm, context = neighbours(conversation, held), QgsProcessingContext()
    given = {"INPUT": layer, "OUTPUT": str(tmp_path / "out.gpkg")}
    done = [algorithm.create().run(given, context, QgsProcessingFeedback())[1] for _ in "ab"]
    held.end()
    assert done == [False, True]


def neighbours(conversation: Conversation, asked: Conversation) -> GridloomAlgorithm:
    """Return an algorithm that asks a command of one's own."""
    (entry,) = conversation.ask(["analyses", "neighbours"])
    return GridloomAlgorithm(entry, asked).create()


def model() -> QgsProcessingModelAlgorithm:
    """Return a model: hot spots of ``n``, then how their z is distributed."""
    made = QgsProcessingModelAlgorithm("two", "two")
    made.addModelParameter(
        QgsProcessingParameterVectorLayer("layer"), QgsProcessingModelParameter("layer")
    )
    value = QgsProcessingModelChildParameterSource.fromStaticValue
    first = QgsProcessingModelChildAlgorithm("gridloom:hotspots")
    first.setChildId("first")
    source = QgsProcessingModelChildParameterSource.fromModelParameter("layer")
    given = {"VALUE": "n", "PERMUTATIONS": 99, "NEIGHBOURS": "rook"}
    for name, one in {"INPUT": source, **{key: value(it) for key, it in given.items()}}.items():
        first.addParameterSources(name, [one])
    made.addChildAlgorithm(first)
    second = QgsProcessingModelChildAlgorithm("gridloom:distribution")
    second.setChildId("second")
    output = QgsProcessingModelChildParameterSource.fromChildOutput("first", "OUTPUT")
    second.addParameterSources("INPUT", [output])
    second.addParameterSources("VALUE", [value("z")])
    wanted = QgsProcessingModelOutput("found", "found")
    wanted.setChildOutputName("OUTPUT")
    second.setModelOutputs({"found": wanted})
    made.addChildAlgorithm(second)
    return made


def test_a_model_of_two_runs_after_it_was_saved(provider, layer, tmp_path: Path) -> None:
    file, out = str(tmp_path / "two.model3"), str(tmp_path / "out.gpkg")
    model().toFile(file)
    read = QgsProcessingModelAlgorithm()
    assert read.fromFile(file)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    given = {"layer": layer.id(), "second:found": out}
    found, ok = read.run(given, context, QgsProcessingFeedback())
    assert ok
    names = QgsVectorLayer(found["second:found"], "", "ogr").fields().names()
    assert {"code", "n", "z", "bin"} <= set(names)


def test_a_batch_runs_each_row(provider, layer, tmp_path: Path) -> None:
    rows = [
        {"INPUT": layer.id(), "VALUE": "n", "K": k, "OUTPUT": str(tmp_path / f"{k}.gpkg")}
        for k in (3, 4, 5)
    ]
    algorithm, context = provider.algorithm("distribution"), QgsProcessingContext()
    context.setProject(QgsProject.instance())
    for row in rows:
        assert algorithm.create().run(row, context, QgsProcessingFeedback())[1]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["3.gpkg", "4.gpkg", "5.gpkg"]


def test_an_output_that_the_data_do_not_give_is_told_and_not_loaded(
    provider, squares, tmp_path: Path
) -> None:
    points = processing.run("native:centroids", {"INPUT": squares(4), "OUTPUT": "memory:"})
    heard, course = Heard(), tmp_path / "course.gpkg"
    given = {"INPUT": points["OUTPUT"], "DISTANCE": 150, "COURSE_TABLE": str(course)}
    given["OUTPUT"] = str(tmp_path / "out.gpkg")
    found = processing.run("gridloom:clusters", given, feedback=heard)
    assert "COURSE_TABLE" not in found
    assert not course.exists()
    assert "These data give no output" in heard.textLog()


def test_rasters_and_charts_are_files_of_their_own(provider, squares, tmp_path: Path) -> None:
    points = processing.run("native:centroids", {"INPUT": squares(9), "OUTPUT": "memory:"})
    raster, chart = tmp_path / "d.tif", tmp_path / "l.png"
    given = {"INPUT": points["OUTPUT"], "OUTPUT": str(tmp_path / "out.gpkg")}
    processing.run(
        "gridloom:density", {**given, "BANDWIDTH": 300, "CELL": 20, "DENSITY_RASTER": str(raster)}
    )
    processing.run("gridloom:pattern", {**given, "SIMULATIONS": 19, "L_CHART": str(chart)})
    assert QgsRasterLayer(str(raster), "d").isValid()
    assert chart.read_bytes()[:4] == b"\x89PNG"


def test_a_path_that_is_written_otherwise_is_the_same_file(
    provider, squares, tmp_path: Path
) -> None:
    points = processing.run("native:centroids", {"INPUT": squares(9), "OUTPUT": "memory:"})
    files = [f"{tmp_path}//out.gpkg", f"{tmp_path}/./density.tif"]
    given = {"INPUT": points["OUTPUT"], "OUTPUT": files[0], "DENSITY_RASTER": files[1]}
    found = processing.run("gridloom:density", {**given, "BANDWIDTH": 300, "CELL": 20})
    assert QgsRasterLayer(found["DENSITY_RASTER"], "d").isValid()
    whole = QgsVectorLayer(found["OUTPUT"], "", "ogr")
    assert whole.loadDefaultStyle()[1]
    assert len(whole.dataProvider().subLayers()) > 1


@pytest.mark.parametrize("ending", ["shp", "geojson", "fgb", "sqlite", "csv"])
def test_other_formats_hold_the_same_rows(provider, layer, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"结果 out.{ending}"
    given = {"INPUT": layer, "VALUE": "n", "PERMUTATIONS": 99}
    processing.run("gridloom:hotspots", {**given, "OUTPUT": str(out)})
    other = processing.run("gridloom:hotspots", {**given, "OUTPUT": "TEMPORARY_OUTPUT"})
    found = [QgsVectorLayer(one, "", "ogr") for one in (str(out), other["OUTPUT"])]
    bins = [sorted((each["code"], int(each["bin"])) for each in one.getFeatures()) for one in found]
    assert bins[0] == bins[1]
    assert len(bins[0]) == 1600


def test_a_dialog_that_opens_has_the_command_started(command, conversation) -> None:
    held = Conversation(lambda: command)
    neighbours(conversation, held).createCustomParametersWidget(None)
    waited(lambda: held.version is not None)
    held.end()
