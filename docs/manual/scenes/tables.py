"""Pictures of tables and charts."""

from docs.manual.scenes.driving import act, click, show_only, zoom
from gridloom_analytics.selecting import Where
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.model.charts.view import ChartView
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.language import tr


def table(window: CityWindow) -> None:
    """Open the table of buildings with the statistics of a column."""
    show_only(window, "building", "community")
    zoom(window, 7)
    window.session.select("building", Where(text="floors >= 30"), "replace")
    wait_until_idle(window)
    act(window, "table")
    opened = window.bench.tables.tables[0]
    click(opened.bar.selected_first)
    click(opened.bar.figures)
    names = [one.name for one in opened.rows.columns]
    opened.show_figures_of(names.index("floors"))
    wait_until_idle(window)


def persons(window: CityWindow) -> None:
    """Open the table of persons, masked."""
    show_only(window, "district")
    window.bench.tables.open("person")
    wait_until_idle(window)


def unmask(window: CityWindow) -> None:
    """Ask to unmask."""
    persons(window)
    click(window.bench.tables.tables[0].bar.unmask)
    wait_until_idle(window)


def charts(window: CityWindow) -> None:
    """Two charts, and a selection that all show."""
    show_only(window, "building", "community")
    zoom(window, 7)
    add_charts(
        window,
        ChartView(kind="histogram", table="building", fields=("floors",)),
        ChartView(kind="pyramid", table="person", fields=("age", "sex")),
    )
    window.session.select("building", Where(text="floors >= 18"), "replace")
    wait_until_idle(window)


def add_charts(window: CityWindow, *views: ChartView) -> None:
    """Add charts, as their dialog does."""
    act(window, "panel-charts")
    for view in views:
        document = window.session.document
        charted = document.model_copy(update={"charts": (*document.charts, view)})
        window.session.apply(tr("Add a chart"), charted)
        wait_until_idle(window)


def add_chart(window: CityWindow) -> None:
    """Open the dialog of a new chart."""
    show_only(window, "district")
    act(window, "add-chart")
