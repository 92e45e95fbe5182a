"""What a result shows: layers of its shapes and surfaces, charts, tables, earlier results."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QDialog, QTableView

from gridloom_analytics.raster import Raster
from gridloom_analytics.result import Method, Result
from gridloom_desktop.publishing.charts import chart_pixels
from gridloom_desktop.window.model.answering import shown_answer
from gridloom_desktop.window.model.identifying import facts
from gridloom_desktop.window.model.layering import topmost_result, with_answer
from gridloom_desktop.window.model.looks import FOUND_SURFACE
from gridloom_desktop.window.model.tables import ToldTable
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_desktop.window.table_window import show_table

TEXT = {"zh": "文", "en": "text"}


def ask(window, analysis: str, **settings) -> None:
    window.bench.analysing.ask(analysis, "community", {"value": "residents", **settings})
    wait_until_idle(window)


@pytest.fixture
def answered(window):
    """A function that gives the answer of a result with these shapes and rasters."""
    base = window.session.layer("community")

    def answer(**outputs):
        values = pd.DataFrame({"value": np.arange(64.0)}, index=pd.Index(base.row_keys))
        result = Result(
            "scan", "community", values, {}, 0, Method(TEXT, "Someone 1999"), TEXT, **outputs
        )
        return shown_answer(window.session.store, base, "probe", result)

    return answer


def squares(count: int, **columns) -> gpd.GeoDataFrame:
    boxes = shapely.box(np.arange(count) * 10, 0, np.arange(count) * 10 + 10, 10)
    return gpd.GeoDataFrame(columns, geometry=boxes, crs="EPSG:4547")


def test_further_shapes_are_outlines_above_all(window, answered):
    answer = answered(shapes={"circles": squares(3, p=[0.01, 0.02, 0.5])})
    document = with_answer(window.session.document, window.session.store, answer, "community")
    (layer,) = answer.layers
    assert document.layers[-1].name == "probe circles"
    assert not layer.look.filled and layer.title["en"] == "The circles of the clusters"


def test_a_click_on_a_further_shape_tells_its_figures(window, answered):
    (layer,) = answered(shapes={"circles": squares(3, p=[0.01, 0.02, 0.5])}).layers
    assert [
        (one.title["en"], one.value["en"]) for one in facts(window.session.store, layer, 1)
    ] == [("p-value", "0.02")]


def test_many_outlines_wait_until_they_are_asked_for(answered):
    (layer,) = answered(shapes={"quadrats": squares(1001)}).layers
    assert not layer.visible


def test_shapes_without_a_row_make_no_layer(answered):
    assert answered(shapes={"circles": squares(0)}).layers == ()


def test_lines_and_places_are_drawn_as_such(answered):
    line = shapely.LineString([(0, 0), (50, 50)])
    shapes = {
        "links": gpd.GeoDataFrame(geometry=[line], crs="EPSG:4547"),
        "centres": gpd.GeoDataFrame(geometry=[shapely.Point(1, 1)], crs="EPSG:4547"),
    }
    kinds = [layer.shapes.kind for layer in answered(shapes=shapes).layers]
    assert kinds == ["line", "point"]


def test_a_raster_is_a_surface_without_the_cells_outside(answered):
    values = np.array([[1, 2], [np.nan, 4]], dtype=np.float32)
    (layer,) = answered(rasters={"density": Raster(values, 100.0, 300.0, 50.0, "EPSG:4547")}).layers
    assert layer.look == FOUND_SURFACE and len(layer.shapes) == 3
    assert layer.shapes.extent == (100.0, 200.0, 200.0, 300.0)


def test_the_densest_cells_of_a_surface_are_few(answered):
    values = np.arange(10_000, dtype=np.float32).reshape(100, 100)
    (layer,) = answered(rasters={"density": Raster(values, 0.0, 0.0, 10.0, "EPSG:4547")}).layers
    counts = [entry.count for entry in layer.legend()]
    assert counts == pytest.approx([1, 5000, 2500, 1500, 500, 400, 100], abs=1)
    assert layer.legend()[0].label["en"] == "0"


def test_the_shapes_of_an_earlier_answer_go_with_it(window, answered):
    store, answer = window.session.store, answered(shapes={"circles": squares(3)})
    document = with_answer(window.session.document, store, answer, "community")
    later = replace(answered(), name="later")
    document = with_answer(document, store, later, "community")
    assert "probe circles" not in [view.name for view in document.layers]


def test_hot_spots_of_points_are_seen_as_cells(window):
    base = window.session.layer("people")
    cells = squares(2, bin=[3, 0])
    ask(window, "hotspots", permutations=0)
    style = window.bench.result.told.result.style
    points = pd.DataFrame({"bin": [3, 0]}, index=pd.Index(base.row_keys))
    result = Result(
        "hotspots", "people", points, {}, 0, Method(TEXT, ""), TEXT, style, shapes={"cells": cells}
    )
    values, surface = shown_answer(window.session.store, base, "probe", result).layers
    assert surface.visible and not values.visible
    assert surface.style == style and list(surface.classes) == [0, 3]


def test_charts_are_drawn_as_they_would_be_published(qtbot, window):
    ask(window, "distribution")
    (view,) = window.bench.result.charts
    qtbot.waitUntil(lambda: view.drawn, timeout=20_000)
    panel = window.bench.result.told.charts[0]
    pixels = chart_pixels(panel, view.width(), view.height(), 1.0, "en")
    image = view._image
    assert (image.width(), image.height()) == (pixels.shape[1], pixels.shape[0])
    seen = np.frombuffer(image.constBits().asarray(image.sizeInBytes()), np.uint8)
    assert np.array_equal(seen.reshape(pixels.shape), pixels)


def test_a_chart_is_as_sharp_as_the_screen(window):
    ask(window, "distribution")
    panel = window.bench.result.told.charts[0]
    assert chart_pixels(panel, 300, 200, 2.0, "zh").shape == (400, 600, 4)


def test_a_click_on_a_chart_gives_it_more_room(qtbot, window):
    ask(window, "distribution")
    (view,) = window.bench.result.charts
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton)
    (dialog,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    assert dialog.width() > 2 * view.width() and "Histogram" in dialog.windowTitle()
    dialog.close()


def test_charts_are_saved_through_the_gate(window, monkeypatch, tmp_path):
    ask(window, "distribution")
    out = tmp_path / "图.svg"
    monkeypatch.setattr("gridloom_desktop.window.publishing.ask_chart_file", lambda *_: out)
    window.bench.result.saved.emit("distribution-community")
    wait_until_idle(window)
    assert out.read_text(encoding="utf-8").startswith("<?xml")
    assert out.name in window.status.currentMessage()


def test_a_result_without_charts_offers_none_to_save(window):
    ask(window, "quality")
    assert not window.bench.result.charts and window.bench.result._save.isHidden()


def test_a_table_opens_with_titles_and_names(window):
    ask(window, "distribution")
    tables = window.bench.result.tables
    assert tables.itemText(0) == "Values" and tables.currentIndex() == -1
    tables.activated.emit(0)
    (dialog,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    model = dialog.findChild(QTableView).model()
    across = Qt.Orientation.Horizontal
    assert [model.headerData(column, across) for column in range(2)] == [
        "community name", "residents",
    ]  # fmt: skip
    assert model.index(0, 0).data() == "社区00"
    dialog.close()


def test_a_table_is_sorted_by_a_column_missing_values_last(qtbot, window):
    frame = pd.DataFrame({"n": [2.5, None, 1000.0], "kind": ["b", "a", None]})
    titles = {name: {"zh": name, "en": name} for name in frame}
    dialog = show_table(ToldTable(TEXT, frame, titles), window)
    model = dialog.findChild(QTableView).model()
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert [model.index(row, 0).data() for row in range(3)] == ["1,000", "2.5", "–"]
    dialog.close()


def test_missing_values_and_truth_are_told_in_signs_and_words(qtbot, window):
    frame = pd.DataFrame({"yes": pd.array([True, False, None], dtype="boolean"), "t": [pd.NaT] * 3})
    titles = {name: {"zh": name, "en": name} for name in frame}
    dialog = show_table(ToldTable(TEXT, frame, titles), window)
    model = dialog.findChild(QTableView).model()
    assert [model.index(row, 0).data() for row in range(3)] == ["yes", "no", "–"]
    assert model.index(0, 1).data() == "–"
    dialog.close()


def test_an_earlier_result_comes_back_from_the_list(window):
    ask(window, "hotspots", permutations=0)
    ask(window, "distribution")
    history = window.bench.result.history
    assert [history.itemData(row) for row in range(history.count())] == [
        "distribution-community", "hotspots-community",
    ]  # fmt: skip
    history.activated.emit(1)
    wait_until_idle(window)
    assert topmost_result(window.session.document) == "hotspots-community"
    assert "hot spots" in window.bench.result.answer.text().casefold()


def test_results_of_one_question_are_told_apart_by_their_number(window):
    ask(window, "hotspots", permutations=0)
    ask(window, "hotspots", permutations=0)
    titles = [window.bench.result.history.itemText(row) for row in range(2)]
    assert titles == ["Hot spots · Community · 2", "Hot spots · Community"]


def test_warnings_stand_apart_from_the_finding(window):
    ask(window, "hotspots", permutations=0)
    warnings = window.bench.result.told.result.warnings
    assert window.bench.result.warnings.text() == "\n\n".join(one["en"] for one in warnings)
    assert window.bench.result.warnings.isHidden() != bool(warnings)
