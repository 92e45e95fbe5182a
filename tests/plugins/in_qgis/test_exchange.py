"""How layers of QGIS reach Gridloom: as the file that they are, their workspace, or a copy."""

from __future__ import annotations

import json
from pathlib import Path

import processing
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsField,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant
from written import rows

from gridloom_qgis.processing.exchange import Chosen, Place, place
from gridloom_qgis.processing.writing import Rows


def placed(layer: QgsVectorLayer, **chosen: object) -> Place:
    return place(Chosen(layer, **chosen), QgsProcessingFeedback()).written()


def test_a_file_goes_as_it_is(opened, layer_file: Path) -> None:
    assert placed(opened) == Place(layer_file, "squares")


def test_a_layer_of_several_in_a_file_goes_by_its_name(opened, layer_file: Path) -> None:
    named = QgsVectorLayer(f"{layer_file}|layername=squares", "other title", "ogr")
    assert placed(named) == Place(layer_file, "squares")


def edited(layer: QgsVectorLayer) -> None:
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().indexOf("n"), 99)


def computed(layer: QgsVectorLayer) -> None:
    layer.addExpressionField("n * 2", QgsField("twice", QVariant.Int))


@pytest.mark.parametrize(
    ("change", "count"),
    [
        (lambda layer: layer.setSubsetString('"n" > 3'), None),
        (lambda layer: layer.setCrs(QgsCoordinateReferenceSystem("EPSG:4526")), 1600),
        (edited, 1600),
        (computed, 1600),
    ],
    ids=["filtered", "another system", "edited", "virtual field"],
)
def test_what_the_file_does_not_say_goes_as_a_copy(opened, layer_file, change, count) -> None:
    change(opened)
    found = placed(opened)
    opened.rollBack()
    assert found.path != layer_file
    copy = QgsVectorLayer(f"{found.path}|layername={found.layer}", "", "ogr")
    assert copy.featureCount() == (count or opened.featureCount()) > 0
    assert copy.crs() == opened.crs()


def test_a_copy_has_edits_and_virtual_fields(opened) -> None:
    computed(opened)
    edited(opened)
    found = placed(opened)
    opened.rollBack()
    assert (99, 198) in rows(found.path, "n, twice")


def test_only_selected_features_are_copied(opened) -> None:
    opened.selectByIds([3, 5, 8])
    ids = [opened.getFeature(one)["code"] for one in (3, 5, 8)]
    assert [code for code, _ in rows(placed(opened, selected=True).path)] == sorted(ids)


def test_a_limit_and_a_filter_hold(opened) -> None:
    found = rows(placed(opened, limit=4, filter='"n" = 16').path)
    assert [n for _, n in found] == [16] * 4


def test_a_filter_holds_among_what_is_selected_and_before_a_limit(opened) -> None:
    wanted = list(opened.getFeatures('"n" = 16'))[2:6]
    opened.selectByIds([1, 2, *(one.id() for one in wanted)])
    found = rows(placed(opened, selected=True, limit=3, filter='"n" = 16').path)
    assert [code for code, _ in found] == sorted(one["code"] for one in wanted[:3])


def test_a_filter_knows_what_expressions_of_the_layer_know(opened) -> None:
    found = rows(placed(opened, filter='"n" > mean("n") AND @layer_name = \'squares\'').path)
    numbers = [one["n"] for one in opened.getFeatures()]
    above = [one for one in numbers if one > sum(numbers) / len(numbers)]
    assert len(found) == len(above)


def test_rows_that_cannot_be_held_are_told(opened) -> None:
    schema = ("squares", opened.fields(), QgsWkbTypes.Point, opened.crs())
    rows = Rows(opened, QgsFeatureRequest(), None, 3)
    rows._schema = schema
    with pytest.raises(QgsProcessingException, match="“squares” cannot be copied: "):
        rows.layer()


