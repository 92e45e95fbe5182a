"""From the start of QGIS to its first map, for ``benchmarks.canvas``; runs in its own Python.

``python3 qgis_start.py JOB.json``: the job names the GeoPackage, its layer, the frame's size and
when the process was started. One JSON line tells the seconds since.
"""

import json
import sys
import time
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsFillSymbol,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor


def main():
    """Draw the whole layer of the job that is named on the command line."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    layer = QgsVectorLayer(f"{job['file']}|layername={job['layer']}", "layer", "ogr")
    if not layer.isValid():
        raise SystemExit(f"QGIS cannot open {job['file']}")
    look = {"color": "#b9a48c", "outline_style": "no"}
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(look)))
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setBackgroundColor(QColor("white"))
    settings.setOutputSize(QSize(job["width"], job["height"]))
    settings.setExtent(layer.extent())
    rendering = QgsMapRendererParallelJob(settings)
    rendering.start()
    rendering.waitForFinished()
    rendering.renderedImage()
    print(json.dumps({"seconds": time.time() - job["started"]}), flush=True)
    del layer
    application.exitQgis()


if __name__ == "__main__":
    main()
