"""The panel with a workspace open: its layers, measures and records on the map."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from osgeo import ogr
from qgis.core import QgsCategorizedSymbolRenderer, QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QMimeData, Qt, QUrl
from qgis.PyQt.QtWidgets import QApplication
from small_window import SmallWindow, settled, until

from gridloom_qgis.calling.conversation import Conversation
from gridloom_qgis.panel.dropping import dropped_workspace
from gridloom_qgis.panel.entries import entries_of
from gridloom_qgis.panel.panel import Panel
from gridloom_qgis.panel.taking_over import is_restyled

CHECKED = Qt.CheckState.Checked


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample city for all tests of this file."""
    folder = tmp_path_factory.mktemp("town") / "城市 a&b.gridloom"
    return Path(shutil.copytree(os.environ["GRIDLOOM_CITY"], folder))


def entry(panel: Panel, kind: str, name: str) -> Any:
    found = [one for part in entries_of(panel.session.workspace).values() for one in part]
    return next(one for one in found if one.key == (kind, name))


def tick(panel: Panel, kind: str, name: str) -> list[QgsVectorLayer]:
    """Tick the box of an entry as a user does, and return its layers."""
    panel.dock.contents.model.item_of((kind, name)).setCheckState(CHECKED)
    settled(panel)
    return panel.layers.showing(panel.session.workspace.path, (kind, name))


def test_the_workspace_is_listed_with_its_counts(panel: Panel, described: Any) -> None:
    model = panel.dock.contents.model
    for table in described["tables"]:
        item = model.item_of(("table", table["name"]))
        count = item.parent().child(item.row(), 1).text().replace(",", "")
        assert (item.text(), int(count)) == (table["title"]["en"], table["rows"])


def test_its_layers_are_valid_and_styled(panel: Panel, town: Path, described: Any) -> None:
    layers = panel.layers.of(town)
    files = {table["file"] for table in described["tables"] if table["file"]}
    assert {one.source().split("|")[0] for one in layers} >= {str(town / file) for file in files}
    assert all(one.isValid() and one.renderer() is not None for one in layers)
    grid = panel.layers.showing(town, ("table", "grid"))[0]
    assert grid.fields().field("code").alias() == "Grid code"


def test_the_project_and_the_map_are_those_of_the_city(panel: Panel, window, town: Path) -> None:
    assert QgsProject.instance().crs().authid() == "EPSG:4547"
    district = panel.layers.showing(town, ("table", "district"))[0]
    assert window.canvas.extent().contains(district.extent())
    assert QgsProject.instance().layerTreeRoot().children()[0].name() == town.stem


def test_only_what_is_switched_on_is_ticked(panel: Panel, town: Path) -> None:
    model, root = panel.dock.contents.model, QgsProject.instance().layerTreeRoot()
    for name in ("grid", "building"):
        layer = panel.layers.showing(town, ("table", name))[0]
        ticked = model.item_of(("table", name)).checkState() == CHECKED
        assert ticked == root.findLayer(layer.id()).isVisible()


def test_a_double_click_switches_a_layer_on_and_off(panel: Panel, town: Path) -> None:
    contents, key = panel.dock.contents, ("table", "building")
    before = panel.layers.seen(town)
    contents.tree.doubleClicked.emit(contents.index_of(entry(panel, *key)))
    settled(panel)
    assert panel.layers.seen(town) ^ before == {key}


def test_a_measure_is_mapped_with_its_values(panel: Panel, conversation, town: Path) -> None:
    (layer,) = tick(panel, "measure", "events per km²")
    column = next(iter(json.loads(layer.customProperty("gridloom/measures"))))
    asked = ["query", str(town), "event", "--by=grid"]
    counts = {row["row_key"]: row["count"] for row in conversation.ask(asked)["counts"]}
    for feature in layer.getFeatures():
        area = feature.geometry().area() / 1e6
        assert feature[column] * area == pytest.approx(counts.get(feature["row_key"], 0), rel=1e-6)
    assert layer.renderer().type() == "graduatedSymbol"


def test_what_is_ticked_twice_comes_once_and_unticked_not_at_all(panel: Panel, town: Path) -> None:
    rate = entry(panel, "measure", "events per 1,000 residents")
    panel.acts.tick(rate, True)
    panel.acts.tick(rate, True)
    settled(panel)
    shown = panel.layers.showing(town, rate.key)
    panel.layers.remove(shown)
    panel.acts.tick(rate, True)
    panel.acts.tick(rate, False)
    settled(panel)
    assert len(shown) == 1 and panel.layers.showing(town, rate.key) == []


def test_a_result_is_mapped(panel: Panel) -> None:
    layers = tick(panel, "result", "hot-elderly")
    assert [one.featureCount() > 0 and one.isValid() for one in layers] == [True]


