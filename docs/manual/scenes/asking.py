"""Pictures of selecting and asking."""

from docs.manual.scenes.driving import act, choose, click, drag, show_only, type_in, zoom
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.screenshot import wait_while


def select_rectangle(window: CityWindow) -> None:
    """Draw a rectangle over streets."""
    show_only(window, "street")
    act(window, "zoom-all")
    act(window, "rectangle")
    drag(window, (0.35, 0.45), (0.55, 0.65))
    act(window, "table")


def ask(window: CityWindow) -> None:
    """Ask for tall old buildings."""
    show_only(window, "building", "community")
    zoom(window, 7)
    act(window, "ask")
    builder = window.bench.asking.builder
    choose(builder.table_box, "building")
    settle(window)
    click(builder.group.add_button)
    line = builder.group.parts[0]
    choose(line.field_box, "floors")
    type_in(line.edit.focusProxy(), "18")
    settle(window)
    click(builder.select_button)
    settle(window)


def settle(window: CityWindow) -> None:
    """Wait until what was asked is counted."""
    wait_while(lambda: window.busy or window.bench.asking.builder.counting.waiting)


def find_place(window: CityWindow) -> None:
    """Look for a place by its name."""
    show_only(window, "district")
    act(window, "find-place")
    type_in(window.bench.asking.search.line, "福田")
    wait_while(lambda: window.busy or window.bench.asking.search.looking.waiting)


def questions(window: CityWindow) -> None:
    """Keep two questions and put them together."""
    ask(window)
    builder = window.bench.asking.builder
    click(builder.save_button)
    settle(window)
    builder.text.selectAll()
    type_in(builder.text, "floors <= 6")
    settle(window)
    click(builder.save_button)
    settle(window)
    window.bench.asking.questions.list.selectAll()
