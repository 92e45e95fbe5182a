"""QGIS with a layer in edit mode, for ``test_torture_locks``; runs in QGIS's own Python.

``python3 qgis_editor.py LAYER.gpkg END``: changes a value, says "editing" and waits for a line.
Then the change is saved or rolled back, as END says, and END is said.
"""

import sys

from qgis.core import QgsApplication, QgsVectorLayer


def say(word):
    """Write a line at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main():
    """Edit, wait, close."""
    path, end = sys.argv[1:]
    application = QgsApplication([], False)
    application.initQgis()
    layer = QgsVectorLayer(f"{path}|layername=layer", "layer", "ogr")
    feature = next(layer.getFeatures())
    done = layer.startEditing()
    done &= layer.changeAttributeValue(feature.id(), layer.fields().indexOf("code"), "edited")
    say("editing" if done else "refused")
    sys.stdin.readline()
    done = layer.commitChanges() if end == "saved" else layer.rollBack()
    say(end if done else layer.commitErrors())
    del layer, feature
    application.exitQgis()


main()
