"""The canvas against QGIS: frames, the start of the window, panning and zooming, memory.

Buildings of the sample city (100,000; with ``--full`` 1.2 million) and, where the folder of real
cities is present, Tokyo's 146,026 footprints. ``frames``, ``opening``, ``moving`` and ``playing``
say what is measured and how; ``window_start`` and ``window_moves`` run in processes of their own.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.canvas import frames, moving, opening, playing
from benchmarks.canvas.layers import FULL, TENTH, Layer, sample_buildings, tokyo_buildings
from benchmarks.canvas.workspace import make_workspace
from benchmarks.measuring import Measurement


def measure(full: bool) -> Iterator[Measurement]:
    """Yield all measurements: of the sample city's window, then the frames of each layer."""
    city = sample_buildings(FULL if full else TENTH)
    yield from measure_window(city)
    yield from frames.measure(city)
    yield from playing.measure(full)
    if (tokyo := tokyo_buildings()) is not None:
        yield from frames.measure(tokyo)


def measure_window(city: Layer) -> Iterator[Measurement]:
    """Yield the start of the window on a workspace with the layer, and its moves."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "city.gridloom"
        file = make_workspace(city, workspace)
        yield from opening.measure(workspace, file, len(city.areas))
        yield from moving.measure(workspace, len(city.areas))
