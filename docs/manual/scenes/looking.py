"""Pictures of looking around: the window, a place, colours, two maps, a period."""

from docs.manual.scenes.driving import act, choose, click, nearest, pick_layer, show_only, zoom
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.model.symbology import Variable
from gridloom_desktop.window.screenshot import wait_until_idle


def window_as_opened(window: CityWindow) -> None:
    """Show the window as it opens."""


def identify(window: CityWindow) -> None:
    """Click a building and see all that is linked to it."""
    show_only(window, "building", "community")
    zoom(window, 9)
    building = nearest(window, "building")
    click(window.canvas, window.canvas.position(building.x, building.y))


def colour(window: CityWindow) -> None:
    """Colour communities by a number, in the panel of the layer."""
    show_only(window, "building", "community")
    zoom(window, 8)
    pick_layer(window, "building")
    choose(window.bench.layers.inspector.colour_by, Variable(column="floors"))
    wait_until_idle(window)


def classes(window: CityWindow) -> None:
    """Open classes and colours of a layer."""
    colour(window)
    act(window, "layer-style")


def compare(window: CityWindow) -> None:
    """Pin a map and show another beside it."""
    act(window, "compare")
    show_only(window, "community", "event")


def time_slider(window: CityWindow) -> None:
    """Show events of a period."""
    show_only(window, "event", "district")
    act(window, "time")
    for _ in range(3):
        act(window, "time-forward")
