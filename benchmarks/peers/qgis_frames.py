"""Frames of a layer drawn by QGIS, for ``benchmarks.canvas``; runs in QGIS's own Python.

``python3 qgis_frames.py JOB.json``: the job names the GeoPackage, the classes with their colours,
the boxes, the frame's size, how often to draw and where to save. Each frame is saved as a numpy
file of 0xffRRGGBB; one JSON line a frame tells the least of its times in seconds.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRectangle,
    QgsRendererCategory,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage


def styled_layer(file, colours):
    """Return the layer with a plain filling for each value of ``class``."""
    layer = QgsVectorLayer(f"{file}|layername=layer", "layer", "ogr")
    if not layer.isValid():
        raise SystemExit(f"QGIS cannot open {file}")
    categories = []
    for value, colour in enumerate(colours):
        look = {"color": colour, "outline_style": "no"}
        symbol = QgsFillSymbol.createSimple(look)
        categories.append(QgsRendererCategory(value, symbol, str(value)))
    layer.setRenderer(QgsCategorizedSymbolRenderer("class", categories))
    return layer


def draw(layer, box, width, height):
    """Draw one frame; return it with the seconds it took."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setBackgroundColor(QColor("white"))
    settings.setOutputSize(QSize(width, height))
    settings.setExtent(QgsRectangle(*box))
    settings.setFlag(QgsMapSettings.Antialiasing, True)
    begin = time.perf_counter()
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage(), time.perf_counter() - begin


def pixels(image):
    """Return an image as (height, width) of 0xffRRGGBB."""
    image = image.convertToFormat(QImage.Format_RGB32)
    data = image.constBits().asstring(image.byteCount())
    return np.frombuffer(data, np.uint32).reshape(image.height(), image.width())


def main():
    """Draw the frames of the job that is named on the command line."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    layer = styled_layer(job["file"], job["colours"])
    for number, box in enumerate(job["boxes"]):
        drawn = [draw(layer, box, job["width"], job["height"]) for _ in range(job["times"])]
        np.save(Path(job["folder"]) / f"{number}.npy", pixels(drawn[-1][0]))
        print(json.dumps({"frame": number, "seconds": min(one[1] for one in drawn)}), flush=True)
    del layer
    application.exitQgis()


if __name__ == "__main__":
    main()
