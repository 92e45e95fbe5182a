"""What is done in the window before each picture of the manual, with mouse and keys."""

from collections.abc import Callable
from functools import partial

import shapely
from PyQt6.QtCore import QEvent, QPoint, QRect, Qt
from PyQt6.QtGui import QAction, QKeyEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QComboBox, QWidget

from gridloom_analytics.selecting import Where
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.importing.import_dialog import ImportDialog
from gridloom_desktop.window.model.charts.view import ChartView
from gridloom_desktop.window.model.symbology import Variable
from gridloom_desktop.window.palette import Palette
from gridloom_desktop.window.screenshot import wait_until_idle, wait_while
from gridloom_layers.language import tr

LEFT = Qt.MouseButton.LeftButton
Scene = tuple[Callable[[CityWindow], None], Callable[[CityWindow], QRect] | None]
"""What is done, and which part of the window is shown; the whole where that is None."""
FUTIAN = (114.055, 22.535)
"""The middle of the city, in degrees."""


def act(window: CityWindow, name: str) -> None:
    """Do a command, as its menu does."""
    action: QAction = window.menus.actions[name]
    window.menus.update_state()
    if not action.isEnabled():
        raise LookupError(f"“{name}” cannot be done now")
    action.trigger()
    wait_until_idle(window)


def choose(box: QComboBox, value: object) -> None:
    """Choose an entry of a list by what it stands for."""
    box.setFocus()
    offered = [box.itemData(place) for place in range(box.count())]
    box.setCurrentIndex(offered.index(value))
    box.activated.emit(box.currentIndex())


def click(widget: QWidget, place: QPoint | None = None) -> None:
    """Click a widget."""
    QTest.mouseClick(widget, LEFT, pos=place or widget.rect().center())


def type_in(widget: QWidget, text: str) -> None:
    """Type a text, Chinese too."""
    widget.setFocus()
    for letter in text:
        press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(widget, press)


def layer_called(window: CityWindow, table: str) -> str:
    """Return the name of a table's layer."""
    return next(one.name for one in window.session.document.layers
                if one.table == table and one.result is None)  # fmt: skip


def show_only(window: CityWindow, *tables: str) -> None:
    """Show layers of these tables and no others."""
    document = window.session.document
    for layer in document.layers:
        visible = layer.result is None and layer.table in tables
        document = document.changed(layer.name, visible=visible)
    window.session.apply(tr("Show a layer"), document)
    wait_until_idle(window)


def hide_lines(window: CityWindow) -> None:
    """Leave of the boundaries only the districts', so that a result is seen as one."""
    document = window.session.document
    for table in ("street", "community"):
        document = document.changed(layer_called(window, table), visible=False)
    window.session.apply(tr("Hide a layer"), document)
    wait_until_idle(window)


def zoom(window: CityWindow, steps: int, place: tuple[float, float] = FUTIAN) -> None:
    """Go to a place by typing it, and closer by keys."""
    field = window.status.place_field
    field.setFocus()
    field.selectAll()
    type_in(field, f"{place[0]}, {place[1]}")
    QTest.keyClick(field, Qt.Key.Key_Return)
    for _ in range(steps):
        act(window, "zoom-in")
    wait_until_idle(window)


def drag(window: CityWindow, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag over the map, from and to fractions of its width and height."""
    canvas = window.canvas
    places = [
        QPoint(round(canvas.width() * x), round(canvas.height() * y)) for x, y in (start, end)
    ]
    QTest.mousePress(canvas, LEFT, pos=places[0])
    QTest.mouseMove(canvas, (places[0] + places[1]) / 2)
    QTest.mouseMove(canvas, places[1])
    QTest.mouseRelease(canvas, LEFT, pos=places[1])
    wait_until_idle(window)


# Looking around


def window_as_opened(window: CityWindow) -> None:
    """Show the window as it opens."""


def identify(window: CityWindow) -> None:
    """Click a building and see all that is linked to it."""
    show_only(window, "building", "community")
    zoom(window, 9)
    building = nearest(window, "building")
    click(window.canvas, window.canvas.position(building.x, building.y))


def nearest(window: CityWindow, table: str) -> shapely.Point:
    """Return where the row of a layer lies that is nearest to the middle of the map."""
    view = window.canvas.view
    if view is None:
        raise LookupError("the map shows nothing yet")
    west, south, east, north = view.box
    middle = shapely.Point((west + east) / 2, (south + north) / 2)
    shapes = window.session.store.layer(table, []).geometry
    return shapes.iloc[int(shapes.distance(middle).to_numpy().argmin())].representative_point()


# Colour


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


def pick_layer(window: CityWindow, table: str) -> None:
    """Choose the layer of a table in the tree."""
    window.bench.layers.tree.choose(layer_called(window, table))
    wait_until_idle(window)


def compare(window: CityWindow) -> None:
    """Pin a map and show another beside it."""
    act(window, "compare")
    show_only(window, "community", "event")


# Importing


def import_found(window: CityWindow) -> None:
    """Choose a file and see what is found in it."""
    show_only(window, "district")
    places = sorted(str(one) for one in (window.session.store.path.parent / "sources").iterdir())
    window.bench.importing.offer(places)
    importing = import_dialog(window)
    wait_while(lambda: window.busy or importing.busy)


def import_fields(window: CityWindow) -> None:
    """Go on to what it is."""
    import_found(window)
    click(import_dialog(window).next)
    wait_until_idle(window)


def import_report(window: CityWindow) -> None:
    """Import it and read what became of it."""
    import_fields(window)
    importing = import_dialog(window)
    choose(importing.fields.mode, "replace")
    click(importing.begin)
    wait_until_idle(window)


def import_dialog(window: CityWindow) -> ImportDialog:
    """Return the dialog of imports."""
    if window.bench.importing.dialog is None:
        raise LookupError("no import is open")
    return window.bench.importing.dialog


# Selecting


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


# Tables and charts


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


# Analyses


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


def time_slider(window: CityWindow) -> None:
    """Show events of a period."""
    show_only(window, "event", "district")
    act(window, "time")
    for _ in range(3):
        act(window, "time-forward")


def analyses(window: CityWindow) -> None:
    """Show all analyses."""
    act(window, "analyse")


# Correcting


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


# Leaving, and the keyboard


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


def whole_panel(name: str, window: CityWindow) -> QRect:
    """Cut out the panel to a side."""
    widget = window.panels.panels[name].widget
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


panel = partial(partial, whole_panel)
SCENES: dict[str, Scene] = {
    "window": (window_as_opened, None),
    "identify": (identify, None),
    "compare": (compare, None),
    "colour": (colour, None),
    "classes": (classes, None),
    "import-found": (import_found, None),
    "import-fields": (import_fields, None),
    "import-report": (import_report, None),
    "rectangle": (select_rectangle, None),
    "ask": (ask, None),
    "find-place": (find_place, None),
    "questions": (questions, panel("ask")),
    "table": (table, None),
    "persons": (persons, None),
    "unmask": (unmask, None),
    "charts": (charts, None),
    "add-chart": (add_chart, None),
    "analyses": (analyses, panel("analysis")),
    "hot-spots-form": (hot_spots_form, panel("analysis")),
    "hot-spots-result": (hot_spots_result, None),
    "rates-form": (rates_form, panel("analysis")),
    "rates-result": (rates_result, None),
    "time": (time_slider, None),
    "emerging": (emerging, None),
    "correct": (correct, None),
    "reshape": (reshape, None),
    "publish": (publish, None),
    "palette": (palette, None),
}
