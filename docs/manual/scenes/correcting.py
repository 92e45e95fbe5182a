"""Pictures of corrections."""

from docs.manual.scenes.driving import act, click, show_only, zoom
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.screenshot import wait_until_idle


def pick_community(window: CityWindow) -> None:
    """Select one community by a click."""
    show_only(window, "community", "building")
    zoom(window, 5)
    click(window.canvas)
    wait_until_idle(window)


def correct(window: CityWindow) -> None:
    """Open the dialog of a correction."""
    pick_community(window)
    act(window, "correct")
    if window.bench.editing.committing.dialog is not None:
        window.bench.editing.committing.dialog.author.clear()


def reshape(window: CityWindow) -> None:
    """Draw an outline anew."""
    pick_community(window)
    act(window, "zoom-selection")
    act(window, "reshape")
