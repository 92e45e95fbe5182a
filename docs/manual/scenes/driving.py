"""The window driven with mouse and keys, as a user would."""

import shapely
from PyQt6.QtCore import QEvent, QPoint, Qt
from PyQt6.QtGui import QAction, QKeyEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QComboBox, QWidget

from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.language import tr

LEFT = Qt.MouseButton.LeftButton
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


def pick_layer(window: CityWindow, table: str) -> None:
    """Choose the layer of a table in the tree."""
    window.bench.layers.tree.choose(layer_called(window, table))
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


def nearest(window: CityWindow, table: str) -> shapely.Point:
    """Return where the row of a layer lies that is nearest to the middle of the map."""
    view = window.canvas.view
    if view is None:
        raise LookupError("the map shows nothing yet")
    west, south, east, north = view.box
    middle = shapely.Point((west + east) / 2, (south + north) / 2)
    shapes = window.session.store.layer(table, []).geometry
    return shapes.iloc[int(shapes.distance(middle).to_numpy().argmin())].representative_point()
