"""Pictures of analyses and their results."""

from docs.manual.scenes.driving import act, choose, click, hide_lines, layer_called
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.screenshot import wait_until_idle


def fill_in(window: CityWindow, name: str, table: str, **answers: object) -> None:
    """Fill in the form of an analysis about the layer of a table."""
    act(window, f"analysis-{name}")
    choose(window.bench.analyses.layer, layer_called(window, table))
    wait_until_idle(window)
    window.bench.analyses.form.fill(answers)
    wait_until_idle(window)


def run(window: CityWindow) -> None:
    """Run what is filled in."""
    click(window.bench.analyses.run)
    wait_until_idle(window)
    hide_lines(window)


def hot_spots_form(window: CityWindow) -> None:
    """Fill in the form of hot spots."""
    fill_in(window, "hotspots", "grid", value="density(event)")


def hot_spots_result(window: CityWindow) -> None:
    """Run it."""
    hot_spots_form(window)
    run(window)


def rates_form(window: CityWindow) -> None:
    """Fill in the form of rates."""
    fill_in(
        window, "rates", "street", cases="count(event)", population="count(person)", show="rate"
    )


def rates_result(window: CityWindow) -> None:
    """Run it."""
    rates_form(window)
    run(window)


def emerging(window: CityWindow) -> None:
    """Find emerging hot spots of events by grid."""
    fill_in(window, "emerging", "grid")
    run(window)


def analyses(window: CityWindow) -> None:
    """Show all analyses."""
    act(window, "analyse")
