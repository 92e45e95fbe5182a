"""Runs in QGIS's real window (``qgis --code``): the panel is used, looked at, and QGIS ends.

Pictures and what was seen go into the folder ``GRIDLOOM_SEEN``.
"""

import json
import os
import sys
import traceback
from pathlib import Path

from qgis.core import QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.utils import iface, plugins

sys.path.insert(0, str(Path(os.environ["GRIDLOOM_TESTS"])))
from small_window import settled, until

SEEN = Path(os.environ["GRIDLOOM_SEEN"])
CITY = Path(os.environ["GRIDLOOM_CITY"])
STARTED_MS = 1000


def picture(name):
    """Take a picture of the whole window when the map is drawn."""
    until(lambda: not iface.mapCanvas().isDrawing())
    iface.mainWindow().grab().save(str(SEEN / f"{name}.png"))


def click_on_building(panel, row_key):
    """Show one building and click on it."""
    (layer,) = panel.layers.showing(CITY, ("table", "building"))
    shape = next(one for one in layer.getFeatures() if one["row_key"] == row_key).geometry()
    box = QgsRectangle(shape.boundingBox())
    box.scale(6)
    canvas = iface.mapCanvas()
    until(lambda: layer in canvas.layers())
    drawn = []
    canvas.mapCanvasRefreshed.connect(lambda: drawn.append(True))
    canvas.setExtent(box)
    canvas.refresh()
    until(lambda: drawn and not canvas.isDrawing())
    place = canvas.getCoordinateTransform().transform(shape.pointOnSurface().asPoint())
    at = QPoint(int(place.x()), int(place.y()))
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)


def use_panel(panel):
    """Open the city, switch buildings on, ask what is linked to one; tell what is seen."""
    panel.open(CITY)
    until(lambda: panel.session.workspace)
    settled(panel)
    picture("opened")
    contents = panel.dock.contents
    item = contents.model.item_of(("table", "building"))
    place = contents.tree.visualRect(contents.tree.model().mapFromSource(item.index())).center()
    for press in (QTest.mouseClick, QTest.mouseDClick):
        press(contents.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settled(panel)
    panel.tools.linked.trigger()
    click_on_building(panel, 5)
    settled(panel)
    picture("linked")
    tree = panel.dock.linked.tree
    return {
        "docked": panel.dock.isVisible() and not panel.dock.isFloating(),
        "layers": sorted(one.name() for one in panel.layers.of(CITY)),
        "valid": all(one.isValid() for one in panel.layers.of(CITY)),
        "ticked": item.checkState() == Qt.CheckState.Checked,
        "linked": [tree.topLevelItem(row).text(0) for row in range(tree.topLevelItemCount())],
        "menu": [one.text() for one in iface.pluginMenu().actions()],
        "told": iface.messageBar().currentItem() is not None,
    }


def begin():
    """Use the panel, write down what was seen, and end QGIS."""
    iface.mainWindow().resize(1600, 1000)
    try:
        seen = use_panel(plugins["gridloom_qgis"].panel)
    except Exception:  # noqa: BLE001 - whatever it is, QGIS has to end
        seen = {"fault": traceback.format_exc()}
        picture("fault")
    (SEEN / "seen.json").write_text(json.dumps(seen), encoding="utf-8")
    QgsProject.instance().clear()
    QTimer.singleShot(0, iface.actionExit().trigger)


QTimer.singleShot(STARTED_MS, begin)
