"""A basemap in a window: under all layers, undone and remembered, never in the way."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from benchmarks.made_tiles import packed, tiles_of, write_mbtiles
from PIL import Image
from pyproj import Transformer
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from gridloom_desktop.basemap import AS_IT_COMES, QUIET
from gridloom_desktop.basemap.archive import damaged_archive
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.ground import basemapping
from gridloom_desktop.window.ground.grounds import key_of
from gridloom_desktop.window.ground.tone_dialog import ToneDialog
from gridloom_desktop.window.layer_tree.layer_menu import layer_menu
from gridloom_desktop.window.looks import switch_language
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.language import tr

RED = (220, 30, 30)


@pytest.fixture
def tiles(workspace: Path) -> Path:
    """Red tiles beside the workspace, around its city."""
    to_mercator = Transformer.from_crs("EPSG:4547", "EPSG:3857", always_xy=True)
    box = to_mercator.transform_bounds(-3000, -3000, 4000, 4000)
    red = packed(Image.new("RGB", (256, 256), RED), "PNG")
    path = workspace.parent / "红色.mbtiles"
    return write_mbtiles(path, tiles_of(box, [12], lambda *_: red), attribution="© 测绘院")


def colour(window: CityWindow, x: float, y: float) -> tuple[int, int, int]:
    """The colour of the map at a place of the plane."""
    window.canvas.show_box(AROUND)
    wait_until_idle(window)
    pixel = window.canvas.grab().toImage().pixelColor(window.canvas.position(x, y))
    return pixel.red(), pixel.green(), pixel.blue()


AROUND = (-500, -500, 1300, 1300)
BESIDE = (400.0, 1000.0)
"""A place beside the city, where nothing but the ground is drawn."""


@pytest.fixture
def shown(window: CityWindow, tiles: Path) -> CityWindow:
    """The window with the tiles as they come."""
    window.bench.basemapping.add(tiles)
    wait_until_idle(window)
    window.bench.basemapping.tone("basemap", AS_IT_COMES)
    wait_until_idle(window)
    return window


def boxes(window: CityWindow) -> list[str]:
    """The texts of the message boxes, which are closed."""
    found = window.findChildren(QMessageBox)
    texts = [box.text() for box in found]
    for box in found:
        box.close()
    return texts


def test_a_basemap_lies_under_the_layers(shown):
    assert colour(shown, *BESIDE) == RED
    assert colour(shown, 50, 50) != RED


def test_pictures_are_quiet_at_first(window, tiles):
    window.bench.basemapping.add(tiles)
    quiet = colour(window, *BESIDE)
    expected = [QUIET.opacity * level + 51 for level in QUIET.toned(RED)]
    assert quiet == pytest.approx(expected, abs=2)


def test_a_basemap_is_a_step_that_can_be_undone_and_done_again(window, tiles):
    window.bench.basemapping.add(tiles)
    wait_until_idle(window)
    window.session.undo()
    assert colour(window, *BESIDE) == (255, 255, 255)
    window.session.redo()
    assert colour(window, *BESIDE) != (255, 255, 255)


def test_a_basemap_is_remembered_with_the_workspace(shown, opened, workspace):
    again = opened(workspace)
    assert again.session.document.basemaps[0].path == "../红色.mbtiles"
    assert colour(again, *BESIDE) == RED


def test_a_basemap_that_was_moved_is_told_once_and_the_map_is_drawn(
    shown, opened, workspace, tiles
):
    tiles.rename(tiles.with_name("elsewhere.mbtiles"))
    again = opened(workspace)
    assert ["红色" in text for text in boxes(again)] == [True]
    assert colour(again, *BESIDE) == (255, 255, 255)
    assert colour(again, 50, 50) != (255, 255, 255)


def test_who_made_the_tiles_is_named_while_they_are_shown(shown):
    label = shown.bench.basemapping._attribution
    assert (label.isVisible(), label.text()) == (True, "© 测绘院")
    shown.bench.basemapping.toggle()
    assert not label.isVisible()


def test_the_keyboard_hides_and_shows_it(shown, qtbot: QtBot):
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    for expected in ((255, 255, 255), RED):
        qtbot.keyClick(shown, Qt.Key.Key_B, keys)
        assert colour(shown, *BESIDE) == expected


def test_removing_it_leaves_paper(shown):
    shown.bench.layers.acts.take_off("basemap")
    assert colour(shown, *BESIDE) == (255, 255, 255)
    assert not shown.menus.actions["basemap-shown"].isEnabled()


def test_what_is_no_basemap_is_told_and_changes_nothing(window, tmp_path):
    (tmp_path / "x.mbtiles").write_text("no tiles")
    window.bench.basemapping.add(tmp_path / "x.mbtiles")
    wait_until_idle(window)
    assert ["x.mbtiles" in text for text in boxes(window)] == [True]
    assert window.session.document.basemaps == ()


def test_a_basemap_of_another_city_is_told(window, tmp_path):
    far = write_mbtiles(tmp_path / "far.mbtiles", tiles_of((9e6, 4e6, 9.1e6, 4.1e6), [9],
                        lambda *_: packed(Image.new("RGB", (256, 256)), "PNG")))  # fmt: skip
    window.bench.basemapping.add(far)
    wait_until_idle(window)
    assert ["elsewhere" in text for text in boxes(window)] == [True]


def test_a_file_without_a_crs_is_asked_for_it(window, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(basemapping, "ask_crs", lambda _, *rest: asked.append(rest) or rest[1])
    path = tmp_path / "x.gpkg"
    gpd.GeoDataFrame(geometry=[shapely.box(-90, 0, 990, 990)]).to_file(path)
    window.bench.basemapping.add(path)
    wait_until_idle(window)
    assert asked == [("x.gpkg", "EPSG:4547")]
    assert window.session.document.basemaps[0].crs == "EPSG:4547"


@pytest.fixture
def dialog(shown, qtbot: QtBot) -> ToneDialog:
    shown.bench.basemapping.show_tones("basemap")
    found = shown.canvas.findChild(ToneDialog)
    qtbot.waitExposed(found)
    return found


def test_keys_on_a_slider_tone_the_map(dialog, shown, qtbot: QtBot):
    qtbot.keyClick(dialog.sliders["opacity"], Qt.Key.Key_Home)
    assert shown.session.document.basemaps[0].toning.opacity == 0
    assert colour(shown, *BESIDE) == (255, 255, 255)


def test_a_dragged_slider_is_seen_at_once_and_is_one_step(dialog, shown):
    slider, before = dialog.sliders["saturation"], shown.session.document
    slider.setSliderDown(True)
    for value in (80, 40, 0):
        slider.setSliderPosition(value)
    assert shown.session.document.basemaps == before.basemaps
    assert len(set(colour(shown, *BESIDE))) == 1
    slider.setSliderDown(False)
    shown.session.undo()
    assert shown.session.document.basemaps == before.basemaps


def test_buttons_bring_back_the_usual_tones(dialog, shown, qtbot: QtBot):
    qtbot.mouseClick(dialog.quiet, Qt.MouseButton.LeftButton)
    assert shown.session.document.basemaps[0].toning == QUIET
    qtbot.mouseClick(dialog.plain, Qt.MouseButton.LeftButton)
    assert shown.session.document.basemaps[0].toning == AS_IT_COMES


def test_another_datum_is_taken_from_the_list(dialog, shown, qtbot: QtBot):
    qtbot.keyClick(dialog.datum, Qt.Key.Key_Down)
    wait_until_idle(shown)
    assert shown.session.document.basemaps[0].datum == "gcj02"


def test_the_dialog_speaks_chinese(dialog, qtbot: QtBot):
    switch_language("zh")
    qtbot.waitUntil(lambda: dialog.windowTitle() == "底图色调")
    assert dialog.datum.itemText(1) == "GCJ-02（高德、腾讯）"


def test_a_file_that_breaks_while_it_is_shown_is_told_and_left_out(shown):
    fault = damaged_archive(Path("红色.mbtiles"))
    key = key_of(shown.session.document.basemaps[0])
    shown.bench.grounds.failed.emit(key, fault)
    shown.bench.grounds.failed.emit(key, fault)
    wait_until_idle(shown)
    assert len(boxes(shown)) == 1
    assert colour(shown, *BESIDE) == (255, 255, 255)


# Basemaps as rows of the tree of layers.

BLUE = (30, 30, 220)


@pytest.fixture
def two(shown: CityWindow, workspace: Path) -> CityWindow:
    """The window with blue tiles, which say who made them, above the red ones."""
    to_mercator = Transformer.from_crs("EPSG:4547", "EPSG:3857", always_xy=True)
    box = to_mercator.transform_bounds(-3000, -3000, 4000, 4000)
    blue = packed(Image.new("RGB", (256, 256), BLUE), "PNG")
    path = write_mbtiles(workspace.parent / "blue.mbtiles", tiles_of(box, [12], lambda *_: blue),
                         attribution="© OSM")  # fmt: skip
    shown.bench.basemapping.add(path)
    wait_until_idle(shown)
    shown.bench.basemapping.tone("basemap-2", AS_IT_COMES)
    wait_until_idle(shown)
    return shown


def rows(window: CityWindow) -> list[str]:
    return [one.name for one in window.bench.layers.model.branches]


def test_each_basemap_is_a_row_below_the_layers(two):
    assert rows(two) == ["people", "community", "basemap-2", "basemap"]
    assert colour(two, *BESIDE) == BLUE
    assert two.bench.basemapping._attribution.text() == "© 测绘院 · © OSM"


def test_a_basemap_is_dragged_between_layers_and_covers_what_lies_below(two):
    two.bench.layers.model.moved.emit("basemap", 2)
    assert rows(two) == ["people", "basemap", "community", "basemap-2"]
    assert colour(two, 50, 650) == RED
    two.session.undo()
    assert colour(two, *BESIDE) == BLUE


def test_a_basemap_stays_where_it_lies_when_the_layer_below_it_goes(two):
    two.bench.layers.model.moved.emit("basemap", 2)
    two.bench.layers.acts.take_off("community")
    assert rows(two) == ["people", "basemap", "basemap-2"]


def test_keys_switch_move_and_remove_a_basemap(two, qtbot: QtBot):
    tree = two.bench.layers.tree
    tree.choose("basemap-2")
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert colour(two, *BESIDE) == RED
    qtbot.keyClick(tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert rows(two) == ["people", "community", "basemap", "basemap-2"]
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert rows(two) == ["people", "community", "basemap"]


def test_a_basemap_is_renamed_and_has_an_opacity(two):
    two.bench.layers.acts.rename("basemap", " 影像 ")
    two.bench.layers.tree.choose("basemap-2")
    two.bench.layers.inspector.slider.setValue(0)
    assert two.bench.layers.model.branches[-1].title["en"] == "影像"
    assert colour(two, *BESIDE) == RED
    assert (
        two.bench.layers.inspector.filter.isHidden()
        and not two.bench.layers.inspector.tones.isHidden()
    )


def test_the_menu_of_a_basemap_has_only_what_can_be_done_with_it(two):
    two.bench.layers.tree.choose("basemap")
    menu = layer_menu(
        two.bench.layers, two.session, two.bench.layers.acts, None, two.bench.layers.commands()
    )
    told = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    menu.deleteLater()
    assert told == ["Zoom to the layer", "Tones of the basemap …", "Rename …", "Move up",
                    "Move down", "Take off the map"]  # fmt: skip


def test_all_of_a_basemap_is_shown_from_its_row(two):
    two.bench.layers.tree.choose("basemap")
    two.canvas.show_box((0, 0, 100, 100))
    two.menus.actions["layer-zoom"].trigger()
    left, bottom, right, top = two.canvas.view.box
    assert left <= -3000 and bottom <= -3000 and right >= 4000 and top >= 4000


# Basemaps under the pinned map.


def colours(window: CityWindow) -> list[tuple[int, int, int]]:
    """The colours of both maps at the place beside the city."""
    wait_until_idle(window)
    canvases = window.canvas, window.pair.second
    pictures = (one.grab().toImage().pixelColor(one.position(*BESIDE)) for one in canvases)
    return [(one.red(), one.green(), one.blue()) for one in pictures]


@pytest.fixture
def pinned(shown: CityWindow) -> CityWindow:
    """The window with the red tiles under the pinned map too."""
    shown.canvas.show_box(AROUND)
    shown.bench.comparing.switch()
    wait_until_idle(shown)
    return shown


def test_a_pinned_map_keeps_the_basemap_that_it_had(pinned):
    assert colours(pinned) == [RED, RED]
    pinned.bench.basemapping.toggle()
    assert colours(pinned) == [(255, 255, 255), RED]
    assert pinned.bench.comparing._attribution.text() == "© 测绘院"


def test_a_pinned_map_has_its_basemap_when_it_is_opened_again(pinned, opened, workspace):
    pinned.bench.layers.acts.take_off("basemap")
    wait_until_idle(pinned)
    again = opened(workspace)
    again.canvas.show_box(AROUND)
    assert colours(again) == [(255, 255, 255), RED]


def test_a_layer_of_the_pinned_map_lies_over_its_basemap(pinned):
    pinned.session.apply(tr("Hide a layer"), pinned.session.document.changed("basemap", above=None))
    second = pinned.pair.second
    pixel = second.grab().toImage().pixelColor(second.position(50, 50))
    assert (pixel.red(), pixel.green(), pixel.blue()) != RED
