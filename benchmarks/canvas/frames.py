"""Frames against QGIS's QgsMapRendererParallelJob: the same GeoPackage, the same views.

In 6 classes without outlines, 1600 × 1000 pixels, at full extent and at a quarter, a sixteenth and
1/256 of its width around a dense place. Both draw a layer that is open already. Agreement is the
root mean square difference of the two frames (of 1.0), ours drawn with true coverage.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.canvas.layers import COLOURS, Layer, dense_place, load, write
from benchmarks.canvas.peer import PEER, run_peer
from benchmarks.measuring import Measurement, timed
from gridloom_desktop.canvas import Drawing, Frame, Shapes, Symbol, View, paint, parse_colour

WIDTH, HEIGHT = 1600, 1000
ZOOMS = {"full": 1, "1/4": 4, "1/16": 16, "1/256": 256}


@dataclass(frozen=True)
class PeerFrame:
    """A frame of the peer and the seconds it took."""

    seconds: float
    pixels: Frame


def measure(layer: Layer) -> Iterator[Measurement]:
    """Yield loading, the four frames and a change of classes."""
    n = len(layer.areas)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "layer.gpkg"
        write(layer, file)
        seconds, shapes = timed(lambda: load(file), repeat=2)
        yield Measurement(f"canvas {layer.name}: load", n, seconds)
        symbol = Symbol(tuple(parse_colour(colour) for colour in COLOURS), layer.classes)
        views = frames(shapes, layer)
        peers = peer_frames(file, views, Path(folder))
        drawing = Drawing(shapes, symbol)
        for (zoom, view), peer in zip(views.items(), peers, strict=True):
            seconds, frame = timed(lambda view=view: paint([drawing], view), repeat=7)
            yield compared(f"canvas {layer.name}: {zoom}", n, seconds, frame, peer)
        seconds, _ = timed(lambda: paint([Drawing(shapes, symbol)], views["full"]), repeat=5)
        yield Measurement(f"canvas {layer.name}: new classes to pixels", n, seconds)


def compared(
    name: str, n: int, seconds: float, frame: Frame, peer: PeerFrame | None
) -> Measurement:
    """Return a measurement with the peer's time and the difference of the two frames."""
    if peer is None:
        return Measurement(name, n, seconds)
    return Measurement(name, n, seconds, PEER, peer.seconds, difference(frame, peer.pixels))


def difference(ours: Frame, theirs: Frame) -> float:
    """Return the root mean square difference of the channels of two frames, 0 to 1."""
    channels = [((frame[..., None] >> np.array([16, 8, 0])) & 0xFF) / 255 for frame in
                (ours.astype(np.int64), theirs.astype(np.int64))]  # fmt: skip
    return float(np.sqrt(((channels[0] - channels[1]) ** 2).mean()))


def frames(shapes: Shapes, layer: Layer) -> dict[str, View]:
    """Return the views: the full extent, then closer and closer to a dense place."""
    extent = shapes.extent
    assert extent is not None
    whole = View.of_box(extent, WIDTH, HEIGHT, margin=0)
    x, y = whole.to_frame(*dense_place(layer))
    return {name: whole.zoomed(zoom, x, y) for name, zoom in ZOOMS.items()}


def peer_frames(file: Path, views: dict[str, View], folder: Path) -> list[PeerFrame | None]:
    """Let QGIS draw the views, each three times; None for each where QGIS is not installed."""
    job = {
        "file": str(file),
        "layer": "layer",
        "colours": COLOURS,
        "boxes": [view.box for view in views.values()],
        "width": WIDTH,
        "height": HEIGHT,
        "times": 3,
        "folder": str(folder),
    }
    lines = run_peer("qgis_frames.py", job, folder)
    if len(lines) < len(views):
        return [None] * len(views)
    return [PeerFrame(line["seconds"], np.load(folder / f"{line['frame']}.npy")) for line in lines]
