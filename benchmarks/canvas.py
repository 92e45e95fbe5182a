"""The canvas against QGIS's QgsMapRendererParallelJob: the same GeoPackage, the same frames.

Buildings of the sample city (100,000; with ``--full`` 1.2 million) and, where the folder of real
cities is present, Tokyo's 146,026 footprints, in 6 classes without outlines, 1600 × 1000 pixels,
at full extent and at a quarter, a sixteenth and 1/256 of its width around a dense place. Both draw
a layer that is open already. Agreement is the root mean square difference of the two frames
(of 1.0), ours drawn with true coverage.
"""

import json
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyogrio
import shapely

from benchmarks.measuring import Measurement, timed
from gridloom_desktop.canvas import (
    Drawing,
    Frame,
    Shapes,
    Symbol,
    View,
    build_shapes,
    paint,
    parse_colour,
)

WIDTH, HEIGHT = 1600, 1000
ZOOMS = {"full": 1, "1/4": 4, "1/16": 16, "1/256": 256}
COLOURS = ("#ffffb2", "#fed976", "#feb24c", "#fd8d3c", "#f03b20", "#bd0026")
PEER = "QGIS"
QGIS_PYTHON = Path("/usr/bin/python3")
SCRIPT = Path(__file__).parent / "peers" / "qgis_frames.py"
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Layer:
    """Footprints in a projected CRS and the class of each."""

    name: str
    crs: str
    areas: npt.NDArray[np.object_]
    classes: npt.NDArray[np.int64]


@dataclass(frozen=True)
class PeerFrame:
    """A frame of the peer and the seconds it took."""

    seconds: float
    pixels: Frame


def measure(full: bool) -> Iterator[Measurement]:
    """Yield loading, the four frames and a change of classes for each layer."""
    yield from measure_layer(sample_buildings(18_000_000 if full else 1_500_000))
    if (tokyo := tokyo_buildings()) is not None:
        yield from measure_layer(tokyo)


def measure_layer(layer: Layer) -> Iterator[Measurement]:
    """Yield the measurements of one layer."""
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


def dense_place(layer: Layer) -> tuple[float, float]:
    """Return the middle of the footprint that most others stand near to."""
    xy = shapely.get_coordinates(shapely.centroid(layer.areas))
    cell = np.floor(xy / 500).astype(np.int64)
    _, inverse, counts = np.unique(cell, axis=0, return_inverse=True, return_counts=True)
    x, y = xy[np.argmax(counts[inverse.reshape(-1)])].tolist()
    return x, y


def load(file: Path) -> Shapes:
    """Read the shapes of a GeoPackage as the window does."""
    with pyogrio.open_arrow(file, columns=[], use_pyarrow=True, batch_size=65_536) as (meta, parts):
        name = meta["geometry_name"] or "wkb_geometry"
        return build_shapes("area", (part.column(name) for part in parts))


def write(layer: Layer, file: Path) -> None:
    """Write a layer as the workspace does."""
    table = pa.table(
        {"class": layer.classes, "geometry": pa.array(shapely.to_wkb(layer.areas), pa.binary())}
    )
    pyogrio.write_arrow(
        table, file, layer="layer", driver="GPKG", geometry_name="geometry",
        geometry_type="MultiPolygon", crs=layer.crs,
    )  # fmt: skip


def sample_buildings(persons: int) -> Layer:
    """Return the buildings of the sample city, classed by their floors."""
    from gridloom_sample.city import found_city  # late: most runs measure something else

    stock = found_city(persons, seed=1).stock
    edges = np.quantile(stock.floors, np.arange(1, len(COLOURS)) / len(COLOURS))
    areas = shapely.multipolygons(stock.footprints.areas[:, None])
    return Layer("sample city", "EPSG:4547", areas, np.searchsorted(edges, stock.floors))


def tokyo_buildings() -> Layer | None:
    """Return the real footprints of five wards of Tokyo, classed by height; None if not here."""
    archive = cities() / "tokyo" / "buildings_5wards.gpkg.zip"
    if not archive.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(archive) as content:
            content.extractall(folder)
        frame = pyogrio.read_dataframe(next(Path(folder).glob("*.gpkg"))).to_crs("EPSG:6677")
    heights = frame["height"].fillna(0).to_numpy(float)
    edges = np.quantile(heights, np.arange(1, len(COLOURS)) / len(COLOURS))
    return Layer("Tokyo", "EPSG:6677", frame.geometry.to_numpy(), np.searchsorted(edges, heights))


def cities() -> Path:
    """Return the folder of real cities' data, present or not."""
    named = os.environ.get("GRIDLOOM_CITIES")
    places = [Path(named)] if named else []
    places += [parent / "shared" / "cities" for parent in (ROOT.parent, ROOT.parent.parent)]
    return next((place for place in places if place.is_dir()), places[0])


def peer_frames(file: Path, views: dict[str, View], folder: Path) -> list[PeerFrame | None]:
    """Let QGIS draw the views, each three times; None for each where QGIS is not installed."""
    job = {
        "file": str(file),
        "colours": COLOURS,
        "boxes": [view.box for view in views.values()],
        "width": WIDTH,
        "height": HEIGHT,
        "times": 3,
        "folder": str(folder),
    }
    order = folder / "job.json"
    order.write_text(json.dumps(job), encoding="utf-8")
    # Its own Python packages only, and no window.
    environment = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    if not QGIS_PYTHON.exists():
        return [None] * len(views)
    done = subprocess.run(
        [QGIS_PYTHON, SCRIPT, order], env=environment, capture_output=True, text=True, check=False
    )
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if len(lines) < len(views):  # no QGIS in that Python
        return [None] * len(views)
    return [PeerFrame(line["seconds"], np.load(folder / f"{line['frame']}.npy")) for line in lines]