@pytest.mark.parametrize("ending", ["shp", "geojson", "csv", "fgb"])
def test_layers_of_other_formats_have_all_rows(opened, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"方格 of.{ending}"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = QgsVectorFileWriter.driverForExtension(ending)
    QgsVectorFileWriter.writeAsVectorFormatV3(
        opened, str(file), QgsCoordinateTransformContext(), options
    )
    source = QgsVectorLayer(str(file), "方格", "ogr")
    found = placed(source)
    again = QgsVectorLayer(f"{found.path}|layername={found.layer}", "", "ogr")
    assert sorted(one["code"] for one in again.getFeatures()) == sorted(
        one["code"] for one in opened.getFeatures()
    )


def test_a_memory_layer_gives_what_its_file_gives(
    provider, opened, squares, tmp_path: Path
) -> None:
    given = {"VALUE": "n", "PERMUTATIONS": 99, "NEIGHBOURS": "rook", "SEED": 5}
    files = [tmp_path / "file.gpkg", tmp_path / "memory.gpkg"]
    for layer, file in zip((opened, squares()), files):
        processing.run("gridloom:hotspots", {**given, "INPUT": layer, "OUTPUT": str(file)})
    first, second = (rows(file, "code, n, z, p_sim, bin") for file in files)
    assert len(first) == 1600
    assert first == second


def test_selected_features_are_all_that_takes_part(provider, opened, tmp_path: Path) -> None:
    opened.selectByExpression('"n" < 5')
    source = QgsProcessingFeatureSourceDefinition(opened.id(), True)
    out = tmp_path / "out.gpkg"
    given = {"INPUT": source, "VALUE": "n", "K": 3, "CLASSES": "equal", "OUTPUT": str(out)}
    processing.run("gridloom:distribution", given)
    assert {code for code, _ in rows(out)} == {one["code"] for one in opened.selectedFeatures()}


@pytest.mark.parametrize(
    "part", [{}, {"selected": True}, {"limit": 3}, {"filter": '"twice" = 198'}], ids=str
)
def test_a_copy_is_of_what_was_there_though_the_layer_goes(squares, part: dict) -> None:
    layer = squares(4)
    computed(layer)
    edited(layer)
    layer.selectByIds([1, 2])
    expected = {"selected": 2, "limit": 3, "filter": 1}
    copy = place(Chosen(layer, **part), QgsProcessingFeedback())
    layer.rollBack()
    layer.dataProvider().truncate()
    del layer
    found = rows(copy.written().path, "n, twice")
    assert (99, 198) in found
    assert len(found) == expected.get(next(iter(part), ""), 16)


def test_points_of_a_memory_layer_become_clusters(provider, squares, tmp_path: Path) -> None:
    made = processing.run("native:centroids", {"INPUT": squares(9), "OUTPUT": "memory:"})
    given = {"INPUT": made["OUTPUT"], "DISTANCE": 120, "FEWEST": 3, "TIME": ""}
    files = {"OUTPUT": str(tmp_path / "out.gpkg"), "HULLS_LAYER": str(tmp_path / "hulls.shp")}
    found = processing.run("gridloom:clusters", {**given, **files})
    assert found["CLUSTERS"] == QgsVectorLayer(files["HULLS_LAYER"], "", "ogr").featureCount() == 1


def layer_of(city: Path, table: str) -> QgsVectorLayer:
    tables = json.loads((city / "manifest.json").read_text(encoding="utf-8"))["tables"]
    return QgsVectorLayer(str(city / tables[table]["layer"]), table, "ogr")


def of_street(layer: QgsVectorLayer, city: Path, **told: str) -> QgsVectorLayer:
    """Return a layer as Gridloom has QGIS draw a part of a workspace."""
    for name, text in {"workspace": str(city), "table": "street", **told}.items():
        layer.setCustomProperty(f"gridloom/{name}", text)
    return layer


def test_a_layer_of_a_workspace_is_asked_of_the_workspace(city_to_read: Path) -> None:
    assert placed(layer_of(city_to_read, "street")) == Place(city_to_read, "street")


def test_a_part_of_it_is_a_plain_layer_and_the_log_says_so(city_to_read: Path) -> None:
    street, feedback = layer_of(city_to_read, "street"), QgsProcessingFeedback()
    street.selectByIds([1, 2])
    found = place(Chosen(street, selected=True), feedback).written()
    assert not found.is_workspace
    assert "taken as a plain layer" in feedback.textLog()


def test_columns_that_show_measures_are_asked_as_measures(
    provider, conversation, squares, city_to_read: Path, tmp_path: Path
) -> None:
    layer = of_street(squares(3), city_to_read, measures=json.dumps({"n": "count(person)"}))
    given = {"INPUT": layer, "VALUE": "n", "OUTPUT": str(tmp_path / "out.gpkg")}
    found = processing.run("gridloom:distribution", given)
    asked = ["run", str(city_to_read), "distribution", "--layer", "street"]
    assert (
        found["SUMMARY"]
        == conversation.ask([*asked, "--set", "value=count(person)"])["summary"]["en"]
    )


@pytest.mark.parametrize("where", ['"n" >= 5', "n between 5 and 99"])
def test_a_condition_on_a_measure_is_about_the_values_that_the_layer_shows(
    provider, squares, city_to_read: Path, tmp_path: Path, where: str
) -> None:
    layer = of_street(squares(6), city_to_read, measures=json.dumps({"n": "count(person)"}))
    file, count = tmp_path / "out.gpkg", sum(one["n"] >= 5 for one in layer.getFeatures())
    given = {"INPUT": layer, "VALUE": "n", "WHERE": where, "OUTPUT": str(file)}
    processing.run("gridloom:hotspots", given)
    found = QgsVectorLayer(str(file), "found", "ogr").getFeatures('"value" IS NOT NULL')
    assert len(list(found)) == count


def test_a_condition_on_what_only_the_map_shows_is_about_what_it_shows(
    provider, squares, city_to_read: Path, tmp_path: Path
) -> None:
    layer = of_street(squares(6), city_to_read, measures=json.dumps({"value": "count(person)"}))
    given = {"INPUT": layer, "VALUE": "n", "PERMUTATIONS": 0, "OUTPUT": str(tmp_path / "o.gpkg")}
    found = processing.run("gridloom:hotspots", {**given, "WHERE": "n >= 5"})
    assert found["TESTED"] == sum(one["n"] >= 5 for one in layer.getFeatures())


def test_a_workspace_that_is_gone_leaves_a_plain_layer(squares, tmp_path: Path) -> None:
    layer = of_street(squares(3), tmp_path / "gone.gridloom")
    assert not placed(layer).is_workspace


@pytest.mark.parametrize(
    "told",
    [
        {"part": "some rows"},
        {"where": "n > 3"},
        {"result": "hot"},
        {"measures": "{broken"},
        {"measures": "[1]"},
    ],
    ids=str,
)
def test_a_layer_that_is_not_its_whole_table_is_a_plain_layer(
    squares, city_to_read: Path, told: dict[str, str]
) -> None:
    assert not placed(of_street(squares(3), city_to_read, **told)).is_workspace


@pytest.mark.parametrize(
    "change", [lambda layer: layer.setCrs(QgsCoordinateReferenceSystem("EPSG:4526")), computed]
)
def test_what_the_workspace_does_not_say_goes_as_a_copy(city_to_read: Path, change) -> None:
    street = layer_of(city_to_read, "street")
    assert placed(street).is_workspace
    change(street)
    assert not placed(street).is_workspace


def test_the_shapes_of_one_kind_of_a_mixed_file_go_without_the_others(tmp_path: Path) -> None:
    shapes = [[0, 1], [[0, 1], [2, 3]], [4, 5]]
    features = [
        {
            "type": "Feature",
            "properties": {"code": str(place), "n": place},
            "geometry": {"type": ["Point", "LineString", "Point"][place], "coordinates": one},
        }
        for place, one in enumerate(shapes)
    ]
    file = tmp_path / "mixed.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    points = QgsVectorLayer(f"{file}|geometrytype=Point", "points", "ogr")
    assert rows(placed(points).path) == [("0", 0), ("2", 2)]
