"""The attribute table of QGIS, for ``benchmarks.table``; runs in QGIS's own Python, offscreen.

``python3 qgis_table.py JOB.json``: the job names the GeoPackage with its layer and the column to
sort by. One JSON line each tells the seconds from a layer that is open to a table whose rows are
there (``open``), and those of sorting it (``sort``).
"""

import json
import sys
import time
from pathlib import Path

from qgis.core import QgsApplication, QgsVectorLayer
from qgis.gui import QgsDualView, QgsMapCanvas


def told(step, begin, rows):
    """Print the seconds since ``begin``."""
    line = {"step": step, "seconds": time.perf_counter() - begin, "rows": rows}
    print(json.dumps(line), flush=True)


def main():
    """Open the table and sort it."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], True)
    application.initQgis()
    layer = QgsVectorLayer(f"{job['file']}|layername={job['layer']}", "layer", "ogr")
    if not layer.isValid():
        raise SystemExit(f"QGIS cannot open {job['file']}")
    canvas, table = QgsMapCanvas(), QgsDualView()
    table.resize(1200, 800)
    begin = time.perf_counter()
    table.init(layer, canvas)
    table.show()
    application.processEvents()
    told("open", begin, table.masterModel().rowCount())
    begin = time.perf_counter()
    table.setSortExpression(f'"{job["column"]}"')  # what a click on the title leads to
    application.processEvents()
    told("sort", begin, table.masterModel().rowCount())
    del table, canvas, layer
    application.exitQgis()


if __name__ == "__main__":
    main()
