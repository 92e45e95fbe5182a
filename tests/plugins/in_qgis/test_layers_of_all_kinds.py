"""Layers that are no plain file: the same values as of the same rows, or one clear sentence."""

from __future__ import annotations

from pathlib import Path

import processing
import pytest
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
    QgsWkbTypes,
)
from written import rows

GIVEN = {"VALUE": "n", "NEIGHBOURS": "knn", "K": 3, "PERMUTATIONS": 99, "SEED": 5}
FIELDS = "field=code:string&field=n:integer"


def ran(layer: QgsVectorLayer, out: Path) -> list:
    """Run hot spots and return what came."""
    processing.run("gridloom:hotspots", {**GIVEN, "INPUT": layer, "OUTPUT": str(out)})
    return rows(out, "code, n, z, p_sim")


@pytest.fixture(scope="module")
def expected(provider, tmp_path_factory) -> list:
    """What a plain layer of the same rows gives."""
    from conftest import squares

    return ran(squares(8), tmp_path_factory.mktemp("expected") / "out.gpkg")


def shaped(squares, kind: str, change, fields: str = FIELDS) -> QgsVectorLayer:
    """Return the squares as geometries of another type."""
    layer = QgsVectorLayer(f"{kind}?crs=EPSG:4547&{fields}", kind, "memory")
    features = []
    for one in squares(8).getFeatures():
        feature = QgsFeature(layer.fields())
        for name in ("code", "n"):
            feature[name] = one[name]
        feature.setGeometry(change(QgsGeometry(one.geometry())))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def measured(shape: QgsGeometry) -> QgsGeometry:
    inner = shape.constGet().clone()
    inner.addZValue(5.0)
    inner.addMValue(1.0)
    return QgsGeometry(inner)


def curved(shape: QgsGeometry) -> QgsGeometry:
    """Return the square with an arc for its lower and upper side: its centre stays."""
    box = shape.boundingBox()
    x, y, right, top = box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
    arc, middle = 20, (box.xMinimum() + box.xMaximum()) / 2
    return QgsGeometry.fromWkt(
        f"CurvePolygon(CompoundCurve(CircularString({x} {y},{middle} {y - arc},{right} {y}),"
        f"({right} {y},{right} {top}),CircularString({right} {top},{middle} {top + arc},{x} {top}),"
        f"({x} {top},{x} {y})))"
    )


@pytest.mark.parametrize(
    ("kind", "change"),
    [("PolygonZM", measured), ("CurvePolygon", curved)],
    ids=["heights and measures", "arcs"],
)
def test_shapes_with_heights_measures_and_arcs_are_taken(
    expected, squares, tmp_path: Path, kind: str, change
) -> None:
    layer = shaped(squares, kind, change)
    assert QgsWkbTypes.displayString(layer.wkbType()) == kind
    found = ran(layer, tmp_path / "out.gpkg")
    assert [row[:2] for row in found] == [row[:2] for row in expected]
    assert all(row[2] is not None for row in found)


def test_a_field_may_be_called_as_the_column_of_shapes(expected, squares, tmp_path: Path) -> None:
    layer = shaped(
        squares, "Polygon", lambda one: one, f"{FIELDS}&field=geom:string&field=z:double"
    )
    found = ran(layer, tmp_path / "out.gpkg")
    assert [row[:2] for row in found] == [row[:2] for row in expected]


def test_fields_that_differ_in_case_only_are_refused_in_a_sentence(squares, tmp_path: Path) -> None:
    layer = shaped(squares, "Polygon", lambda one: one, f"{FIELDS}&field=CODE:string")
    with pytest.raises(QgsProcessingException, match="“code” and “CODE”, which differ in case"):
        ran(layer, tmp_path / "out.gpkg")


def test_a_shapefile_in_gbk_a_virtual_and_a_joined_layer(expected, squares, tmp_path: Path) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = "ESRI Shapefile", "GBK"
    file, context = tmp_path / "格网 a.shp", QgsCoordinateTransformContext()
    QgsVectorFileWriter.writeAsVectorFormatV3(squares(8), str(file), context, options)
    shape = QgsVectorLayer(str(file), "格网", "ogr")
    QgsProject.instance().addMapLayer(shape)
    query = f"?layer_ref={shape.id()}:a&query=select code, n, geometry from a"  # noqa: S608 - a virtual layer's
    virtual = QgsVectorLayer(f"{query}&geometry=geometry:3:4547", "虚拟", "virtual")
    assert [ran(one, tmp_path / f"{one.name()}.gpkg") for one in (shape, virtual)] == [expected] * 2
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(shape)
    join.setJoinFieldName("code")
    join.setTargetFieldName("code")
    joined = squares(8)
    QgsProject.instance().addMapLayer(joined)
    joined.addJoin(join)
    assert ran(joined, tmp_path / "joined.gpkg") == expected


def test_a_layer_without_rows_or_place_is_refused_by_its_name(squares, tmp_path: Path) -> None:
    empty = QgsVectorLayer(f"Polygon?crs=EPSG:4547&{FIELDS}", "空 图层", "memory")
    with pytest.raises(QgsProcessingException, match="“空 图层” has no rows"):
        ran(empty, tmp_path / "out.gpkg")
    unknown = QgsVectorLayer("/nowhere/gone.gpkg", "gone", "ogr")
    with pytest.raises(QgsProcessingException):
        ran(unknown, tmp_path / "out.gpkg")
