"""Panning and zooming the real canvas with the mouse: 200 recorded events on a screen.

Half of them drag the map, the others turn the wheel at the pointer, in and out again, as fast as
60 a second. What is told is how long the canvas takes to show itself (its ``paintEvent``, the
median and the 95th of a hundred), and from the last event of each gesture until there is a frame
of the view that is then shown. The same with labels and a selection, close enough to see both; and
on a screen with two pixels to each one of the window, each way.
"""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.canvas.opening import in_window
from benchmarks.measuring import Measurement

SHARP = {"QT_SCALE_FACTOR": "2"}
WAYS: tuple[tuple[str, tuple[str, ...], dict[str, str]], ...] = (
    ("", (), {}),
    (" with labels and a selection", ("dressed",), {}),
    (" at twice the pixels", (), SHARP),
    (" at twice the pixels, with labels and a selection", ("dressed",), SHARP),
)


def measure(workspace: Path, n: int) -> Iterator[Measurement]:
    """Yield the times of the gestures over the full city, in seconds."""
    for name, dress, environment in WAYS:
        told = in_window("window_moves", workspace, *dress, **environment)
        for step, seconds in told.items():
            yield Measurement(f"canvas: pan and zoom{name}, {step}", n, seconds)
