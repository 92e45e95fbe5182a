"""What users give as conditions, columns and extents, and what Gridloom takes it for."""

from __future__ import annotations

from pathlib import Path

import processing
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsField,
    QgsProcessingContext,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant
from written import rows

from gridloom_qgis.processing.algorithm import GridloomAlgorithm
from gridloom_qgis.processing.conditions import is_about
from gridloom_qgis.processing.entry import asked
from gridloom_qgis.processing.values import Values


@pytest.mark.parametrize(
    "text",
    [
        "n > 3 AND code like '1%'",
        "n IN (1,2)",
        "code is not null",
        "NOT n < 2 * 2",
        "n + 100002 > 100005.5",
        r"n > 3 AND length('c\\d') = 3",
        r"""n > 3 AND 'it\'s "x"' = 'it''s "x"' -- 'apostrophe""",
        "n /* 'few' */ < 4",
    ],
)
def test_an_expression_of_qgis_selects_what_qgis_selects(
    provider, opened, tmp_path: Path, text: str
) -> None:
    out = tmp_path / "out.gpkg"
    given = {"INPUT": opened, "VALUE": "n", "PERMUTATIONS": 0, "WHERE": text, "OUTPUT": str(out)}
    processing.run("gridloom:hotspots", given)
    opened.selectByExpression(text)
    assert {code for code, _ in rows(out)} == {one["code"] for one in opened.selectedFeatures()}


def test_an_extent_of_another_system_comes_in_that_of_the_layer(conversation, squares) -> None:
    (entry,) = conversation.ask(["analyses", "neighbours"])
    box = {"type": "array", "default": None, "x-gridloom": {"kind": "extent"}}
    entry["parameters"] = {"properties": {"box": box}}
    algorithm = GridloomAlgorithm(entry, conversation).create()
    there, degrees = squares(4).crs(), QgsCoordinateReferenceSystem("EPSG:4326")
    turn = QgsCoordinateTransform(there, degrees, QgsProject.instance())
    turned = turn.transformBoundingBox(QgsRectangle(5e5, 25e5, 501e3, 2501e3))
    given = {"BOX": QgsReferencedRectangle(turned, degrees)}
    (told,) = Values(algorithm, given, QgsProcessingContext(), there).settings(asked(entry), {})
    found = [float(one) for one in told.removeprefix("box=").split(",")]
    assert found == pytest.approx([5e5, 25e5, 501e3, 2501e3], abs=50)


@pytest.mark.parametrize(
    "by", [["a,b", "it's (1"], ["a,b"], ["n"]], ids=lambda names: " and ".join(names)
)
def test_columns_may_have_any_names(provider, squares, tmp_path: Path, by: list[str]) -> None:
    layer, out = squares(9), str(tmp_path / "out.gpkg")
    for factor, name in enumerate(("a,b", "it's (1", "y,z"), 3):
        layer.addExpressionField(f"($id * {factor}) % 7", QgsField(name, QVariant.Int))
    given = {"INPUT": layer, "VALUE": "y,z", "BY": by, "LOCAL": False, "OUTPUT": out}
    found = processing.run("gridloom:explain", given)
    assert found["N"] == 81


def test_a_condition_that_only_gridloom_knows_is_asked_of_it(
    provider, opened, tmp_path: Path
) -> None:
    out = tmp_path / "out.gpkg"
    given = {"INPUT": opened, "VALUE": "n", "PERMUTATIONS": 0, "OUTPUT": str(out)}
    processing.run("gridloom:hotspots", {**given, "WHERE": "n between 2 and 4"})
    assert {n for _, n in rows(out)} == {2, 3, 4}


@pytest.mark.parametrize(
    "condition",
    ['"人 口" > 1', '"人 口" between 1 and 2', "人 口 like 'a'", '"MIX" = 1', "mix = 1"],
)
def test_a_condition_is_about_the_columns_that_it_names_however_it_is_read(condition: str) -> None:
    assert is_about(condition, ["人 口", "Mix"])


@pytest.mark.parametrize("condition", ["", "n > 1", "n between 1 and 2", "n = 'mix'"])
def test_a_condition_is_about_no_other_column(condition: str) -> None:
    assert not is_about(condition, ["人 口", "Mix"])


@pytest.mark.parametrize(("given", "come"), [("rook", "rook"), (3, "rook"), ("crook", "crook")])
def test_what_a_model_gives_a_choice_is_never_taken_for_the_usual_one(
    provider, given: object, come: str
) -> None:
    algorithm = provider.algorithm("hotspots")
    names = algorithm.parameterDefinition("NEIGHBOURS").options()
    given = names.index(come) if given == 3 else given
    values = Values(algorithm, {"NEIGHBOURS": given}, QgsProcessingContext(), None)
    own = asked(algorithm._entry)
    assert list(values.settings(own, {})) == [f"neighbours={come}"]


@pytest.fixture
def events(squares) -> QgsVectorLayer:
    """Nine events of two kinds, one a day, within a few hundred metres."""
    layer = processing.run("native:centroids", {"INPUT": squares(3), "OUTPUT": "memory:"})["OUTPUT"]
    layer.addExpressionField("'kind ' || ($id % 2)", QgsField("kind", QVariant.String))
    day = "to_string(to_date('2024-03-01') + to_interval($id || ' days'))"
    layer.addExpressionField(day, QgsField("reported_at", QVariant.String))
    return layer


@pytest.mark.parametrize("cleared", [None, ""])
def test_a_field_that_is_cleared_is_not_the_usual_one(
    provider, events, tmp_path: Path, cleared
) -> None:
    given = {"INPUT": events, "EVENT": "1-1", "DISTANCE": 1000, "OUTPUT": str(tmp_path / "o.gpkg")}
    usual = processing.run("gridloom:isolated-or-general", given)
    given["OUTPUT"] = str(tmp_path / "cleared.gpkg")
    found = processing.run("gridloom:isolated-or-general", {**given, "KIND": cleared})
    assert (usual["ALIKE"], found["ALIKE"]) == (4, 8)
