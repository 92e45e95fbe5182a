"""Run by QGIS's Python: the algorithm, and the same request to the same warm process."""

import json
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import processing
from processing.core.Processing import Processing
from qgis.core import QgsApplication, QgsFeatureRequest, QgsProcessingFeedback, QgsVectorLayer

from gridloom_qgis.calling.conversation import Conversation
from gridloom_qgis.processing.provider import GridloomProvider

PLACE = Path(sys.argv[1])
CELLS, TIMES = PLACE / "cells.gpkg", 3


def best(work: Callable[[], Any]) -> float:
    """Run once for nothing, then some times; return the least seconds."""
    work()
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def values(file: Path) -> list[tuple]:
    """Return what Gridloom wrote, row by row."""
    with sqlite3.connect(file) as held:
        asked = "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'"
        (table,) = held.execute(asked).fetchone()
        asked = 'SELECT z, p_sim, bin FROM "{}" ORDER BY fid'
        return held.execute(asked.format(table)).fetchall()


def apart(one: Path, other: Path) -> float:
    """Return the greatest difference; a row that one lacks is as far as can be."""
    ours, theirs = values(one), values(other)
    if len(ours) != len(theirs):
        return float("inf")
    pairs = ((a, b) for left, right in zip(ours, theirs) for a, b in zip(left, right))
    return max(0.0 if a == b else abs((a or 0) - (b or 0)) for a, b in pairs)


def measured(layer: QgsVectorLayer, conversation: Conversation) -> dict[str, float]:
    """Measure a layer by the plugin; the command gets the file."""
    mine, theirs = PLACE / "mine.gpkg", PLACE / "theirs.gpkg"
    given = {"INPUT": layer, "VALUE": "value", "PERMUTATIONS": 99_999, "OUTPUT": str(mine)}
    asked = ["run", str(CELLS), "hotspots", "--layer", "cells", "--set", "value=value"]
    asked += ["--set", "permutations=99999", "--out", str(theirs)]
    feedback = QgsProcessingFeedback(False)
    ours = best(lambda: processing.run("gridloom:hotspots", given, feedback=feedback))
    peer = best(lambda: conversation.ask(asked))
    return {"ours_s": ours, "peer_s": peer, "agreement": apart(mine, theirs)}


def main() -> None:
    """Measure a layer in a file and one in memory."""
    application = QgsApplication([], True)
    application.initQgis()
    Processing.initialize()
    conversation = Conversation(lambda: PLACE / "gridloom")
    QgsApplication.processingRegistry().addProvider(GridloomProvider(conversation))
    file = QgsVectorLayer(str(CELLS), "cells", "ogr")
    layers = {"a file": file, "memory": file.materialize(QgsFeatureRequest())}
    told = {kind: measured(layer, conversation) for kind, layer in layers.items()}
    conversation.end()
    (PLACE / "told.json").write_text(json.dumps(told))


main()
