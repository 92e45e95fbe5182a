"""What QGIS makes of files, told as JSON; runs in QGIS's own Python.

``python3 qgis_reader.py FILE [PICTURE WIDTH HEIGHT]``: a project, a layer definition or a
GeoPackage, and a picture of the project.
"""

import json
import sys

from qgis.core import (
    QgsApplication,
    QgsLayerDefinition,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRenderContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor


def opened(path):
    """Return the layers of a file, the topmost first."""
    project = QgsProject.instance()
    if path.endswith(".qgs"):
        assert project.read(path), project.error()
    elif path.endswith(".qlr"):
        done, message = QgsLayerDefinition.loadLayerDefinition(
            path, project, project.layerTreeRoot()
        )
        assert done, message
    else:
        file = QgsVectorLayer(path, "file", "ogr")
        for one in file.dataProvider().subLayers():
            name = one.split("!!::!!")[1]
            project.addMapLayer(QgsVectorLayer(f"{path}|layername={name}", name, "ogr"))
    return project.layerTreeRoot().layerOrder()


def colours(layer):
    """Return the colour and the layers of each symbol of each row."""
    renderer, context = layer.renderer().clone(), QgsRenderContext()
    context.expressionContext().appendScope(layer.createExpressionContextScope())
    renderer.startRender(context, layer.fields())
    found = {}
    for number, feature in enumerate(layer.getFeatures()):
        context.expressionContext().setFeature(feature)
        symbols = renderer.symbolsForFeature(feature, context)
        key = feature["row_key"] if "row_key" in feature.fields().names() else number
        found[key] = [(one.color().name(), one.symbolLayerCount()) for one in symbols]
    renderer.stopRender(context)
    return found


def told(layer):
    """Return what is known of a layer."""
    known = {
        "id": layer.id(),
        "name": layer.name(),
        "valid": layer.isValid(),
        "crs": layer.crs().authid(),
        "opacity": layer.opacity(),
        "checked": QgsProject.instance().layerTreeRoot().findLayer(layer.id()).isVisible(),
        "source": layer.source(),
    }
    if not isinstance(layer, QgsVectorLayer):
        return known
    renderer = layer.renderer()
    return known | {
        "renderer": renderer.type(),
        "legend": [one.label() for one in renderer.legendSymbolItems()],
        "rows": layer.featureCount(),
        "subset": layer.subsetString(),
        "titles": [layer.attributeDisplayName(at) for at in range(layer.fields().count())],
        "labels": layer.labelsEnabled() and layer.labeling().settings().fieldName,
        "expression": layer.labelsEnabled() and layer.labeling().settings().isExpression,
        "properties": {
            key: layer.customProperty(key)
            for key in layer.customPropertyKeys() if key.startswith("gridloom")
        },
        "colours": colours(layer) if renderer.type() != "heatmapRenderer" else {},
    }  # fmt: skip


def picture(path, width, height):
    """Draw the project as its window would show it."""
    project = QgsProject.instance()
    settings = QgsMapSettings()
    root = project.layerTreeRoot()
    settings.setLayers([one for one in root.layerOrder() if root.findLayer(one.id()).isVisible()])
    settings.setDestinationCrs(project.crs())
    settings.setExtent(project.viewSettings().defaultViewExtent())
    settings.setOutputSize(QSize(width, height))
    settings.setBackgroundColor(QColor("#fbfcfd"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(path)
    return [one.message for one in job.errors()]


def main():
    """Open, tell, draw."""
    path, *drawn = sys.argv[1:]
    application = QgsApplication([], False)
    application.initQgis()
    layers = opened(path)
    project = QgsProject.instance()
    box = project.viewSettings().defaultViewExtent()
    answer = {
        "crs": project.crs().authid(),
        "title": project.title(),
        "box": [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()],
        "layers": [told(one) for one in layers],
        "groups": [one.name() for one in project.layerTreeRoot().findGroups(True)],
    }
    if drawn:
        answer["errors"] = picture(drawn[0], int(drawn[1]), int(drawn[2]))
    sys.stdout.write(json.dumps(answer, default=str))
    sys.stdout.flush()
    project.clear()
    application.exitQgis()


main()
