"""Panning and zooming the real canvas with the mouse: 200 recorded events on a screen.

Half of them drag the map, the others turn the wheel at the pointer, in and out again, as fast as
60 a second. What is told is how long the canvas takes to show itself (its ``paintEvent``, the
median and the 95th of a hundred), and from the last event of each gesture until there is a frame
of the view that is then shown.
"""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.canvas.opening import in_window
from benchmarks.measuring import Measurement


def measure(workspace: Path, n: int) -> Iterator[Measurement]:
    """Yield the times of the gestures over the full city, in seconds."""
    told = in_window("window_moves", workspace)
    for name, seconds in told.items():
        yield Measurement(f"canvas: pan and zoom, {name}", n, seconds)
