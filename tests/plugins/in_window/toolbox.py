"""Run by QGIS with ``--code``: an algorithm from the toolbox, one that is cancelled, a batch.

What happened is written as JSON for the test that started QGIS, with a picture of the window.
"""

from __future__ import annotations

import json
import os
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from processing.gui.AlgorithmDialog import AlgorithmDialog
from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
from processing.gui.ProcessingToolbox import ProcessingToolbox
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QDialog, QPushButton, QTextEdit
from qgis.utils import iface

PLACE = Path(os.environ["GRIDLOOM_PLACE"])


def waited(until: Callable[[], object]) -> None:
    """Let QGIS work until something holds."""
    end = time.monotonic() + 60
    while not until():
        assert time.monotonic() < end, "nothing came"
        QApplication.processEvents()


def button(dialog: QDialog, text: str) -> QPushButton:
    buttons = dialog.findChildren(QPushButton)
    return next(one for one in buttons if one.text().replace("&", "") == text)


def pressed(dialog: QDialog, text: str) -> None:
    QTest.mouseClick(button(dialog, text), Qt.MouseButton.LeftButton)


def log(dialog: QDialog) -> str:
    return str(dialog.findChild(QTextEdit, "txtLog").toPlainText())


def opened(name: str, layer: QgsVectorLayer, **given: object) -> AlgorithmDialog:
    """Open the dialog of an algorithm as the toolbox does, without waiting for its end."""
    algorithm = QgsApplication.processingRegistry().algorithmById(name).create()
    assert algorithm.createCustomParametersWidget(iface.mainWindow()) is None
    dialog = AlgorithmDialog(algorithm, False, iface.mainWindow())
    dialog.setParameters({"INPUT": layer.id(), **given})
    dialog.show()
    return dialog


def an_algorithm(layer: QgsVectorLayer) -> dict[str, object]:
    """Run hot spots; the choice shows titles and gives names."""
    dialog = opened("gridloom:hotspots", layer, VALUE="value", NEIGHBOURS="rook", PERMUTATIONS=99)
    shown = [one.currentText() for one in dialog.findChildren(QComboBox)]
    asked = dialog.mainWidget().createProcessingParameters()["NEIGHBOURS"]
    pressed(dialog, "Run")
    waited(lambda: len(QgsProject.instance().mapLayers()) == 2)
    waited(lambda: "finished" in log(dialog))
    told = log(dialog)
    dialog.close()
    result = QgsProject.instance().mapLayersByName("Hot and cold spots of “value”")[0]
    return {
        "title": "areas with a border in common" in shown,
        "name": asked,
        "log": "gridloom run" in told and "Method: Getis-Ord Gi*" in told,
        "rows": result.featureCount(),
        "renderer": result.renderer().type(),
    }


def a_cancelled_one(layer: QgsVectorLayer) -> dict[str, object]:
    """Cancel what would take long."""
    before = len(QgsProject.instance().mapLayers())
    dialog = opened("gridloom:hotspots", layer, VALUE="value", PERMUTATIONS=999_999)
    pressed(dialog, "Run")
    waited(lambda: "Shuffling" in log(dialog))
    pressed(dialog, "Cancel")
    waited(lambda: button(dialog, "Cancel").isEnabled() is False)
    told = log(dialog)
    dialog.close()
    more = len(QgsProject.instance().mapLayers()) - before
    return {"layers": more, "told": "Cancelled." in told}


def a_batch(layer: QgsVectorLayer) -> dict[str, object]:
    """Run two rows of a batch into files."""
    algorithm = QgsApplication.processingRegistry().algorithmById("gridloom:distribution")
    dialog = BatchAlgorithmDialog(algorithm.create(), iface.mainWindow())
    dialog.show()
    panel = dialog.mainWidget()
    panel.addRow(2 - panel.batchRowCount())
    files = [PLACE / f"batch {row}.gpkg" for row in range(2)]
    for row, file in enumerate(files):
        _fill(panel, row, {"INPUT": layer.id(), "VALUE": "value", "K": 3 + row, "OUTPUT": file})
    pressed(dialog, "Run")
    waited(lambda: all(file.exists() for file in files))
    waited(lambda: "Batch execution completed" in log(dialog) or "Results" in log(dialog))
    dialog.close()
    return {"rows": [QgsVectorLayer(str(file), "", "ogr").featureCount() for file in files]}


def _fill(panel, row: int, given: dict[str, object]) -> None:
    for name, value in given.items():
        column = panel.parameter_to_column[name]
        if name == "OUTPUT":
            panel.tblParameters.cellWidget(row + 1, column).setValue(str(value))
        else:
            panel.wrappers[row][column].setParameterValue(value, panel.processing_context)


def main() -> None:
    """Do all that, tell, end."""
    told: dict[str, object] = {}
    try:
        layer = QgsVectorLayer(str(PLACE / "cells.gpkg"), "cells", "ogr")
        QgsProject.instance().addMapLayer(layer)
        iface.mainWindow().findChild(ProcessingToolbox).show()
        for part in (an_algorithm, a_cancelled_one, a_batch):
            told[part.__name__] = part(layer)
        iface.mainWindow().grab().save(str(PLACE / "window.png"))
    except Exception:  # noqa: BLE001 - the test tells it, and QGIS ends
        told["fault"] = traceback.format_exc()
    (PLACE / "told.json").write_text(json.dumps(told))
    os._exit(0)  # without questions about what is not saved


QTimer.singleShot(500, main)
