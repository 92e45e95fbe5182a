"""From the start of QGIS, its whole window, to its first map; for ``benchmarks.canvas``.

QGIS runs it itself (``qgis --code qgis_window.py``), so it names no job: ``GRIDLOOM_JOB`` is the
path of one, as in ``qgis_start``. The JSON line with the seconds goes to the file ``told`` of it,
as QGIS writes much else.
"""

import json
import os
import time
from pathlib import Path

from qgis.core import QgsFillSymbol, QgsProject, QgsSingleSymbolRenderer, QgsVectorLayer
from qgis.utils import iface

job = json.loads(Path(os.environ["GRIDLOOM_JOB"]).read_text(encoding="utf-8"))


def rendered(_painter):
    """Tell how long it took once the layer is on the map, and end QGIS."""
    if not iface.mapCanvas().layers():
        return
    seconds = time.time() - job["started"]
    Path(job["told"]).write_text(json.dumps({"seconds": seconds}), encoding="utf-8")
    os._exit(0)


layer = QgsVectorLayer(f"{job['file']}|layername={job['layer']}", "layer", "ogr")
if not layer.isValid():
    raise SystemExit(f"QGIS cannot open {job['file']}")
look = {"color": "#b9a48c", "outline_style": "no"}
layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(look)))
iface.mapCanvas().renderComplete.connect(rendered)
QgsProject.instance().addMapLayer(layer)
iface.mapCanvas().setExtent(layer.extent())
iface.mapCanvas().refresh()
