"""Pictures of publishing and of the keyboard."""

from docs.manual.scenes.driving import act, hide_lines, show_only, type_in
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.palette import Palette


def publish(window: CityWindow) -> None:
    """Open the menu of what can be published."""
    hide_lines(window)
    button = window.menus._publish
    menu = window.menus.menus["publish"]
    place = button.mapToGlobal(button.rect().bottomLeft())
    menu.popup(place)
    menu.move(place)  # where the screen is smaller than the window it was put elsewhere


def palette(window: CityWindow) -> None:
    """Type into the palette."""
    show_only(window, "district")
    act(window, "palette")
    found = window.findChild(Palette)
    if found is not None:
        type_in(found.search, "zo")