def test_what_is_put_on_the_map_last_lies_above_other_areas(panel: Panel, town: Path) -> None:
    panel.layers.remove(panel.layers.showing(town, ("measure", "events per km²")))
    settled(panel)
    (layer,) = tick(panel, "measure", "events per km²")
    order = [one for one in QgsProject.instance().layerTreeRoot().layerOrder() if is_area(one)]
    assert order[0] is layer


def is_area(layer: QgsMapLayer) -> bool:
    return isinstance(layer, QgsVectorLayer) and layer.geometryType() == 2


def test_records_with_a_place_are_points(panel: Panel, described: Any) -> None:
    (layer,) = tick(panel, "table", "event")
    rows = next(one["rows"] for one in described["tables"] if one["name"] == "event")
    assert (layer.featureCount(), layer.geometryType()) == (rows, 0)


def test_a_condition_leaves_the_rows_that_it_selects(panel, conversation, town: Path) -> None:
    where = "hour(reported_at) >= 20"
    dialog = panel.acts.write_condition(entry(panel, "table", "event"))
    dialog.text.setPlainText(where)
    dialog.ok.click()
    settled(panel)
    asked = conversation.ask(["query", str(town), "event", f"--where={where}", "--limit=0"])
    layers = panel.layers.showing(town, ("table", "event"))
    found = [one for one in layers if one.customProperty("gridloom/where") == where]
    assert [one.featureCount() for one in found] == [asked["count"]]


def test_a_measure_that_is_refused_says_why_beside_it(panel: Panel) -> None:
    dialog = panel.acts.write_measure("count(person where aeg > 3) by grid")
    dialog.ok.click()
    settled(panel)
    assert dialog.isVisible() and "Did you mean age?" in dialog.reason.text()
    dialog.close()


def test_a_written_measure_is_mapped_without_being_kept(panel: Panel, town: Path) -> None:
    text = "count(event where hour(reported_at) >= 20) by street"
    dialog = panel.acts.write_measure(text)
    dialog.ok.click()
    settled(panel)
    (layer,) = panel.layers.showing(town, ("measure", text))
    assert (layer.featureCount(), layer.customProperty("gridloom/table")) == (79, "street")


def test_what_is_written_is_asked_as_it_stands(panel: Panel) -> None:
    text, told = "count(event where kind = 'a  b')\n by street", []
    dialog = panel.acts.write_measure(f" {text}\n")
    dialog.written.connect(told.append)
    dialog.ok.click()
    settled(panel)
    assert told == [text]


@pytest.mark.parametrize("text", ["count(event) by street", "count(nothing) by street"])
def test_closing_the_dialog_stops_what_was_written(panel, town: Path, text: str) -> None:
    dialog = panel.acts.write_measure(text)
    dialog.ok.click()
    dialog.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert sip.isdeleted(dialog)
    settled(panel)
    assert panel.layers.showing(town, ("measure", text)) == []


def test_searching_leaves_what_has_the_text(panel: Panel) -> None:
    contents = panel.dock.contents
    contents.search.setText("SCHOOL")
    proxy = contents.tree.model()
    (head,) = [proxy.index(row, 0) for row in range(proxy.rowCount())]
    assert [proxy.index(0, 0, head).data()] == ["School roll"]
    contents.search.clear()


def test_a_workspace_can_be_dropped(panel: Panel, window: SmallWindow, town: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(town))])
    assert dropped_workspace(data) == town
    assert window.drops[0].handleFileDrop(str(town)) and not window.drops[0].handleFileDrop("/")
    settled(panel)


def test_another_commit_is_told_and_layers_follow_it(panel, conversation, town: Path) -> None:
    (layer,) = panel.layers.showing(town, ("table", "facility"))
    before = Path(layer.source().split("|")[0])
    copy = str(shutil.copy(before, town.parent / "facilities.gpkg"))
    conversation.ask(["import", str(town), copy, "--role=facility", "--mode=replace"])
    told = panel.dock.changed
    until(lambda: not told.isHidden())
    assert told.label.height() >= told.label.heightForWidth(told.label.width())
    told.button.click()
    settled(panel)
    assert told.isHidden() and layer.isValid()
    assert layer.source().split("|")[0] != str(before) and layer.featureCount() == 200


def commit(panel: Panel, conversation: Conversation, change: str) -> None:
    """Import the facilities anew after a change in SQL, and have the panel read them."""
    workspace = panel.session.workspace
    file = workspace.path.parent / "changed.gpkg"
    shutil.copy(workspace.table("facility").file, file)
    ogr.Open(str(file), update=1).ExecuteSQL(change)
    conversation.ask(
        ["import", str(workspace.path), str(file), "--role=facility", "--mode=replace"]
    )
    panel.session.refresh()
    settled(panel)


