"""What a tip tells of a feature, and names on the map: never of persons, never what is withheld."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from PyQt6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from gridloom_analytics.cartography.graduated import graduated
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.model.hovering import hovered
from gridloom_desktop.window.model.naming import label_fields, row_texts, with_names
from gridloom_desktop.window.model.targeting import around, geometries, target_layer
from gridloom_desktop.window.screenshot import wait_until_idle, wait_while
from gridloom_layers.errors import BadInput

RESIDENTS = {"zh": "居民", "en": "residents"}


def community(window: CityWindow):
    return window.session.layer("community")


def graded(layer):
    values = np.arange(64.0)
    return replace(layer.styled(graduated(values, title=RESIDENTS, k=4), values), values=values)


def point_at(qtbot: QtBot, window: CityWindow, x: float, y: float) -> None:
    place = window.canvas.position(x, y)
    qtbot.mouseMove(window.canvas, place + QPoint(3, 3))
    qtbot.mouseMove(window.canvas, place)
    wait_while(lambda: window.bench.hovering.hover.busy)
    wait_until_idle(window)


def test_a_tip_tells_the_class_and_the_figure_behind_it(window):
    layer = graded(community(window))
    label = layer.style.classes[1].label["en"]
    told = hovered([layer], 350, 250, 1).value
    assert told == {"zh": f"居民：{label}（19）", "en": f"residents: {label} (19)"}


def test_a_tip_tells_nothing_of_what_is_withheld(window):
    layer = replace(graded(community(window)), withheld=np.ones(64, dtype=bool))
    assert hovered([layer], 350, 250, 1).value["en"] == "withheld (few persons)"


def test_beside_all_features_there_is_no_tip(window):
    assert hovered([community(window)], -500, 250, 1) is None


def test_the_feature_under_the_pointer_is_outlined_and_told(qtbot, window):
    point_at(qtbot, window, 350, 250)
    tip = window.bench.hovering.hover.tip
    assert tip.isVisible() and tip.text() == "社区32"


def test_a_person_is_not_named_by_a_tip(qtbot, window):
    point_at(qtbot, window, 750, 750)
    assert window.bench.hovering.hover.tip.text() == "people"


def test_no_tip_is_left_when_the_map_moves_on(qtbot, window):
    point_at(qtbot, window, 350, 250)
    window.canvas.zoom(1.25)
    assert not window.bench.hovering.hover.tip.isVisible()


def test_names_are_written_on_the_map_and_taken_off_again(window):
    window.bench.tooling.switch_names()
    wait_until_idle(window)
    named = window.canvas.label_texts
    window.bench.tooling.switch_names()
    wait_until_idle(window)
    assert len(named) == len(set(named)) > 50  # the others lie under tools and scale bar
    assert set(named) < {f"社区{x}{y}" for x in range(8) for y in range(8)}
    assert window.canvas.label_texts == []


def test_names_on_the_map_can_be_undone(window):
    window.bench.tooling.switch_names()
    window.session.undo()
    wait_until_idle(window)
    assert window.canvas.label_texts == []


def test_persons_have_no_fields_that_may_be_written(window):
    store = window.session.store
    assert label_fields(store, store.table("people")) == []
    with pytest.raises(BadInput, match="cannot be written on the map"):
        row_texts(store, store.table("people"), "name")


def test_a_document_that_names_persons_shows_no_name(window):
    session = window.session
    document = with_names(session.document, session.store, named=True)
    assert document.layer("people").labels is None
    assert document.layer("community").labels == "name"


def test_a_drawn_area_means_the_layer_that_is_selected_in_already(window):
    layers = window.session.layers
    window.bench.tooling.select_within(shapely.box(10, 10, 20, 20), "replace")
    assert window.session.document.picked.table == target_layer(layers, None).table
    picked = window.session.document.picked.model_copy(update={"table": "community"})
    assert target_layer(layers, picked).table == "community"


def test_the_shapes_of_rows_are_those_of_the_layer(window):
    (square,) = geometries(community(window).shapes, np.array([8 * 2 + 3]))
    assert square.equals(shapely.box(300, 200, 400, 300))


def test_holes_stay_holes(window):
    ring = shapely.difference(shapely.box(0, 0, 9, 9), shapely.box(3, 3, 6, 6))
    assert around([ring], 1).area == pytest.approx(81 + 36 + 3.14 - 1, abs=0.1)
