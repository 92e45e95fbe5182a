"""The map of a window in QGIS: the same layers, styles and view, and nothing that is withheld."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
import rasterio
import shapely
from benchmarks.made_tiles import packed, tiles_of, write_mbtiles
from PIL import Image

from gridloom_analytics.running import keep, run
from gridloom_analytics.selecting import Not, Rows, Where
from gridloom_desktop.basemap import Basemap
from gridloom_desktop.publishing.qgis.layers import layer_id
from gridloom_desktop.window.model.document import Document, LayerView
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.qgis.publishing import publish_map
from gridloom_desktop.window.model.scene import Scene
from gridloom_desktop.window.model.symbology import Colouring, Heating, Sizing, Symbols, Variable
from gridloom_layers.errors import BadInput
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, TableField, TableSpec, create_workspace
from gridloom_layers.workspace.encrypting import encrypt

from .conftest import PLACES, SOURCES, batch, write_persons

BOX = (-50.0, -50.0, 850.0, 850.0)
NUMBERS = [None if c == 0 else float(c * r) for c, r in PLACES]
KINDS = [None if r == 1 else f"kind {c}'{r % 2}" for c, r in PLACES]
MOBILE = "13800138000"
RESIDENTS, KIND = Colouring(column="residents"), Colouring(column="kind")
CLASS = Variable(column="class", source="result", result="found")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FolderStore]:
    """A city of areas with numbers, kinds and truth values, shops with a place, and persons."""
    store = create_workspace(tmp_path / "小 城.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
    fields = (
        TableField(name="name", type="text", canonical=True),
        TableField(name="residents", type="number"),
        TableField(name="kind", type="text"),
        TableField(name="checked", type="boolean"),
        TableField(name="note", type="text"),
    )
    columns = {
        "name": pa.array([f"社区{c}{r}" for c, r in PLACES]),
        "residents": pa.array(NUMBERS, pa.float64()),
        "kind": pa.array(KINDS),
        "checked": pa.array([c > 3 for c, _ in PLACES]),
        "note": pa.array([f"{MOBILE}" if c == 2 else "none" for c, _ in PLACES]),
    }
    squares = [shapely.MultiPolygon([shapely.box(c, r, c + 1, r + 1)]) for c, r in PLACES]
    points = [shapely.Point(c + 0.5, r + 0.5) for c, r in PLACES]
    with store.change() as change:
        areas = TableSpec("community", "community", fields, geometry="area", sources=SOURCES)
        change.write(areas, [batch(columns, squares)])
        shops = TableSpec("event", "event", fields[1:], geometry="point", sources=SOURCES)
        change.write(shops, [batch({k: v for k, v in columns.items() if k != "name"}, points)])
    write_persons(store)
    settings = {"value": "residents", "classes": "equal", "k": 3}
    keep(store, "found", run(store, "distribution", settings, "community"))
    yield store
    store.close()


def view(name: str, table: str = "community", **more) -> LayerView:
    return LayerView(name=name, table=table, **more)


def expected(layer: MapLayer) -> dict[str, list]:
    """Return the colour of each row that the window shows, by row key."""
    kept = np.ones(len(layer.row_keys), bool) if layer.kept is None else layer.kept
    classes, blank = layer.style.classes, layer.blank
    return {
        str(key): [] if number in blank else [
            [classes[number].colour if number >= 0 else layer.style.missing, 1]
        ]
        for key, number in zip(layer.row_keys[kept].tolist(), layer.classes[kept], strict=True)
    }  # fmt: skip


VIEWS = (
    view("plain", title="平 图", opacity=0.5),
    view("numbers", colouring=RESIDENTS, labels="name", visible=False),
    view("kinds", colouring=KIND, hidden=("kind 3'0",), painted=(("kind 2'0", "#123456"),)),
    view("truth", colouring=Colouring(column="checked")),
    view("crossed", colouring=Colouring(column="residents", crossed_with=CLASS)),
    view("result", result="found", part="found"),
    view("recoloured", result="found", part="found", colouring=KIND),
    view("some", where=Where(text="residents > 10 and name <> 'x'"), colouring=RESIDENTS),
    view("others", where=Not(condition=Rows.of(np.array([100, 101])))),
    view("events", "event", colouring=KIND, where=Where(text="residents <= 20")),
    view("sized", "event", symbols=Symbols(sizing=Sizing(column="residents"))),
)


def test_each_row_has_in_qgis_the_colour_that_the_window_gives_it(store, tmp_path, in_qgis):
    document = Document(layers=VIEWS, box=BOX)
    publish_map(store, tmp_path / "地 图.qgs", "en", Progress(), document)
    layers = {one["id"]: one for one in in_qgis(tmp_path / "地 图.qgs")["layers"]}
    scene = Scene(store)
    shown = [one.model_copy(update={"visible": True}) for one in VIEWS]
    whole = Document(layers=tuple(shown))
    assert scene.read(whole, Progress()) == []
    for layer in scene.layers(whole):
        assert layers[layer_id(layer.name)]["colours"] == expected(layer), layer.name


@pytest.fixture
def opened(store, tmp_path, in_qgis) -> dict:
    """What QGIS made of a project: its layers by the names that the document has."""
    publish_map(store, tmp_path / "x.qgs", "zh", Progress(), Document(layers=VIEWS, box=BOX))
    told = in_qgis(tmp_path / "x.qgs")
    layers = {one["id"]: one for one in told["layers"]}
    return told | {"by": {one.name: layers[layer_id(one.name)] for one in VIEWS}}


def test_the_project_is_in_the_system_and_the_view_of_the_window(opened):
    assert (opened["crs"], opened["box"]) == ("EPSG:4547", list(BOX))


def test_layers_lie_as_in_the_window_and_are_as_visible(opened):
    names = [one["name"] for one in opened["layers"]]
    assert names[-1] == "平 图" and len(names) == len(VIEWS)
    assert not opened["by"]["numbers"]["checked"] and opened["by"]["kinds"]["checked"]
    assert opened["by"]["plain"]["opacity"] == 0.5


def test_labels_and_titles_of_fields_are_there(opened):
    assert opened["by"]["numbers"]["labels"] == "name"
    assert "社区名称" in opened["by"]["numbers"]["titles"]


def test_tables_with_a_file_stay_in_the_workspace(opened, store):
    file = (store.path / store.table("community").layer).as_posix()
    referred = {name for name, one in opened["by"].items() if one["source"].startswith(file)}
    assert referred == {"plain", "numbers", "kinds", "truth", "some", "others"}


def test_a_condition_on_own_fields_can_be_edited_in_qgis(opened):
    assert opened["by"]["some"]["subset"] == """("residents" > 10) AND ("name" <> 'x')"""
    assert opened["by"]["others"]["subset"] == '"row_key" NOT IN (100, 101)'


def test_the_plugin_reads_where_a_layer_is_from(opened, store):
    told = opened["by"]["recoloured"]["properties"]
    assert told["gridloom/workspace"] == store.path.as_posix()
    assert (told["gridloom/table"], told["gridloom/result"]) == ("community", "found")


def test_the_plugin_reads_that_a_written_layer_has_not_all_rows_of_its_table(
    store, tmp_path, in_qgis
):
    crossed = Colouring(column="residents", crossed_with=CLASS)
    some = Where(text="residents > 10")
    document = Document(
        layers=(view("all", colouring=crossed), view("some", colouring=crossed, where=some))
    )
    publish_map(store, tmp_path / "x.qgs", "en", Progress(), document)
    told = {one["id"]: one["properties"] for one in in_qgis(tmp_path / "x.qgs")["layers"]}
    assert "gridloom/part" not in told[layer_id("all")]
    assert told[layer_id("some")]["gridloom/part"] == "some rows"


def test_a_definition_holds_the_same_layers_in_a_group(store, tmp_path, in_qgis):
    publish_map(store, tmp_path / "x.qlr", "en", Progress(), Document(layers=VIEWS[:3]))
    told = in_qgis(tmp_path / "x.qlr")
    assert told["groups"] == ["小 城"]
    assert all(one["valid"] for one in told["layers"]) and len(told["layers"]) == 3


def test_kept_answers_come_along_where_no_window_was_open(store, tmp_path, in_qgis):
    settings = {"value": "residents", "classes": "equal", "k": 2}
    keep(store, "newer", run(store, "distribution", settings, "community"))
    with store.change() as change:
        change.put_measure("crowd", "count(community) by community")
    publish_map(store, tmp_path / "x.qgs", "en", Progress())
    told = in_qgis(tmp_path / "x.qgs")
    assert told["groups"] == ["Results", "Measures"]
    found = [one["properties"] for one in told["layers"] if not one["checked"]]
    assert json.loads(found[1]["gridloom/measures"]) == {"crowd": "crowd"}


def test_where_single_persons_are_is_not_written_but_told(store, tmp_path):
    document = Document(layers=(view("persons", "people"),))
    report = publish_map(store, tmp_path / "x.qgs", "en", Progress(), document)
    assert "single persons" in report.notes[0]["en"]
    assert "<maplayer" not in (tmp_path / "x.qgs").read_text(encoding="utf-8")
    assert not (tmp_path / "x.gpkg").exists()


def test_identifiers_in_texts_are_masked_in_all_files(store, tmp_path):
    note = Colouring(column="note")
    where = Where(text=f"note = '{MOBILE}'")
    layers = (view("notes", colouring=note, title=MOBILE), view("one", where=where, labels="note"))
    publish_map(store, tmp_path / "x.qgs", "en", Progress(), Document(layers=layers))
    files = [one for one in tmp_path.iterdir() if one.suffix in (".qgs", ".gpkg")]
    assert len(files) == 2
    assert all(MOBILE.encode() not in one.read_bytes() for one in files)


def test_the_same_map_gives_the_same_bytes(store, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        publish_map(store, tmp_path / folder / "x.qgs", "en", Progress(), Document(layers=VIEWS))
    for name in ("x.qgs", "x.gpkg"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_geopackage_of_somebody_else_is_not_replaced(store, tmp_path):
    (tmp_path / "x.gpkg").write_bytes(b"mine")
    with pytest.raises(BadInput, match=r"“x.gpkg” is already there"):
        publish_map(store, tmp_path / "x.qgs", "en", Progress(), Document(layers=VIEWS))
    assert (tmp_path / "x.gpkg").read_bytes() == b"mine"


def test_layers_whose_names_differ_in_case_only_have_their_own_rows(store, tmp_path, in_qgis):
    layers = (view("A", "event", colouring=KIND), view("a", "event", colouring=RESIDENTS))
    publish_map(store, tmp_path / "x.qgs", "en", Progress(), Document(layers=layers))
    found = in_qgis(tmp_path / "x.qgs")["layers"]
    assert [(one["valid"], one["rows"]) for one in found] == [(True, 64)] * 2


def test_heat_of_areas_is_that_of_their_middles(store, tmp_path, in_qgis):
    heat = Symbols(heat=Heating(weight=Variable(column="residents")))
    document = Document(layers=(view("heat", symbols=heat), view("event", "event", symbols=heat)))
    publish_map(store, tmp_path / "x.qgs", "en", Progress(), document)
    layers = in_qgis(tmp_path / "x.qgs")["layers"]
    assert [(one["renderer"], one["rows"]) for one in layers] == [("heatmapRenderer", 64)] * 2


def test_a_surface_is_a_raster_of_the_same_classes(store, tmp_path, in_qgis):
    keep(store, "dense", run(store, "density", {}, "event"))
    layers = tuple(
        view(name, "event", result="dense", part=name) for name in ("dense density", "dense bands")
    )
    publish_map(store, tmp_path / "x.qgs", "en", Progress(), Document(layers=layers))
    bands, surface = in_qgis(tmp_path / "x.qgs")["layers"]
    assert surface["valid"] and surface["source"].endswith(f"x-{surface['id']}.tif")
    assert bands["valid"] and bands["rows"] > 0


def test_the_map_of_an_encrypted_workspace_leaves_as_ever(store, tmp_path, in_qgis, monkeypatch):
    monkeypatch.setenv("GRIDLOOM_KEY_FILE", str(tmp_path / "keys"))
    encrypt(store, Progress())
    document = Document(layers=(view("events", "event", colouring=KIND),))
    publish_map(store, tmp_path / "x.qgs", "en", Progress(), document)
    (layer,) = in_qgis(tmp_path / "x.qgs")["layers"]
    assert layer["valid"] and layer["rows"] == 64


def write_basemaps(folder: Path, box: tuple[float, float, float, float]) -> None:
    tile = packed(Image.new("RGB", (256, 256), (200, 30, 30)), "PNG")
    write_mbtiles(folder / "底 图.mbtiles", tiles_of(box, [12], lambda *_: tile))
    area = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 8, 8)], crs="EPSG:4547")
    area.to_file(folder / "land.geojson")
    profile = {"width": 4, "height": 4, "count": 3, "dtype": "uint8", "crs": "EPSG:4547",
               "transform": rasterio.Affine(200, 0, 0, 0, -200, 800)}  # fmt: skip
    with rasterio.open(folder / "p.tif", "w", driver="GTiff", **profile) as picture:
        picture.write(np.full((3, 4, 4), 128, np.uint8))


def test_basemaps_come_along_where_qgis_reads_them(store, tmp_path, in_qgis):
    write_basemaps(tmp_path, (12_690_000.0, 2_570_000.0, 12_700_000.0, 2_580_000.0))
    names = ("底 图.mbtiles", "land.geojson", "p.tif", "gone.mbtiles")
    grounds = tuple(Basemap(name=one, path=f"../{one}", title=one) for one in names)
    document = Document(layers=VIEWS[:1], basemaps=grounds)
    report = publish_map(store, tmp_path / "x.qgs", "en", Progress(), document)
    layers = in_qgis(tmp_path / "x.qgs")["layers"]
    assert [one["name"] for one in layers] == ["平 图", "p.tif", "land.geojson", "底 图.mbtiles"]
    assert all(one["valid"] for one in layers)
    assert [one["en"] for one in report.notes] == [
        "The basemap “gone.mbtiles” cannot be shown by QGIS as it is here and is left out."
    ]