def test_a_condition_selects_anew_after_a_commit(panel, conversation, town: Path) -> None:
    where = "address like '%龙华区%' and capacity > 300"
    panel.mapping.put(panel.session.workspace, entry(panel, "table", "facility"), where)
    settled(panel)
    layers = panel.layers.showing(town, ("table", "facility"))
    (layer,) = [one for one in layers if one.customProperty("gridloom/where") == where]
    before = {one["code"] for one in layer.getFeatures()}
    commit(panel, conversation, "UPDATE layer SET capacity = 600 - capacity")
    shown = list(layer.getFeatures())
    asked = ["query", str(town), "facility", f"--where={where}", "--limit=0"]
    assert len(shown) == conversation.ask(asked)["count"] > 0
    assert {one["code"] for one in shown} != before and all(one["capacity"] > 300 for one in shown)
    panel.layers.remove([layer])


def test_the_classes_of_a_measure_follow_its_values(panel, conversation, town: Path) -> None:
    text = "count(facility where capacity > 500) by district"
    conversation.ask(["measure", str(town), "large", text])
    panel.session.refresh()
    settled(panel)
    (layer,) = tick(panel, "measure", "large")
    commit(panel, conversation, "UPDATE layer SET capacity = 1000")
    column = next(iter(json.loads(layer.customProperty("gridloom/measures"))))
    highest = max(one[column] for one in layer.getFeatures())
    assert max(one.upperValue() for one in layer.renderer().ranges()) >= highest > 10


def test_a_written_measure_follows_its_values_too(panel, conversation, town: Path) -> None:
    text = "count(facility where capacity > 2000) by district"
    panel.acts.write_measure(text).ok.click()
    settled(panel)
    (layer,) = panel.layers.showing(town, ("measure", text))
    before = sum(one["value"] for one in layer.getFeatures())
    commit(panel, conversation, "UPDATE layer SET capacity = capacity + 2000")
    assert sum(one["value"] for one in layer.getFeatures()) > before
    panel.layers.remove([layer])


def test_a_layer_whose_measure_was_removed_stays_and_says_so_once(
    panel, conversation, town: Path
) -> None:
    conversation.ask(["measure", str(town), "brief", "count(facility) by district"])
    panel.session.refresh()
    settled(panel)
    (layer,), told = tick(panel, "measure", "brief"), []
    basemap = QgsVectorLayer("Point?crs=EPSG:4547", "basemap", "memory")
    panel.layers.add(basemap, (town, "town"))
    panel.asker.noted.connect(told.append)
    conversation.ask(["remove", str(town), "brief"])
    for _ in range(2):
        panel.session.refresh()
        settled(panel)
    gone = [one for one in told if "no more" in one]
    assert gone == [f"“{layer.name()}” stays as it was: the workspace has it no more."]
    panel.layers.remove([layer, basemap])


def test_a_style_of_the_users_is_kept_as_long_as_it_draws(panel, conversation, town: Path) -> None:
    (layer,) = panel.layers.showing(town, ("table", "facility"))
    by_source = QgsCategorizedSymbolRenderer("数据来源", [])
    layer.setRenderer(by_source)
    layer.setSubsetString('"capacity" > 900')
    commit(panel, conversation, "UPDATE layer SET capacity = 901 WHERE capacity > 400")
    assert layer.renderer() is by_source and layer.subsetString() == '"capacity" > 900'
    commit(panel, conversation, "ALTER TABLE layer DROP COLUMN 数据来源")
    assert layer.isValid() and layer.renderer() is not by_source
    layer.setSubsetString("")


def test_what_is_open_is_kept_in_the_project(panel: Panel, town: Path, tmp_path: Path) -> None:
    project, file = QgsProject.instance(), str(tmp_path / "kept.qgz")
    panel.dock.tabs.setCurrentIndex(1)
    (layer,) = panel.layers.showing(town, ("table", "facility"))
    kept, source = layer.id(), layer.source()
    gone = source.replace("facility", "swept away") + '|subset="capacity" > 900'
    layer.setDataSource(gone, layer.name(), "ogr")
    assert project.write(file)
    project.clear()
    assert panel.session.workspace is None
    assert project.read(file) and not project.mapLayer(kept).isValid()
    until(lambda: panel.session.workspace)
    settled(panel)
    assert panel.session.workspace.path == town and panel.dock.tabs.currentIndex() == 1
    assert project.mapLayer(kept).source() == source + '|subset="capacity" > 900'
    assert project.mapLayer(kept).isValid()
    project.mapLayer(kept).setSubsetString("")


def test_a_style_that_nobody_changed_is_known_after_the_project_was_read(panel, town: Path) -> None:
    layers = [one for one in panel.layers.of(town) if isinstance(one, QgsVectorLayer)]
    assert [one.name() for one in layers if is_restyled(one)] == []
    layers[0].setRenderer(QgsCategorizedSymbolRenderer("name", []))
    assert is_restyled(layers[0])
