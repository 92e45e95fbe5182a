"""What leaves for QGIS: layers that open styled, without what is withheld."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gridloom_analytics.running import keep, layer_of, run
from gridloom_desktop.publishing.export import export_result
from gridloom_desktop.publishing.publish import publish
from gridloom_layers.errors import BadInput
from gridloom_layers.language import use_language

MEASURE = "count(person where age >= 65) / count(person) * 1000 by grid"
WITHHELD = 333.33


@pytest.fixture
def asked(city):
    """The city with a measure and a result that rests on it."""
    with city.change() as change:
        change.put_measure("elderly", MEASURE)
    settings = {"value": "elderly", "classes": "equal", "k": 3}
    keep(city, "spread", run(city, "distribution", settings, layer="grid", seed=1))
    return city


def rows_of(file: Path, layer: str) -> list[tuple]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute(f'SELECT * FROM "{layer}"').fetchall()  # noqa: S608


def test_a_measure_leaves_as_a_layer_with_its_style(asked, tmp_path):
    file = publish(asked, "layer", tmp_path / "x.gpkg", measure="elderly", language="en").file
    (style,) = rows_of(file, "layer_styles")
    assert style[3:6] == ("values", "geom", "values")
    assert len(rows_of(file, "values")) == 12


def test_no_withheld_figure_is_in_a_layer_or_its_style(asked, tmp_path):
    file = publish(asked, "layer", tmp_path / "x.gpkg", measure="elderly").file
    cells = [cell for row in rows_of(file, "values") for cell in row]
    assert not [one for one in cells if isinstance(one, float) and abs(one - WITHHELD) < 1]
    assert "333.3" not in str(rows_of(file, "layer_styles"))
    assert sum(one == 1 for one in (row[-1] for row in rows_of(file, "values"))) == 2


def test_the_same_answer_gives_the_same_bytes(asked, tmp_path):
    one = publish(asked, "layer", tmp_path / "x.gpkg", result="spread").file
    other = publish(asked, "layer", tmp_path / "y.gpkg", result="spread").file
    assert one.read_bytes() == other.read_bytes()


def test_a_layer_opens_styled_and_titled_in_qgis(asked, tmp_path, in_qgis):
    use_language("zh")
    out = tmp_path / "老人 图.gpkg"
    publish(asked, "layer", out, result="spread", language="zh")
    (layer,) = in_qgis(out)["layers"]
    assert layer["renderer"] == "RuleRenderer" and layer["crs"] == "EPSG:4547"
    assert {"行键", "代码", "名称", "不公开"} <= set(layer["titles"])
    drawn = list(layer["colours"].values())
    assert all(len(one) == 1 for one in drawn) and sum(one[0][1] == 2 for one in drawn) == 2


def test_what_a_run_writes_opens_in_the_style_of_its_result(asked, tmp_path, in_qgis):
    settings = {"value": "elderly", "classes": "equal", "k": 3}
    result = run(asked, "distribution", settings, layer="grid", seed=1)
    export_result(result, layer_of(asked, result), tmp_path / "x.gpkg", asked)
    layers = {one["name"]: one for one in in_qgis(tmp_path / "x.gpkg")["layers"]}
    assert layers["grid"]["renderer"] == "RuleRenderer"
    assert "withheld (few persons)" in layers["grid"]["legend"]


def test_hostile_names_are_text_in_qgis(asked, tmp_path, in_qgis, hostile):
    publish(asked, "layer", tmp_path / "x.gpkg", measure="elderly", language="en")
    (layer,) = in_qgis(tmp_path / "x.gpkg")["layers"]
    assert layer["valid"] and layer["rows"] == 12
    assert hostile[0] in [row[4] for row in rows_of(tmp_path / "x.gpkg", "values")]


def test_a_layer_is_written_as_a_geopackage_only(asked, tmp_path):
    with pytest.raises(BadInput, match=r"\.gpkg"):
        publish(asked, "layer", tmp_path / "x.shp", measure="elderly")
