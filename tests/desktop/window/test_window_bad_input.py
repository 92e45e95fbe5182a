"""Layers that hurt, each once in a real window: a sentence in both languages, nothing lost."""

import shutil

import numpy as np
import pyarrow as pa
import pytest
import shapely
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QMessageBox

from gridloom_desktop.window.looks import switch_language
from gridloom_desktop.window.model.charts.view import ChartView
from gridloom_desktop.window.model.document import Colouring
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.language import tr
from gridloom_layers.workspace import TableField, TableSpec, open_workspace

from .conftest import SOURCES, batch, open_window
from .test_window_import import drop

SQUARES = [shapely.box(c * 100, 0, c * 100 + 100, 100) for c in range(8)]
NO_CHART = {
    "en": "No row has a value that this chart could show.",
    "zh": "没有可供此图表显示的值。",
}
NO_VALUE = {
    "en": "The column “v” has no value in any row. Choose another column, or fill this one.",
    "zh": "“v”一列没有任何数值。请另选一列，或补填该列。",
}


NO_LAYER = {
    "en": "“photo.jpg” is not a kind of file that can be read.",
    "zh": "“photo.jpg”不是可读取的文件类型。",
}
GONE = {
    "en": "The workspace “小城” is no longer where it was.",
    "zh": "工作区“小城”已不在原处。",
}


def layer_of(values: list, geometries: list) -> dict:
    return {"values": values, "geometries": [shapely.multipolygons([one]) for one in geometries]}


HURTING = {"zero rows": layer_of([], []), "only nulls": layer_of([None] * 8, SQUARES)}


def add_layer(workspace, values: list, geometries: list) -> None:
    fields = (TableField(name="v", type="number"),)
    spec = TableSpec("hurt", "facility", fields, geometry="area", sources=SOURCES)
    store = open_workspace(workspace)
    with store.change() as change:
        change.write(spec, [batch({"v": pa.array(values, pa.float64())}, geometries)])
    store.close()


@pytest.fixture(params=HURTING)
def hurt(request, workstation, workspace):
    """A window on a city with a layer of no rows, or of rows without a value."""
    add_layer(workspace, **HURTING[request.param])
    return open_window(workstation, workspace)


@pytest.fixture(params=["en", "zh"])
def language(request):
    """Each language, and English again."""
    yield request.param
    switch_language("en")


def told(widget) -> list[str]:
    labels = (one for kind in (QLabel, QMessageBox) for one in widget.findChildren(kind))
    return [one.text() for one in labels if one.isVisible() and one.text()]


def test_colours_by_a_column_without_a_value_are_no_data(hurt):
    document = hurt.session.document
    hurt.session.apply(tr("Value"), document.changed("hurt", colouring=Colouring(column="v")))
    wait_until_idle(hurt)
    lines = [line.label["en"] for line in hurt.session.layer("hurt").legend()]
    assert lines in ([], ["no data"]) and not hurt.findChildren(QMessageBox)


def test_a_chart_of_a_column_without_a_value_says_so(hurt, language):
    switch_language(language)
    hurt.bench.charts.add(ChartView(kind="histogram", table="hurt", fields=("v",)))
    hurt.panels.show("charts")
    wait_until_idle(hurt)
    assert any(NO_CHART[language] in one for one in told(hurt.bench.charts))


@pytest.mark.parametrize("analysis", ["hotspots", "autocorrelation", "outliers"])
def test_an_analysis_of_a_column_without_a_value_is_refused_in_a_sentence(hurt, analysis, language):
    switch_language(language)
    hurt.panels.show("analysis")
    hurt.bench.analyses.fill(analysis, "hurt", {"value": "v"}, 1)
    hurt.bench.analysing.ask(analysis, "hurt", {"value": "v"})
    wait_until_idle(hurt)
    assert NO_VALUE[language] in told(hurt.bench.analyses) and not hurt.session.store.results


def test_a_polygon_of_a_million_vertices_is_drawn_picked_and_outlined(
    qtbot, workstation, workspace
):
    turn = np.linspace(0, 2 * np.pi, 1_000_000, endpoint=False)
    circle = np.column_stack([400 + 400 * np.cos(turn), 400 + 400 * np.sin(turn)])
    add_layer(workspace, **layer_of([1.0], [shapely.polygons(circle)]))
    window = open_window(workstation, workspace)
    middle = window.canvas.position(400, 400)
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=middle)
    wait_until_idle(window)
    assert "row 100" in told(window.bench.feature)
    assert window.session.store.table("hurt").rows == 1 and not window.findChildren(QMessageBox)


def test_a_dropped_file_that_is_no_layer_is_told(window, tmp_path, language):
    switch_language(language)
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" * 64)
    drop(window, tmp_path / "photo.jpg")
    dialog = window.bench.importing.dialog
    assert dialog.waiting.text().startswith(NO_LAYER[language])
    assert not dialog.begin.isEnabled() and len(window.session.store.tables) == 2


def test_a_store_that_went_away_is_told(window, workspace, language):
    switch_language(language)
    shutil.rmtree(workspace)
    window.bench.tables.open("people")
    wait_until_idle(window)
    assert [box.text() for box in window.findChildren(QMessageBox)] == [GONE[language]]
